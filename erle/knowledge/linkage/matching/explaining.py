"""Why two rows are taken for one person, or are not: each field's part, in bits, with the two values side by side."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.comparing.patterns import Comparer
from erle.knowledge.linkage.matching.deciding.weighing import Scale


class Says(StrEnum):
    """What a field says of whether two rows are one person."""

    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reason:
    """One field: its two values in their normal form, how they agree, and what that weighs in bits."""

    field: str
    left: str
    right: str
    level: str
    words: str
    says: Says
    bits: float


@dataclass(frozen=True)
class Explanation:
    """A pair: where it starts (`prior`), each field's reason, what relatives take off; they add up to `bits`."""

    prior: float
    reasons: tuple[Reason, ...]
    relatives: float
    bits: float
    probability: float


def explain(comparer: Comparer, scale: Scale, one: int, other: int) -> Explanation:
    """Explain one pair of records, given by their numbers."""
    weighed = scale.weigh(comparer, np.array([one]), np.array([other]))
    reasons = []
    for place, column in enumerate(comparer.columns):
        level, bits = int(weighed.patterns[0, place]), float(weighed.fields[0, place])
        found = levels_of(column.field)[level] if level != UNKNOWN else None
        says = (Says.FOR if bits > 0 else Says.AGAINST) if found else Says.UNKNOWN
        reasons.append(
            Reason(
                field=column.field.name,
                left=column.value(one),
                right=column.value(other),
                level=found.name if found else "unknown",
                words=found.words if found else _untold(column.value(one), column.value(other)),
                says=says,
                bits=bits,
            )
        )
    total, kin = float(weighed.total[0]), float(weighed.kin[0])
    return Explanation(scale.prior_bits, tuple(reasons), kin, total, float(weighed.probability[0]))


def _untold(left: str, right: str) -> str:
    """Return why a field tells nothing: a surname beside names that changed places is told of with the forename."""
    return "told of with the forename" if left and right else "not known of both"
