"""When a clock must have started to be due when a story says; the due date itself is always the law's."""

from datetime import UTC, date, datetime, timedelta

from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.limits import ElapsedHours, SetLocally
from erle.foundation.statute.moments import last_day, local_day
from rehearsal.story import moment, tonight

DAY = timedelta(days=1)
LONGEST = 400
WORKING_HOUR = "10:00"
HOURS_SINCE = timedelta(hours=2)


def start_for(law: Clock, *, in_days: int, now: datetime) -> datetime:
    """Return the start, not after now, by which the clock is due on that day.

    Where the law knows no such day, what is to be overdue is due earlier, and what is to be due is due later.
    """
    limit = law.limit.usual if isinstance(law.limit, SetLocally) else law.limit
    if isinstance(limit, ElapsedHours):
        due = tonight(now).astimezone(UTC) if in_days == 0 else now + in_days * DAY - HOURS_SINCE
        return min(now, due - timedelta(hours=limit.number))
    wanted = local_day(now) + in_days * DAY
    starts = [moment(days, WORKING_HOUR, now).at for days in range(LONGEST)]
    return min(starts, key=lambda start: _distance(_due_on(law, start), wanted, late=in_days < 0))


def _due_on(law: Clock, start: datetime) -> date:
    due = law.due(start, ENGLAND)
    return last_day(due) or local_day(due)


def _distance(due: date, wanted: date, *, late: bool) -> tuple[bool, int]:
    wrong_side = due > wanted if late else due < wanted
    return wrong_side, abs((due - wanted).days)
