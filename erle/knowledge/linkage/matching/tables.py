"""Tables as they are handed in: text by field, one table for each file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Table:
    """One file's rows; each field has as many values as the table has rows, and "" is an unknown one.

    `no_repeats`: the file has each person once at most. `unread`: how many dates could not be read, by field.
    """

    name: str
    rows: int
    values: Mapping[str, Sequence[str]]
    no_repeats: bool = False
    unread: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Hold every field to the table's length."""
        for name, values in self.values.items():
            if len(values) != self.rows:
                raise ValueError(f"{self.name}: {name} has {len(values)} values for {self.rows} rows")


LATEST, EARLIEST = date.max, date(1850, 1, 1)
"""Between which days somebody is born, where nobody says what day it is."""
