"""Files made for the tests, kind and hostile: nothing in them is of anybody, and nothing in them is alive."""

import io
import zipfile
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image

WHO = b"Ada Marker"
"""Stands wherever a file says who made it or where: what is given out never holds it."""
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
LINK_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 30), mode: str = "RGB", **how: Any) -> bytes:
    """Return a picture that says who took it and where."""
    exif = Image.Exif()
    exif[0x013B], exif[0x0110], exif[0x0112] = WHO.decode(), "A phone", 6
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 34.0, 23.0), "W", (0.0, 14.0, 30.0)
    made = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(made, kind, exif=exif.tobytes(), **how)
    return made.getvalue()


def phone_picture() -> bytes:
    """Return a picture as some phones take it."""
    pillow_heif.register_heif_opener()
    return picture("HEIF")


def document(**put: Any) -> bytes:
    """Return a PDF with a picture in it; `put` stands at its root."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        photo = pikepdf.Stream(pdf, picture())
        photo.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30, BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(photo)))
        pdf.docinfo["/Author"] = WHO.decode()
        with pdf.open_metadata() as told:
            told["dc:creator"] = [WHO.decode()]
        for name, value in put.items():
            pdf.Root[f"/{name}"] = pdf.make_indirect(value) if not isinstance(value, str) else value
        pdf.save(made)
    return made.getvalue()


def packed(parts: dict[str, bytes | str]) -> bytes:
    """Return the parts, packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def office_parts(main: str = DOCUMENT_TYPE) -> dict[str, bytes | str]:
    """Return the parts of a small word-processor's file."""
    return {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": links(),
        "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:t>Seen at the gate.</w:t></w:document>',
        "word/_rels/document.xml.rels": links(),
        "word/media/image1.jpeg": picture(),
        "docProps/core.xml": f"<coreProperties><creator>{WHO.decode()}</creator></coreProperties>",
        "docProps/app.xml": f"<Properties><Company>{WHO.decode()}</Company></Properties>",
    }  # fmt: skip


def links(kind: str = "styles", target: str = "styles.xml", mode: str = "Internal") -> str:
    """Return a part that leads to another, or outside."""
    return (
        f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" Type="{LINK_KINDS}/{kind}" Target="{target}"'
        f' TargetMode="{mode}"/></Relationships>'
    )


def open_document_parts() -> dict[str, bytes | str]:
    """Return the parts of a small OpenDocument file."""
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": '<office:document-content xmlns:office="urn:o" xmlns:xlink="urn:x" xmlns:text="urn:t"'
        ' xmlns:draw="urn:d"><text:p>Seen at the gate.</text:p><draw:image xlink:href="Pictures/1.png"/>'
        '<text:a xlink:href="https://example.invalid/">link</text:a></office:document-content>',
        "meta.xml": f"<office><creator>{WHO.decode()}</creator></office>",
        "Pictures/1.png": picture("PNG"),
        "Configurations2/accelerator/current.xml": "",
        "META-INF/manifest.xml": "<manifest/>",
    }
