"""A partnership's whole matching on Spark in local mode, beside the same on one machine: the same edges and weights.

Both take the same records from memory, the same kept model and reference, and end with what is to be asked, each in a
process of its own. Time on Spark has the start of the session in it. What is asked of is every pair: all are pictures.
"""

import json
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.bench import Bench, Case, WrongAnswer, at_most
from benchmarks.linkage.crowd import crowd
from benchmarks.linkage.entering.look import AT, standings
from benchmarks.linkage.spark.holding import run_and_watch
from benchmarks.place import Place
from erle.knowledge.linkage.matching.comparing.columns import Real, Whole
from erle.knowledge.linkage.matching.documents import model_document
from erle.knowledge.linkage.proposing import Standing, learn
from erle.knowledge.linkage.spark.needs import NoSpark, check_needs

SIZE, QUICK_SIZE = 1_000_000, 20_000
LEARNT_FROM, QUICK_LEARNT_FROM = 50_000, 5_000
UNLIKE = 0.0002
HERE, SPARK = "here", "spark"
PROGRAM = """
import json, sys, time
from contextlib import nullcontext
from pathlib import Path
import numpy as np
from benchmarks.linkage.spark.sides import pictures
from erle.knowledge.linkage.matching.documents import read_model
from erle.knowledge.linkage.proposing import proposals, rows_of, told_of
from erle.knowledge.linkage.weighing import Weighing
side, size, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
records = pictures(size)
model, full = read_model((folder / "model.json").read_text("utf-8")), np.load(folder / "full.npy")
began = time.perf_counter()
if side == "spark":
    from erle.knowledge.linkage.spark.proposing import OnSpark
    from erle.knowledge.linkage.spark.session import spark_session
    stands = spark_session(master="local[2]", home=folder / "spark")
else:
    stands = nullcontext()
with stands as session:
    ready = time.perf_counter() - began
    rows = rows_of(records, model)
    weighing = Weighing(rows.columns, model)
    told = OnSpark(session).told_of(rows, model, full) if session else told_of(rows, weighing, full)
    weighed = time.perf_counter() - began
found = proposals(records, rows, weighing, told)
took = time.perf_counter() - began
order = np.lexsort((told.other, told.one))
np.savez(folder / side, ends=np.array([(one.picture, one.other) for one in found], dtype=np.int64).reshape(-1, 2),
         pairs=np.column_stack((told.one, told.other))[order], bits=told.bits[order])
print(json.dumps({"seconds": took, "ready": ready, "weighed": weighed, "records": len(records)}))
"""


@dataclass(frozen=True)
class Side:
    """What one side took, in seconds and megabytes, and found: edges as one number each, pairs of rows, and weights."""

    took: dict[str, float]
    megabytes: float
    edges: Whole
    pairs: Whole
    bits: Real


def run(place: Place) -> Bench:
    """Match one crowd by one kept model on both sides."""
    try:
        check_needs()
    except NoSpark as missing:
        return Bench("linkage-spark", (), (str(missing),))
    size, learnt_from = (QUICK_SIZE, QUICK_LEARNT_FROM) if place.quick else (SIZE, LEARNT_FROM)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place.home) as made:
        folder = Path(made)
        model, full = learn(standings(crowd(learnt_from, seed=2)), at=AT)
        (folder / "model.json").write_text(model_document(model), "utf-8")
        np.save(folder / "full.npy", full)
        here, spark = (_measured(side, size, folder) for side in (HERE, SPARK))
    if not len(here.edges):
        raise WrongAnswer("nothing was found to compare")
    unlike = len(np.setxor1d(here.edges, spark.edges))
    shared, mine, theirs = np.intersect1d(here.pairs, spark.pairs, return_indices=True)
    apart = float(np.abs(here.bits[mine] - spark.bits[theirs]).max()) if len(shared) else 0.0
    cases = (
        at_most(f"{size:,} records: edges that differ, of all", ours=unlike, peer=len(here.edges), unit="", bar=UNLIKE),
        _beside(f"{size:,} records: time (reported)", spark.took["seconds"], here.took["seconds"], "s"),
        _beside(
            f"{size:,} records: memory of all processes at the most (reported)", spark.megabytes, here.megabytes, "MB"
        ),
    )
    beside = (
        f"Weights differ by {apart:g} bits at the most, of {len(shared):,} pairs that both weigh.",
        f"Here: {_words(here)}",
        f"Spark, local[2]: {_words(spark)}; the session stood after {spark.took['ready']:.1f} s",
    )
    return Bench("linkage-spark", cases, beside)


def pictures(size: int) -> list[Standing]:
    """Return the crowd's records, each of which may be a picture, so that every pair can be asked about."""
    return [replace(one, gathers=True) for one in standings(crowd(size))]


def _measured(side: str, size: int, folder: Path) -> Side:
    command = [sys.executable, "-c", PROGRAM, side, str(size), str(folder)]
    said, megabytes = run_and_watch(command)
    with np.load(folder / f"{side}.npz") as found:
        edges, pairs = (_as_one(found[name]) for name in ("ends", "pairs"))
        return Side(json.loads(said.splitlines()[-1]), megabytes, edges, pairs, found["bits"])


def _as_one(ends: Whole) -> Whole:
    """Return pairs of numbers below 2^31 as one number each."""
    found: Whole = ends[:, 0] << 31 | ends[:, 1]
    return found


def _beside(case: str, ours: float, peer: float, unit: str) -> Case:
    return at_most(case, ours=ours, peer=peer, unit=unit, bar=float("inf"))


def _words(side: Side) -> str:
    took = side.took
    return (
        f"{took['seconds']:.1f} s, of these {took['seconds'] - took['weighed']:.1f} for wording what is found; "
        f"{side.megabytes:,.0f} MB, the records among them; {len(side.edges):,} edges of {took['records']:,.0f} records"
    )
