"""The same stored model on the same file, by Erle and by Splink 5: load, block, weigh, cluster; beside it Erle's own.

The model is Splink's, learnt by it once, and read by both. Each side runs in a process of its own and writes its pairs
down, so that they are compared: the same pairs, weights within 1e-5. The sides take turns, and of each the quickest of
its runs counts. Erle's own matching, which learns and compares far more, is told beside.
"""

import importlib.util
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow
from pyarrow import csv

from benchmarks.bench import Bench, Case, WrongAnswer, at_most
from benchmarks.linkage.crowd import crowd
from benchmarks.place import CHECKOUT, Place

LEARNT_FROM = 100_000
LEAST, LINK = 0.0, 4.0
NEAR = 1e-5
MEMORY, GROWTH = 0.6, 1.1
RUNS = 2
MEASURE = """
import json, sys, time
from pathlib import Path
from benchmarks.linkage.peers.apart import apart
apart("{module}")
from benchmarks.linkage.peers import {module} as side
began = time.perf_counter()
found = side.linked(*map(Path, sys.argv[1:3]), {least}, {link})
took = time.perf_counter() - began
peak = side.most_memory()
side.write(found, Path(sys.argv[3]))
print(json.dumps({{"seconds": took, "megabytes": peak, "clusters": found.clusters, "steps": found.steps}}))
"""
OWN = """
import json, sys, time
from benchmarks.linkage.crowd import crowd
from benchmarks.linkage.ours import matched
from benchmarks.linkage.peers.splink_model import most_memory
made = crowd(int(sys.argv[1]))
began = time.perf_counter()
found = matched([made.table])
took = time.perf_counter() - began
peak = most_memory()
print(json.dumps({"seconds": took, "megabytes": peak, "pairs": len(found.found)}))
"""


@dataclass(frozen=True)
class Size:
    """Rows, on which blocks, and how many times as fast Erle is to be."""

    rows: int
    loose: bool
    faster: float

    @property
    def words(self) -> str:
        """What it is called."""
        return f"{self.rows:,} records, {'by date of birth alone' if self.loose else 'tight blocks'}"


SIZES = (
    Size(250_000, False, 3.0),
    Size(1_000_000, False, 3.0),
    Size(3_000_000, False, 2.0),
    Size(500_000, True, 10.0),
)
QUICK_SIZES = (Size(10_000, False, 3.0), Size(20_000, False, 3.0), Size(10_000, True, 10.0))
OWN_SIZES, OWN_QUICK_SIZES = (50_000, 250_000, 1_000_000), (5_000, 20_000)


@dataclass(frozen=True)
class Measured:
    """Of one side: the quickest run's seconds and steps, the most memory, and what it came to."""

    seconds: float
    megabytes: float
    clusters: int
    steps: dict[str, float]

    @property
    def said(self) -> str:
        """The steps in words."""
        steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in self.steps.items())
        return f"{self.seconds:.2f} s ({steps}), {self.megabytes:,.0f} MB, {self.clusters:,} clusters"


