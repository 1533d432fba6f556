"""The model: what each level of each field tells, how often values occur, which keys and thresholds were used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from erle.knowledge.linkage.matching.blocking.blocks import FULLEST
from erle.knowledge.linkage.matching.fields import Field
from erle.knowledge.linkage.matching.learning.estimating import Shares


@dataclass(frozen=True)
class Thresholds:
    """Probabilities at which a pair is possible, linked and certain, and how many rows one person may have.

    They are the same for all data: what differs from file to file is learnt. `link` is where one person is likelier
    than two, which loses least when a link too many and one too few weigh alike; `certain` is for who acts unasked.
    """

    possible: float = 0.1
    link: float = 0.5
    certain: float = 0.99
    largest_cluster: int = 500


@dataclass(frozen=True)
class Learnt:
    """When a model was learnt, and on what."""

    at: datetime
    tables: tuple[tuple[str, int], ...]
    """Name and rows of each."""
    pairs: float
    """Pairs of all the rows that may be one person."""
    candidates: int
    drawn: int = 0
    """Rows drawn by chance from which it was learnt; 0 where it was learnt from all."""

    @property
    def rows(self) -> int:
        """Rows that there were."""
        return sum(rows for _, rows in self.tables)

    @property
    def read(self) -> int:
        """Rows that it was learnt from."""
        return self.drawn or self.rows


@dataclass(frozen=True)
class Model:
    """All that weighing needs; `frequencies`: by field, the shares of the most frequent values."""

    fields: tuple[Field, ...]
    shares: Shares
    frequencies: Mapping[str, Mapping[str, float]]
    keys: tuple[str, ...]
    learnt: Learnt
    fullest_block: int = FULLEST
    thresholds: Thresholds = field(default_factory=Thresholds)
