"""Weights of one record beside a few others, in bits, by a model that is kept; and what a guard says of each pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log2
from operator import itemgetter

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
from erle.knowledge.linkage.matching.near.levels import KEPT, Level, agreement, level_of

Values = Mapping[str, str]
"""By field, a record's value in its normal form; what is missing is unknown."""
Weights = tuple[Sequence[float], Sequence[float], float, float]
"""Of a value: what each level weighs for one person and for kin, the most, and how many bits the worst takes away."""
Known = tuple[int, str, str, Level, Sequence[float], Sequence[float], float, float]
"""A field that a record knows: its place in the model, name, value, what says a level; and its value's `Weights`."""
FALLS = itemgetter(-1)


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
    names: Sequence[str]
    """What the levels are called."""


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
        self._weights = lru_cache(maxsize=KEPT)(self._weights_of)
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
        return self.reach(one).weigh(other)

    def reach(self, one: Values) -> "Reach":
        """Return the record made ready to weigh others beside it."""
        return Reach(self, one)

    def known_of(self, one: Values) -> list[Known]:
        """Return each field that the record knows."""
        return [
            (place, name, value, self._levels[place], *self._weights(place, value))
            for place, name in enumerate(self._names)
            if (value := one.get(name))
        ]

    def _weights_of(self, place: int, value: str) -> Weights:
        told = self._told[place]
        bits, kin = told.bits, told.kin
        if told.field.by_frequency:
            rare = told.exact - log2(max(self.steady[self._names[place]].get(value, 0.0), LEAST))
            bits = [bits[0] + rare, *bits[1:]]
            if told.field.whose == Whose.HOUSEHOLD:
                kin = [kin[0] + rare, *kin[1:]]
        most = max(bits)
        return bits, kin, most, min(bits) - most

    def of_levels(self, one: Values, other: Values, levels: list[int], reach: "Reach") -> Weighed:
        """Return what the levels of a pair weigh, those of names that changed places marked first."""
        self._mark_swapped(levels, one, other)
        fields = [bits[level] for bits, level in zip(reach.bits, levels, strict=True)]
        kin = self._kin
        for beside, level in zip(reach.kin, levels, strict=True):
            kin += beside[level]
        known = self.prior + sum(fields)
        total, relatives, carried = known - _beside_nothing(kin), kin - known, False
        if self._family and any(levels[place] != UNKNOWN for place in self._family):
            family = sum(fields[place] for place in self._family)
            theirs = sum(reach.kin[place][levels[place]] for place in self._family)
            relatives += sum(self._told[place].lean[levels[place]] for place in self._family)
            carried = known - family - _beside_nothing(kin - theirs) < LIKELIER <= total
        return Weighed(levels, fields, total, relatives, self._guarded(levels, fields, relatives, carried=carried))

    @property
    def unknown(self) -> tuple[list[Sequence[float]], list[Sequence[float]]]:
        """What the levels of each field weigh for a person and for kin, of a value that is not known."""
        return [told.bits for told in self._told], [told.kin for told in self._told]

    def compared(self, weighed: Weighed) -> list[dict[str, str | float]]:
        """Return field, level and bits of each thing that was compared, and no value."""
        return [
            {"field": told.field.name, "level": told.names[level], "bits": round(bits, 1)}
            for told, level, bits in zip(self._told, weighed.levels, weighed.fields, strict=True)
        ]

    def _mark_swapped(self, levels: list[int], one: Values, other: Values) -> None:
        """Say of names that changed places that they did, in the forename; the surname tells no more."""
        forename, surname = self._forename, self._surname
        if forename < 0 or surname < 0:
            return
        if UNKNOWN != levels[forename] <= CLOSE or UNKNOWN != levels[surname] <= CLOSE:
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


class Reach:
    """One record beside others: what each weighs; and field by field, those first that take away most, the most it can.

    `bits` and `kin` have for each field of the model what its levels weigh, unknown at the end.
    """

    def __init__(self, weigher: Weigher, one: Values) -> None:
        """Work out once what the record's own values weigh."""
        known = weigher.known_of(one)
        self.bits, self.kin = weigher.unknown
        self._weigher, self._one = weigher, one
        self._most = weigher.prior
        for place, _, _, _, bits, kin, most, _ in known:
            self.bits[place], self.kin[place] = bits, kin
            self._most += most
        self._known = sorted(known, key=FALLS)
        self._forename, self._surname = one.get("forename", ""), one.get("surname", "")

    def weigh(self, other: Values) -> Weighed:
        """Weigh another beside the record."""
        levels = [UNKNOWN] * len(self.bits)
        for place, name, mine, level, *_ in self._known:
            levels[place] = agreement(level, mine, other.get(name, ""))
        return self._weigher.of_levels(self._one, other, levels, self)

    def weigh_from(self, other: Values, least: float) -> Weighed | None:
        """Weigh another beside the record; nothing where it surely weighs less."""
        levels = self._levels(other, least)
        return None if levels is None else self._weigher.of_levels(self._one, other, levels, self)

    def falls_short(self, other: Values, least: float) -> bool:
        """Say whether the pair surely weighs less; names that changed places are left to be weighed."""
        return self._levels(other, least) is None

    def _levels(self, other: Values, least: float) -> list[int] | None:
        if self._forename == other.get("surname", "") or self._surname == other.get("forename", ""):
            least = -inf
        levels, most = [UNKNOWN] * len(self.bits), self._most
        for place, name, mine, level, bits, _, best, _ in self._known:
            theirs = other.get(name)
            if theirs:
                levels[place] = told = 0 if theirs == mine else level(mine, theirs)
                most -= best - bits[told]
            else:
                most -= best
            if most < least:
                return None
        return levels


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
        [*(level.name for level in levels_of(field)), "unknown"],
    )
