"""The nights on which the clocks change, and midnight: an hour that is twice is asked, one that is not is told."""

from datetime import UTC, datetime, timedelta

import pytest

from erle.foundation.statute.moments import LONDON
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.reading import understand

AFTER_BOTH = datetime(2026, 11, 18, 17, 0, tzinfo=LONDON)


def test_an_hour_that_the_clocks_showed_twice_is_asked() -> None:
    with pytest.raises(Unclear) as asked:
        understand("Sunday 25 October 2026 01:30", now=AFTER_BOTH)

    later, earlier = asked.value.readings
    assert later.words == "Sunday 25 October 2026, 01:30, after the clocks went back"
    assert earlier.words == "Sunday 25 October 2026, 01:30, before the clocks went back"
    assert later.at.astimezone(UTC) - earlier.at.astimezone(UTC) == timedelta(hours=1)


def test_of_an_hour_that_comes_twice_only_the_first_has_come_yet() -> None:
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 01:45 in London, for the first time

    when = understand("01:30", now=between)

    assert when.at.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["29/3/2026 1.30am", "Sunday 29 March 2026, 01:30"])
def test_an_hour_that_no_clock_showed_is_told_with_what_an_unchanged_clock_meant(text: str) -> None:
    with pytest.raises(Unclear, match="01:30 was on no clock") as told:
        understand(text, now=AFTER_BOTH)

    [reading] = told.value.readings
    assert reading.words == "Sunday 29 March 2026, 02:30"


def test_hours_ago_are_counted_in_hours_over_the_change() -> None:
    after = datetime(2026, 10, 25, 5, 0, tzinfo=LONDON)

    assert understand("6 hours ago", now=after).at.astimezone(UTC) == datetime(2026, 10, 24, 23, 0, tzinfo=UTC)


def test_a_span_over_the_change_is_as_long_as_it_was() -> None:
    when = understand("between 12.30 and 2.30 am on 29 March 2026", now=AFTER_BOTH)

    assert when.words == "Sunday 29 March 2026, between 00:30 and 02:30"
    assert when.at.astimezone(UTC) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # an hour's span: 01:30 was never


@pytest.mark.parametrize("text", ["25 October 2026", "29 March 2026", "last night", "in October 2026"])
def test_a_day_is_read_on_every_night(text: str) -> None:
    for hour in range(24):
        now = datetime(2026, 10, 26, hour, 30, tzinfo=UTC)

        assert understand(text, now=now).at <= now


def test_midnight_is_the_last_one_that_came() -> None:
    when = understand("midnight", now=AFTER_BOTH)

    assert when.at == datetime(2026, 11, 18, 0, 0, tzinfo=LONDON)
    assert when.words == "midnight between Tuesday 17 November 2026 and Wednesday 18 November 2026"


def test_midnight_of_the_night_that_was_said_is_sure() -> None:
    assert understand("last night at midnight", now=AFTER_BOTH).at == datetime(2026, 11, 18, 0, 0, tzinfo=LONDON)


def test_a_minute_past_midnight_yesterday_is_the_day_before() -> None:
    just_after = datetime(2026, 11, 18, 0, 1, tzinfo=LONDON)

    assert understand("yesterday", now=just_after).words == "Tuesday 17 November 2026"
    assert understand("10 minutes ago", now=just_after).words == "Tuesday 17 November 2026, about 23:51"


def test_the_day_is_londons_also_where_the_server_counts_another() -> None:
    half_past_midnight_in_summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert understand("today", now=half_past_midnight_in_summer).words == "Thursday 2 July 2026"
