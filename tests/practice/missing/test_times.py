"""Time rules: birthdays and clock changes in the midst of an episode, and scales by the day on which they hold."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.doors.staff.words import age
from erle.practice.missing.rules.scale import ORDER, SCALES, NoSuchLevel, scale_called, scale_in_force
from erle.practice.missing.rules.times import adult_since, eighteen_on, gone_for, moment_said

LONDON = ZoneInfo("Europe/London")
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=11_000)).map(lambda span: BEGIN + span)
SPANS = st.timedeltas(timedelta(0), timedelta(days=400))


@given(born=DAYS)
def test_the_birthday_is_the_first_day_on_which_the_age_is_eighteen(born: date) -> None:
    day = eighteen_on(born)

    assert age(born, day) == 18
    assert age(born, day - timedelta(days=1)) == 17


@pytest.mark.parametrize(
    ("born", "eighteen"),
    [
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 11, 26), date(2026, 11, 26)),
        (date(2082, 2, 29 - 1), date(2100, 2, 28)),
    ],
)
def test_a_birthday_of_a_leap_day(born: date, eighteen: date) -> None:
    assert eighteen_on(born) == eighteen


@given(born=DAYS, left=MOMENTS, lasted=SPANS)
def test_an_adult_since_a_day_in_the_midst_of_the_episode_or_not_at_all(
    born: date, left: datetime, lasted: timedelta
) -> None:
    at = left + lasted
    since = adult_since(born, left_at=left, at=at)
    first, last = left.astimezone(LONDON).date(), at.astimezone(LONDON).date()

    assert (since is not None) == (first < eighteen_on(born) <= last)


def test_the_birthday_begins_at_midnight_in_england_in_summer_too() -> None:
    born, left = date(2008, 7, 1), datetime(2026, 6, 30, 20, tzinfo=UTC)

    assert adult_since(born, left_at=left, at=datetime(2026, 6, 30, 22, 59, tzinfo=UTC)) is None
    assert adult_since(born, left_at=left, at=datetime(2026, 6, 30, 23, 0, tzinfo=UTC)) == date(2026, 7, 1)
    assert adult_since(None, left_at=left, at=left) is None


@given(left=MOMENTS, lasted=SPANS)
def test_hours_that_passed_are_the_same_whatever_zone_says_them(left: datetime, lasted: timedelta) -> None:
    at = left + lasted

    assert gone_for(left.astimezone(LONDON), at.astimezone(LONDON)) == lasted
    assert gone_for(at, left) == timedelta(0)


def test_an_autumn_night_has_an_hour_more_and_a_spring_night_one_less() -> None:
    autumn = datetime(2026, 10, 24, 22, tzinfo=LONDON), datetime(2026, 10, 25, 6, tzinfo=LONDON)
    spring = datetime(2026, 3, 28, 22, tzinfo=LONDON), datetime(2026, 3, 29, 6, tzinfo=LONDON)

    assert gone_for(*autumn) == timedelta(hours=9)
    assert gone_for(*spring) == timedelta(hours=7)


def test_of_an_hour_that_comes_twice_the_first_is_meant_and_one_left_out_is_read_as_before_the_change() -> None:
    assert moment_said(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment_said(date(2026, 10, 25), time(1, 30, fold=1)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment_said(date(2026, 3, 29), time(1, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(on=DAYS)
def test_one_scale_holds_on_each_day_and_it_is_the_newest_begun(on: date) -> None:
    scale = scale_in_force(on)
    begun = [one for one in SCALES if one.in_force_from <= on]

    assert scale == (begun[-1] if begun else SCALES[0])


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2014, 5, 1), "Absent (2013 to 2017)"),
        (date(2019, 5, 1), "No apparent risk"),
        (date(2026, 5, 1), "Very low"),
    ],
)
def test_the_lowest_level_has_the_name_of_its_day(on: date, words: str) -> None:
    assert scale_in_force(on).levels[-1].words == words


def test_every_level_has_its_source_its_test_and_a_place_on_the_board() -> None:
    assert [one.in_force_from for one in SCALES] == sorted(one.in_force_from for one in SCALES)
    for scale in SCALES:
        assert scale.source
        assert scale_called(scale.key) == scale
        assert [ORDER[level.key] for level in scale.levels] == sorted(ORDER[level.key] for level in scale.levels)
        assert all(level.test and level.follows for level in scale.levels)
    assert ORDER["medium"] < ORDER[""] < ORDER["low"]


def test_a_level_of_another_scale_is_refused() -> None:
    with pytest.raises(NoSuchLevel):
        scale_in_force(date(2026, 1, 1)).level("absent")
