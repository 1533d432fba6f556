"""The rehearsal partnership: records as its agencies write them, who each is about, and the groups that each is of."""

import csv
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.linkage.measures import Whole
from benchmarks.linkage.sets import Set
from erle.knowledge.linkage.matching.fields import FAMILY
from erle.knowledge.linkage.matching.normal.around import as_text
from erle.knowledge.linkage.matching.tables import Table
from erle.knowledge.records.rules import MentionKind, thing_key
from rehearsal.partnership.truth import BETWEEN
from rehearsal.partnership.writing import TRUTH, write

SEED, SCALE, QUICK_SCALE, TODAY = 1, 1.0, 0.2, date(2026, 1, 5)
FEWEST = 30
"""True pairs of a group, below which a figure says nothing of it."""
YOUNG, OLDER = 10, 14


@dataclass(frozen=True)
class Town:
    """The records as a set, and by the name of a grouping the group of each record."""

    given: Set
    around: Set
    """The same with whom the records name as related, and their telephone numbers, which no peer compares."""
    groups: Mapping[str, Sequence[str]]


def town(*, quick: bool) -> Town:
    """Make the partnership anew, and read what was filed and who is who."""
    folder = Path(tempfile.mkdtemp(prefix="erle-town-"))
    try:
        write(folder, SEED, QUICK_SCALE if quick else SCALE, TODAY)
        children = {row["child"]: row for row in _rows(folder / TRUTH / "children.csv")}
        records = [row for row in _rows(folder / TRUTH / "records.csv") if row["child"] in children]
    finally:
        shutil.rmtree(folder)
    numbered = {child: place for place, child in enumerate(dict.fromkeys(row["child"] for row in records))}
    whole, truth = _table(records), [numbered[row["child"]] for row in records]
    bare = replace(whole, values={name: said for name, said in whole.values.items() if name not in FAMILY})
    around = Set("rehearsal with families", [whole], truth)
    return Town(
        Set("rehearsal", [bare], truth),
        around,
        {name: [of(row, children[row["child"]]) for row in records] for name, of in GROUPS.items()},
    )


def by_group(town: Town, pairs: Whole) -> Iterator[tuple[str, str, int, float, float]]:
    """Yield grouping, group, true pairs, recall and precision of the linked pairs that have a record of the group."""
    truth = np.array(town.given.truth, dtype=np.int64)
    every = _true_pairs(truth)
    found = {(min(pair), max(pair)) for pair in pairs.tolist()}
    right = found & every
    for name, group_of in town.groups.items():
        for group in sorted(set(group_of)):
            true, linked, hit = (
                sum(group in (group_of[one], group_of[other]) for one, other in some) for some in (every, found, right)
            )
            if true >= FEWEST:
                yield name, group, true, hit / true, hit / max(linked, 1)


def _true_pairs(truth: Whole) -> set[tuple[int, int]]:
    rows: dict[int, list[int]] = {}
    for row, person in enumerate(truth.tolist()):
        rows.setdefault(person, []).append(row)
    return {(one, other) for each in rows.values() for place, one in enumerate(each) for other in each[place + 1 :]}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(records: Sequence[Mapping[str, str]]) -> Table:
    given = [row["given"].split() for row in records]
    values = {
        "forename": [names[0] if names else "" for names in given],
        "middle": [" ".join(names[1:]) for names in given],
        "surname": [row["family"] for row in records],
        "born": [row["born"].replace("-", "") for row in records],
        "around": [_around(row["around"]) for row in records],
        "phones": [" ".join(_phones(row["phones"])) for row in records],
        "identifier:nhs": [row["nhs"] for row in records],
        "identifier:upn": [row["upn"] for row in records],
    }
    return Table("rehearsal", len(records), values)


def _around(told: str) -> str:
    return as_text((*somebody.split(": ", 1), None) for somebody in told.split(BETWEEN) if somebody)


def _phones(told: str) -> list[str]:
    return [thing_key(MentionKind.PHONE, phone) for phone in told.split(BETWEEN) if phone]


def _age(record: Mapping[str, str], child: Mapping[str, str]) -> str:
    del record
    years = (TODAY - date.fromisoformat(child["born"])).days // 365
    return f"under {YOUNG}" if years < YOUNG else f"{YOUNG} to {OLDER - 1}" if years < OLDER else f"{OLDER} and over"


def _completeness(record: Mapping[str, str], child: Mapping[str, str]) -> str:
    del child
    if not record["born"]:
        return "no date of birth"
    return "birth and a number" if record["nhs"] or record["upn"] else "birth, no number"


GROUPS = {
    "language of the name": lambda record, child: child["language"],
    "sex": lambda record, child: {"F": "girls", "M": "boys"}.get(child["sex"], "another"),
    "age": _age,
    "completeness": _completeness,
}
