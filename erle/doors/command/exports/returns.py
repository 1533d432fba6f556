"""`erle export ssda903`: the missing table of the children looked after return."""

import argparse
from pathlib import Path
from typing import Any

from erle.doors.command.between.places import CannotBeWritten, written
from erle.doors.command.exports.asking import agency_of, worker_of, year_of
from erle.doors.command.printing import say, say_data
from erle.foundation.database.refusals import Refused

DONE, FAULTY = 0, 1
MOST_SAID = 50
"""Faults said to people; a program is told every one."""


class CannotBeRead(Refused):
    """A table beside it cannot be used."""


def add_to(formats: Any) -> Any:
    """Add the format."""
    own = formats.add_parser("ssda903", help="the missing table of the children looked after return")
    own.add_argument(
        "--tables", type=Path, metavar="FOLDER", help="the authority's header and episodes; else those it imported"
    )
    own.add_argument("--last-year", type=Path, metavar="FILE", help="last year's missing table, for rule 576")
    own.add_argument("--with-faults", action="store_true", help="write it although rules are broken")
    return own


def run(asked: argparse.Namespace) -> int:
    """Make the table; 0 where no rule is broken, 1 where one is."""
    from django.utils import timezone

    from erle.doors.exchange.opening import Unreadable
    from erle.doors.exchange.returning.making import Tables, hand_out, make_missing_table
    from erle.foundation.statute.moments import local_day

    now = timezone.now()
    agency = agency_of(asked)
    worker = worker_of(asked, agency)
    if asked.out is not None and asked.out.exists():
        raise CannotBeWritten(f"{asked.out.name} is there already: name another file, or move it away.")
    try:
        made = make_missing_table(
            agency=agency,
            year=year_of(asked),
            tables=Tables(asked.tables, asked.last_year),
            file=asked.out.name if asked.out else "missing.csv",
            today=local_day(now),
            by=worker,
            at=now,
        )
    except Unreadable as error:
        raise CannotBeRead(str(error)) from error
    wrote = asked.out is not None and (asked.with_faults or not made.checked.faults)
    if wrote:
        hand_out(made, write=lambda text: written((asked.out, text)), by=worker)
    _tell(asked, made, today=local_day(now), wrote=wrote)
    return FAULTY if made.checked.faults else DONE


def _tell(asked: argparse.Namespace, made: Any, *, today: Any, wrote: bool) -> None:
    if asked.json:
        say_data(_data(asked, made, wrote=wrote))
        return
    for line in _words(asked, made, today=today, wrote=wrote):
        say(line)


def _data(asked: argparse.Namespace, made: Any, *, wrote: bool) -> dict[str, Any]:
    return {
        "year": made.year.words,
        "deadline": made.year.deadline,
        "lines": len(made.lines),
        "children": len(made.children),
        "care_unknown": made.care_unknown,
        "not_checked": {what: list(codes) for what, codes in made.checked.not_asked.items()},
        "faults": [fault.data() for fault in made.checked.faults],
        "written": asked.out.name if wrote else None,
    }


def _words(asked: argparse.Namespace, made: Any, *, today: Any, wrote: bool) -> Any:
    year, faults = made.year, made.checked.faults
    yield f"Missing table of {year.words}: {len(made.lines):,} lines of {len(made.children):,} children."
    if today <= year.last:
        yield f"The year is not over: it ends on {year.last:%d/%m/%Y}. Make it again then."
    else:
        yield f"To be handed in by {year.deadline:%d/%m/%Y}, unless the department names another day."
    for what, codes in made.checked.not_asked.items():
        yield f"Not checked for want of {what}: rules {', '.join(codes)}."
    if made.care_unknown:
        some = ", ".join(made.care_unknown[:MOST_SAID])
        yield (
            f"{len(made.care_unknown):,} episodes are not in it, of which nobody recorded whether the child was looked"
            f" after. Record the care on the episode: {some}."
        )
    for fault in faults[:MOST_SAID]:
        yield f"{fault.file}: {fault.words()}"
    if len(faults) > MOST_SAID:
        yield f"… and {len(faults) - MOST_SAID:,} more; --json tells every one."
    if faults:
        yield f"{len(faults):,} faults, each a rule that the department checks."
    if wrote:
        yield f"Written to {asked.out.name}, readable by you alone. It names children: keep it so."
    elif asked.out is not None:
        yield "Not written. Mend the records, or write it as it is with --with-faults."
    else:
        yield "Checked only; nothing was written."
