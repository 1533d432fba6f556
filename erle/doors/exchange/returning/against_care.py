"""The rules that hold the missing table against the episodes of care: a child is missing from care that stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from erle.doors.exchange.returning.broken import Broken, broken
from erle.doors.exchange.returning.lines import Line, Placed, written
from erle.practice.missing.rules.times import eighteen_on

Care = Mapping[str, Sequence[Placed]]
MISSING_AT_EIGHTEEN = "E8"


class InCare(NamedTuple):
    """A time of being looked after, through however many episodes: the last one's end is its end."""

    began: date
    ended: date | None


def times_in_care(placed: Sequence[Placed]) -> list[InCare]:
    """Return the times in care that episodes make: one that begins after the one before it ended begins another."""
    found: list[InCare] = []
    begun = [(one.began, one.ended) for one in placed if one.began is not None]
    for began, ended in sorted(begun, key=lambda both: both[0]):
        if not found or (found[-1].ended is not None and began > found[-1].ended):
            found.append(InCare(began, ended))
        else:
            found[-1] = InCare(found[-1].began, ended)
    return found


def _placement_ended(lines: list[Line], care: Care) -> Iterator[Broken]:
    for line in lines:
        start = line.start
        if start is None or not line.open:
            continue
        ended = [one.ended for one in care.get(line.child, ()) if one.ended and _covers(one, start)]
        if ended:
            problem = f"is blank, though the episode of care of that day ended on {written(ended[0])}"
            yield broken(line, "MIS_END", problem, "a date: it ends with that episode")


def _care_ended(lines: list[Line], care: Care) -> Iterator[Broken]:
    for line in lines:
        times = times_in_care(care.get(line.child, ()))
        if line.start and times and all(_beyond(line, time) for time in times):
            problem = f"does not lie within a time in care: {_words(times)}"
            yield broken(line, "MIS_END", problem, "an end by the day on which care ended")


def _beyond(line: Line, time: InCare) -> bool:
    """Return whether a line reaches beyond a time in care, or lies apart from it."""
    if line.end is None:
        return time.ended is not None or (line.start is not None and line.start < time.began)
    return line.end < time.began or (time.ended is not None and line.end > time.ended)


def _starts_in_care(lines: list[Line], care: Care) -> Iterator[Broken]:
    for line in lines:
        times = times_in_care(care.get(line.child, ()))
        start = line.start
        if start and times and all(start < time.began or (time.ended and start > time.ended) for time in times):
            yield broken(line, "MIS_START", f"is in no time in care: {_words(times)}", "a day in care")


def _ends_with_e8(lines: list[Line], care: Care) -> Iterator[Broken]:
    told: set[int] = set()
    for line in lines:
        if line.born is None or line.end != eighteen_on(line.born):
            continue
        for placed in care.get(line.child, ()):
            if placed.ended == line.end and placed.reason != MISSING_AT_EIGHTEEN and placed.row not in told:
                told.add(placed.row)
                problem = "is not E8, though the child was missing at eighteen"
                yield Broken("episodes", placed.row, line.child, "REC", placed.reason, problem, MISSING_AT_EIGHTEEN)


def _in_an_episode(lines: list[Line], care: Care) -> Iterator[Broken]:
    for line in lines:
        placed, start = care.get(line.child, ()), line.start
        if start and placed and not any(_covers(one, start) for one in placed):
            problem = f"is in no episode of care: {_words(times_in_care(placed))}"
            yield broken(line, "MIS_START", problem, "a day in care")


def _covers(placed: Placed, start: date) -> bool:
    return placed.began is not None and placed.began <= start and (placed.ended is None or start <= placed.ended)


def _words(times: Sequence[InCare]) -> str:
    return "; ".join(f"{written(time.began)} to {written(time.ended) or 'now'}" for time in times) or "none is known"


AGAINST_CARE: dict[str, Callable[[list[Line], Care], Iterator[Broken]]] = {
    "575": _placement_ended,
    "577": _care_ended,
    "578": _starts_in_care,
    "580": _ends_with_e8,
    "581": _in_an_episode,
}