def run(place: Place) -> Bench:
    """Match crowds of each size, with each matcher that is installed."""
    cases, beside = _own(OWN_QUICK_SIZES if place.quick else OWN_SIZES)
    if not all(importlib.util.find_spec(name) for name in ("splink", "duckdb")):
        beside.append("Splink is not installed, so nothing stands beside (the extra `bench`).")
        return Bench("linkage-batch", tuple(cases), tuple(beside))
    ours: dict[Size, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.json"
        model.write_text(_learnt(5_000 if place.quick else LEARNT_FROM), "utf-8")
        for size in QUICK_SIZES if place.quick else SIZES:
            one, other, told = _both(Path(folder), model, size)
            ours[size] = one
            beside += [f"{size.words}: {told}", f"  Erle {one.said}", f"  Splink {other.said}"]
            cases += _cases(size, one, other)
    tight = [size for size in ours if not size.loose]
    first, last = tight[0], tight[-1]
    grown = math.log(ours[last].seconds / ours[first].seconds) / math.log(last.rows / first.rows)
    what = f"growth exponent from {first.rows:,} to {last.rows:,} records"
    cases.append(at_most(what, ours=grown, peer=1.0, unit="", bar=GROWTH))
    return Bench("linkage-batch", tuple(cases), tuple(beside))


def _learnt(rows: int) -> str:
    """Return a model that Splink learnt from a crowd of another seed, as it writes it."""
    from benchmarks.linkage.peers.splinks import learnt_model
    from benchmarks.linkage.sets import Set

    made = crowd(rows, seed=2)
    return learnt_model(Set("crowd", [made.table], made.truth.tolist()))


def _both(folder: Path, model: Path, size: Size) -> tuple[Measured, Measured, str]:
    """Have both sides link one file, and fail where they do not find the same."""
    rows, asked = folder / "rows.csv", folder / "asked.json"
    _write(crowd(size.rows).table.values, rows)
    said = json.loads(model.read_text("utf-8"))
    if size.loose:
        said["blocking_rules_to_generate_predictions"] = [{"blocking_rule": "l.born = r.born", "sql_dialect": "duckdb"}]
    asked.write_text(json.dumps(said), "utf-8")
    found: dict[str, list[Measured]] = {"splink_model": [], "splinks": []}
    for _ in range(RUNS):
        for module, runs in found.items():
            runs.append(_measured(module, rows, asked, folder / f"{module}.npz"))
    ours, theirs = (min(runs, key=lambda one: one.seconds) for runs in found.values())
    return ours, theirs, _compared(folder / "splink_model.npz", folder / "splinks.npz")


def _write(values: Mapping[str, Sequence[str]], path: Path) -> None:
    held = {name: [text.strip().lower() or None for text in texts] for name, texts in values.items()}
    held["born"] = [f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else None for day in held["born"]]
    table = pyarrow.table({"unique_id": np.arange(len(held["born"])), **held})
    csv.write_csv(table, path)


def _measured(module: str, rows: Path, model: Path, out: Path) -> Measured:
    program = MEASURE.format(module=module, least=LEAST, link=LINK)
    command = [sys.executable, "-c", program, str(rows), str(model), str(out)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _compared(ours: Path, theirs: Path) -> str:
    """Say in words that both found the same, or fail."""
    one, other = np.load(ours), np.load(theirs)
    if len(one["pairs"]) != len(other["pairs"]) or (one["pairs"] != other["pairs"]).any():
        missing = len(np.setxor1d(one["pairs"], other["pairs"]))
        raise WrongAnswer(f"{missing:,} pairs are found by one side alone, of {len(other['pairs']):,}")
    apart = float(np.abs(one["weights"] - other["weights"]).max(initial=0))
    if apart > NEAR:
        raise WrongAnswer(f"weights differ by up to {apart:g} bits")
    return f"the same {len(one['pairs']):,} pairs, weights within {apart:.1g} bits"


def _cases(size: Size, one: Measured, other: Measured) -> list[Case]:
    ratio = other.seconds / one.seconds
    faster = Case(
        f"{size.words}: Splink / Erle", one.seconds, other.seconds, "s", ratio, size.faster, ratio >= size.faster
    )
    memory = at_most(
        f"{size.words}: memory at the most", ours=one.megabytes, peer=other.megabytes, unit="MB", bar=MEMORY
    )
    return [faster, memory]


def _own(sizes: tuple[int, ...]) -> tuple[list[Case], list[str]]:
    """Measure Erle's own matching, learning included."""
    found = {}
    for size in sizes:
        command = [sys.executable, "-c", OWN, str(size)]
        done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
        found[size] = json.loads(done.stdout.splitlines()[-1])
    first, last = sizes[0], sizes[-1]
    grown = math.log(found[last]["seconds"] / found[first]["seconds"]) / math.log(last / first)
    what = f"Erle's own matching: growth exponent from {first:,} to {last:,} records"
    said = [
        f"Erle's own matching, {size:,} records: {one['seconds']:.1f} s, {one['megabytes']:,.0f} MB, "
        f"{one['pairs']:,} pairs compared, learning included"
        for size, one in found.items()
    ]
    return [at_most(what, ours=grown, peer=1.0, unit="", bar=GROWTH)], said
