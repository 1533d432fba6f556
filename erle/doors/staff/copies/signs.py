"""What the fonts of a copy cannot show, said in words: a copy is made whatever a child or an agency wrote."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
SHOWS_NOTHING = {"Cc", "Cf", "Sk"}
"""Kinds of signs that show nothing by themselves: controls, formats, and what changes the sign before."""
SELECTOR = "VARIATION SELECTOR"
NEVER = "\ufeff"
"""No tagged file may hold it, whether or not a font has it."""
SIMPLE = re.compile(r"[ -~\n\t]*")


def folders() -> list[Path]:
    """Return where the fonts of a copy are."""
    return [Path(str(files(package))) for package in PACKAGES]


def printable(words: str) -> str:
    """Return the words with each sign that no font of a copy has told in brackets: `[sign: heavy black heart]`.

    What shows nothing by itself is left out; letters of a script that the fonts lack are told by its name, once.
    """
    if SIMPLE.fullmatch(words):
        return words
    told = ("".join(run) if said is None else said for said, run in groupby(words, _in_words))
    return "".join(told)


def _in_words(sign: str) -> str | None:
    """Return how a sign is told; None where it is printed as it is."""
    kind, name = unicodedata.category(sign), unicodedata.name(sign, "unknown")
    if sign in "\n\t" or (ord(sign) in _shown() and kind != "Cc" and sign != NEVER):
        return None
    if kind in SHOWS_NOTHING or name.startswith(SELECTOR):
        return ""
    return f"[letters: {name.split()[0].capitalize()}]" if kind[0] in "LM" else f"[sign: {name.lower()}]"


@cache
def _shown() -> frozenset[int]:
    """Return every sign that a font of a copy has."""
    fonts = [path for folder in folders() for path in folder.rglob("*.ttf")]
    if len(fonts) < len(PACKAGES):
        raise FileNotFoundError(f"Fonts of a copy are missing: found {fonts} in {folders()}.")
    signs: set[int] = set()
    for path in fonts:
        with TTFont(path) as font:
            signs |= font.getBestCmap().keys()
    return frozenset(signs)
