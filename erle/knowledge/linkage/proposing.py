"""From standing records to pairs worth asking about: weighed by a model that is kept, not by what stands beside them.

What a pair weighs hangs on the two records and the model alone: neither how often a value occurs today nor how many
records there are today enters, so that nobody can tell from a weight that a record stands which she may not see.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from erle.knowledge.linkage.matching.deciding.deciding import Decided, decide
from erle.knowledge.linkage.matching.deciding.weighing import Scale
from erle.knowledge.linkage.matching.documents import model_document, read_model
from erle.knowledge.linkage.matching.explaining import Explanation, explain
from erle.knowledge.linkage.matching.fields import IDENTIFIER
from erle.knowledge.linkage.matching.matching import LEAST_ROWS, Matched, match
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.tables import Table

SCHEMES = ("nhs", "upn")
SHARED, TELLS = frozenset({"forename", "middle", "surname", "sex"}), 1.0
"""What namesakes share, and the bits that anything else must weigh to say more than that."""
FREQUENCIES, FIELDS = "frequencies", "fields"


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


@dataclass(frozen=True)
class Proposal:
    """Two records that may be of one child, and what speaks for it and against."""

    picture: int
    other: int
    weight: float
    threshold: float
    held: bool
    compared: Sequence[Mapping[str, Any]]


NOBODY = (
    Standing(
        -1, 0, False, False, "Aaa Bbb", "Ccc", "", date(1850, 1, 1), "F", {"nhs": "1111100000", "upn": "A111100000"}
    ),
    Standing(
        -2, 0, False, False, "Ddd Eee", "Fff", "", date(1851, 2, 2), "M", {"nhs": "2222200000", "upn": "B222200000"}
    ),
)
"""Two of nobody, so that each field has two values whatever the records hold: matching leaves out one that has not."""


class Steady(dict[str, float]):
    """A field's frequencies by a model: a value that it does not have counts as the rarest that it could have."""

    def __init__(self, known: Mapping[str, float], rarest: float) -> None:
        """Keep the model's own; a field of which it has none gets one that nobody bears, so that it is asked at all."""
        super().__init__(known or {"": rarest})
        self.rarest = rarest

    def get(self, value: str, other: Any = None) -> Any:
        """Return the model's frequency of the value, and never the other, which is today's."""
        return super().get(value, self.rarest)


def learn(records: Sequence[Standing], *, at: datetime) -> Model:
    """Learn a model from the records; `NothingToCompare` where they cannot be told apart."""
    return match([table_of(records)], at=at).model


def parted(model: Model) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a model's document without its frequent values, and these apart: names are among them."""
    document = json.loads(model_document(model))
    return document, {field["name"]: field.pop(FREQUENCIES) for field in document[FIELDS]}


def joined(document: Mapping[str, Any], frequencies: Mapping[str, Any]) -> Model:
    """Return the model that was kept in two parts."""
    fields = [{**field, FREQUENCIES: frequencies.get(field["name"], {})} for field in document[FIELDS]]
    return read_model(json.dumps({**document, FIELDS: fields}))


def propose(records: Sequence[Standing], model: Model, *, at: datetime) -> list[Proposal]:
    """Return each pair of a picture and another record that is likelier of one child than of two, the heaviest first.

    Pairs that a guard holds back are among them from the possible on, namesakes of other birthdays are not: a queue of
    which most is noise is read by nobody.
    """
    matched = match([table_of([*records, *NOBODY])], at=at, model=steady(model))
    scale, decided = reweighed(matched, model)
    shown = np.flatnonzero(decided.linked | (decided.held & decided.shown))
    first, threshold = matched.records.first, bits_of(model.thresholds.link)
    same = _rows_of(matched)
    found: dict[tuple[int, int], Proposal] = {}
    for pair in shown[np.argsort(-decided.bits[shown], kind="stable")].tolist():
        one, other = int(decided.one[pair]), int(decided.other[pair])
        explained = explain(matched.comparer, scale, one, other)
        for left in same.get(one, [int(first[one])]):
            for right in same.get(other, [int(first[other])]):
                if max(left, right) < len(records):
                    _add(found, records[left], records[right], explained, threshold, held=bool(decided.held[pair]))
    return [*found.values(), *_equal(found, records, matched, scale, same, threshold)]


