"""Erle's way with a model of Splink's, from a file of rows to pairs and clusters, each step timed."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.linkage.measures import Real, Whole
from erle.doors.command.matching.splinks import read_rows
from erle.knowledge.linkage.splink_models.document import read_splink_model
from erle.knowledge.linkage.splink_models.matching import clusters, link


@dataclass(frozen=True)
class Linked:
    """Pairs of rows as one number each, sorted, with their weights; how many clusters; seconds by step."""

    pairs: Whole
    weights: Real
    clusters: int
    steps: dict[str, float]


def linked(rows: Path, model: Path, least: float, from_: float) -> Linked:
    """Link the rows: pairs from so many bits, clusters from so many."""
    began = time.perf_counter()
    asked = read_splink_model(model.read_text("utf-8"))
    columns, sizes = read_rows([rows], asked)
    read = time.perf_counter()
    edges = link(asked, columns, files=sizes, least=least)
    paired = time.perf_counter()
    people = clusters(edges, sum(sizes), least=from_)
    steps = {"load": read - began, "block and weigh": paired - read, "cluster": time.perf_counter() - paired}
    return Linked(packed(edges.one, edges.other), edges.weights, int(people.max(initial=0)), steps)


def packed(one: object, other: object) -> Whole:
    """Return pairs of rows as one number each."""
    return np.asarray(one, dtype=np.int64) << 32 | np.asarray(other, dtype=np.int64)


def write(found: Linked, path: Path) -> None:
    """Write the pairs in their order."""
    order = np.argsort(found.pairs)
    np.savez(path, pairs=found.pairs[order], weights=found.weights[order])


def most_memory() -> float:
    """Return the most megabytes that this program held; what ran it before does not count."""
    status = Path("/proc/self/status").read_text("ascii")
    return float(status.split("VmHWM:")[1].split()[0]) / 1024
