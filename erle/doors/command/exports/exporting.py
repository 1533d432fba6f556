"""`erle export`: make a table that goes out, say what is wrong with it row by row, and write it for its owner alone."""

import argparse
from pathlib import Path
from typing import Any

from erle.doors.command.exports import dataset, returns
from erle.doors.command.standing import product


def add_to(words: Any) -> None:
    """Add the command and its formats."""
    parser = words.add_parser("export", help="make the yearly return of missing children, or the standard data set")
    formats = parser.add_subparsers(dest="format", required=True, metavar="FORMAT")
    for room in (returns, dataset):
        own = room.add_to(formats)
        own.add_argument("--agency", required=True, metavar="SLUG", help="short name of the agency whose table it is")
        own.add_argument("--by", required=True, metavar="EMAIL", help="who asks for it: her post must let her")
        own.add_argument(
            "--year", required=True, type=int, metavar="YEAR", help="the year in which the collection year ends"
        )
        own.add_argument("--out", type=Path, metavar="FILE", help="where to write; of the data set a new folder")
        own.add_argument("--json", action="store_true")
        own.set_defaults(run=run, make=room.run)


def run(asked: argparse.Namespace) -> int:
    """Make the table."""
    with product(make=False):
        return int(asked.make(asked))
