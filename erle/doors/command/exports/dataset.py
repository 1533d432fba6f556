"""`erle export ssd`: the Standard Safeguarding Dataset's tables of being missing and of section 47 enquiries."""

import argparse
from pathlib import Path
from typing import Any

from erle.doors.command.between.places import CannotBeWritten, written
from erle.doors.command.exports.asking import agency_of, worker_of, year_of
from erle.doors.command.printing import say, say_data

DONE = 0
CARE = ("looked-after", "all")


def add_to(formats: Any) -> Any:
    """Add the format."""
    own = formats.add_parser("ssd", help="the standard safeguarding data set: missing, section 47 enquiries")
    own.add_argument("--care", choices=CARE, default=CARE[0], help="whose episodes; looked-after unless it is said")
    return own


def run(asked: argparse.Namespace) -> int:
    """Make the tables, and write each as a file of its name into a new folder."""
    from django.utils import timezone

    from erle.doors.exchange.returning.dataset import Care, hand_out_set, make_data_set
    from erle.foundation.statute.moments import local_day

    now = timezone.now()
    agency = agency_of(asked)
    worker = worker_of(asked, agency)
    made = make_data_set(
        agency=agency, year=year_of(asked), care=Care(asked.care), today=local_day(now), by=worker, at=now
    )
    if asked.out is not None:
        hand_out_set(made, write=lambda texts: _write(asked.out, texts), by=worker)
    told = {name: len(rows) for name, rows in made.tables.items()}
    if asked.json:
        say_data({"year": made.year.words, "rows": told, "written": asked.out.name if asked.out else None})
        return DONE
    for name, number in told.items():
        say(f"{name} of {made.year.words}: {number:,} rows.")
    say(
        f"Written to {asked.out.name}, readable by you alone. It names children: keep it so."
        if asked.out
        else "Nothing was written: name a new folder with --out."
    )
    return DONE


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Write the tables into a folder of their own, which nobody else can read."""
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise CannotBeWritten(f"{folder.name} cannot be made: {error.strerror}.") from error
    written(*((folder / f"{name}.csv", text) for name, text in texts.items()))
