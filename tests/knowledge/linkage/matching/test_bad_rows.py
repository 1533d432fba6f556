"""Rows that no agency meant to write: no crash, nobody made of everybody, and not for ever."""

import time
from collections import Counter

import pytest

from erle.knowledge.linkage.matching.matching import match
from tests.knowledge.linkage.matching.people import AT, Said, columns, population, table, written_down

PEOPLE = population(150)
ROWS = [*written_down(PEOPLE, seed=1), *written_down(PEOPLE, seed=2)]
PATIENCE = 20.0
"""Seconds: several times what it takes on a busy machine."""


def with_rows(**values: list[str]) -> dict[str, list[str]]:
    """Return the columns of good rows with bad ones below."""
    count = len(next(iter(values.values())))
    return {name: [*held, *values.get(name, [""] * count)] for name, held in table(ROWS).values.items()}


STRANGE = [
    "x" * 10_000,
    "y" * 10_000,
    "\u202eanna\u202c",
    "🎈🎈",
    "a\x00b",
    "\ud800",
    "ﷺ" * 300,
    "́" * 500,
    "%" * 99,
    "ß" * 9_999,
]


@pytest.mark.parametrize("field", ["forename", "surname", "sex", "address", "postcode"])
def test_strange_letters_make_nobody_of_several(field: str) -> None:
    found = match([columns(with_rows(**{field: STRANGE}))], at=AT)

    assert len(found.clusters) == len(ROWS) + len(STRANGE)
    assert max(Counter(found.clusters.tolist()).values()) <= 5


def test_rows_of_which_nothing_is_known_are_each_by_themselves() -> None:
    found = match([columns(with_rows(forename=[""] * 2000))], at=AT)

    assert len(set(found.clusters[len(ROWS) :].tolist())) == 2000
    assert not set(found.clusters[: len(ROWS)].tolist()) & set(found.clusters[len(ROWS) :].tolist())


def repeated(row: Said, times: int) -> list[Said]:
    """Return one row many times over."""
    return [row] * times


@pytest.mark.parametrize("no_repeats", [False, True])
def test_one_row_fifty_thousand_times_over_is_nobody(no_repeats: bool) -> None:
    rows = [*ROWS, *repeated(ROWS[0], 50_000)]
    start = time.perf_counter()

    found = match([table(rows, no_repeats=no_repeats), table(ROWS, "b.csv")], at=AT)

    sizes = Counter(found.clusters.tolist())
    assert max(sizes.values()) <= found.model.thresholds.largest_cluster
    assert time.perf_counter() - start < PATIENCE


def test_fifty_thousand_rows_that_differ_in_one_sign_take_bounded_time() -> None:
    count = 50_000
    bad = {name: [values[0]] * count for name, values in table(ROWS).values.items()}
    bad["address"] = [f"{number} Nowhere Street" for number in range(count)]
    start = time.perf_counter()

    found = match([columns(with_rows(**bad))], at=AT)

    assert max(Counter(found.clusters.tolist()).values()) <= found.model.thresholds.largest_cluster
    assert len(found.found) < 400_000
    assert time.perf_counter() - start < PATIENCE


def test_a_filler_in_every_row_tells_nothing() -> None:
    values = dict(table(ROWS).values)
    values["email"] = ["none@example.org"] * len(ROWS)
    values["phone"] = ["01733 000000" if row % 10 else "01733 555123" for row in range(len(ROWS))]

    plain, filled = match([table(ROWS)], at=AT), match([columns(values)], at=AT)

    assert "email" not in [column.field.name for column in filled.records.columns]
    assert abs(len(set(plain.clusters.tolist())) - len(set(filled.clusters.tolist()))) <= 3
