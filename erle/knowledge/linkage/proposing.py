"""From standing records to pairs worth asking about: weighed by a model that is kept, not by what stands beside them.

Whether a pair is compared and what it weighs hangs on the two records and the model alone: neither how often a value
occurs today nor how many records there are today enters, so that nobody can tell from a question, a weight, or that
none is asked, that a record stands which she may not see.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from erle.knowledge.linkage.matching.blocking.blocks import candidates, full_blocks
from erle.knowledge.linkage.matching.blocking.keys import Marks
from erle.knowledge.linkage.matching.deciding.siblings import names_the_other
from erle.knowledge.linkage.matching.deciding.weighing import bits_of
from erle.knowledge.linkage.matching.documents import model_document, read_model
from erle.knowledge.linkage.matching.fields import IDENTIFIER
from erle.knowledge.linkage.matching.learning.training import learn as train
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.normal.around import as_text
from erle.knowledge.linkage.matching.normal.places import home_in
from erle.knowledge.linkage.matching.records import Records, records_of
from erle.knowledge.linkage.matching.tables import Table
from erle.knowledge.linkage.rules import NAMED
from erle.knowledge.linkage.weighing import Told, Weighing, level_names

NHS, UPN = f"{IDENTIFIER}nhs", f"{IDENTIFIER}upn"
FREQUENCIES, FIELDS = "frequencies", "fields"
PEOPLE, PHONES = "people", "phones"
DAYS = 16_384
"""Birthdays that are remembered as digits."""
SAID_OF_BOTH = {"field": NAMED, "level": NAMED, "bits": 0.0}
NONE_FULL: Marks = np.empty(0, dtype=np.uint64)


@dataclass(frozen=True)
class Standing:
    """A record as the matcher is told of it: who it is of, and whether a picture gathers there."""

    id: int
    agency_id: int
    gathers: bool
    by_file: bool
    given_names: str
    family_name: str
    known_as: str
    born_on: date | None
    sex: str
    identifiers: Mapping[str, str]
    lives: str = ""
    """With whom and where, in words; of these an address with its postcode is compared."""
    around: Mapping[str, Any] = field(default_factory=dict)
    """`people`: relation, name and date of birth of each whom the record names as related; `phones`: numbers in it."""


@dataclass(frozen=True)
class Proposal:
    """Two records that may be of one child, and what speaks for it and against."""

    picture: int
    other: int
    weight: float
    threshold: float
    held: bool
    compared: Sequence[Mapping[str, Any]]


class Proposes(Protocol):
    """Finds what is worth asking: here, or on many machines."""

    def __call__(self, records: Sequence[Standing], model: Model, *, full: Marks) -> list[Proposal]:
        """Return the pairs that are worth a question, the heaviest first."""


NOBODY = tuple(
    Standing(
        -place,
        0,
        False,
        False,
        f"{3 * letter} {letter.lower() * 3}",
        3 * family,
        "",
        date(1850 + place, place, place),
        sex,
        {"nhs": f"{place}" * 5 + "00000", "upn": f"{letter}{place}" + f"{place}" * 4 + "00000"},
        f"{place} {3 * family} Row, {letter}{letter}1 {place}{letter}{letter}",
        {PEOPLE: [["mother", f"{3 * family} {3 * letter}", None]], PHONES: [f"+99{place}"]},
    )
    for place, letter, family, sex in ((1, "A", "C", "F"), (2, "D", "F", "M"))
)
"""Two of nobody, so that each field has two values whatever the records hold: matching leaves out one that has not."""


def learn(records: Sequence[Standing], *, at: datetime) -> tuple[Model, Marks]:
    """Learn a model from the records, and the blocks that are over-full by them: all of them, however many there are.

    Raises `NothingToCompare` where the records cannot be told apart.
    """
    table = table_of(records)
    model = train([table], at=at)
    return model, full_blocks(_in_fields_of(model, records_of([table])), names=model.keys, fullest=model.fullest_block)


def parted(model: Model) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a model's document without its frequent values, and these apart: names are among them."""
    document = json.loads(model_document(model))
    return document, {field["name"]: field.pop(FREQUENCIES) for field in document[FIELDS]}


