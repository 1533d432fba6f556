"""One record that came or changed, and the others that it may be of one child with: at the moment of entry."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from erle.knowledge.linkage.matching.comparing.columns import NORMAL
from erle.knowledge.linkage.matching.comparing.dates import DIFFERENT
from erle.knowledge.linkage.matching.deciding.guards import FREE
from erle.knowledge.linkage.matching.fields import IDENTIFIER, field_called
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.near.keys import keys_of
from erle.knowledge.linkage.matching.near.weighing import Values, Weighed, Weigher
from erle.knowledge.linkage.proposing import NOBODY, Proposal, Standing, around_said, held_back, said, said_of
from erle.knowledge.linkage.weighing import SHARED, TELLS, steady

KEPT, A_LITTLE = 65_536, 1e-6
"""Texts of a field whose normal form is remembered; and bits by which sums in another order may differ."""
Row = Sequence[str | None]
"""Of a record that stands near: its number, names, birth `yyyymmdd`, sex, home, one number that it has, and as JSON who
and what is around the child."""
NORMALS = {name: lru_cache(maxsize=KEPT)(NORMAL[field_called(name).kind]) for name in said_of(NOBODY[0])}


def weigher(model: Model) -> Weigher:
    """Return the model made ready to weigh pairs: the same weights as `proposing` gives to many at once."""
    return Weigher(model, steady(model).frequencies)


def values_of(record: Standing) -> Values:
    """Return what a record says, by field, in its normal form."""
    return _normal(said_of(record))


def values_in(
    rows: Iterable[Row], own: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
) -> Mapping[int, Values]:
    """Return by number what the records say that the database says stand near: the same as `values_of` of each.

    `own` leaves out of what stands around a child what too many share, before anything is cut off at the most.
    """
    found: dict[int, dict[str, str]] = {}
    for number, given, family, called, born, sex, lives, scheme, value, around in rows:
        person = int(number or 0)
        if person not in found:
            found[person] = _normal(said(given or "", family or "", called or "", born or "", sex or "", lives or ""))
            if around:
                found[person] |= _normal(around_said(own(json.loads(around))))
        if scheme and value:
            found[person] |= _normal({f"{IDENTIFIER}{scheme}": value})
    return found


def _normal(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: NORMALS[name](text) for name, text in texts.items() if text}


def keys_near(record: Standing) -> list[int]:
    """Return what the record is looked up by."""
    return keys_of(values_of(record))


def near(record: Standing, others: Sequence[Standing], weighs: Weigher) -> list[Proposal]:
    """Return the pairs of the record with others that are worth a question, as `proposing.propose` would among many.

    Which of the two is the picture is not said here: the record stands first.
    """
    return near_values(record.id, values_of(record), {other.id: values_of(other) for other in others}, weighs)


def near_values(number: int, mine: Values, others: Mapping[int, Values], weighs: Weigher) -> list[Proposal]:
    """Return the same of what they say."""
    link, found = round(weighs.link, 1), []
    for one in beside(mine, others, weighs):
        if one.held or one.certain:
            compared = weighs.compared(one.weighed)
            proposal = Proposal(number, one.number, round(one.bits, 1), link, one.held, compared)
            found.append(held_back(proposal, mine, others[one.number]))
    return sorted(found, key=lambda one: -one.weight)


@dataclass(frozen=True)
class Beside:
    """Another record that may be of the same child: certain, possible or held by a guard; and how it weighs."""

    number: int
    bits: float
    certain: bool
    held: bool
    weighed: Weighed


def beside(mine: Values, others: Mapping[int, Values], weighs: Weigher) -> list[Beside]:
    """Return of what others say whom it may be, the likeliest first; never two who share their names alone."""
    reach, least, found = weighs.reach(mine), weighs.possible - A_LITTLE, []
    for number, theirs in others.items():
        weighed = reach.weigh_from(theirs, least)
        if weighed is None or weighed.bits < weighs.possible or _only_namesakes(weighs, weighed):
            continue
        held = weighed.guarded != FREE
        certain = weighed.bits >= weighs.link and not held
        found.append(Beside(number, weighed.bits, certain, held, weighed))
    return sorted(found, key=lambda one: (not one.certain, -one.bits, one.number))


def _only_namesakes(weighs: Weigher, weighed: Weighed) -> bool:
    """Say whether two were born on days of which nothing agrees, and share their names and sex alone."""
    if weighs.born < 0 or weighed.levels[weighs.born] != DIFFERENT:
        return False
    return not any(
        bits >= TELLS
        for field, bits in zip(weighs.model.fields, weighed.fields, strict=True)
        if field.name not in SHARED
    )
