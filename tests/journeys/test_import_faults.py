"""Whatever ends an import midway, all of the file stands or nothing of it, and the file can be imported again."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from erle.foundation.database.embedded.server import start
from tests.journeys.home import TRIALS_OF_THE_SERVER, Home, home
from tests.trials import TRIALS

CHILDREN = 30
ROWS_A_CHILD = 5
Counts = dict[str, int]


@pytest.fixture(scope="module")
def ours() -> Iterator[Home]:
    """A home, into which one file has been let already, so that the agency's own circle stands."""
    with home() as made:
        first = made.begin_import(file_of(made.folder.parent, 0))
        assert first.end() == 0, first.words()
        yield made


@pytest.fixture(scope="module")
def seconds(ours: Home, whole: Counts) -> float:
    """How long an import takes that nothing disturbs."""
    before = time.monotonic()
    assert ours.begin_import(next_file(ours)).end() == 0
    return time.monotonic() - before


@pytest.fixture(scope="module")
def whole(ours: Home) -> Counts:
    """The rows that one file leaves in each table."""
    before = ours.rows()
    assert ours.begin_import(next_file(ours)).end() == 0
    return change(ours, before)


def file_of(folder: Path, number: int, children: int = CHILDREN) -> Path:
    """Write a file of children whom no other file has, each missing once, every other one returned."""
    made = folder / f"missing-{number}.csv"
    rows = ["CHILD,DOB,MISSING,MIS_START,MIS_END"]
    for child in range(children):
        for time_away in range(ROWS_A_CHILD):
            day = f"{1 + time_away * 2:02}/03/2024"
            rows.append(f"{number * 1000 + child},04/05/2010,M,{day},{day if child % 2 else ''}")
    made.write_text("\n".join(rows) + "\n", "utf-8")
    return made


def next_file(ours: Home, children: int = CHILDREN) -> Path:
    """Write a file that has not been imported."""
    return file_of(ours.folder.parent, len([*ours.folder.parent.glob("missing-*.csv")]), children)


def change(ours: Home, before: Counts) -> Counts:
    """Return how many rows each table has gained."""
    return {table: rows - before[table] for table, rows in ours.rows().items() if rows != before[table]}


def test_killed_at_any_moment_all_of_the_file_stands_or_nothing_and_a_second_run_completes_it(
    ours: Home, whole: Counts, seconds: float
) -> None:
    chance, file, before, cut_short = random.Random(9), next_file(ours), ours.rows(), 0
    for _ in range(TRIALS):
        run = ours.begin_import(file)
        time.sleep(chance.uniform(seconds / 4, seconds))

        run.kill()

        stands = change(ours, before)
        assert stands in ({}, whole)
        if stands:
            file, before = next_file(ours), ours.rows()
        else:
            cut_short += 1
    assert ours.begin_import(file).end() == 0
    assert change(ours, before) == whole
    assert cut_short >= TRIALS // 3


def test_when_the_database_is_killed_nothing_is_half_done_and_a_second_run_completes_the_file(
    ours: Home, whole: Counts, seconds: float
) -> None:
    chance = random.Random(5)
    for _ in range(TRIALS_OF_THE_SERVER):
        file, before = next_file(ours), ours.rows()
        run = ours.begin_import(file)
        ours.until_it_writes()
        time.sleep(chance.uniform(0, seconds / 3))

        ours.kill_server()

        assert run.end() in (0, 1)
        assert "Traceback" not in run.words()
        server = start(ours.folder)
        assert change(ours, before) in ({}, whole)
        assert ours.begin_import(file).end() == 0
        assert change(ours, before) == whole
        server.release()


@pytest.mark.parametrize("after", [0, 0.02, 0.06, 0.08, 0.3])
def test_who_stops_it_is_told_and_nothing_is_left(ours: Home, after: float) -> None:
    file, before = next_file(ours, children=400), ours.rows()
    run = ours.begin_import(file)
    ours.until_it_writes()
    time.sleep(after)

    ended = run.kill(signal.SIGINT)

    assert (ended, run.words()) == (1, "Stopped. What was begun and not finished has been undone.\n")
    assert change(ours, before) == {}


def test_the_same_file_twice_leaves_no_row_in_any_table_not_even_the_ledger(ours: Home, whole: Counts) -> None:
    file = next_file(ours)
    ours.begin_import(file).end()
    before = ours.rows()

    again = ours.begin_import(file)

    assert again.end() == 0
    assert "Nothing new" in again.words()
    assert change(ours, before) == {}


@pytest.mark.parametrize("largest", [200, 5_000, 40_000])
def test_where_the_rejected_rows_cannot_be_written_it_is_said_and_nothing_kept(ours: Home, largest: int) -> None:
    file, before = next_file(ours), ours.rows()
    with file.open("a", encoding="utf-8") as more:
        more.writelines(f"{child},31/02/2010,M,01/03/2024,\n" for child in range(900_000, 900_400))
    rejects = ours.folder.parent / "rejects.csv"

    run = ours.begin_import(file, "--rejects", str(rejects), largest=largest)

    assert run.end() == 1
    assert run.words() == "Refused: rejects.csv cannot be written: File too large. Nothing was kept.\n"
    assert change(ours, before) == {}
