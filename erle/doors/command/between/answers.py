"""`erle between read`: the unit's answer and one's own rows into a list of who the other partnership knows too."""

import argparse
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from erle.doors.command.between.places import read_text, written
from erle.doors.command.printing import say, say_data
from erle.foundation.database.refusals import Refused

DONE = 0
HEADING = ("pair", "file", "row", "reference", "by", "likeness")


class CannotBeJoined(Refused):
    """An answer that is not to these rows."""


def add_to(steps: Any) -> None:
    """Add the step."""
    parser = steps.add_parser("read", help="say which of your own rows an answer of the unit is about")
    parser.add_argument("answer", type=Path, metavar="ANSWER", help="what the unit answered you")
    parser.add_argument(
        "--rows", type=Path, required=True, metavar="ROWS", help="what `erle between encode` kept for you"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="KNOWN.csv", help="write your rows that matched there"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Join the answer with the rows."""
    from erle.knowledge.linkage.between.documents import NUMBER, read_answer, read_rows

    told, of_answer = read_text(asked.answer, read_answer)
    own, of_rows = read_text(asked.rows, read_rows)
    if of_answer != of_rows:
        raise CannotBeJoined(
            f"{asked.answer.name} answers another file of encodings than {asked.rows.name} belongs to."
        )
    by_number: dict[str, list[Any]] = {}
    for row in own:
        by_number.setdefault(row.number, []).append(row)
    strange = [place for place, one in enumerate(told, 3) if one.number not in by_number]
    if strange:
        raise CannotBeJoined(f"{asked.answer.name}, line {strange[0]}: {asked.rows.name} has no such row.")
    written((asked.out, _table(told, by_number)))
    figures = {
        "file": asked.out.name,
        "pairs": len(told),
        "rows": len({row for one in told for row in by_number[one.number]}),
        "by_number": sum(one.by == NUMBER for one in told),
    }
    if asked.json:
        say_data(figures)
    else:
        say(
            f"{figures['file']}: {figures['rows']:,} of your rows are known to the other partnership too, in "
            f"{figures['pairs']:,} pairs, {figures['by_number']:,} of them by a number. The other partnership has been "
            "told the same pairs. A pair is a proposal: look before you act on one."
        )
    return DONE


def _table(told: Sequence[Any], by_number: Mapping[str, Sequence[Any]]) -> str:
    from erle.doors.exchange.rejects import inert

    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(HEADING)
    for one in told:
        for row in by_number[one.number]:
            writer.writerow([one.pair, row.file, row.line, inert(row.reference), one.by, f"{one.likeness:.2f}"])
    return made.getvalue()
