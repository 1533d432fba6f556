"""Faults that stand in agencies' files: days that do not exist, blank days, words no mapping knows, a row sent twice.

Each is noted with the truth, so that a check of an import can ask for every one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from rehearsal.partnership.files.layouts import Layout
from rehearsal.partnership.happenings.noting import HEALTH
from rehearsal.partnership.parameters import share

NO_SUCH_DAY, NO_SUCH_DAY_ISO, NO_SUCH_WORD = "31/02/2026", "2026-02-31", "Misc"
OF_A_THOUSAND = 2
FEWEST_ROWS, MONTHS = 200, 12
ROW_SENT_TWICE = "the row stands twice"
Table = list[list[object]]


@dataclass(frozen=True)
class Fault:
    """A fault: in which file, at which row's reference, in which column, what it is and what were right."""

    file: str
    reference: str
    heading: str
    fault: str
    right: str = ""


def spoiled(random: Random, layout: Layout, table: Table) -> tuple[Table, list[Fault]]:
    """Return the table with a few rows spoiled, and what was done to which."""
    fields = [column.field for column in layout.columns]
    if len(table) < FEWEST_ROWS or "row_reference" not in fields:
        return table, []
    faults, number = [], max(1, len(table) * OF_A_THOUSAND // 1000)
    for place in sorted(random.sample(range(len(table)), number), reverse=True):
        faults.append(_spoil(random, layout, fields, table, place))
    return table, faults + _month_first(random, layout, fields, table)


def _month_first(random: Random, layout: Layout, fields: Sequence[str], table: Table) -> list[Fault]:
    """Type a few moments of a spreadsheet by hand, month first: up to the twelfth of a month nobody can tell."""
    if layout.agency != HEALTH:
        return []
    column, reference, faults = fields.index("happened_at"), fields.index("row_reference"), []
    for row in table:
        moment = row[column]
        if isinstance(moment, datetime) and random.random() < share("american_dates"):
            row[column] = f"{moment:%m/%d/%Y %H:%M}"
            told = "month first, and no such day" if moment.day > MONTHS else "month first, and read as another day"
            told = "month first, and the same day either way" if moment.day == moment.month else told
            heading = layout.columns[column].heading
            faults.append(Fault(layout.path, str(row[reference]), heading, told, moment.isoformat(" ", "minutes")))
    return faults


def _spoil(random: Random, layout: Layout, fields: Sequence[str], table: Table, place: int) -> Fault:
    reference = str(table[place][fields.index("row_reference")])
    when = fields.index("happened_on" if "happened_on" in fields else "happened_at")
    ways = ["no such day", "blank", "twice", *(["no such word"] if "kind" in fields else [])]
    way = random.choice(ways)
    if way == "twice":
        table.insert(place + 1, list(table[place]))
        return Fault(layout.path, reference, "", ROW_SENT_TWICE)
    column = fields.index("kind") if way == "no such word" else when
    table[place][column] = {
        "no such day": NO_SUCH_DAY_ISO if layout.dates == "ymd" else NO_SUCH_DAY,
        "blank": "",
        "no such word": NO_SUCH_WORD,
    }[way]
    if way == "blank" and "recorded_at" in fields:
        table[place][fields.index("recorded_at")] = ""
    return Fault(layout.path, reference, layout.columns[column].heading, way)
