"""Addresses, places and postcodes in one form."""

import re

from erle.knowledge.linkage.matching.normal.names import normal_name

SHORT = {
    "ave": "avenue", "av": "avenue", "cl": "close", "cres": "crescent", "crt": "court", "ct": "court", "dr": "drive",
    "e": "east", "gdns": "gardens", "gr": "grove", "hse": "house", "ln": "lane", "n": "north", "pde": "parade",
    "pk": "park", "pl": "place", "rd": "road", "s": "south", "sq": "square", "st": "street", "str": "street",
    "tce": "terrace", "ter": "terrace", "vlge": "village", "w": "west", "apt": "flat", "apartment": "flat",
    "unit": "flat",
}  # fmt: skip
"""What the words of an address are short for."""
UK_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")
LONGEST_CODE = 20
IN_WORDS = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
"""A British postcode within words."""


def normal_address(text: str) -> str:
    """Return an address's words without case, marks and signs, short words written out."""
    return " ".join(SHORT.get(word, word) for word in normal_name(text).split())


def normal_postcode(text: str) -> str:
    """Return a postcode in capitals; a British one with the blank before its last three signs."""
    bare = re.sub(r"[^A-Z0-9]", "", text[:60].upper())[:LONGEST_CODE]
    british = UK_POSTCODE.fullmatch(bare)
    return f"{british[1]} {british[2]}" if british else bare


def outward(postcode: str) -> str:
    """Return the part of a normal postcode that names the district; all but the last two signs of another one."""
    district, blank, _ = postcode.partition(" ")
    return district if blank else postcode[:-2]


def home_in(words: str) -> tuple[str, str]:
    """Return the address and the postcode that words say somebody lives at; neither where they name no postcode.

    "With mum, Sorrel Lane" names no place that could be told from another.
    """
    found = IN_WORDS.search(words)
    if not found:
        return "", ""
    before = words[: found.start()].strip(" ,;.")
    return before if any(sign.isdigit() for sign in before) else "", found.group()
