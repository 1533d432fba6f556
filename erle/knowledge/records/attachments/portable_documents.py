"""PDF: what acts, starts or hides something is refused; who wrote it with what is left behind."""

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from erle.knowledge.records.attachments.inside import MadeAnew, run
from erle.knowledge.records.attachments.jpeg_segments import without_metadata
from erle.knowledge.records.attachments.kinds import PDF, NotTaken

ACTS = {
    "/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/EmbeddedFiles", "/EF", "/AF",
    "/Rendition", "/Movie", "/Sound",
}  # fmt: skip
"""Keys under which a document keeps a program, a form that is one, another file, or something that plays."""
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/Trans3D", "/GoTo3DView",
}  # fmt: skip
HOLDS = {"/RichMedia", "/FileAttachment", "/Screen", "/3D", "/Movie", "/Sound", "/EmbeddedFile", "/Filespec"}
TELLS = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/Legal")
DEEPEST = 100
PRINT_ANEW = "Print it to PDF anew, and add that copy."


def clean(content: bytes) -> MadeAnew:
    """Return the document made anew, or refuse it."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            for one in document.objects:
                _look(one)
            for one in document.objects:
                _strip(one)
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            made = io.BytesIO()
            document.save(made, encryption=False, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError as locked:
        raise NotTaken("This PDF is locked with a password. Save it without one.") from locked
    except (pikepdf.PdfError, ValueError, RecursionError, zlib.error) as broken:
        raise NotTaken(f"This PDF cannot be read: it is damaged or not what it seems. {PRINT_ANEW}") from broken
    return MadeAnew(PDF, made.getvalue())


def _look(one: Any) -> None:
    """Refuse a document in which something acts, or another file is hidden."""
    for held in _within(one):
        keys = set(held.keys())
        kinds = {str(held.get(key, "")) for key in ("/Type", "/Subtype")}
        if keys & ACTS or str(held.get("/S", "")) in ACTIONS or kinds & HOLDS:
            raise NotTaken(
                f"This PDF holds a program, a form that acts or another file, which Erle does not take. {PRINT_ANEW}"
            )


def _strip(one: Any) -> None:
    """Take out of each part who made it, with what, and where."""
    for held in _within(one):
        for key in TELLS:
            if key in held:
                del held[key]
    if isinstance(one, pikepdf.Stream) and "/DCTDecode" in _filters(one):
        _strip_picture(one)


def _strip_picture(stream: pikepdf.Stream) -> None:
    filters, raw = _filters(stream), stream.read_raw_bytes()
    if filters == ["/FlateDecode", "/DCTDecode"]:
        raw = zlib.decompress(raw)
    elif filters != ["/DCTDecode"]:
        raise NotTaken(f"A picture in this PDF is packed in a way that Erle cannot look into. {PRINT_ANEW}")
    stream.write(without_metadata(raw), filter=pikepdf.Name.DCTDecode)


def _filters(stream: pikepdf.Stream) -> list[str]:
    said = stream.get("/Filter")
    if said is None:
        return []
    return [str(one) for one in said] if isinstance(said, pikepdf.Array) else [str(said)]


def _within(one: Any, depth: int = 0) -> Iterator[Any]:
    """Give each dictionary in the object; what is an object of its own is visited as such."""
    if depth > DEEPEST:
        raise NotTaken(f"This PDF is nested too deep to be looked through. {PRINT_ANEW}")
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield one
        inner = [held for _, held in one.items()]
    elif isinstance(one, pikepdf.Array):
        inner = list(one)
    else:
        return
    for held in inner:
        if isinstance(held, pikepdf.Object) and not held.is_indirect:
            yield from _within(held, depth + 1)


if __name__ == "__main__":
    run(clean)
