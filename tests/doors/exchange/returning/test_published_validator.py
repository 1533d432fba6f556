"""The same rows break the same rules as by the published validator; where they differ, it is known why.

The validator is asked in its own environment: `ERLE_PUBLISHED_VALIDATOR=…/bin/python` names a Python that has
`csc-validator-be-903` (docs/returns.md says how it is made). Without it nothing is asked.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from erle.doors.exchange.returning.rule_book import CODES
from erle.doors.exchange.returning.years import CollectionYear
from tests.doors.exchange.returning.tables import at_random, check_folder, rows
from tests.doors.exchange.test_ssda903_sample import SAMPLE

VALIDATOR = os.environ.get("ERLE_PUBLISHED_VALIDATOR", "")
ASKING = Path(__file__).with_name("ask_published.py")
TABLES = {"Missing": "missing", "Episodes": "episodes"}

pytestmark = pytest.mark.skipif(not VALIDATOR, reason="ERLE_PUBLISHED_VALIDATOR names no Python that has the validator")


def published(folder: Path, year: CollectionYear) -> dict[str, set[tuple[str, int]]]:
    """Return the rows that break each rule, as the validator says it."""
    asked = [VALIDATOR, str(ASKING), str(folder), str(year.ends_in), ",".join(CODES)]
    answer = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=300)
    said: Mapping[str, Mapping[str, list[int]]] = json.loads(answer.stdout)
    return {code: {(TABLES[t], row) for t, found in tables.items() for row in found} for code, tables in said.items()}


def ours(folder: Path, year: CollectionYear) -> dict[str, set[tuple[str, int]]]:
    """Return the rows that break each rule, as Erle says it."""
    found: dict[str, set[tuple[str, int]]] = {code: set() for code in CODES}
    for fault in check_folder(folder, year).faults:
        if fault.code:
            found[fault.code].add((fault.table, fault.row))
    return found


def test_of_the_published_sample_both_say_the_same(tmp_path: Path) -> None:
    if not SAMPLE.is_dir():
        pytest.skip("the published sample is not beside this checkout (../shared/data)")
    for table in ("missing", "header", "episodes"):
        shutil.copyfile(SAMPLE / f"{table}.csv", tmp_path / f"{table}.csv")

    said = ours(tmp_path, CollectionYear(2018))

    assert said == published(tmp_path, CollectionYear(2018))
    assert {code: len(found) for code, found in said.items() if found} == {"574": 1, "577": 6, "578": 4, "581": 4}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("year", [2024, 2026])
def test_of_made_up_tables_both_say_the_same_but_for_what_is_known(tmp_path: Path, seed: int, year: int) -> None:
    folder = at_random(tmp_path, children=600, year=CollectionYear(year), seed=seed)

    said, theirs = ours(folder, CollectionYear(year)), published(folder, CollectionYear(year))

    more, fewer = _known_differences(folder)
    for code in CODES:
        assert said[code] - theirs[code] <= more.get(code, set()), code
        assert theirs[code] - said[code] <= fewer.get(code, set()), code
    assert [code for code in CODES if not said[code]] == []


def _known_differences(folder: Path) -> tuple[dict[str, set[tuple[str, int]]], dict[str, set[tuple[str, int]]]]:
    """Return the rows of which Erle alone, and of which the validator alone, may say that they break a rule.

    574: the validator asks the line before alone, so that an open one further back is not seen. 576: a child without
    any line this year is not seen. 581: a line without a readable start breaks it too; here 564 or 1004 says so.
    """
    table = rows(folder / "missing.csv")
    by_child: dict[str, list[int]] = {}
    for number, row in enumerate(table, 2):
        by_child.setdefault(row["CHILD"], []).append(number)
    of_three = {("missing", row) for numbers in by_child.values() if len(numbers) > 2 for row in numbers}
    no_start = {("missing", n) for n, row in enumerate(table, 2) if row["MIS_START"] in ("", "31/02/2024")}
    return {"574": of_three, "576": {("missing", 0)}}, {"581": no_start}
