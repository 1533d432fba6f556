"""What a file is called where it is shown: its own name without what deceives, and the ending of what it is."""

import re
import unicodedata

LONGEST = 120
NAMELESS = "file"


def shown_name(name: str, extension: str) -> str:
    """Return the name without folders, signs that cannot be seen, or an ending of its own; with the given ending."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter if not unicodedata.category(letter).startswith(("C", "Z")) else " " for letter in last)
    bare = " ".join(re.sub(r"[<>:\"|?*]", " ", seen).split())
    stem = re.sub(r"(?:\.\w{1,5})+$", "", bare).strip(". ")
    return (stem[: LONGEST - len(extension)].rstrip(". ") or NAMELESS) + extension
