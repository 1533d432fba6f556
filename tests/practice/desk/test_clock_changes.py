"""The decision's one working day over the nights on which clocks change, and at midnight: as stored and as shown."""

from datetime import UTC, date, datetime

import pytest

from erle.doors.staff.own_reports.standing import due_words
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.models import RunningClock
from erle.knowledge.records.models import Report
from tests.partnership import Partnership
from tests.practice.desk.conftest import By, the_arrival

FORWARD, BACK = "2026-03-30T23:00Z", "2026-10-27T00:00Z"
"""The midnights in England that end the Mondays after the clocks went forward, and back."""


@pytest.mark.parametrize(
    ("came", "due", "shown"),
    [
        ("2026-03-27T23:59Z", FORWARD, "Mon 30 Mar"),  # the last minute of the Friday before
        ("2026-03-29T00:30Z", FORWARD, "Mon 30 Mar"),  # half an hour before the clocks go forward
        ("2026-03-29T01:30Z", FORWARD, "Mon 30 Mar"),  # 02:30: half an hour after
        ("2026-03-29T22:59:59Z", FORWARD, "Mon 30 Mar"),  # the last second of that Sunday, in England
        ("2026-03-29T23:00Z", "2026-03-31T23:00Z", "Tue 31 Mar"),  # midnight: it is Monday already, in UTC not yet
        ("2026-10-23T22:59Z", BACK, "Mon 26 Oct"),  # the last minute of the Friday before
        ("2026-10-25T00:30Z", BACK, "Mon 26 Oct"),  # 01:30 for the first time
        ("2026-10-25T01:30Z", BACK, "Mon 26 Oct"),  # 01:30 for the second time
        ("2026-10-25T23:59:59Z", BACK, "Mon 26 Oct"),
        ("2026-10-26T00:00Z", "2026-10-28T00:00Z", "Tue 27 Oct"),  # midnight
    ],
)
def test_the_working_day_ends_with_its_midnight_in_england(
    partnership: Partnership, priya: Worker, school_shares: By, came: str, due: str, shown: str
) -> None:
    at = datetime.fromisoformat(came)

    shared = school_shares(at=at)

    ends = datetime.fromisoformat(due)
    with acting_as(priya):
        clock = RunningClock.objects.get(about=shared.reference)
        assert (clock.started_at, clock.due_at, the_arrival(shared.reference).due_at) == (at, ends, ends)
    with acting_as(partnership.lapsed):
        report = Report.objects.get(pk=shared.report.pk)
        assert due_words(report, date(2026, 3, 1)).startswith(f"By the end of {shown}")
    assert shared.due_at.astimezone(UTC) == ends
