"""`erle between encode`: a file of one's own into encodings for the unit, and the rows that stay at home."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from erle.doors.command.between.places import read_text, written
from erle.doors.command.printing import say, say_data
from erle.foundation.database.refusals import Refused

DONE = 0
MOST_TOLD = 5


class CannotBeEncoded(Refused):
    """The key, or the file, cannot be used as it is."""


def add_to(steps: Any) -> None:
    """Add the step."""
    parser = steps.add_parser("encode", help="encode a file of your own for the unit")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or a spreadsheet")
    parser.add_argument("--map", type=Path, required=True, metavar="FIELDS.toml", help="as for `erle match`")
    parser.add_argument("--key", type=Path, required=True, metavar="KEY.json", help="the key of this exchange")
    parser.add_argument(
        "--side", choices=("one", "other"), required=True, help="which of the two you are, as agreed: one or other"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="ENCODINGS", help="for the unit")
    parser.add_argument("--rows", type=Path, required=True, metavar="ROWS", help="for yourself: which row is which")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Encode the file; what of it cannot be used is counted, and the good rows are kept."""
    from erle.doors.command.between.numbers import with_valid_numbers
    from erle.doors.command.matching.maps import read_map
    from erle.doors.command.matching.reading import read_files
    from erle.knowledge.linkage.between.documents import encodings_document, read_key, rows_document
    from erle.knowledge.linkage.between.encoding import encode
    from erle.knowledge.linkage.between.envelopes import sum_of
    from erle.knowledge.linkage.between.tags import Side

    secret = read_text(asked.key, read_key)
    mapped = read_map(asked.map, [asked.file])
    [given] = read_files([asked.file], mapped, today=datetime.now(UTC).date())
    file, used = with_valid_numbers(given, secret.parameters)
    if not used:
        raise CannotBeEncoded(
            f"{asked.file.name}: the map names no field that the key compares by; expected some of "
            f"{', '.join((*secret.parameters.fields, *secret.parameters.identifiers))}."
        )
    encoded = encode(file.table, secret, Side(asked.side))
    document = encodings_document(encoded.encodings)
    written((asked.out, document), (asked.rows, rows_document(_own(encoded, file), of=sum_of(document))))
    told = _told(asked, encoded, file, used)
    if asked.json:
        say_data(told)
    else:
        say(_words(told))
    return DONE


def _own(encoded: Any, file: Any) -> list[Any]:
    """Return each row of one's own that was encoded, by its number."""
    from erle.knowledge.linkage.between.documents import Own, numbers_of

    references: Sequence[str] = file.references or [""] * file.table.rows
    return [
        Own(number, file.table.name, str(file.numbers[row]), references[row])
        for number, rows in zip(numbers_of(encoded.encodings), encoded.rows, strict=True)
        for row in rows
    ]


def _told(asked: argparse.Namespace, encoded: Any, file: Any, used: Sequence[str]) -> dict[str, Any]:
    """Return the figures: no names and no values."""
    from erle.doors.command.matching.summary import file_figures

    return {
        **file_figures(file),
        "used": list(used),
        "side": asked.side,
        "encoded": len(encoded.encodings),
        "equal_rows": sum(len(rows) - 1 for rows in encoded.rows),
        "too_little": {
            "count": len(encoded.bare),
            "first_rows": [file.numbers[row] for row in encoded.bare[:MOST_TOLD]],
            "expected": "two of forename, surname and date of birth, or one of them and a number",
        },
        "check": encoded.encodings.check,
        "for_the_unit": asked.out.name,
        "for_yourself": asked.rows.name,
    }


def _words(told: dict[str, Any]) -> str:
    from erle.doors.command.matching.summary import unread_words

    lines = [f"{told['file']}: {told['rows']:,} rows, by {', '.join(told['used'])}."]
    lines += [unread_words(told["file"], one) for one in told["unread"]]
    little = told["too_little"]
    if little["count"]:
        rows = ", ".join(f"{row:,}" for row in little["first_rows"])
        more = " …" if little["count"] > len(little["first_rows"]) else ""
        lines.append(
            f"{told['file']}: {little['count']:,} left out, of which too little is known (row {rows}{more}). "
            f"Expected: {little['expected']}."
        )
    lines.append(
        f"{told['encoded']:,} records encoded, {told['equal_rows']:,} rows beyond the first of equal ones; "
        f"side {told['side']}, key {told['check']}."
    )
    lines.append(
        f"{told['for_the_unit']} is for the unit alone. Keep {told['for_yourself']}: it says which row is which."
    )
    return "\n".join(lines)