def table_of(records: Sequence[Standing]) -> Table:
    """Return the records as matching takes them; a child without given names is known by what the child is called."""
    given = [(one.given_names or one.known_as).split() for one in records]
    values = {
        "forename": [names[0] if names else "" for names in given],
        "middle": [" ".join(names[1:]) for names in given],
        "surname": [one.family_name for one in records],
        "born": [f"{one.born_on:%Y%m%d}" if one.born_on else "" for one in records],
        "sex": [one.sex.lower() if one.sex in {"F", "M"} else "" for one in records],
    }
    values |= {f"{IDENTIFIER}{scheme}": [one.identifiers.get(scheme, "") for one in records] for scheme in SCHEMES}
    return Table("records", len(records), values)


def steady(model: Model) -> Model:
    """Return the model with a frequency for every value there may be."""
    rows = max(sum(rows for _, rows in model.learnt.tables), LEAST_ROWS)
    names = [field.name for field in model.fields]
    return replace(
        model, frequencies={name: Steady(model.frequencies.get(name, {}), LEAST_ROWS / rows) for name in names}
    )


def reweighed(matched: Matched, model: Model) -> tuple[Scale, Decided]:
    """Weigh the pairs again, from the odds that the model was learnt with in place of today's."""
    shares = replace(matched.scale.shares, prior=model.shares.prior, prior_relatives=model.shares.prior_relatives)
    scale = replace(matched.scale, shares=shares)
    levels = matched.comparer.patterns(matched.found.one, matched.found.other)
    pairs = model.learnt.pairs
    return scale, decide(matched.comparer, scale, matched.found, levels, model.thresholds, pairs=pairs)


def bits_of(probability: float) -> float:
    """Return the odds of a probability, in bits."""
    return float(np.log2(probability / (1 - probability)))


def oriented(one: Standing, other: Standing) -> tuple[Standing, Standing] | None:
    """Return which of the two is the picture and which may be of it; nothing where neither can be.

    Of two records of children's services the first is the picture; two that their own files brought are theirs to join.
    """
    first, later = sorted((one, other), key=lambda record: record.id)
    for picture, said in ((first, later), (later, first)):
        if picture.gathers and not said.by_file and (picture is first or not said.gathers):
            return picture, said
    return None


def only_namesakes(explained: Explanation) -> bool:
    """Say whether two were born on days of which nothing agrees, and share their names and sex alone, as cousins do."""
    born = any(reason.field == "born" and reason.level == "different" for reason in explained.reasons)
    return born and not any(reason.bits >= TELLS for reason in explained.reasons if reason.field not in SHARED)


def as_given(proposals: Iterable[Proposal]) -> str:
    """Return the proposals as the database takes them."""
    return json.dumps([vars(one) for one in proposals])


def _rows_of(matched: Matched) -> dict[int, list[int]]:
    """Return all rows of each record that several rows say in the same words."""
    rows: dict[int, list[int]] = {}
    several = matched.records.copies > 1
    for row in np.flatnonzero(several[matched.records.row_of]).tolist():
        rows.setdefault(int(matched.records.row_of[row]), []).append(row)
    return rows


def _add(
    found: dict[tuple[int, int], Proposal],
    one: Standing,
    other: Standing,
    explained: Explanation,
    threshold: float,
    *,
    held: bool,
) -> None:
    pair = oriented(one, other)
    if pair is None or only_namesakes(explained):
        return
    compared = [
        {"field": reason.field, "level": reason.level, "bits": round(reason.bits, 1)} for reason in explained.reasons
    ]
    ends = (pair[0].id, pair[1].id)
    found.setdefault(ends, Proposal(*ends, round(explained.bits, 1), round(threshold, 1), held, compared))


def _equal(
    found: dict[tuple[int, int], Proposal],
    records: Sequence[Standing],
    matched: Matched,
    scale: Scale,
    same: Mapping[int, Sequence[int]],
    threshold: float,
) -> list[Proposal]:
    """Return the pairs of pictures and records that say the same word for word, where that weighs enough."""
    more: dict[tuple[int, int], Proposal] = {}
    for record, rows in same.items():
        explained = explain(matched.comparer, scale, record, record)
        pictures = [row for row in rows if records[row].gathers]
        if explained.bits < threshold or len(rows) > matched.model.thresholds.largest_cluster:
            continue
        for picture in pictures:
            for row in rows:
                if row != picture:
                    _add(more, records[picture], records[row], explained, threshold, held=False)
    return [one for ends, one in more.items() if ends not in found]
