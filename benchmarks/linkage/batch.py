"""Matching whole files of growing size: how long it takes, how much memory, and how both grow; beside Splink 5.

Each side takes the same rows from memory, learns its own model, and ends with clusters, in a process of its own. It is
not like for like: Erle compares some ten times as many pairs, at finer levels, and for three kinds of pairs.
"""

import importlib.util
import json
import math
import subprocess
import sys

from benchmarks.bench import Bench, Case, at_most
from benchmarks.place import CHECKOUT, Place

SIZES, QUICK_SIZES = (50_000, 250_000, 1_000_000), (5_000, 20_000)
GROWTH = 1.1
PROGRAM = """
import json, resource, sys, time
from benchmarks.linkage.crowd import crowd
made = crowd(int(sys.argv[2]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
if sys.argv[1] == "erle":
    from benchmarks.linkage.ours import matched
    found = matched([made.table])
    pairs, clusters = len(found.found), int(found.clusters.max())
else:
    from benchmarks.linkage.sets import Set
    from benchmarks.linkage.splink_peer import splink_clusters
    pairs, clusters = splink_clusters(Set("crowd", [made.table], made.truth))
took = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
said = {"seconds": took, "megabytes": peak / 1024, "held": before / 1024, "pairs": pairs, "clusters": clusters}
print(json.dumps(said))
"""


def run(place: Place) -> Bench:
    """Match crowds of each size, with each matcher that is installed."""
    sizes = QUICK_SIZES if place.quick else SIZES
    peer = all(importlib.util.find_spec(name) for name in ("splink", "duckdb"))
    cases, beside = (
        [],
        [] if peer else ["Splink is not installed, so nothing stands beside (the extra `bench`)."],
    )
    ours = {size: _measured("erle", size) for size in sizes}
    theirs = {size: _measured("splink", size) for size in sizes} if peer else {}
    for size, one in ours.items():
        beside.append(f"Erle, {size:,} records: {_words(one)}")
        if size in theirs:
            other = theirs[size]
            beside.append(f"Splink, {size:,} records: {_words(other)}")
            cases.append(_beside(f"{size:,} records: time, learning included (reported)", one, other, "seconds", "s"))
            cases.append(_beside(f"{size:,} records: memory at the most (reported)", one, other, "megabytes", "MB"))
    first, last = sizes[0], sizes[-1]
    grown = math.log(ours[last]["seconds"] / ours[first]["seconds"]) / math.log(last / first)
    what = f"growth exponent of time from {first:,} to {last:,} records"
    cases.append(at_most(what, ours=grown, peer=1.0, unit="", bar=GROWTH))
    return Bench("linkage-batch", tuple(cases), tuple(beside))


def _measured(side: str, size: int) -> dict[str, float]:
    command = [sys.executable, "-c", PROGRAM, side, str(size)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _beside(case: str, one: dict[str, float], other: dict[str, float], what: str, unit: str) -> Case:
    return at_most(case, ours=one[what], peer=other[what], unit=unit, bar=float("inf"))


def _words(one: dict[str, float]) -> str:
    return (
        f"{one['seconds']:.1f} s, {one['megabytes']:,.0f} MB (of these {one['held']:,.0f} for the rows as given), "
        f"{one['pairs']:,.0f} pairs compared, {one['clusters']:,.0f} clusters"
    )
