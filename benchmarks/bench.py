"""A bench, its cases, how two ways are timed in turns, and how the figures are shown."""

import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Case:
    """One figure beside its peer's; the ratio is ours to the peer's, and the bar is what it must keep to."""

    case: str
    ours: float
    peer: float
    unit: str
    ratio: float
    bar: float
    holds: bool


@dataclass(frozen=True)
class Bench:
    """The cases of one bench, and what else is worth reading beside them."""

    name: str
    cases: tuple[Case, ...]
    beside: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every case keeps to its bar."""
        return all(case.holds for case in self.cases)

    def to_data(self) -> dict[str, object]:
        """Return the bench as its JSON has it."""
        return {"name": self.name, "cases": [asdict(case) for case in self.cases]}


class WrongAnswer(Exception):
    """What is timed gave another answer than it should: no time of it counts."""


def at_most(case: str, *, ours: float, peer: float, unit: str, bar: float) -> Case:
    """Return a case in which less is better: it holds where ours is at most `bar` times the peer's."""
    ratio = ours / peer
    return Case(case, round(ours, 4), round(peer, 4), unit, round(ratio, 3), bar, ratio <= bar)


def at_least(case: str, *, ours: float, peer: float, unit: str, bar: float) -> Case:
    """Return a case in which more is better: it holds where ours is at least `bar` times the peer's."""
    ratio = ours / peer
    return Case(case, round(ours, 1), round(peer, 1), unit, round(ratio, 3), bar, ratio >= bar)


@dataclass(frozen=True)
class Timed:
    """Milliseconds of two ways, medians of many turns, and the smallest ratio of one round."""

    ours: float
    peer: float
    least_ratio: float


def in_turns(ours: Callable[[], object], peer: Callable[[], object], *, turns: int, rounds: int = ROUNDS) -> Timed:
    """Time both ways in turns, so that what else the machine does falls on both."""
    all_ours: list[float] = []
    all_peers: list[float] = []
    ratios: list[float] = []
    for _ in range(rounds):
        times = [(_milliseconds(ours), _milliseconds(peer)) for _ in range(turns)]
        all_ours += [one for one, _ in times]
        all_peers += [other for _, other in times]
        ratios.append(statistics.median(one for one, _ in times) / statistics.median(other for _, other in times))
    return Timed(statistics.median(all_ours), statistics.median(all_peers), min(ratios))


def table(bench: Bench) -> str:
    """Return the figures as lines to read, the ratio first."""
    rows: list[Sequence[str]] = [("ratio", "bar", "", "ours", "peer", "unit", "case")]
    rows += [
        (
            f"{c.ratio:.2f}",
            f"{c.bar:g}",
            "holds" if c.holds else "MISSED",
            f"{c.ours:,.3f}",
            f"{c.peer:,.3f}",
            c.unit,
            c.case,
        )
        for c in bench.cases
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([bench.name, *lines, *bench.beside])


def as_json(benches: Iterable[Bench]) -> str:
    """Return one bench as its object, several as a list of them."""
    made = [bench.to_data() for bench in benches]
    return json.dumps(made[0] if len(made) == 1 else made, indent=2) + "\n"


def _milliseconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return (time.perf_counter() - start) * 1000
