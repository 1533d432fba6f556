"""Weights of one record beside a few others, in bits, by a model that is kept; and what a guard says of each pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log2
from operator import itemgetter
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
from erle.knowledge.linkage.matching.near.levels import KEPT, Level, agreement, level_of

Values = Mapping[str, str]
"""By field, a record's value in its normal form; what is missing is unknown."""
Weights = tuple[Sequence[float], Sequence[float], float, float]
"""Of a value: what each level weighs for one person and for kin, the most, and how many bits the worst takes away."""
Known = tuple[int, str, str, Level, Sequence[float], Sequence[float], float, float]
"""A field that a record knows: its place in the model, name, value, what says a level; and its value's `Weights`."""
MOST, FALLS = itemgetter(-2), itemgetter(-1)


class Weighed(NamedTuple):
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

    def said(self, level: int, bits: float) -> dict[str, str | float]:
        """Return what the field, its level and its bits are called where they are told."""
        return {"field": self.field.name, "level": self.names[level], "bits": round(bits, 1)}


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
        self._unknown = [told.said(UNKNOWN, 0.0) for told in self._told]
        self._names = [field.name for field in model.fields]
        self._weights = lru_cache(maxsize=KEPT)(self._weights_of)
        self.born = self._names.index("born") if "born" in self._names else -1
        """The place of the date of birth among the fields; -1 where it is none of them."""
        places = {name: place for place, name in enumerate(self._names)}
        self._forename, self._surname = places.get("forename", -1), places.get("surname", -1)
        self.unnamed: list[Known] = [
            (place, "forename", "", self._levels[place], self._told[place].bits, self._told[place].kin, 0.0, 0.0)
            for place, name in enumerate(self._names)
            if name == "forename"
        ]
        """What stands for the forename of a record that has none."""
        self._named = min(self._forename, self._surname, self.born) >= 0
        self._own = [place for place, name in enumerate(self._names) if name in OWN or name.startswith(IDENTIFIER)]
        self.family = frozenset(place for place, name in enumerate(self._names) if name in FAMILY)
        """The places of what a family shares."""
        self.untold = [UNKNOWN] * len(self._names)
        """The levels of a pair of which nothing is known."""
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
        fields, known, kin = [0.0] * len(levels), 0.0, self._kin
        for place, _, _, _, bits, beside, *_ in reach.weighs:
            if (level := levels[place]) != UNKNOWN:
                fields[place] = weight = bits[level]
                known += weight
                kin += beside[level]
        known += self.prior
        total, relatives, carried = known - _beside_nothing(kin), kin - known, False
        family = [told for told in reach.family if levels[told[0]] != UNKNOWN]
        if family:
            theirs = sum(beside[levels[place]] for place, _, _, _, _, beside, *_ in family)
            relatives += sum(self._told[place].lean[levels[place]] for place, *_ in family)
            without = known - sum(fields[place] for place, *_ in family)
            carried = without - _beside_nothing(kin - theirs) < LIKELIER <= total
        return Weighed(levels, fields, total, relatives, self._guarded(levels, fields, relatives, carried=carried))

    def compared(self, weighed: Weighed) -> list[dict[str, str | float]]:
        """Return field, level and bits of each thing that was compared, and no value."""
        return [
            unknown if level == UNKNOWN else told.said(level, bits)
            for told, unknown, level, bits in zip(
                self._told, self._unknown, weighed.levels, weighed.fields, strict=True
            )
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
        if not self._named:
            return FREE
        forename = levels[self._forename]
        unlike = forename in (DIFFERENT, LOOSE) and fields[self._forename] < 0
        untold = forename in (UNKNOWN, CROSSED)
        if unlike or untold or carried:  # as few are
            return self._doubted(levels, fields, relatives, unlike=unlike, untold=untold, carried=carried)
        return HELD if self._born_apart(levels, fields) else FREE

    def _doubted(
        self,
        levels: Sequence[int],
        fields: Sequence[float],
        relatives: float,
        *,
        unlike: bool,
        untold: bool,
        carried: bool,
    ) -> int:
        alone = not any(fields[own] >= TELLS for own in self._own)
        same_day = alone and unlike and levels[self.born] == 0
        if same_day and UNKNOWN != levels[self._surname] <= PART and relatives + self._more > FEW:
            return APART
        if self._born_apart(levels, fields):
            return HELD
        themselves = fields[self._forename] >= TELLS and fields[self.born] >= TELLS
        if carried and alone and (not themselves or relatives > FEW):
            return HELD
        if alone and (unlike or untold) and any(fields[family] >= TELLS for family in self.family):
            return HELD
        return HELD if alone and ((unlike and relatives > FEW) or (untold and relatives > FEWER)) else FREE

    def _born_apart(self, levels: Sequence[int], fields: Sequence[float]) -> bool:
        return levels[self.born] == BORN_APART and not any(fields[other] >= TELLS for other in self._others)


class Reach:
    """One record beside others: what each weighs; and field by field, those first that take away most, the most it can.

    `known` has each field that the record knows, and `family` those of them that a family shares. `weighs` has them in
    the model's order, and the forename in any case: another's surname may be it.
    """

    def __init__(self, weigher: Weigher, one: Values) -> None:
        """Work out once what the record's own values weigh."""
        self.known = weigher.known_of(one)
        self.weighs = self.known if one.get("forename") else [*weigher.unnamed, *self.known]
        self.family = [told for told in self.known if told[0] in weigher.family]
        self._weigher, self._one = weigher, one
        self._most = weigher.prior + sum(map(MOST, self.known))
        self._falling = sorted(self.known, key=FALLS)
        self._forename, self._surname = one.get("forename", ""), one.get("surname", "")

    def weigh(self, other: Values) -> Weighed:
        """Weigh another beside the record."""
        levels = self._weigher.untold.copy()
        for place, name, mine, level, *_ in self.known:
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
        levels, most = self._weigher.untold.copy(), self._most
        for place, name, mine, level, bits, _, best, _ in self._falling:
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
