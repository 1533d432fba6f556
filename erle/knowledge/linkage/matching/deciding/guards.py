"""What is not linked whatever it weighs: a person decides."""

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN
from erle.knowledge.linkage.matching.comparing.levels import place_of
from erle.knowledge.linkage.matching.comparing.names import CROSSED, DIFFERENT, LOOSE, PART
from erle.knowledge.linkage.matching.comparing.patterns import Comparer
from erle.knowledge.linkage.matching.deciding.weighing import Weighed
from erle.knowledge.linkage.matching.fields import FAMILY, IDENTIFIER, Kind
from erle.knowledge.linkage.matching.learning.estimating import Shares

OWN = ("middle", "email", "phone")
"""Beside identifiers, what tells two children of one birthday apart or shows that they are one."""
TELLS = 1.0
"""Bits that one of these must weigh."""
FEW = np.log2(1 / 25)
"""Odds of relatives against one person, in bits, at which twins are held: one in twenty-five such pairs is too many."""
FEWER = np.log2(1 / 200)
"""The same where no forename tells them apart, or where a forename stands as the other's surname."""
LIKELIER = 0.0
"""Bits from which one person is likelier than two."""
LEAST_RELATIVES = 3.0
"""Pairs of relatives there are at least: to have seen none agrees with three, nineteen times in twenty."""


NAMESAKES_SHARE = frozenset({"forename", "middle", "surname", "sex", "born"}) | FAMILY
BORN_APART = place_of(Kind.DATE, "different")
FREE, HELD, APART = 0, 1, 2
"""What a guard says of a pair: nothing; not linked by itself, whatever it weighs; two people until a person decides."""


def may_be_twins(comparer: Comparer, shares: Shares, weighed: Weighed, *, pairs: float) -> NDArray[np.int8]:
    """Say which pairs may be twins, or two others of one family, with nothing of their own that agrees.

    Twins agree in more than most people do with themselves a year ago, so that no sum of weights tells them apart: the
    forename alone does. `APART` are pairs of one surname and birthday and two forenames. `HELD` are those that are as
    likely relatives by all that they say: two forenames and a slip in the birthday or the surname, no forename, or the
    forename of one as the other's surname. Where thousands of pairs are one person and no relatives are seen at all, it
    is let be. Namesakes born on days of which nothing agrees, with nothing else that agrees, are held too: cousins,
    father and son, and two of many who bear a common name. Whom two records name as related, and a telephone that
    stands in both, frees no pair from a guard: a family has them. Nor does it link one that it alone carries, unless
    forename and birthday speak for one person too and relatives are far less likely; nor one of two forenames, or of
    none. `pairs` is how many pairs there are in all.
    """
    names = [column.field.name for column in comparer.columns]
    found = np.zeros(len(weighed.total), dtype=np.int8)
    if not {"forename", "surname", "born"} <= set(names):
        return found
    forename, surname, born = (weighed.patterns[:, names.index(name)] for name in ("forename", "surname", "born"))
    unlike = ((forename == DIFFERENT) | (forename == LOOSE)) & (weighed.fields[:, names.index("forename")] < 0)
    untold = (forename == UNKNOWN) | (forename == CROSSED)
    family = (surname <= PART) & (surname != UNKNOWN)
    own = [place for place, name in enumerate(names) if name in OWN or name.startswith(IDENTIFIER)]
    alone = ~(weighed.fields[:, own] >= TELLS).any(axis=1)
    more = max(np.log2(LEAST_RELATIVES / (shares.prior_relatives * pairs)), 0.0)
    found[alone & (unlike & (weighed.relatives > FEW) | untold & (weighed.relatives > FEWER))] = HELD
    others = [place for place, name in enumerate(names) if name not in NAMESAKES_SHARE]
    namesakes = (born == BORN_APART) & ~(weighed.fields[:, others] >= TELLS).any(axis=1)
    found[namesakes] = HELD
    carried = (weighed.bare < LIKELIER) & (weighed.total >= LIKELIER)
    themselves = (weighed.fields[:, [names.index("forename"), names.index("born")]] >= TELLS).all(axis=1)
    kin = (weighed.fields[:, [place for place, name in enumerate(names) if name in FAMILY]] >= TELLS).any(axis=1)
    found[alone & (carried & (~themselves | (weighed.relatives > FEW)) | kin & (unlike | untold))] = HELD
    found[alone & unlike & family & (born == 0) & (weighed.relatives + more > FEW)] = APART
    return found
