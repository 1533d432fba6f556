"""Whether one of two records names a brother, sister or cousin who is called as the other's child is."""

from collections.abc import Mapping

from erle.knowledge.linkage.matching.comparing.around import is_called_alike
from erle.knowledge.linkage.matching.normal.around import BESIDE, Relative, normal_around, relatives_in
from erle.knowledge.linkage.matching.normal.names import normal_name


def names_the_other(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Say of two records, by field as they say it, whether one names the other's child as somebody beside its own.

    Two such are not asked about as one child without a word: who has a sister Lea is not Lea, and may be her twin.
    """
    return any(
        somebody.kind in BESIDE and is_called_alike(somebody, child)
        for here, child in ((one, _child(other)), (other, _child(one)))
        if here.get("around") and child.name
        for somebody in relatives_in(normal_around(here["around"]))
    )


def _child(said: Mapping[str, str]) -> Relative:
    words = [word for name in ("forename", "surname") for word in normal_name(said.get(name, "")).split()]
    return Relative("", tuple(words), said.get("born", ""))
