"""Weights of one record beside a few others, in bits, by a model that is kept; and what a guard says of each pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.comparing.names import CLOSE, CROSSED, DIFFERENT, LOOSE, PART, SWAPPED
from erle.knowledge.linkage.matching.deciding.guards import (
    APART,
    BORN_APART,
    FEW,
    FEWER,
    FREE,
    HELD,
    LEAST_RELATIVES,
    LIKELIER,
    NAMESAKES_SHARE,
    OWN,
    TELLS,
)
from erle.knowledge.linkage.matching.deciding.weighing import bits_of
from erle.knowledge.linkage.matching.fields import FAMILY, IDENTIFIER, Field, Whose
from erle.knowledge.linkage.matching.learning.estimating import LEAST
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.near.levels import Level, agreement, level_of

Values = Mapping[str, str]
"""By field, a record's value in its normal form; what is missing is unknown."""


@dataclass(frozen=True)
class Weighed:
    """A pair: the level and the bits of each field of the model, all together, and what a guard says of it."""

    levels: Sequence[int]
    fields: Sequence[float]
    bits: float
    relatives: float
    guarded: int

    @property
    def probability(self) -> float:
        """Return how probable it is that the two are one person."""
        return float(1 / (1 + 2.0**-self.bits))


@dataclass(frozen=True)
class _Told:
    """What the levels of a field weigh; the last of each stands for unknown."""

    field: Field
    bits: Sequence[float]
    kin: Sequence[float]
    exact: float
    """How often strangers agree on the whole, in bits; a value's own frequency takes its place."""
    lean: Sequence[float]
    """What is put to relatives where a guard asks: what a family shares never frees a pair."""


class Weigher:
    """A model made ready to weigh pairs one by one; `steady`: by field, a frequency for every value there may be."""

    def __init__(self, model: Model, steady: Mapping[str, Mapping[str, float]]) -> None:
        """Work out the bits of each level once."""
        shares = model.shares
        self.model, self.steady = model, steady
        self.possible, self.link = bits_of(model.thresholds.possible), bits_of(model.thresholds.link)
        self._levels = [level_of(field) for field in model.fields]
        self._told = [
            _told(field, *(each[place].tolist() for each in (shares.same, shares.strangers, shares.relatives)))
            for place, field in enumerate(model.fields)
        ]
        self._names = [field.name for field in model.fields]
        self.born = self._names.index("born") if "born" in self._names else -1
        """The place of the date of birth among the fields; -1 where it is none of them."""
        places = {name: place for place, name in enumerate(self._names)}
        self._forename, self._surname = places.get("forename", -1), places.get("surname", -1)
        self._own = [place for place, name in enumerate(self._names) if name in OWN or name.startswith(IDENTIFIER)]
        self._family = [place for place, name in enumerate(self._names) if name in FAMILY]
        self._others = [place for place, name in enumerate(self._names) if name not in NAMESAKES_SHARE]
        strangers = max(1 - shares.prior - shares.prior_relatives, LEAST)
        self.prior, self._kin = log2(shares.prior / strangers), log2(shares.prior_relatives / strangers)
        self._more = max(log2(LEAST_RELATIVES / (shares.prior_relatives * model.learnt.pairs)), 0.0)

    def weigh(self, one: Values, other: Values) -> Weighed:
        """Weigh a pair of records."""
        levels = [
            agreement(level, one.get(name, ""), other.get(name, ""))
            for level, name in zip(self._levels, self._names, strict=True)
        ]
        self._mark_swapped(levels, one, other)
        fields, kin, family, lean = [], self._kin, [0.0, 0.0], 0.0
        for told, name, level in zip(self._told, self._names, levels, strict=True):
            bits, beside = told.bits[level], told.kin[level]
            if level == 0 and told.field.by_frequency:
                rare = told.exact - log2(max(self.steady[name].get(one[name], 0.0), LEAST))
                bits += rare
                beside += rare if told.field.whose == Whose.HOUSEHOLD else 0.0
            fields.append(bits)
            kin += beside
            if name in FAMILY:
                family[0], family[1], lean = family[0] + bits, family[1] + beside, lean + told.lean[level]
        known = self.prior + sum(fields)
        total, relatives = known - _beside_nothing(kin), kin - known + lean
        bare = known - family[0] - _beside_nothing(kin - family[1])
        guarded = self._guarded(levels, fields, relatives, carried=bare < LIKELIER <= total)
        return Weighed(levels, fields, total, relatives, guarded)

    def reach(self, one: Values) -> "Reach":
        """Return what says of others, quickly, that they cannot weigh so much beside this record."""
        return Reach(self, one)

    def known_of(self, one: Values) -> list["Known"]:
        """Return each field that the record knows."""
        return [
            Known(name, value, self._levels[place], bits := self._bits(place, value), max(bits))
            for place, name in enumerate(self._names)
            if (value := one.get(name, ""))
        ]

    def _bits(self, place: int, value: str) -> list[float]:
        """Return what each level of a field weighs for a value, unknown at the end."""
        told = self._told[place]
        if not told.field.by_frequency:
            return list(told.bits)
        rare = told.exact - log2(max(self.steady[self._names[place]].get(value, 0.0), LEAST))
        return [told.bits[0] + rare, *told.bits[1:]]

    def compared(self, weighed: Weighed) -> list[dict[str, str | float]]:
        """Return field, level and bits of each thing that was compared, and no value."""
        return [
            {
                "field": field.name,
                "level": levels_of(field)[level].name if level != UNKNOWN else "unknown",
                "bits": round(bits, 1),
            }
            for field, level, bits in zip(self.model.fields, weighed.levels, weighed.fields, strict=True)
        ]

    def _mark_swapped(self, levels: list[int], one: Values, other: Values) -> None:
        """Say of names that changed places that they did, in the forename; the surname tells no more."""
        forename, surname = self._forename, self._surname
        if forename < 0 or surname < 0:
            return
        if not all(level > CLOSE or level == UNKNOWN for level in (levels[forename], levels[surname])):
            return
        there, back = (
            bool(here.get("forename")) and here.get("forename") == away.get("surname")
            for here, away in ((one, other), (other, one))
        )
        if there or back:
            levels[forename], levels[surname] = SWAPPED if there and back else CROSSED, UNKNOWN

    def _guarded(self, levels: Sequence[int], fields: Sequence[float], relatives: float, *, carried: bool) -> int:
        """Return what the guard says: see `deciding.guards`."""
        place = self._forename
        if min(place, self._surname, self.born) < 0:
            return FREE
        forename, surname = levels[place], levels[self._surname]
        unlike = forename in (DIFFERENT, LOOSE) and fields[place] < 0
        untold = forename in (UNKNOWN, CROSSED)
        alone = not any(fields[own] >= TELLS for own in self._own)
        same_day = alone and unlike and levels[self.born] == 0
        if same_day and UNKNOWN != surname <= PART and relatives + self._more > FEW:
            return APART
        if levels[self.born] == BORN_APART and not any(fields[other] >= TELLS for other in self._others):
            return HELD
        themselves = fields[place] >= TELLS and fields[self.born] >= TELLS
        if carried and alone and (not themselves or relatives > FEW):
            return HELD
        if alone and (unlike or untold) and any(fields[family] >= TELLS for family in self._family):
            return HELD
        return HELD if alone and ((unlike and relatives > FEW) or (untold and relatives > FEWER)) else FREE


