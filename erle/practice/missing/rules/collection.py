"""An episode as the yearly return counts it: in days, missing until found, away until back, to eighteen at most.

Source: guidance on the SSDA903 return, item Missing (seen in the Standard Safeguarding Dataset's notes on it).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from erle.practice.missing.rules import EpisodeKind
from erle.practice.missing.rules.codes import LOOKED_AFTER

PLACED_BY_ANOTHER = "placed_here_by_other_la"


@dataclass(frozen=True)
class Stretch:
    """Days for which a child was missing, or away; open where the child was not found, or not back."""

    kind: EpisodeKind
    start: date
    end: date | None


def stretches(
    kind: EpisodeKind, *, left: date, found: date | None, back: date | None, eighteen: date | None
) -> list[Stretch]:
    """Return what an episode comes to: a child who is found and stays away was missing first, and away from then on.

    Missing ends on the day on which the child is found, away on the day of return. Found and back on one day is one
    stretch: nobody is away for no day. Nobody is looked after from the eighteenth birthday on, so it ends then.
    """
    made = [Stretch(kind, left, back)]
    if kind is EpisodeKind.MISSING and found is not None and (back is None or found < back):
        made = [Stretch(kind, left, found), Stretch(EpisodeKind.AWAY, found, back)]
    if eighteen is None:
        return made
    return [_ended_by(one, eighteen) for one in made if one.start < eighteen]


def _ended_by(one: Stretch, day: date) -> Stretch:
    return Stretch(one.kind, one.start, min(one.end or day, day)) if one.end is None or one.end > day else one


def in_year(one: Stretch, *, first: date, last: date, today: date) -> Stretch | None:
    """Return the stretch as the year's return has it, or None where it lies outside.

    What ended later was open at the end of the year, and stands there without an end. An end that is still to come,
    such as a birthday, is none yet.
    """
    end = one.end if one.end is None or one.end <= min(last, today) else None
    if one.start > last or (end is not None and end < first):
        return None
    return Stretch(one.kind, one.start, end)


def looked_after_here(care: Collection[str]) -> bool:
    """Return whether the care recorded of an episode says that this authority looks after the child."""
    return bool(LOOKED_AFTER & {*care}) and PLACED_BY_ANOTHER not in care
