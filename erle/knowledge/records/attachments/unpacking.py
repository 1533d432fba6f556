"""Unpacking a packed file without trusting what it says of itself: its sizes, its names, its number of parts."""

import io
import zipfile

from erle.knowledge.records.attachments.kinds import NotTaken

MOST_PARTS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_TIMES = 200
"""How many times its packed size a part may have; text of an office file packs to a fiftieth at best."""
SMALL = 1024 * 1024
PIECE = 1024 * 1024
SAVE_AS_PDF = "Save it as PDF, and add that copy."
TOO_LARGE = f"This file is far larger unpacked than it seems. {SAVE_AS_PDF}"


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the parts by name, or refuse the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        listed = [one for one in packed.infolist() if not one.is_dir()]
        if len(listed) > MOST_PARTS:
            raise NotTaken(TOO_LARGE)
        names = [one.filename for one in listed]
        if len({name.casefold() for name in names}) < len(names) or any(map(_strays, names)):
            raise NotTaken(f"This file is not packed as office files are. {SAVE_AS_PDF}")
        parts: dict[str, bytes] = {}
        left = MOST_UNPACKED
        for one in listed:
            if one.flag_bits & 0x1:
                raise NotTaken("This file is locked with a password. Save it without one.")
            parts[one.filename] = _read(packed, one, left)
            left -= len(parts[one.filename])
        return parts


def _strays(name: str) -> bool:
    """Tell whether the name leads out of the file, or is written in a way of its own."""
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or not name.isprintable() or ":" in name


def _read(packed: zipfile.ZipFile, one: zipfile.ZipInfo, left: int) -> bytes:
    """Read a part up to what is left, counting what comes and not what was said."""
    read = bytearray()
    with packed.open(one) as part:
        while piece := part.read(PIECE):
            read += piece
            too_many_times = len(read) > SMALL and len(read) > MOST_TIMES * max(one.compress_size, 1)
            if len(read) > left or too_many_times:
                raise NotTaken(TOO_LARGE)
    return bytes(read)
