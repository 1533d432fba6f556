"""Bytes into lines of text: one row of bytes at a time, strictly decoded, never more than a line in memory."""

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from erle.doors.exchange.opening import Unreadable

LONGEST_LINE = 1024 * 1024
"""Bytes in one line; a longer one is refused without being held."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks."""
NOT_TEXT = (
    (b"PK\x03\x04", "a spreadsheet or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (codecs.BOM_UTF32_LE, "text in UTF-32"),
    (codecs.BOM_UTF32_BE, "text in UTF-32"),
)
NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252"}


class Spoiled(NamedTuple):
    """A line that is no text, and why."""

    problem: str
    expected: str


TOO_LONG = Spoiled(f"is longer than {LONGEST_LINE // 1024 // 1024} MB", "an ordinary row")
NUL = Spoiled("has a NUL character (a byte that is zero) in it", "text")

Line = str | Spoiled


def text_lines(blocks: Iterable[bytes]) -> Iterator[list[Line]]:
    """Yield the lines, some thousand at a time, each with its ending; a line that is no text is spoiled by itself."""
    source = iter(blocks)
    first = next(source, b"")
    for mark, what in NOT_TEXT:
        if first.startswith(mark):
            raise Unreadable(f"this is {what}, not CSV: open it and save it as “CSV UTF-8”")
    blocks, encoding = _as_utf8(first, source)
    decoding = Decoding(encoding)
    for raw in _raw_lines(blocks):
        yield decoding.text(raw)


def _as_utf8(first: bytes, rest: Iterator[bytes]) -> tuple[Iterable[bytes], str]:
    """Return the blocks without byte-order mark, wider encodings turned into UTF-8, and the encoding if it is certain.

    A lone half of a UTF-16 pair is let through here, so that it is no UTF-8 and spoils its own line.
    """
    for mark, encoding in MARKS:
        if first.startswith(mark):
            blocks = chain((first[len(mark) :],), rest)
            return (blocks if encoding == "utf-8" else _transcoded(blocks, encoding)), "utf-8"
    if len(first) > 1 and (first[0] == 0) != (first[1] == 0):
        return _transcoded(chain((first,), rest), "utf-16-le" if first[1] == 0 else "utf-16-be"), "utf-8"
    return chain((first,), rest), ""


def _transcoded(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield UTF-16 as UTF-8; half a letter at the end of the file becomes a byte that is no UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    try:
        for block in blocks:
            yield decoder.decode(block).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        yield b"\xff"


def _raw_lines(blocks: Iterable[bytes]) -> Iterator[list[bytes | Spoiled]]:
    """Yield the lines of the blocks, ended by LF, CR or CRLF; the rest of an endless line is passed over unheld."""
    tail, passing_over, remnant = b"", False, False
    for block in blocks:
        fresh = block
        if passing_over:
            ends = [end for end in (block.find(b"\n"), block.find(b"\r")) if end >= 0]
            if not ends:
                continue
            fresh, passing_over, remnant = block[min(ends) :], False, True
        lines: list[bytes | Spoiled] = list((tail + fresh).splitlines(keepends=True))
        tail = _unfinished(lines)
        if remnant and lines:
            del lines[0]
            remnant = False
        if lines and len(lines[0]) > LONGEST_LINE:
            lines[0] = TOO_LONG
        if len(tail) > LONGEST_LINE:
            lines.append(TOO_LONG)
            tail, passing_over = b"", True
        yield lines
    if tail and not remnant:
        yield [tail]


def _unfinished(lines: list[bytes | Spoiled]) -> bytes:
    """Take the last line off, unless it has ended; after CR there may still come LF."""
    last = lines[-1] if lines else b"\n"
    if isinstance(last, Spoiled) or last.endswith(b"\n"):
        return b""
    del lines[-1]
    return last


class Decoding:
    """Which encoding the file turned out to be in: the first line that is not plain ASCII decides.

    A line in the other encoding is spoiled: read in either way, one of the two would say what nobody wrote.
    """

    def __init__(self, encoding: str) -> None:
        """Start with the encoding a byte-order mark gave, or with none."""
        self.encoding = encoding

    def text(self, raw: list[bytes | Spoiled]) -> list[Line]:
        """Return the lines as text."""
        whole = [line for line in raw if not isinstance(line, Spoiled)]
        together = b"".join(whole)
        if together.isascii() and b"\0" not in together and len(whole) == len(raw):
            return [line.decode("ascii") for line in whole]
        return [line if isinstance(line, Spoiled) else self._line(line) for line in raw]

    def _line(self, raw: bytes) -> Line:
        """Return one line as text, or why it is none."""
        if b"\0" in raw:
            return NUL
        if raw.isascii():
            return raw.decode("ascii")
        try:
            text, encoding = raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError as error:
            if self.encoding == "utf-8":
                return _undecodable(raw, error)
            encoding = "cp1252"
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError as second:
                return _undecodable(raw, second)
        self.encoding = self.encoding or encoding
        if self.encoding != encoding:
            return Spoiled(
                f"is in {NAMES[encoding]}, and the rows above it are in {NAMES[self.encoding]}",
                "one encoding in the whole file",
            )
        return text


def _undecodable(raw: bytes, error: UnicodeDecodeError) -> Spoiled:
    """Say which byte of the line is no letter."""
    name = NAMES.get(error.encoding, NAMES["cp1252"])
    problem = f"is not {name} text: byte {error.start + 1} of the row is 0x{raw[error.start]:02X}"
    return Spoiled(problem, "text in UTF-8 or Windows-1252")
