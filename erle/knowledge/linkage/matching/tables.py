"""Tables as they are handed in: text by field, one table for each file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One file's rows; each field has as many values as the table has rows, and "" is an unknown one.

    Dates are `yyyymmdd` (`normal.dates` reads them by the file's own format); all other values stand as in the file.
    `no_repeats`: the file has each person once at most.
    """

    name: str
    rows: int
    values: Mapping[str, Sequence[str]]
    no_repeats: bool = False

    def __post_init__(self) -> None:
        """Hold every field to the table's length."""
        for name, values in self.values.items():
            if len(values) != self.rows:
                raise ValueError(f"{self.name}: {name} has {len(values)} values for {self.rows} rows")
