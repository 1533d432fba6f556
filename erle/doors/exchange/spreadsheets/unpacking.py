"""Run: `python -m erle.doors.exchange.spreadsheets.unpacking DESCRIPTOR [SHEET]`: a spreadsheet's rows, line by line.

It is a process of its own, with bounds on memory and time set by itself before the file is touched: whatever the file
does to the reader, the product goes on. Values alone are read; no formula is worked out and no macro run.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TextIO

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 1536 * 1024 * 1024
SECONDS = 180
MOST_CELLS = 20_000_000
LONGEST_CELL = 131_071
EXACT = 1e15
"""Beyond it a whole number in a cell is not the one that was typed."""


def main(descriptor: int, wanted: str, out: TextIO) -> int:
    """Write what is in the sheet: a first line that names it, then a line for each row."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        with os.fdopen(descriptor, "rb") as file:
            file.seek(0)
            with CalamineWorkbook.from_object(file) as book:
                return _write(book, wanted, out)
    except (CalamineError, ValueError, OSError, MemoryError) as error:
        return _refuse(out, f"is damaged, or not a spreadsheet ({str(error)[:120]})")


def _write(book: Any, wanted: str, out: TextIO) -> int:
    sheets = [each.name for each in book.sheets_metadata if _is_seen(each)]
    if wanted and wanted not in sheets:
        return _refuse(out, f"has no sheet called {wanted[:60]}; it has {', '.join(name[:40] for name in sheets[:10])}")
    for name in [wanted] if wanted else sheets:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
            return _refuse(out, f"has a sheet of more than {MOST_CELLS:,} cells: save it as CSV instead")
        _say(out, {"sheet": name, "others": [other for other in sheets if other != name]})
        for row in sheet.iter_rows():
            _say(out, [_text(cell) for cell in row])
        return 0
    return _refuse(out, "is empty")


def _is_seen(sheet: Any) -> bool:
    kind, visible = str(sheet.typ), str(sheet.visible)
    return kind.endswith("WorkSheet") and visible.endswith("Visible")


def _refuse(out: TextIO, why: str) -> int:
    _say(out, {"refused": why})
    return 0


def _say(out: TextIO, what: object) -> None:
    out.write(json.dumps(what, separators=(",", ":")) + "\n")


def _text(cell: object) -> str:
    """Return a cell as a person would type it; a day without an hour is written year-month-day, whatever its look."""
    written = next((write for kind, write in WRITTEN if isinstance(cell, kind)), str)
    return written(cell)


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)


def _moment(cell: datetime) -> str:
    return cell.isoformat(" ", "seconds").removesuffix(":00").removesuffix(" 00:00")


def _hours(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, lambda cell: cell[:LONGEST_CELL]),
    (bool, lambda cell: "yes" if cell else "no"),
    (float, _number),
    (datetime, _moment),
    (time, lambda cell: cell.isoformat("seconds").removesuffix(":00")),
    (timedelta, _hours),
    (date, date.isoformat),
)
"""How each kind of cell is written; a moment is a day too, so it comes first."""


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), " ".join(sys.argv[2:]), sys.stdout))
