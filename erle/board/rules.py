"""Keeping few children out of figures: which rows of a year's tables are held back so that no other gives them away.

What is shown is rounded: a count shown as 20, of a least of 5, is 18 to 22. The measures of a row are tied by
inequalities (nobody is offered a talk who did not return), so that they are shown together or not at all: a row with
one small count (1 to 4) shows none. The rows of a table that are held back are together what the total leaves. They
are enough where their episodes may be dealt out among them so that a small count of any is each of 1 to 4.
See docs/oversight.md.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MEASURES = ("children", "episodes", "repeated", "returned", "offered", "done", "in_time", "declined")
OF_CHILDREN = frozenset({"children", "repeated"})
"""Measures that count children, who may stand in several rows: of months, agencies and care."""
SIDES = ("month", "agency", "school", "care", "area")
RELATIONS = (
    (("repeated",), "children"),
    (("children",), "episodes"),
    (("returned",), "episodes"),
    (("offered",), "returned"),
    (("done", "declined"), "offered"),
    (("in_time",), "done"),
)
"""In each row the first, taken together, are no more than the second. By these every measure is tied to every other."""


@dataclass(frozen=True)
class Counted:
    """One row as the database gives it: by what, which, and each measure; None where it is small or of few children."""

    by: str
    key: str
    counts: Mapping[str, int | None]
    few: bool

    @property
    def is_small(self) -> bool:
        """Return whether a count of the row is small, or may be: of few children none is given."""
        return any(count is None for count in self.counts.values())

    def fewest(self, measure: str, least: int) -> int:
        """Return the least that a count can be, by what the database gave: for a small one 1, of few children 0."""
        count = self.counts[measure]
        if count is None:
            return 0 if self.few else 1
        return bounds(count, least)[0]


@dataclass(frozen=True)
class Figures:
    """A year's figures, fit to be shown: the total, and the rows of each table; None is not shown."""

    total: Mapping[str, int | None]
    tables: Mapping[str, Mapping[str, Mapping[str, int | None]]]


def bounds(count: int, least: int) -> tuple[int, int]:
    """Return the least and the most that a count can be which is shown."""
    if count == 0:
        return 0, 0
    half = least / 2
    return max(least, math.ceil(count - half)), math.ceil(count + half) - 1


@dataclass
class Table:
    """The rows of a year by one thing: those that are shown, smallest first, and those that are held back."""

    shown: list[Counted]
    held: list[Counted]

    @classmethod
    def of(cls, rows: Iterable[Counted]) -> "Table":
        """Hold back each row that has a small count."""
        by_size = sorted(rows, key=lambda row: (row.counts["episodes"] or 0, row.key))
        return cls([row for row in by_size if not row.is_small], [row for row in by_size if row.is_small])

    def hold_one_back(self) -> None:
        """Hold the smallest row back that is shown."""
        self.held.append(self.shown.pop(0))

    def enough(self, total: Counted, least: int, *, total_shown: bool) -> bool:
        """Return whether the rows held back protect each other: none, or several among which to deal."""
        if not self.held or (not total_shown and not self.shown):
            return True
        if len(self.held) == 1:
            return False
        if not total_shown:
            return True
        one_each = least - 1 + len(self.held) - 1
        return self._fewest("episodes", total, least) >= one_each and all(
            self._may_be_dealt(name, total, least) for name in MEASURES if total.counts[name] != 0
        )

    def _may_be_dealt(self, name: str, total: Counted, least: int) -> bool:
        """Return whether one of the rows held back may have all small numbers of a measure.

        Of children one row alone must have as many, as the same children may stand in the others.
        """
        if all(row.counts[name] is not None for row in self.held):
            return True
        if name in OF_CHILDREN:
            return max(row.fewest(name, least) for row in self.held) >= least
        return self._fewest(name, total, least) >= least - 1

    def _fewest(self, name: str, total: Counted, least: int) -> int:
        """Return the least that the rows held back can come to: by themselves, or by what the total leaves."""
        left = total.fewest(name, least) - sum(bounds(row.counts[name] or 0, least)[1] for row in self.shown)
        return max(left, sum(row.fewest(name, least) for row in self.held))


def protected(rows: Iterable[Counted], *, least: int) -> Figures:
    """Return the figures with all held back that would give few children away."""
    rows = list(rows)
    total = next((row for row in rows if row.by == "total"), None)
    if total is None:
        return Figures(dict.fromkeys(MEASURES, 0), {by: {} for by in SIDES})
    tables = {by: Table.of(row for row in rows if row.by == by) for by in SIDES}
    total_shown = _hold_back(list(tables.values()), total, least)
    shown = {
        by: {row.key: _said(row, here=row in table.shown) for row in rows if row.by == by}
        for by, table in tables.items()
    }  # fmt: skip
    return Figures(_said(total, here=total_shown), shown)


def _hold_back(tables: list[Table], total: Counted, least: int) -> bool:
    """Hold back until every table has enough; return whether the total is still shown.

    Where a table has nothing more to hold back the total goes, and then a row of every table, which would tell it.
    """
    total_shown = not total.is_small
    for table in tables:
        while not table.enough(total, least, total_shown=total_shown):
            if table.shown:
                table.hold_one_back()
            else:
                total_shown = False
    if not total_shown:
        for table in tables:
            while table.shown and len(table.held) < 2:
                table.hold_one_back()
    return total_shown


def _said(row: Counted, *, here: bool) -> dict[str, int | None]:
    return {name: row.counts[name] if here else None for name in MEASURES}
