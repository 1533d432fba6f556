"""The year of a return: from 1 April to 31 March, called by the year in which it ends."""

from dataclasses import dataclass
from datetime import date, datetime

from erle.foundation.statute.moments import end_of, start_of

APRIL, MARCH, JUNE = 4, 3, 6
EARLIEST, LATEST = 2000, 2099


@dataclass(frozen=True)
class CollectionYear:
    """A collection year of the department's returns (SSDA903, seen)."""

    ends_in: int

    def __post_init__(self) -> None:
        """Refuse what is no year of any return."""
        if not EARLIEST <= self.ends_in <= LATEST:
            raise ValueError(f"{self.ends_in} is no collection year; give the year in which it ends, such as 2026.")

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.ends_in - 1, APRIL, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.ends_in, MARCH, 31)

    @property
    def begins_at(self) -> datetime:
        """Its first moment."""
        return start_of(self.first)

    @property
    def ends_at(self) -> datetime:
        """The moment that ends it."""
        return end_of(self.last)

    @property
    def deadline(self) -> date:
        """The day by which the authority hands it in.

        The end of June after the year (known of the collections to 2025, not read again). UNSURE: the department
        names the day anew for each collection.
        """
        return date(self.ends_in, JUNE, 30)

    @property
    def words(self) -> str:
        """The year as the department writes it."""
        return f"{self.ends_in - 1}-{self.ends_in % 100:02}"