class Known(NamedTuple):
    """A field that a record knows: its value, what says a level, and what each level weighs for it, the most apart."""

    name: str
    value: str
    level: Level
    bits: Sequence[float]
    most: float


class Reach:
    """Of one record: the most that another can weigh beside it, field by field, those first that take away most."""

    def __init__(self, weigher: Weigher, one: Values) -> None:
        """Work out the most of each field once."""
        self._fields = sorted(weigher.known_of(one), key=lambda field: min(field.bits) - field.most)
        self._most = weigher.prior + sum(field.most for field in self._fields)
        self._forename, self._surname = one.get("forename", ""), one.get("surname", "")

    def falls_short(self, other: Values, least: float) -> bool:
        """Say whether the pair surely weighs less; names that changed places are left to be weighed."""
        if self._forename == other.get("surname", "") or self._surname == other.get("forename", ""):
            return False
        most = self._most
        for name, mine, level, bits, best in self._fields:
            theirs = other.get(name, "")
            if theirs != mine:
                most -= best - bits[level(mine, theirs) if theirs else UNKNOWN]
            else:
                most -= best - bits[0]
            if most < least:
                return True
        return False


def _beside_nothing(bits: float) -> float:
    """Return the logarithm of one and the odds together, in bits."""
    return max(bits, 0.0) + log2(1 + 2.0 ** -abs(bits))


def _told(field: Field, *shares: Sequence[float]) -> _Told:
    same, strangers, relatives = ([log2(max(one, LEAST)) for one in each] for each in shares)
    return _Told(
        field,
        [*(mine - theirs for mine, theirs in zip(same, strangers, strict=True)), 0.0],
        [*(kin - theirs for kin, theirs in zip(relatives, strangers, strict=True)), 0.0],
        strangers[0],
        [
            *(
                max(mine - kins, 0.0) if field.name in FAMILY else 0.0
                for mine, kins in zip(same, relatives, strict=True)
            ),
            0.0,
        ],
    )
