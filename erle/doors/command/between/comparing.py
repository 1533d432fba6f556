"""`erle between compare`: what the unit does, which has no key: answer each side which of its own numbers matched."""

import argparse
from pathlib import Path
from typing import Any

from erle.doors.command.between.places import read_text, written
from erle.doors.command.printing import say, say_data
from erle.foundation.database.refusals import Refused

DONE = 0
MOST_ROWS = 1_000_000


class CannotBeCompared(Refused):
    """Two files of encodings that are not of one exchange, or are larger than agreed."""


def add_to(steps: Any) -> None:
    """Add the step."""
    parser = steps.add_parser("compare", help="for the unit: compare two files of encodings, without the key")
    parser.add_argument("one", type=Path, metavar="ENCODINGS-ONE", help="of the side one")
    parser.add_argument("other", type=Path, metavar="ENCODINGS-OTHER", help="of the side other")
    parser.add_argument("--answer-one", type=Path, required=True, metavar="ANSWER-ONE", help="for the side one alone")
    parser.add_argument(
        "--answer-other", type=Path, required=True, metavar="ANSWER-OTHER", help="for the side other alone"
    )
    parser.add_argument(
        "--most-rows",
        type=int,
        default=MOST_ROWS,
        metavar="N",
        help=f"refuse a file of more: as agreed, since a long one may be a list of guesses; {MOST_ROWS:,} unless said",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Compare, and write an answer for each side."""
    from erle.knowledge.linkage.between.comparing import NotAlikeMade, compare
    from erle.knowledge.linkage.between.documents import answer_documents, read_encodings
    from erle.knowledge.linkage.between.tags import Side

    read = [read_text(path, read_encodings) for path in (asked.one, asked.other)]
    for path, (encodings, _) in zip((asked.one, asked.other), read, strict=True):
        if len(encodings) > asked.most_rows:
            raise CannotBeCompared(f"{path.name} has {len(encodings):,} rows; expected {asked.most_rows:,} at most.")
    (one, sum_one), (other, sum_other) = read
    if (one.side, other.side) == (Side.OTHER, Side.ONE):
        raise CannotBeCompared(f"{asked.one.name} is of the side other: name the files the other way about.")
    try:
        found = compare(one, other)
    except NotAlikeMade as error:
        raise CannotBeCompared(f"{asked.one.name} and {asked.other.name} cannot be compared: {error}.") from error
    answers = answer_documents(found.pairs, one, other, of=(sum_one, sum_other))
    written(*zip((asked.answer_one, asked.answer_other), answers, strict=True))
    told = {
        "rows": {asked.one.name: len(one), asked.other.name: len(other)},
        "compared": found.compared,
        "matched": len(found.pairs),
        "by_number": int(found.pairs.certain.sum()),
        "check": one.check,
        "answers": {asked.one.name: asked.answer_one.name, asked.other.name: asked.answer_other.name},
    }
    if asked.json:
        say_data(told)
    else:
        say(_words(told))
    return DONE


def _words(told: dict[str, Any]) -> str:
    files = ", ".join(f"{name}: {rows:,} records" for name, rows in told["rows"].items())
    answers = ", ".join(f"{answer} for who sent {name}" for name, answer in told["answers"].items())
    return (
        f"{files}; key {told['check']}.\n{told['compared']:,} pairs compared, {told['matched']:,} matched, "
        f"{told['by_number']:,} of them by a number.\nHand out {answers}. Then delete all four files."
    )