def joined(document: Mapping[str, Any], frequencies: Mapping[str, Any]) -> Model:
    """Return the model that was kept in two parts."""
    fields = [{**field, FREQUENCIES: frequencies.get(field["name"], {})} for field in document[FIELDS]]
    return read_model(json.dumps({**document, FIELDS: fields}))


def propose(records: Sequence[Standing], model: Model, *, full: Marks = NONE_FULL) -> list[Proposal]:
    """Return each pair of a picture and another record that is likelier of one child than of two, the heaviest first.

    `full` are the blocks that were over-full when the model was learnt. Pairs that a guard holds back are among those
    returned from the possible on, namesakes of other birthdays are not: a queue of mostly noise is read by nobody.
    """
    rows = rows_of(records, model)
    weighing = Weighing(rows.columns, model)
    return proposals(records, rows, weighing, told_of(rows, weighing, full))


def rows_of(records: Sequence[Standing], model: Model) -> Records:
    """Return the records as they are compared, in the model's fields; of those that say the same one stands for all."""
    return _in_fields_of(model, records_of([table_of([*records, *NOBODY])]))


def _in_fields_of(model: Model, rows: Records) -> Records:
    known = {field.name for field in model.fields}
    return replace(rows, columns=tuple(column for column in rows.columns if column.field.name in known))


def told_of(rows: Records, weighing: Weighing, full: Marks) -> Told:
    """Return the pairs of rows that are worth a question."""
    found = candidates(rows, names=weighing.model.keys, full=full)
    return weighing.told(found.one, found.other)


def proposals(records: Sequence[Standing], rows: Records, weighing: Weighing, told: Told) -> list[Proposal]:
    """Return what to ask of the pairs that are worth it, and of the records that say the same word for word."""
    members, found = _Members(records, rows), dict[tuple[int, int], Proposal]()
    of_pairs = _Said(weighing, told)
    for pair in told.heaviest_first():
        for left in members.of(int(told.one[pair])):
            for right in members.of(int(told.other[pair])):
                of_pairs.add(found, pair, left, right)
    return [*found.values(), *_equal(found, members, weighing)]


def table_of(records: Sequence[Standing]) -> Table:
    """Return the records as matching takes them."""
    said = [said_of(one) for one in records]
    return Table("records", len(records), {name: [one[name] for one in said] for name in said_of(NOBODY[0])})


def said_of(record: Standing) -> dict[str, str]:
    """Return what a record says by field."""
    born, numbers = digits(record.born_on) if record.born_on else "", record.identifiers
    names = (record.given_names, record.family_name, record.known_as)
    told = {NHS: numbers.get("nhs", ""), UPN: numbers.get("upn", "")}
    return said(*names, born, record.sex, record.lives) | around_said(record.around) | told


def around_said(around: Mapping[str, Any]) -> dict[str, str]:
    """Return by field whom a record names as related and the telephones in it."""
    return {
        "around": as_text(around.get(PEOPLE, ())) if around else "",
        "phones": " ".join(around.get(PHONES, ())) if around else "",
    }


def said(given_names: str, family_name: str, known_as: str, born: str, sex: str, lives: str) -> dict[str, str]:
    """Return by field what these say; a child without given names is known by what the child is called.

    `born` is `yyyymmdd` or blank. Numbers, and who and what is around the child, are said apart.
    """
    given = (given_names or known_as).split()
    address, postcode = home_in(lives) if lives else ("", "")
    return {
        "forename": given[0] if given else "",
        "middle": " ".join(given[1:]),
        "surname": family_name,
        "born": born,
        "sex": sex.lower() if sex in {"F", "M"} else "",
        "address": address,
        "postcode": postcode,
    }


