"""Learning a model from a table that is loaded: prior, frequencies, and what the levels tell, by Erle and by Splink 5.

The clock starts when the rows stand in memory: for Erle as the columns of text that a file is read into, none of them
in its normal form yet; for Splink as a table of its database. Splink's training is capped at a million pairs, as is
Erle's. Both learn in turns in one process, and of each the quickest of its runs counts. Erle draws a sample of rows; so
what it matches by the model from the sample is held against what it matches by one from all rows.
"""

import importlib.util
import json
import math
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.bench import Bench, Case, at_least, at_most
from benchmarks.linkage.crowd import Crowd, crowd
from benchmarks.linkage.measures import Whole
from benchmarks.linkage.ours import linked, matched
from benchmarks.linkage.sets import Set
from benchmarks.place import CHECKOUT, Place
from erle.knowledge.linkage.matching.learning import training

SIZES, QUICK_SIZES = (250_000, 1_000_000, 3_000_000), (5_000, 20_000)
MATCHED, QUICK_MATCHED, QUICK_ROWS = 1_000_000, 20_000, 10_000
"""Records that are matched by both models; and in the quick run the rows that count as many."""
RUNS = 3
GROWTH, NOT_SLOWER, AS_GOOD = 0.3, 1.0, 0.998
AT = datetime(2026, 1, 1, tzinfo=UTC)
PROGRAM = "from benchmarks.linkage import train; train.told(train.{what}({size}))"


@dataclass(frozen=True)
class Learnt:
    """Of one size: the quickest seconds of each side, and what was learnt of the prior beside what it is."""

    ours: float
    theirs: float
    steps: dict[str, float]
    every: list[tuple[float, float]]
    processor: float
    """The fewest seconds of the processor that Erle's took, which other load changes least."""
    prior: float
    true: float

    @property
    def said(self) -> str:
        """The runs in words."""
        steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in self.steps.items())
        runs = "; ".join(f"{one:.2f} to {other:.2f}" for one, other in self.every)
        return (
            f"Erle to Splink {runs} s (Splink: {steps}); {self.processor:.2f} s of the processor;"
            f" prior {self.prior / self.true:.2f} of what it is"
        )


def run(place: Place) -> Bench:
    """Learn from crowds of each size, and match one by what was learnt from a sample and from all."""
    sizes = QUICK_SIZES if place.quick else SIZES
    found = {size: Learnt(**_by_itself("both_learn", size)) for size in sizes}
    beside = [f"{size:,} records: {one.said}" for size, one in found.items()]
    cases: list[Case] = []
    if all(importlib.util.find_spec(name) for name in ("splink", "duckdb")):
        cases += [
            at_least(f"{size:,} records: Splink / Erle", ours=one.theirs, peer=one.ours, unit="s", bar=NOT_SLOWER)
            for size, one in found.items()
        ]
    else:
        beside.append("Splink is not installed, so nothing stands beside (the extra `bench`).")
    first, last = sizes[0], sizes[-1]
    grown = math.log(found[last].ours / found[first].ours) / math.log(last / first)
    what = f"growth exponent from {first:,} to {last:,} records"
    cases.append(at_most(what, ours=grown, peer=1.0, unit="", bar=GROWTH))
    size = QUICK_MATCHED if place.quick else MATCHED
    sample, whole = _by_itself("both_match", size).values()
    what = f"{size:,} records: F1 of pairs by a model of {training.MOST_ROWS:,} rows drawn / of all"
    cases.append(Case(what, sample, whole, "F1", sample / whole, AS_GOOD, sample / whole >= AS_GOOD))
    return Bench("linkage-train", tuple(cases), tuple(beside))


def _by_itself(what: str, size: int) -> dict[str, Any]:
    """Return what a function of this module finds in a process of its own."""
    command = [sys.executable, "-c", PROGRAM.format(what=what, size=size)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def told(answer: dict[str, Any]) -> None:
    """Hand the answer to whoever started this process."""
    print(json.dumps(answer))


def both_learn(size: int) -> dict[str, Any]:
    """Have both learn in turns."""
    made = crowd(size)
    runs = [(_ours(made), _theirs(made)) for _ in range(RUNS)]
    prior, processor = runs[0][0][2], min(ours[1] for ours, _ in runs)
    sides = [(ours[0], sum(theirs.values())) for ours, theirs in runs]
    quickest = min((theirs for _, theirs in runs), key=lambda steps: sum(steps.values()))
    together = np.bincount(made.truth)
    true = float((together * (together - 1) // 2).sum()) / (size * (size - 1) / 2)
    ours, theirs = (min(each) for each in zip(*sides, strict=True))
    figures = {"steps": quickest, "every": sides, "processor": processor, "prior": prior, "true": true}
    return {"ours": ours, "theirs": theirs, **figures}


def _ours(made: Crowd) -> tuple[float, float, float]:
    """Return seconds, seconds of the processor, and the prior that was learnt."""
    began, worked = time.perf_counter(), time.process_time()
    model = training.learn([made.table], at=AT)
    return time.perf_counter() - began, time.process_time() - worked, model.shares.prior


def _theirs(made: Crowd) -> dict[str, float]:
    if not all(importlib.util.find_spec(name) for name in ("splink", "duckdb")):
        return {}
    from benchmarks.linkage.peers.splinks import splink_training

    return splink_training(Set("crowd", [made.table], made.truth.tolist()))


def both_match(size: int) -> dict[str, Any]:
    """Match a crowd by a model of a sample of it, and by one of all of it; return the F1 of each."""
    made = crowd(size)
    if size <= QUICK_MATCHED:
        training.MOST_ROWS = QUICK_ROWS
    sample = _f1(linked(matched([made.table])), made.truth)
    training.MOST_ROWS = size
    return {"sample": sample, "whole": _f1(linked(matched([made.table])), made.truth)}


def _f1(pairs: Whole, truth: Whole) -> float:
    right = float(np.count_nonzero(truth[pairs[:, 0]] == truth[pairs[:, 1]]))
    together = np.bincount(truth)
    return 2 * right / (len(pairs) + float((together * (together - 1) // 2).sum()))
