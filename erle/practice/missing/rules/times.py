"""Time rules of an episode: an eighteenth birthday in its midst, hours that passed, an hour that clocks show twice."""

from datetime import UTC, date, datetime, time, timedelta

from erle.foundation.statute.moments import LONDON, local_day

ADULT = 18


def eighteen_on(born_on: date) -> date:
    """Return the day from whose first moment the child is an adult (Family Law Reform Act 1969, s. 1 and 9; known).

    Who was born on 29 February is eighteen on 1 March of a plain year, as everywhere in Erle.
    """
    year = born_on.year + ADULT
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (born_on.month, born_on.day) == (2, 29) and not leap:
        return date(year, 3, 1)
    return born_on.replace(year=year)


def adult_since(born_on: date | None, *, left_at: datetime, at: datetime) -> date | None:
    """Return the birthday on which a child who is still missing became an adult; the episode stays open all the same.

    An episode is never closed by a birthday: it stays open to the eighteenth for the return (SSDA903 guidance, seen),
    and police look for an adult as they looked for the child.
    """
    if born_on is None:
        return None
    birthday = eighteen_on(born_on)
    return birthday if local_day(left_at) < birthday <= local_day(at) else None


def gone_for(left_at: datetime, at: datetime) -> timedelta:
    """Return the hours that passed, whatever the clocks did meanwhile; never less than none."""
    return max(at.astimezone(UTC) - left_at.astimezone(UTC), timedelta(0))


def moment_said(day: date, hour: time) -> datetime:
    """Return the moment of a time as it was said: of an hour that the clocks show twice, the first.

    The first is the earlier, so that nobody is thought to be missing for less time than it may be. An hour that the
    clocks leave out is read as if they had not been changed yet.
    """
    return datetime.combine(day, hour.replace(fold=0), tzinfo=LONDON).astimezone(UTC)
