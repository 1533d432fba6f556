"""One record that came or changed, and the others that it may be of one child with: at the moment of entry."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from erle.knowledge.linkage.matching.comparing.columns import NORMAL
from erle.knowledge.linkage.matching.comparing.dates import DIFFERENT
from erle.knowledge.linkage.matching.deciding.guards import FREE
from erle.knowledge.linkage.matching.fields import field_called
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.near.keys import keys_of
from erle.knowledge.linkage.matching.near.weighing import Values, Weighed, Weigher
from erle.knowledge.linkage.proposing import NOBODY, Proposal, Standing, held_back, said_of
from erle.knowledge.linkage.weighing import SHARED, TELLS, steady

KEPT, A_LITTLE = 65_536, 1e-6
"""Texts of a field whose normal form is remembered; and bits by which sums in another order may differ."""
NORMALS = {name: lru_cache(maxsize=KEPT)(NORMAL[field_called(name).kind]) for name in said_of(NOBODY[0])}
FIELDS = tuple(NORMALS)
"""In the order in which they are kept beside a record's keys: a new one comes last."""
PART, RECORD = "\x1f", "\x1e"
"""What parts the fields of such a record, and one record from the next; in no normal form is either."""


def weigher(model: Model) -> Weigher:
    """Return the model made ready to weigh pairs: the same weights as `proposing` gives to many at once."""
    return Weigher(model, steady(model).frequencies)


def values_of(record: Standing) -> Values:
    """Return what a record says, by field, in its normal form."""
    return _normal(said_of(record))


def as_kept(number: int, values: Values) -> str:
    """Return what the record of the number says, by field in its normal form, as one text that `values_in` reads."""
    return PART.join([str(number), *(values.get(name, "") for name in FIELDS)])


def values_in(kept: str | None) -> dict[int, Values]:
    """Return by number what records say that are kept so, one after another; what is unknown is blank."""
    found: dict[int, Values] = {}
    for record in kept.split(RECORD) if kept else ():
        number, *said = record.split(PART)
        found[int(number)] = dict(zip(FIELDS, said, strict=False))
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
    return in_words(number, mine, others, beside(mine, others, weighs), weighs)


def in_words(
    number: int, mine: Values, others: Mapping[int, Values], found: Iterable["Beside"], weighs: Weigher
) -> list[Proposal]:
    """Return of those found beside the record the pairs that are worth a question, and what a judge is told of each."""
    link, asked = round(weighs.link, 1), []
    for one in found:
        if one.held or one.certain:
            compared = weighs.compared(one.weighed)
            proposal = Proposal(number, one.number, round(one.bits, 1), link, one.held, compared)
            asked.append(held_back(proposal, mine, others[one.number]))
    return sorted(asked, key=lambda one: -one.weight)


class Beside(NamedTuple):
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
