"""The checks on a row's values taken together, on the rows of one child, and between the tables of a return."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from erle.doors.exchange.faults import Finding, Severity
from erle.doors.exchange.ssda903.memory import Memory, Period, Record, day
from erle.doors.exchange.ssda903.tables import HEADER, Table

Check = Callable[[Record, Memory], Iterable[Finding]]
"""Asks one row, with what is remembered of the rows before it, for what is wrong."""
FUTURE = {
    "header": (("DOB", "301"),),
    "missing": (("MIS_START", "570"), ("MIS_END", "571")),
}
"""Dates that must have come, with the rules that say so."""


def checks(table: Table, memory: Memory, today: date) -> tuple[Check, ...]:
    """Return the checks that the rows of a table are put to."""
    found: list[Check] = []
    if memory.knows_children and table is not HEADER:
        found.append(_belongs(table))
    if table.second_row is not None:
        found.append(_once(table))
    if table.name in CHECKS:
        found.append(CHECKS[table.name])
    if table.name in FUTURE:
        found.append(_come(FUTURE[table.name], today))
    return tuple(found)


def _belongs(table: Table) -> Check:
    """Return the check that finds a child whom the header does not have, or has with another date of birth."""
    dated = "DOB" in table.names

    def check(record: Record, memory: Memory) -> Iterable[Finding]:
        child = memory.children.get(record["CHILD"])
        if child is None:
            refused = record["CHILD"] in memory.refused
            problem = "has a row in the header, which was refused" if refused else "has no row in the header"
            return (Finding("CHILD", str(record["CHILD"]), problem, "a child of the header", table.unknown_child),)
        if dated and child.born != record["DOB"]:
            problem = f"is not the date of birth that the header has, {_words(child.born)}"
            return (Finding("DOB", _said(record, "DOB"), problem, "the same date in both", table.other_birth),)
        return ()

    return check


def _once(table: Table) -> Check:
    """Return the check that finds a second row for a child in a table that has one row a child."""

    def check(record: Record, memory: Memory) -> Iterable[Finding]:
        first = memory.first_rows[table.name].get(record["CHILD"])
        if first is None:
            return ()
        problem = f"has a row already, row {first}, which says something else"
        return (Finding("CHILD", str(record["CHILD"]), problem, "one row for each child", table.second_row or ""),)

    return check


def _come(names: tuple[tuple[str, str], ...], today: date) -> Check:
    """Return the check that finds dates in the future."""

    def check(record: Record, memory: Memory) -> Iterable[Finding]:
        return [
            _finding(record, name, "is in the future", "a date that has come", code)
            for name, code in names
            if (moment := day(record, name)) is not None and moment > today
        ]

    return check


def _episode(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check an episode of being looked after."""
    yield from _in_order(record, "DECOM", "DEC", "356")
    child = memory.children.get(record["CHILD"])
    start = day(record, "DECOM")
    if child is not None and start is not None and start < child.born:
        yield _finding(record, "DECOM", f"is before the child's birth on {_words(child.born)}", "a later date", "302")
    if (record["DEC"] is None) != (record["REC"] is None):
        field = "DEC" if record["DEC"] is None else "REC"
        yield _query(record, field, "is blank", "the end of the episode and its reason, or neither", "148")


