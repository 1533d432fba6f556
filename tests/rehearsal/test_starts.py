"""A clock is started so that the law makes it due when the story says."""

from datetime import UTC, datetime

import pytest

from erle.foundation.clocks.rules import Group, group_of
from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.clocks import clock_in_force
from rehearsal.reading import stories
from rehearsal.starts import start_for
from rehearsal.story import moment

MOMENTS = [
    datetime(2026, 11, 23, 21, 55, tzinfo=UTC),  # a Monday evening
    datetime(2026, 11, 28, 9, 5, tzinfo=UTC),  # a Saturday morning
    datetime(2026, 3, 29, 12, 0, tzinfo=UTC),  # the day on which summer time begins
    datetime(2026, 12, 26, 0, 1, tzinfo=UTC),  # just after midnight, among bank holidays
]
DUE = sorted({(due.key, due.in_days) for story in stories() for due in story.clocks})


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize(("key", "in_days"), DUE)
def test_what_is_to_be_overdue_is_overdue_and_nothing_else_is(key: str, in_days: int, now: datetime) -> None:
    law = clock_in_force(key, now.date())

    start = start_for(law, in_days=in_days, now=now)

    assert start <= now
    late = group_of(law.due(start, ENGLAND), now) is Group.OVERDUE
    assert late == (in_days < 0)


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("at", ["17:20", "about 23:59", "157 min ago", "tonight", ""])
def test_nothing_in_a_story_lies_in_the_future(at: str, now: datetime) -> None:
    assert moment(0, at, now).at <= now
