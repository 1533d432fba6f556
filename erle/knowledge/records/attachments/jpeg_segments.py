"""A JPEG picture inside a document: its segments without those that tell of place, device and maker."""

START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = {0x01, *range(0xD0, 0xD8)}
TELLING = {0xFE, *range(0xE1, 0xF0)} - {0xE2, 0xEE}
"""Comments and application segments, but for the colour profile and the marker of how colours are coded."""


def without_metadata(content: bytes) -> bytes:
    """Return the picture without the segments that tell; what is no picture of segments is a fault."""
    if content[:2] != bytes((0xFF, START)):
        raise ValueError("no beginning of a picture")
    kept, at = bytearray(content[:2]), 2
    while True:
        marker, end = _segment(content, at)
        if marker == SCAN:
            return bytes(kept + _picture(content, at))
        if marker not in TELLING:
            kept += content[at:end]
        at = end


def _segment(content: bytes, at: int) -> tuple[int, int]:
    """Return the marker at the place, and where its segment ends."""
    if at + 4 > len(content) or content[at] != 0xFF:
        raise ValueError("no segment where one must be")
    marker = content[at + 1]
    if marker == 0xFF:  # a filling byte
        return marker, at + 1
    if marker in ALONE:
        return marker, at + 2
    return marker, at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")


def _picture(content: bytes, at: int) -> bytes:
    """Return what follows, up to the picture's last end: nothing after it."""
    end = content.rfind(bytes((0xFF, END)))
    return content[at : end + 2] if end > at else content[at:]
