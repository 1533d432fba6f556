"""Judging a spreadsheet by its outside: what kind it is in truth, and whether it can be opened without harm."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

from erle.doors.exchange.opening import BLOCK, Unreadable

LARGEST_FILE = 100 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 5_000
TIGHTEST = 250
"""Times that a part may be larger unpacked than packed; cells that repeat pack forty to one."""
SMALL = 1024 * 1024
"""Bytes up to which a part may be packed as tightly as it likes."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")
LOCKED_IN_OLE = "EncryptedPackage".encode("utf-16-le")
BOOK_IN_OLE = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
KINDS = {".xlsx": "xl/workbook.xml", ".xlsb": "xl/workbook.bin", ".ods": "content.xml"}
"""The part without which a file of that ending is none."""
ENDINGS = (*KINDS, ".xls")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")
NEITHER = "neither CSV nor a spreadsheet (xlsx, xls, xlsb or ods)"


def spreadsheet_kind(start: bytes) -> str:
    """Return `zip` or `ole` where the first bytes are those of a spreadsheet's container, and else nothing."""
    return "zip" if start.startswith(ZIP) else "ole" if start.startswith(OLE) else ""


def refuse_unless_plain(descriptor: int, name: str) -> None:
    """Refuse a spreadsheet that is too large, locked, has macros, is another thing than its ending says, or a bomb."""
    size = os.fstat(descriptor).st_size
    if size > LARGEST_FILE:
        raise Unreadable(
            f"{name} has {size / 1e6:,.0f} MB; no spreadsheet over {LARGEST_FILE // 1024 // 1024} is read."
        )
    if spreadsheet_kind(os.pread(descriptor, 8, 0)) == "ole":
        _judge_ole(descriptor, name)
        return
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        _judge_zip(file, name, size)


def _judge_zip(file: io.BufferedReader, name: str, size: int) -> None:
    """Judge by the archive's own directory, which is read without unpacking anything."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RecursionError) as error:
        raise Unreadable(f"{name} is damaged, or not a spreadsheet: its directory cannot be read.") from error
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(f"{name} unpacks to more than {LARGEST_UNPACKED // 1024 // 1024} MB: save it as CSV instead.")
    if sum(part.compress_size for part in parts) > size or any(map(_too_tight, parts)):
        raise Unreadable(f"{name} is packed as no spreadsheet program packs: save it anew, or as CSV.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(f"{name} is locked with a password: save it without one.")
    _refuse_macros(names, name)
    _refuse_wrong_ending(name, {ending for ending, part in KINDS.items() if part in names})


def _too_tight(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > TIGHTEST * max(part.compress_size, 1)


def _refuse_macros(parts: set[str], name: str) -> None:
    if any(part.endswith(MACRO_PARTS) or part.startswith(MACRO_FOLDERS) for part in parts):
        raise _macros(name)


def _macros(name: str) -> Unreadable:
    return Unreadable(f"{name} has macros: save it as a workbook without macros (.xlsx), or as CSV.")


def _judge_ole(descriptor: int, name: str) -> None:
    """Judge an older spreadsheet by the names that its container holds."""
    found = _held(descriptor, (MACROS_IN_OLE, LOCKED_IN_OLE, *BOOK_IN_OLE))
    if LOCKED_IN_OLE in found:
        raise Unreadable(f"{name} is locked with a password: save it without one.")
    if MACROS_IN_OLE in found:
        raise _macros(name)
    _refuse_wrong_ending(name, {".xls"} if found else set())


def _held(descriptor: int, wanted: tuple[bytes, ...]) -> set[bytes]:
    """Return which of the words stand in the file, wherever they lie."""
    found: set[bytes] = set()
    tail, longest = b"", max(map(len, wanted))
    for block in _blocks(descriptor):
        both = tail + block
        found.update(word for word in wanted if word in both)
        tail = both[-longest:]
    return found


def _blocks(descriptor: int) -> Iterator[bytes]:
    at = 0
    while block := os.pread(descriptor, BLOCK, at):
        yield block
        at += len(block)


def _refuse_wrong_ending(name: str, true: set[str]) -> None:
    """Refuse a file that is another thing than its name says: one of the two was meant to mislead, or a slip."""
    said = PurePath(name).suffix.lower()
    if not true:
        raise Unreadable(f"{name} is {NEITHER}.")
    if said not in true:
        raise Unreadable(f"{name} is in truth a {' or '.join(sorted(true))} file: give it that ending.")
