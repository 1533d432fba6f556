"""What is not linked whatever it weighs: a person decides."""

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN
from erle.knowledge.linkage.matching.comparing.names import DIFFERENT, LOOSE, PART
from erle.knowledge.linkage.matching.comparing.patterns import Comparer
from erle.knowledge.linkage.matching.deciding.weighing import Weighed
from erle.knowledge.linkage.matching.fields import IDENTIFIER
from erle.knowledge.linkage.matching.learning.estimating import Shares

OWN = ("middle", "email", "phone")
"""Beside identifiers, what tells two children of one birthday apart or shows that they are one."""
TELLS = 1.0
"""Bits that one of these must weigh."""
FEW = np.log2(1 / 25)
"""Odds of relatives against one person, in bits, at which twins are held: one in twenty-five such pairs is too many."""
LEAST_RELATIVES = 3.0
"""Pairs of relatives there are at least: to have seen none agrees with three, nineteen times in twenty."""


def may_be_twins(comparer: Comparer, shares: Shares, weighed: Weighed, *, pairs: float) -> NDArray[np.bool_]:
    """Say which pairs have one surname and birthday, two forenames, and nothing of their own that agrees.

    Twins agree in more than most people do with themselves a year ago, so that no sum of weights tells them apart: the
    forename alone does. Where thousands of pairs are one person and no relatives are seen at all, it is let be. `pairs`
    is how many pairs there are in all.
    """
    names = [column.field.name for column in comparer.columns]
    if not {"forename", "surname", "born"} <= set(names):
        return np.zeros(len(weighed.total), dtype=bool)
    forename, surname, born = (weighed.patterns[:, names.index(name)] for name in ("forename", "surname", "born"))
    unlike = ((forename == DIFFERENT) | (forename == LOOSE)) & (weighed.fields[:, names.index("forename")] < 0)
    family = (surname <= PART) & (surname != UNKNOWN)
    own = [place for place, name in enumerate(names) if name in OWN or name.startswith(IDENTIFIER)]
    agrees = (weighed.fields[:, own] >= TELLS).any(axis=1)
    more = max(np.log2(LEAST_RELATIVES / (shares.prior_relatives * pairs)), 0.0)
    found: NDArray[np.bool_] = unlike & family & (born == 0) & ~agrees & (weighed.relatives + more > FEW)
    return found
