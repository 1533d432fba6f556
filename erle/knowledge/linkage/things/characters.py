"""Plates, phone numbers and handles that are near: what differs in their characters."""

import re

from rapidfuzz.distance import OSA, Levenshtein

from erle.knowledge.linkage.things.reasons import Reason
from erle.knowledge.records.rules import UK

LOOK_ALIKE = str.maketrans("OQI", "001")
"""Of a plate: letters that are taken for figures."""
HANDLES_LOOK_ALIKE = str.maketrans("oil", "011")
MARKS = re.compile(r"[._-]")
SERVICE = re.compile(r"^(?:snap(?:chat)?|insta(?:gram)?|ig|tiktok|facebook|fb|discord|telegram)[:@/]+@?")
SHORTEST_PLATE, SHORTEST_PIECE, SHORTEST_HANDLE, SHORTEST_NUMBER, SAME_FIGURES = 5, 4, 6, 9, 9


def plates(one: str, other: str) -> tuple[Reason, ...]:
    """Say why two plates are near."""
    left, right = one.translate(LOOK_ALIKE), other.translate(LOOK_ALIKE)
    if left == right:
        return (Reason.LOOKS_SAME,)
    if min(len(left), len(right)) >= SHORTEST_PLATE and (slip := _slip(left, right)):
        return slip
    short, long = sorted((left, right), key=len)
    return (Reason.PART,) if len(short) >= SHORTEST_PIECE and short in long else ()


def phones(one: str, other: str) -> tuple[Reason, ...]:
    """Say why two phone numbers are near."""
    left, right = national(one), national(other)
    if min(len(left), len(right)) < SHORTEST_NUMBER:
        return ()
    if left == right or left[-SAME_FIGURES:] == right[-SAME_FIGURES:]:
        return (Reason.COUNTRY_CODE,)
    return _slip(left, right)


def handles(one: str, other: str) -> tuple[Reason, ...]:
    """Say why two accounts are near."""
    left, right = SERVICE.sub("", one), SERVICE.sub("", other)
    if left == right:
        return (Reason.SERVICE,)
    left, right = MARKS.sub("", left), MARKS.sub("", right)
    if not left or not right:
        return ()
    if left == right:
        return (Reason.MARKS,)
    if left.translate(HANDLES_LOOK_ALIKE) == right.translate(HANDLES_LOOK_ALIKE):
        return (Reason.LOOKS_SAME,)
    return _slip(left, right) if min(len(left), len(right)) >= SHORTEST_HANDLE else ()


def _slip(one: str, other: str) -> tuple[Reason, ...]:
    if Levenshtein.distance(one, other, score_cutoff=1) <= 1:
        return (Reason.ONE_CHARACTER,)
    return (Reason.SWAPPED,) if OSA.distance(one, other, score_cutoff=1) <= 1 else ()


def national(key: str) -> str:
    """Return a number's figures without the code of this country or the noughts before them."""
    figures = key.removeprefix(UK) if key.startswith("+") else key.removeprefix(UK[1:]) if len(key) > 11 else key
    return figures.lstrip("+").lstrip("0")
