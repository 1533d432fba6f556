"""Children missing together over a million episodes, with chance and what is raised, beside a self-join in DuckDB.

Each side has the same rows in memory, in a process of its own, in turns. Ours ends with the chance of each pair and
with those that no chance explains; DuckDB with the pairs and how often they met. Both must find the same pairs, as
often. A second query of DuckDB's, helped by the hour in which each left, is reported beside the plain one.
"""

import importlib.util
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.bench import Bench, Case, WrongAnswer, at_most
from benchmarks.patterns.episodes import Crowd, crowd
from benchmarks.place import CHECKOUT, Place
from erle.knowledge.patterns.rules.episodes import Gone, Whole
from erle.knowledge.patterns.rules.together import fewest_false, together

NUMBER, QUICK_NUMBER = 1_000_000, 50_000
ROUNDS, BAR = 3, 1.0
WITHIN, LEAST, SHARE = 60, 2, 0.1
MET = "a.left_at < b.back AND b.left_at < a.back AND b.left_at BETWEEN a.left_at - {0} AND a.left_at + {0}"
PLAIN = (
    f"SELECT a.child, b.child, count(*) FROM episode a JOIN episode b ON a.child < b.child AND {MET.format(WITHIN)}"
    f" GROUP BY ALL HAVING count(*) >= {LEAST} ORDER BY 1, 2"
)
BY_HOUR = (
    "WITH near AS (SELECT *, unnest([hour - 1, hour, hour + 1]) AS beside FROM (SELECT *, left_at // 60 AS hour"
    " FROM episode)), own AS (SELECT *, left_at // 60 AS hour FROM episode)"
    f" SELECT a.child, b.child, count(*) FROM own a JOIN near b ON a.hour = b.beside AND a.child < b.child AND"
    f" {MET.format(WITHIN)} GROUP BY ALL HAVING count(*) >= {LEAST} ORDER BY 1, 2"
)
PROGRAM = "import sys; from benchmarks.patterns.pairs import measured; measured(sys.argv[1], int(sys.argv[2]))"
Answer = tuple[Whole, Whole, Whole]


def run(place: Place) -> Bench:
    """Take the sides in turns; nothing counts where they do not find the same."""
    number = QUICK_NUMBER if place.quick else NUMBER
    peer = importlib.util.find_spec("duckdb") is not None
    sides = ("erle", "plain", "by hour") if peer else ("erle",)
    told = [{side: _measured(side, number) for side in sides} for _ in range(ROUNDS)]
    if len({one["digest"] for turn in told for one in turn.values()}) != 1:
        raise WrongAnswer("The sides found other pairs, or other numbers of meetings.")
    seconds = {side: statistics.median(turn[side]["seconds"] for turn in told) for side in sides}
    memory = {side: max(turn[side]["megabytes"] for turn in told) for side in sides}
    ours = told[0]["erle"]
    found = (
        f"{number:,} episodes, {ours['pairs']:,} pairs met {LEAST} times or more; {ours['raised']:,} raised, of them"
        f" {ours['true']:,} of {ours['planted']:,} that were planted."
    )
    beside = (
        found,
        *(f"{side}: {seconds[side]:.2f} s, {memory[side]:,.0f} MB at the most" for side in sides),
        *([] if peer else ["DuckDB is not installed, so nothing stands beside (the extra `bench`)."]),
    )
    cases = _cases(f"{number:,} episodes, chance included, to a plain self-join", seconds, memory) if peer else ()
    return Bench("pairs", cases, beside)


def _cases(what: str, seconds: dict[str, float], memory: dict[str, float]) -> tuple[Case, ...]:
    ours, no_bar = seconds["erle"], float("inf")
    held = "the same: memory at the most, the rows included (reported)"
    return (
        at_most(f"{what}: time", ours=ours, peer=seconds["plain"], unit="s", bar=BAR),
        at_most(held, ours=memory["erle"], peer=memory["plain"], unit="MB", bar=no_bar),
        at_most("to a self-join by the hour (reported)", ours=ours, peer=seconds["by hour"], unit="s", bar=no_bar),
    )


def _measured(side: str, number: int) -> dict[str, Any]:
    command = [sys.executable, "-c", PROGRAM, side, str(number)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(side: str, number: int) -> None:
    """Make the rows, let one side find the pairs, and print how long it took and what it found."""
    import resource

    made = crowd(number)
    find = _ours(made) if side == "erle" else _duckdb(made, PLAIN if side == "plain" else BY_HOUR)
    began = perf_counter()
    answer, more = find()
    took = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    digest = sha256(b"".join(np.ascontiguousarray(column, np.int64).tobytes() for column in answer)).hexdigest()
    said = {"seconds": took, "megabytes": peak / 1024, "digest": digest, "pairs": len(answer[0]), **more}
    sys.stdout.write(json.dumps(said) + "\n")


def _ours(made: Crowd) -> Callable[[], tuple[Answer, dict[str, int]]]:
    """Return our way, from the rows as they lie: the code of the pages."""

    def find() -> tuple[Answer, dict[str, int]]:
        order = np.lexsort((made.child, made.left))
        gone = Gone(made.child[order], made.left[order], made.back[order], 0, made.until)
        found = together(gone, within=WITHIN, least=LEAST)
        up = fewest_false(found.chance, gone.able(LEAST), SHARE)
        planted = {(int(one), int(other)) for one, other in made.planted}
        raised = {(int(one), int(other)) for one, other in zip(found.one[up], found.other[up], strict=True)}
        more = {"raised": len(raised), "true": len(raised & planted), "planted": len(planted)}
        return (found.one, found.other, found.meetings), more

    return find


def _duckdb(made: Crowd, query: str) -> Callable[[], tuple[Answer, dict[str, int]]]:
    """Return DuckDB's way, from a table of its own that stands before the clock runs."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")  # it would be written among what is measured
    connection.execute("CREATE TABLE episode (child INTEGER, left_at INTEGER, back INTEGER)")
    columns = {"child": made.child, "left_at": made.left, "back": made.back}
    connection.register("rows", {name: column.astype(np.int32) for name, column in columns.items()})
    connection.execute("INSERT INTO episode SELECT child, left_at, back FROM rows")
    connection.unregister("rows")

    def find() -> tuple[Answer, dict[str, int]]:
        one, other, times = connection.execute(query).fetchnumpy().values()
        return (one, other, times), {}

    return find