@lru_cache(maxsize=DAYS)
def digits(day: date) -> str:
    """Return a day as `yyyymmdd`; `strftime` takes ten times as long, and each look at a record asks."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def held_back(proposal: Proposal, one: Mapping[str, str], other: Mapping[str, str]) -> Proposal:
    """Return the proposal of two records, given by what they say by field, in its normal form or as it stands.

    It is held, and says so, where one names the other's child beside its own.
    """
    if not (one.get("around") or other.get("around")) or not names_the_other(one, other):
        return proposal
    return replace(proposal, held=True, compared=[*proposal.compared, SAID_OF_BOTH])


def oriented(one: Standing, other: Standing) -> tuple[Standing, Standing] | None:
    """Return which of the two is the picture and which may be of it; nothing where neither can be.

    Of two records of children's services the first is the picture; two that their own files brought are theirs to join.
    """
    first, later = sorted((one, other), key=lambda record: record.id)
    for picture, said in ((first, later), (later, first)):
        if picture.gathers and not said.by_file and (picture is first or not said.gathers):
            return picture, said
    return None


def as_given(proposals: Iterable[Proposal]) -> str:
    """Return the proposals as the database takes them."""
    return json.dumps([vars(one) for one in proposals])


class _Members:
    """Which of the records as given each row stands for; of nobody there are none."""

    def __init__(self, records: Sequence[Standing], rows: Records) -> None:
        self.rows, self._records, self._first = rows, records, rows.first.tolist()
        self._several: dict[int, list[Standing]] = {}
        for place in np.flatnonzero((rows.copies > 1)[rows.row_of[: len(records)]]).tolist():
            self._several.setdefault(int(rows.row_of[place]), []).append(records[place])

    def of(self, row: int) -> Sequence[Standing]:
        """Return the records that a row stands for."""
        first = self._first[row]
        return self._several.get(row) or self._records[first : first + 1]


class _Said:
    """Pairs as proposals say them."""

    def __init__(self, weighing: Weighing, told: Told) -> None:
        self._told, self._threshold = told, round(bits_of(weighing.model.thresholds.link), 1)
        self._fields = [(column.field.name, level_names(column.field)) for column in weighing.columns]

    def add(self, found: dict[tuple[int, int], Proposal], pair: int, one: Standing, other: Standing) -> None:
        """Add the pair as it is of two records, where one of them can be the picture and they are not there yet."""
        ends = oriented(one, other)
        if ends is None or (ends[0].id, ends[1].id) in found:
            return
        told, compared = self._told, []
        for (name, levels), level, bits in zip(
            self._fields, told.levels[pair].tolist(), told.fields[pair].tolist(), strict=True
        ):
            compared.append({"field": name, "level": levels[level], "bits": round(bits, 1)})
        picture, said = (end.id for end in ends)
        weight, held = round(float(told.bits[pair]), 1), bool(told.held[pair])
        proposal = Proposal(picture, said, weight, self._threshold, held, compared)
        found[picture, said] = held_back(proposal, said_of(one), said_of(other))


def _equal(found: Mapping[tuple[int, int], Proposal], members: _Members, weighing: Weighing) -> list[Proposal]:
    """Return the pairs of pictures and records that say the same word for word, where that weighs enough."""
    copies, more = members.rows.copies, dict[tuple[int, int], Proposal]()
    several = np.flatnonzero((copies > 1) & (copies <= weighing.model.thresholds.largest_cluster))
    told = weighing.equal(several)
    said = _Said(weighing, told)
    for pair, row in enumerate(told.one.tolist()):
        alike = members.of(row)
        for picture in (record for record in alike if record.gathers):
            for other in alike:
                if other is not picture:
                    said.add(more, pair, picture, other)
    return [one for ends, one in more.items() if ends not in found]
