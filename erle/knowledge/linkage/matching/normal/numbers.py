"""E-mail addresses, telephone numbers, identifiers and codes in one form."""

import re

LONGEST = 80
SEXES = {
    "m": "m",
    "male": "m",
    "boy": "m",
    "man": "m",
    "1": "m",
    "f": "f",
    "female": "f",
    "girl": "f",
    "woman": "f",
    "2": "f",
}
"""What a file may call the two sexes that most registers have; another word stands for itself."""
NOTHING_TOLD = frozenset(
    {"", "unknown", "not known", "n/a", "na", "none", "null", "nil", "u", "x", "-", "?", "not specified", "0", "9"}
)


def normal_email(text: str) -> str:
    """Return an e-mail address in small letters; "" without letters before and after one @."""
    bare = re.sub(r"\s", "", text[:LONGEST].casefold())
    return bare if re.fullmatch(r"[^@]+@[^@]*", bare) else ""


def normal_phone(text: str) -> str:
    """Return a telephone number's digits as they are dialled at home; "" for fewer than five."""
    digits = re.sub(r"\D", "", re.sub(r"^\s*(\+|00)\s*44(\s*\(0\))?", "0", text[:LONGEST]))
    return digits if len(digits) > 4 else ""


def normal_identifier(text: str) -> str:
    """Return an identifier's letters and digits in capitals; "" where it is one sign over and over."""
    bare = re.sub(r"[^A-Z0-9]", "", text[:LONGEST].upper())
    return bare if len(set(bare)) > 1 else ""


def normal_code(text: str) -> str:
    """Return a code, as of a sex, in small letters; "" for words that say it is not known."""
    bare = text[:LONGEST].strip().casefold()
    return "" if bare in NOTHING_TOLD else SEXES.get(bare, bare)
