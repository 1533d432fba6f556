"""Writing tables: CSV as each system saves it, and spreadsheets that are the same byte by byte for the same rows."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from rehearsal.partnership.people.names import plain

DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
WIDTH = 18


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], *, encoding: str = "utf-8"
) -> None:
    """Write a table; what the system's letters cannot hold is written without its accent, as such systems do."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([[_kept(str(cell), encoding) for cell in row] for row in rows])
    path.write_bytes(text.getvalue().encode(encoding))


def _kept(cell: str, encoding: str) -> str:
    if encoding.startswith("utf"):
        return cell
    return "".join(letter if letter.encode(encoding, "ignore") else plain(letter) for letter in cell)


def write_xlsx(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str, made_on: date
) -> None:
    """Write one sheet; the only date in the file's own particulars is the one it is given."""
    held = io.BytesIO()
    with Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.combine(made_on, time()), "author": "Demo"})
        day, moment = book.add_format({"num_format": DAY}), book.add_format({"num_format": MOMENT})
        bold = book.add_format({"bold": True})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        page.set_column(0, len(headings) - 1, WIDTH)
        page.write_row(0, 0, headings, bold)
        for place, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    page.write_datetime(place, column, cell, moment)
                elif isinstance(cell, date):
                    page.write_datetime(place, column, cell, day)
                elif cell != "":
                    page.write_string(place, column, str(cell))
    path.write_bytes(held.getvalue())
