"""Every clock of the law by its key, each with its editions in the order in which they came into force."""

from collections.abc import Mapping
from datetime import date
from itertools import chain

from erle.foundation.statute.clock import Clock, NeverPauses, Pause
from erle.foundation.statute.law import (
    allegations,
    child_protection,
    information,
    looked_after,
    missing,
    schools,
    trafficking,
)

__all__ = ["CLOCKS", "Clock", "NeverPauses", "NotInForce", "Pause", "clock_in_force"]


class NotInForce(LookupError):
    """Raised where no edition that is held governed the day."""


_TOPICS = (child_protection, allegations, looked_after, missing, trafficking, schools, information)


def _by_key() -> dict[str, tuple[Clock, ...]]:
    editions: dict[str, tuple[Clock, ...]] = {}
    for clock in chain.from_iterable(topic.CLOCKS for topic in _TOPICS):
        editions[clock.key] = (*editions.get(clock.key, ()), clock)
    return editions


CLOCKS: Mapping[str, tuple[Clock, ...]] = _by_key()


def clock_in_force(key: str, on: date) -> Clock:
    """Return the edition of the clock that governs what starts on the day."""
    editions = CLOCKS[key]
    for clock in editions:
        if clock.is_in_force(on):
            return clock
    raise NotInForce(
        f"{editions[0].name}: no edition of the law held here was in force on {on.day} {on:%B} {on.year}; "
        f"the earliest is of {editions[0].in_force_from.day} {editions[0].in_force_from:%B %Y}."
    )
