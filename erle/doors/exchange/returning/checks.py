"""The published rules on the missing table, each as one function: which lines break it, in which field, and how."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from erle.doors.exchange.faults import Fault
from erle.doors.exchange.returning.against_care import AGAINST_CARE, Care
from erle.doors.exchange.returning.broken import Broken, broken
from erle.doors.exchange.returning.lines import Beside, Line, written
from erle.doors.exchange.returning.rule_book import MISSING_RULES, NEEDS
from erle.doors.exchange.returning.years import CollectionYear
from erle.practice.missing.rules import EpisodeKind

TABLE = "missing"


class Asked(NamedTuple):
    """What a rule is asked of: the whole table, the year, and the tables beside it."""

    lines: list[Line]
    year: CollectionYear
    beside: Beside


class Checked(NamedTuple):
    """What the rules found, in order of the lines; the rules that could not be asked, and for want of which table."""

    faults: list[Fault]
    not_asked: dict[str, tuple[str, ...]]


def checked(lines: list[Line], *, year: CollectionYear, beside: Beside, file: str) -> Checked:
    """Hold a missing table against every rule that applies to it."""
    absent = {
        "the header": beside.header is None,
        "the episodes": beside.care is None,
        "last year's missing table": beside.last_year is None,
    }
    not_asked = {what: NEEDS[what] for what, lacks in absent.items() if lacks}
    left_out = {code for codes in not_asked.values() for code in codes}
    asked = Asked(lines, year, beside)
    found: list[Fault] = []
    for code in ["", *MISSING_RULES]:
        if code not in left_out:
            found += [_fault(one, code, file) for one in CHECKS[code](asked)]
    return Checked(sorted(found, key=lambda fault: (fault.table != TABLE, fault.row)), not_asked)


def _fault(one: Broken, code: str, file: str) -> Fault:
    return Fault(
        file if one.table == TABLE else one.table,
        one.table,
        one.row,
        one.field,
        one.value,
        f"{one.problem} (child {one.child})" if one.child else one.problem,
        one.expected,
        code,
    )


def _named(asked: Asked) -> Iterator[Broken]:
    """Find a line that says not of which child it is, or not when the child was born: the file's own schema."""
    for line in asked.lines:
        if not line.child:
            yield broken(line, "CHILD", "is blank", "the authority's number for the child")
        if line.born is None:
            yield broken(line, "DOB", "is blank or no date", "the child's date of birth, written dd/mm/yyyy")


def _start_is_a_date(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if line.start is None:
            yield broken(line, "MIS_START", "is blank or no date", "a date written dd/mm/yyyy")


def _end_is_a_date(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if not line.open and line.end is None:
            yield broken(line, "MIS_END", "is not a date", "a date written dd/mm/yyyy, or a blank")


def _kind_is_known(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if line.kind and line.kind not in tuple(EpisodeKind):
            yield broken(line, "MISSING", "is not a code of the return", "M or A")


def _has_a_start(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if line.kind.upper() in tuple(EpisodeKind) and not line.said["MIS_START"]:
            yield broken(line, "MIS_START", "is blank", "the date on which it began")


def _start_has_a_kind(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if line.said["MIS_START"] and not line.kind:
            yield broken(line, "MISSING", "is blank, and there is a start", "M or A")


def _end_has_a_kind(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if not line.open and not line.kind:
            yield broken(line, "MISSING", "is blank, and there is an end", "M or A")


def _in_order(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if line.start and line.end and line.end < line.start:
            yield broken(line, "MIS_END", f"is before the start, {written(line.start)}", "that date or a later one")


def _starts_by_then(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if line.start and line.start > asked.year.last:
            yield broken(line, "MIS_START", "is after the collection year", f"{written(asked.year.last)} or earlier")


def _ends_within(asked: Asked) -> Iterator[Broken]:
    first, last = asked.year.first, asked.year.last
    for line in asked.lines:
        if line.end and not first <= line.end <= last:
            expected = f"a date from {written(first)} to {written(last)}, or a blank"
            yield broken(line, "MIS_END", "is not in the collection year", expected)


def _not_before_birth(asked: Asked) -> Iterator[Broken]:
    for line in asked.lines:
        if line.start and line.born and line.start <= line.born:
            yield broken(line, "MIS_START", f"is not after the birth, {written(line.born)}", "a later date")


def _one_at_a_time(asked: Asked) -> Iterator[Broken]:
    """Find what begins while another of the same child is open, or shares time with one that ended before it did.

    The lines of a child are taken by their end, one without an end by its start. Where several are in the way, the
    one that ends last is named.
    """
    for lines in _by_child(asked.lines).values():
        lines.sort(key=lambda line: (line.end or line.start or date.max, line.start or date.max))
        for place, line in enumerate(lines):
            earlier = [one for one in lines[:place] if one.end is None or (line.start and line.start < one.end)]
            if earlier:
                other = max(earlier, key=lambda one: one.end or date.max)
                until = f"to {written(other.end)}" if other.end else "and still open"
                problem = f"shares time with row {other.row}, {written(other.start)} {until}"
                yield broken(line, "MIS_START", problem, "one that begins when the other has ended")


def _carried_over(asked: Asked) -> Iterator[Broken]:
    """Find a child who was missing at the end of last year's return and whose first line here begins otherwise."""
    by_child = _by_child(asked.lines)
    for child, starts in (asked.beside.last_year or {}).items():
        lines = by_child.get(child, [])
        said = " and ".join(written(start) or "no date" for start in starts)
        if not lines:
            problem = f"child {child} was open in last year's return from {said}, and has no line here"
            yield Broken(TABLE, 0, "", "CHILD", "", problem, "the same start, with its end or still open")
            continue
        first = min(lines, key=lambda line: line.start or date.max)
        if any(start and start != first.start for start in starts):
            yield broken(first, "MIS_START", f"is not the start that last year left open, {said}", "the same start")


def _in_header(asked: Asked) -> Iterator[Broken]:
    header = asked.beside.header or {}
    for line in asked.lines:
        if line.child not in header:
            yield broken(line, "CHILD", "has no row in the header", "a child of the header")


def _born_as_in_header(asked: Asked) -> Iterator[Broken]:
    header = asked.beside.header or {}
    for line in asked.lines:
        others = [born for born in header.get(line.child, ()) if born and line.born and born != line.born]
        if others:
            problem = f"is not the date of birth that the header has, {written(others[0])}"
            yield broken(line, "DOB", problem, "the same date in both")


def _by_child(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.child, []).append(line)
    return found


Check = Callable[[Asked], Iterator[Broken]]


def _against_care(check: Callable[[list[Line], Care], Iterator[Broken]]) -> Check:
    """Return the check that asks a rule on care of the whole table."""
    return lambda asked: check(asked.lines, asked.beside.care or {})


CHECKS: dict[str, Check] = {
    "": _named,
    "1004": _start_is_a_date,
    "1005": _end_is_a_date,
    "1006": _kind_is_known,
    "564": _has_a_start,
    "565": _start_has_a_kind,
    "566": _end_has_a_kind,
    "567": _in_order,
    "570": _starts_by_then,
    "571": _ends_within,
    "574": _one_at_a_time,
    "576": _carried_over,
    "586": _not_before_birth,
    "INT04": _in_header,
    "INT13": _born_as_in_header,
    **{code: _against_care(check) for code, check in AGAINST_CARE.items()},
}
"""What is asked for each rule; the blank one is the file's own schema."""
