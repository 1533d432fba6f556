"""Reading a time as people write it: the one it can be, or a question."""

from datetime import UTC, date, datetime, timedelta

from erle.foundation.statute.moments import LONDON, in_england, start_of
from erle.knowledge.records.rules import Precision
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.coarse import month_or_year
from erle.knowledge.records.when.days import DO_NOT_FIT, OtherWeekday, days_meant
from erle.knowledge.records.when.hearing import Heard, hear
from erle.knowledge.records.when.hours import at_midnight, hours_meant, in_a_part
from erle.knowledge.records.when.saying import When, is_past, long_day

MORE_THAN_ONE = "This can mean more than one time. Choose the one you mean, or write it another way."
FUTURE = (
    "That is in the future. Write when you saw or heard it;"
    " if a child may be in danger then, ring 999 or 101 now and write what is to come in the text."
)
LONGEST_HOURS = 999


def understand(text: str, *, now: datetime) -> When:
    """Return when it was, told at the moment `now`; raise `Unclear` with a question where it may be another time."""
    heard = hear(text)
    local = in_england(now)
    if heard.past_hours is not None:
        return _hours_ago(heard, local)
    try:
        days = days_meant(heard, local.date())
    except OtherWeekday as other:
        raise _other_weekday(other, local) from other
    coarse = [] if heard.day_of_month is not None else month_or_year(heard, local.date())
    if coarse:
        return _only(coarse, heard, days, local)
    if heard.week_back is not None and not days:
        raise _which_day(heard.week_back, local.date())
    return _day_and_time(heard, days, local)


def _hours_ago(heard: Heard, local: datetime) -> When:
    count, unit = heard.past_hours or (0, "")
    if heard not in (Heard(about=True, past_hours=heard.past_hours),) or count > LONGEST_HOURS:
        raise Unclear(DO_NOT_FIT)
    span = timedelta(minutes=count) if unit.startswith("m") else timedelta(hours=count)
    at = in_england(local.astimezone(UTC) - span).replace(second=0, microsecond=0)
    return When(at, Precision.ABOUT, f"{long_day(at.date())}, about {at:%H:%M}")


def _only(coarse: list[When], heard: Heard, days: tuple[date, ...], local: datetime) -> When:
    if days and heard.year is not None:
        raise Unclear(f"Is {heard.year} a year, or a time? Write a time with a colon, like 20:15.")
    if days or heard.clock or heard.midnight or heard.part:
        raise Unclear(f"Which day {coarse[0].words} was that? Write the date; or only the month, if nobody knows.")
    return _past(coarse, local)


def _past(readings: list[When], local: datetime, *, sure: bool = True) -> When:
    """Return the one reading that is not in the future; ask where there are more, or where it was never sure."""
    past = [one for one in readings if is_past(one.at, local)]
    if not past:
        raise Unclear(FUTURE)
    if len(past) > 1 or not sure:
        raise Unclear(
            MORE_THAN_ONE if len(past) > 1 else "Do you mean this? Choose it, or write it another way.", *past
        )
    return past[0]


def _other_weekday(other: OtherWeekday, local: datetime) -> Unclear:
    written, nearest = other.dates
    readings = [_whole_day(on) for on in other.dates]
    past = [one for one in readings if is_past(one.at, local)]
    return Unclear(f"{written.day} {written:%B %Y} was a {written:%A}, not a {nearest:%A}. Which is right?", *past)


def _which_day(weeks_back: int, today: date) -> Unclear:
    monday = today - timedelta(days=today.weekday() + 7 * weeks_back)
    sunday = monday + timedelta(days=6)
    return Unclear(
        f"Which day was it? That week was {long_day(monday)} to {long_day(sunday)}."
        f" If nobody knows, write the month, like “in {monday:%B}”."
    )


def _whole_day(on: date, *, about: bool = False) -> When:
    return When(start_of(on).astimezone(LONDON), Precision.DAY, f"{'on or about ' if about else ''}{long_day(on)}")


def _day_and_time(heard: Heard, days: tuple[date, ...], local: datetime) -> When:
    if heard.midnight:
        return _past(at_midnight(heard, days, local), local)
    if heard.clock is not None:
        readings, sure = hours_meant(heard, days, local)
        when = _past(readings, local, sure=sure)
        if heard.side:
            raise Unclear(f"“{heard.side.capitalize()}” can be any time. Was it about this? Or write a span.", when)
        return when
    if heard.weekend is not None and heard.weekday is None:
        return _past([_weekend(days[0])], local)
    if heard.part or heard.last_night:
        return in_a_part(heard, days, local, _past)
    return _past([_whole_day(on, about=heard.about) for on in days], local)


def _weekend(saturday: date) -> When:
    sunday = saturday + timedelta(days=1)
    at = start_of(saturday).astimezone(LONDON)
    return When(at, Precision.DAY, f"over the weekend of Saturday {saturday.day} {saturday:%B} and {long_day(sunday)}")
