"""Pairs of standing records weighed by a kept model alone: all here, or some at a time elsewhere, to the same bits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, Column, Levels, Real, Whole
from erle.knowledge.linkage.matching.comparing.dates import DIFFERENT
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.comparing.patterns import Comparer, comparer
from erle.knowledge.linkage.matching.deciding.guards import FREE, may_be_twins
from erle.knowledge.linkage.matching.deciding.weighing import Weighed, bits_of
from erle.knowledge.linkage.matching.fields import FAMILY, Field
from erle.knowledge.linkage.matching.learning.training import LEAST_ROWS
from erle.knowledge.linkage.matching.matching import steady_scale
from erle.knowledge.linkage.matching.model import Model

SHARED, TELLS = frozenset({"forename", "middle", "surname", "sex"}) | FAMILY, 1.0
"""What namesakes share, who may be cousins, and the bits that anything else must weigh to say more than that."""
AT_ONCE = 250_000
"""Pairs whose fields are held in memory together."""
UNTOLD = "unknown"


class Steady(dict[str, float]):
    """A field's frequencies by a model: a value that it does not have counts as the rarest that it could have."""

    def __init__(self, known: Mapping[str, float], rarest: float) -> None:
        """Keep the model's own; a field of which it has none gets one that nobody bears, so that it is asked at all."""
        super().__init__(known or {"": rarest})
        self.rarest = rarest

    def get(self, value: str, other: Any = None) -> Any:
        """Return the model's frequency of the value, and never the other, which is today's."""
        return super().get(value, self.rarest)


def steady(model: Model) -> Model:
    """Return the model with a frequency for every value there may be."""
    rows = max(model.learnt.read, LEAST_ROWS)
    names = [field.name for field in model.fields]
    return replace(
        model, frequencies={name: Steady(model.frequencies.get(name, {}), LEAST_ROWS / rows) for name in names}
    )


@dataclass(frozen=True, eq=False)
class Told:
    """Pairs of records that are worth a question: what each weighs in all, and of each field the level and its bits.

    `one` and `other` are the records' places (pairs); `levels` and `fields` have a column for each field.
    """

    one: Whole
    other: Whole
    bits: Real
    held: NDArray[np.bool_]
    levels: Levels
    fields: Real

    def heaviest_first(self) -> list[int]:
        """Return the places of the pairs; of two of one weight the one whose records stand first."""
        places: list[int] = np.lexsort((self.other, self.one, -self.bits)).tolist()
        return places


class Weighing:
    """A model made ready for the columns of some records; weights hang on no other record there is."""

    def __init__(self, columns: tuple[Column, ...], model: Model) -> None:
        """Keep both; the columns' vocabularies are prepared when a pair is first compared."""
        self.columns, self.model = columns, model
        self.scale = steady_scale(columns, steady(model))
        names = [column.field.name for column in columns]
        self._born = names.index("born") if "born" in names else None
        self._own = [place for place, name in enumerate(names) if name not in SHARED]

    @cached_property
    def comparer(self) -> Comparer:
        """The columns' vocabularies."""
        return comparer(self.columns)

    def weigh(self, one: Whole, other: Whole) -> tuple[Weighed, NDArray[np.int8]]:
        """Weigh pairs of records, and say what a guard says of each."""
        weighed = self.scale.weigh(self.comparer, one, other)
        return weighed, may_be_twins(self.comparer, self.scale.shares, weighed, pairs=self.model.learnt.pairs)

    def equal(self, records: Whole) -> Told:
        """Return of the records, each paired with itself, those that weigh enough to be of one person."""
        bare = Comparer(self.columns, (), np.empty(0, dtype=np.int64))
        known = np.column_stack([column.codes[records] for column in self.columns]) >= 0
        weighed = self.scale.weigh(bare, records, records, np.where(known, 0, UNKNOWN).astype(np.int8))
        enough = weighed.total >= bits_of(self.model.thresholds.link)
        return _told(records, records, weighed, np.zeros(len(records), dtype=bool), enough)

    def told(self, one: Whole, other: Whole) -> Told:
        """Return of the pairs those that are worth a question, in their order; many are weighed some at a time."""
        parts = list(self._parts(one, other))
        return Told(*(np.concatenate([getattr(part, name) for part in parts]) for name in Told.__dataclass_fields__))

    def _parts(self, one: Whole, other: Whole) -> Iterator[Told]:
        thresholds = self.model.thresholds
        for start in range(0, max(len(one), 1), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            weighed, guarded = self.weigh(one[part], other[part])
            held, probable = guarded != FREE, weighed.probability
            worth = np.where(held, probable >= thresholds.possible, probable >= thresholds.link)
            yield _told(one[part], other[part], weighed, held, worth & ~self._only_namesakes(weighed))

    def _only_namesakes(self, weighed: Weighed) -> NDArray[np.bool_]:
        """Say which were born on days of which nothing agrees, and share names and sex alone, as cousins do."""
        if self._born is None:
            return np.zeros(len(weighed.total), dtype=bool)
        more = (weighed.fields[:, self._own] >= TELLS).any(axis=1)
        return np.asarray((weighed.patterns[:, self._born] == DIFFERENT) & ~more)


def level_names(field: Field) -> list[str]:
    """Return what the levels of a field are called, so that the last is the unknown one's."""
    return [*(level.name for level in levels_of(field)), UNTOLD]


def _told(one: Whole, other: Whole, weighed: Weighed, held: NDArray[np.bool_], worth: NDArray[np.bool_]) -> Told:
    return Told(
        one[worth], other[worth], weighed.total[worth], held[worth], weighed.patterns[worth], weighed.fields[worth]
    )