def _adoption(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check an adoption."""
    yield from _in_order(record, "DATE_INT", "DATE_MATCH", "333", Severity.QUERY)


def _placed(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check a decision that a child should be placed for adoption, against the adoption and earlier decisions."""
    yield from _not_before_birth(record, "DATE_PLACED", "184")
    yield from _in_order(record, "DATE_PLACED", "DATE_PLACED_CEASED", "522")
    decided = memory.adoption_decided.get(record["CHILD"])
    if isinstance(decided, date) and decided != record["DATE_PLACED"]:
        problem = f"is not the date of the decision that the table of adoptions has, {_words(decided)}"
        yield _finding(record, "DATE_PLACED", problem, "the same date in both", "523")
    if record["DATE_PLACED_CEASED"] is None and record["REASON_PLACED_CEASED"] is not None:
        yield _query(record, "DATE_PLACED_CEASED", "is blank", "a date, since there is a reason", "119")
    yield from _overlaps(record, ("DATE_PLACED", "DATE_PLACED_CEASED"), memory.placed.get(record["CHILD"]), "579")


def _permanence(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check an earlier permanence."""
    for name in ("LA_PERM", "DATE_PERM"):
        if record["PREV_PERM"] == "Z1" and record[name] is not None:
            yield _query(record, name, "is filled in, though there was no earlier permanence (Z1)", "a blank", "635")


def _review(record: Record, memory: Memory) -> Iterable[Finding]:
    """Check a review; there are more of them than of all else, so that the plain case costs one comparison."""
    born, held = record["DOB"], record["REVIEW"]
    if isinstance(born, date) and isinstance(held, date) and held >= born:
        return ()
    return _not_before_birth(record, "REVIEW", "")


def _missing(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check an episode of being missing or away, against the others of the child and the child's time in care."""
    yield from _not_before_birth(record, "MIS_START", "586")
    yield from _in_order(record, "MIS_START", "MIS_END", "567")
    yield from _overlaps(record, ("MIS_START", "MIS_END"), memory.missing.get(record["CHILD"]), "574")
    yield from _within_care(record, memory)


def _within_care(record: Record, memory: Memory) -> Iterator[Finding]:
    """Ask about an episode of being missing that does not fit the episodes of care."""
    care = memory.care.get(record["CHILD"])
    start, end = day(record, "MIS_START"), day(record, "MIS_END")
    if care is None or start is None:
        return
    if start < care.began:
        yield _query(record, "MIS_START", f"is before care began on {_words(care.began)}", "a time in care", "581")
    if end is None and care.ended is None and care.last_began > start:
        changed = _words(care.last_began)
        yield _query(record, "MIS_END", f"is blank, though the placement changed on {changed}", "a date", "575")
    if care.ended is None:
        return
    ended = _words(care.ended)
    if start > care.ended:
        yield _query(record, "MIS_START", f"is after care ended on {ended}", "a time in care", "578")
    elif end is None:
        yield _query(record, "MIS_END", f"is blank, though care ended on {ended}", "a date", "577")
    if start <= care.ended and (end is None or care.ended < end) and care.reason != "E8":
        problem = f"tells of being missing when care ended on {ended}, and that did not end with the code E8"
        yield _query(record, "MISSING", problem, "E8 as the reason in the episode", "580")


def _alone(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check the row of a child who is unaccompanied."""
    child = memory.children.get(record["CHILD"])
    if child is not None and None not in (record["SEX"], child.sex) and record["SEX"] != child.sex:
        yield _query(record, "SEX", f"is not the code that the header has, {child.sex}", "the same in both", "INT21")
    born, ceased = day(record, "DOB"), day(record, "DUC")
    if born is not None and ceased is not None and ceased > _birthday(born, 18):
        yield _query(record, "DUC", "is after the eighteenth birthday", "that birthday at the latest", "304")


def _health(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check a row on health."""
    if record["SDQ_SCORE"] is not None and record["SDQ_REASON"] is not None:
        yield _query(record, "SDQ_REASON", "is given as the reason for no score, and there is a score", "one", "197a")


def _social_worker(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check a time with a social worker."""
    yield from _in_order(record, "SW_DECOM", "SW_DEC", "SW18STG2")


def _liberty(record: Record, memory: Memory) -> Iterator[Finding]:
    """Check a deprivation of liberty order."""
    yield from _not_before_birth(record, "DOLO_START", "708")
    yield from _in_order(record, "DOLO_START", "DOLO_END", "702")


CHECKS: dict[str, Check] = {
    "episodes": _episode,
    "ad1": _adoption,
    "placed_for_adoption": _placed,
    "previous_permanence": _permanence,
    "reviews": _review,
    "missing": _missing,
    "uasc": _alone,
    "oc2": _health,
    "sw_episodes": _social_worker,
    "dolo": _liberty,
}


def _in_order(
    record: Record, first: str, second: str, code: str, severity: Severity = Severity.ERROR
) -> Iterator[Finding]:
    """Find a second date that is before the first."""
    start, end = day(record, first), day(record, second)
    if start is not None and end is not None and end < start:
        problem = f"is before {first}, {_words(start)}"
        yield Finding(second, _words(end), problem, "that date or a later one", code, severity)


def _not_before_birth(record: Record, name: str, code: str) -> Iterator[Finding]:
    """Find a date before the date of birth in the same row."""
    born, moment = day(record, "DOB"), day(record, name)
    if born is not None and moment is not None and moment < born:
        yield _finding(record, name, f"is before the child's birth on {_words(born)}", "a later date", code)


def _overlaps(record: Record, names: tuple[str, str], others: list[Period] | None, code: str) -> Iterator[Finding]:
    """Ask about a period that overlaps another of the same child; both are kept as they were said."""
    start = day(record, names[0])
    if start is None or not others:
        return
    period = Period(start, day(record, names[1]), 0)
    other = next((other for other in others if period.overlaps(other)), None)
    if other is not None:
        until = f"to {_words(other.end)}" if other.end else "and still open"
        problem = f"overlaps the period in row {other.row}, {_words(other.start)} {until}"
        yield _query(record, names[0], problem, "periods that follow each other", code)


def _finding(record: Record, name: str, problem: str, expected: str, code: str) -> Finding:
    """Return an error in a field."""
    return Finding(name, _said(record, name), problem, expected, code)


def _query(record: Record, name: str, problem: str, expected: str, code: str) -> Finding:
    """Return a question about a field."""
    return Finding(name, _said(record, name), problem, expected, code, Severity.QUERY)


def _said(record: Record, name: str) -> str:
    """Return a value as the return writes it."""
    value = record[name]
    return _words(value) if isinstance(value, date) else "" if value is None else str(value)


def _words(moment: date) -> str:
    """Return a date as the return writes it."""
    return f"{moment:%d/%m/%Y}"


def _birthday(born: date, age: int) -> date:
    """Return the day on which an age is reached; who was born on 29 February reaches it on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
