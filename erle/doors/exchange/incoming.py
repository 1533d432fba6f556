"""What every format gives to the import: rows fit to land, rows that go back, and what is worth saying of the file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from erle.doors.exchange.faults import Fault
from erle.knowledge.records.actions.files.rows import Row


class SentBack(NamedTuple):
    """A row that is not kept: its table and headings, its cells, and why; line 0 for a fault of the file as a whole."""

    table: str
    header: Sequence[str]
    line: int
    cells: Sequence[str]
    faults: Sequence[Fault]


class Portion(NamedTuple):
    """Some thousand rows of one table."""

    table: str
    rows: list[Row]
    queries: list[Fault]
    sent_back: list[SentBack]


class PassedOver(NamedTuple):
    """A file that is not read, and why."""

    file: str
    why: str


class Incoming(Protocol):
    """A file, or several, whose headings have been read."""

    @property
    def format(self) -> str:
        """Its name, as a batch has it."""

    @property
    def purpose(self) -> str:
        """Why the agency knows the children, in words, for their circles."""

    @property
    def headers(self) -> Sequence[Sequence[str]]:
        """The headings of its tables."""

    @property
    def rules(self) -> Mapping[str, str]:
        """The published rules that it is held against, by their codes."""

    @property
    def notes(self) -> Sequence[str]:
        """What is unusual about the file as a whole."""

    @property
    def passed_over(self) -> Sequence[PassedOver]:
        """Files that are not read."""

    def portions(self) -> Iterator[Portion]:
        """Yield all rows, some thousand at a time."""
