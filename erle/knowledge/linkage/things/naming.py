"""Addresses, venues and organisations that are near: the same house written otherwise, or a name spelled otherwise."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from erle.knowledge.linkage.things.addresses import STREETS, Address, address, in_short
from erle.knowledge.linkage.things.reasons import Reason

OF_NO_WEIGHT = frozenset({
    "the", "and", "of", "at", "on", "in", "by", "near", "a", "an", "house", "shop", "store", "restaurant",
    "takeaway", "cafe", "bar", "hotel", "inn", "ltd", "limited", "llp", "plc", "co", "company", "uk",
})  # fmt: skip
"""Words that one spelling of a name has and another has not."""
ONE_SLIP, TWO_SLIPS, ONE_SLIP_HERE = 5, 8, 4
"""Letters from which a word may have one slip, and two; and one, where the postcode is the same."""
MOST_SLIPS = 2
"""Letters, too, that the ending of a plural is longer."""
TELLING = 2
"""Words of a name that tell it from others; fewer are too common."""


def names(one: str, other: str) -> tuple[Reason, ...]:
    """Say why two places, or two organisations, are near."""
    left, right = address(one), address(other)
    if _differ(left.number, right.number) or _differ(left.flat, right.flat):
        return ()
    if left.postcode and right.postcode and OSA.distance(left.postcode, right.postcode) > 1:
        return ()
    if left.number and right.number:
        return _houses(left, right)
    return _named(left, right)


def sought(key: str) -> tuple[list[str], list[str]]:
    """Return what candidates look like, in full and in short; and pieces that they may hold: a house, and a name."""
    said = address(key)
    name = telling(said.rest)
    pieces = [" ".join(name)] if len(name) >= TELLING else []
    if not said.number:
        return [key, " ".join(said.words), " ".join(map(in_short, said.words))], pieces
    house = [word for word in (said.number, *said.street) if word not in STREETS]
    return [key], [*dict.fromkeys((" ".join(house), " ".join(map(in_short, house)))), *pieces]


def _houses(left: Address, right: Address) -> tuple[Reason, ...]:
    """Say why two addresses with one house number are near: the street has to be the same."""
    if not words_alike(left.street, right.street):
        return ()
    flat = (Reason.ONE_FLAT,) if left.flat != right.flat else ()
    if left.rest and right.rest and not words_alike(telling(left.rest), telling(right.rest)):
        return (Reason.SAME_STREET, *flat)
    if left.street != right.street or _differ(left.postcode, right.postcode):
        return (Reason.SAME_HOUSE, *flat)
    return flat or (Reason.SAME_ADDRESS,)


def _named(left: Address, right: Address) -> tuple[Reason, ...]:
    """Say why two names are near, of which one house number is known at most."""
    one, other = telling(left.words), telling(right.words)
    here = (Reason.POSTCODE_AND_NAME,) if left.postcode and left.postcode == right.postcode else ()
    if here and not one and not other:
        return (Reason.SAME_ADDRESS,)
    if not one or not other:
        return ()
    alike = words_alike(one, other, least=ONE_SLIP_HERE if here else ONE_SLIP)
    if not (alike or _begins(*sorted((one, other), key=len))) or figures_in(one) != figures_in(other):
        return ()
    if not alike:
        return here or (Reason.LONGER,)
    return here or ((Reason.SPELLED,) if len("".join(one)) >= ONE_SLIP else ())


def words_alike(one: Sequence[str], other: Sequence[str], *, least: int = ONE_SLIP) -> bool:
    """Say whether the words are the same, in whatever order and however they are parted, but for slips.

    A word of fewer than the least letters has none.
    """
    if "".join(one) == "".join(other):
        return True
    if len(one) != len(other):
        return False
    left = list(other)
    for word in one:
        fitting = [found for found in left if _word_alike(word, found, least)]
        if not fitting:
            return False
        left.remove(word if word in fitting else fitting[0])
    return True


def _word_alike(one: str, other: str, least: int = ONE_SLIP) -> bool:
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(long) - len(short) > MOST_SLIPS:
        return False
    if one in STREETS or other in STREETS or one.isdigit() or other.isdigit():
        return False
    if long in (f"{short}s", f"{short}es"):
        return True
    slips = 0 if len(short) < least else 1 if len(short) < TWO_SLIPS else MOST_SLIPS
    return OSA.distance(one, other, score_cutoff=slips) <= slips


def _begins(short: Sequence[str], long: Sequence[str]) -> bool:
    """Say whether the longer name begins as the shorter does, which is no street and has more than one word."""
    if not TELLING <= len(short) < len(long) or short[-1] in STREETS or long[len(short)] in STREETS:
        return False
    return all(_word_alike(*pair) for pair in zip(short, long, strict=False))


def telling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that tell a name from others; all, where it has none."""
    return tuple(word for word in words if word not in OF_NO_WEIGHT) or tuple(words)


def figures_in(words: Sequence[str]) -> list[str]:
    """Return the words that have a figure in them, in order: two names that are near have the same."""
    return sorted(word for word in words if any(letter.isdigit() for letter in word))


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other
