"""What whoever runs the system may know of the clocks: how many, never whose."""

from datetime import datetime, timedelta

import pytest
from django.db import connections

from erle.foundation.access.acting import acting_as
from erle.foundation.clocks.actions import Owed, start
from erle.foundation.clocks.models import RunningClock
from erle.foundation.clocks.queries import due_counts
from erle.foundation.database.roles import KEEPER
from tests.partnership import Partnership

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def kept(partnership: Partnership, at: datetime, owed_by: Owed, *, hours_ago: int) -> None:
    """Start a clock, and keep it on the owner's connection, where another connection's open transaction is not seen."""
    with acting_as(partnership.manager):
        clock = start(
            "return_interview",
            about="M-TEST",
            circle=partnership.leah.circle,
            started_at=at - timedelta(hours=hours_ago),
            title="Return interview not yet held",
            owed_by=owed_by,
            by=partnership.manager,
            at=at,
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {KEEPER}")
        clock.pk, clock.reference = None, clock.reference[::-1]  # the other transaction still holds the first
        RunningClock.objects.using("owner").bulk_create([clock])
        cursor.execute("RESET ROLE")


def test_running_clocks_are_counted_by_who_owes_them(partnership: Partnership, at: datetime) -> None:
    services = partnership.agencies["childrens_services"]
    role = Owed(agency=services, role="return-interview-coordinator")
    kept(partnership, at, role, hours_ago=73)
    kept(partnership, at, role, hours_ago=1)
    kept(partnership, at, Owed(agency=services, worker=partnership.lead), hours_ago=1)

    assert due_counts(at) == [
        {"agency": "Children's Services", "role": "Return interview co-ordinator", "overdue": 1, "running": 2},
        {"agency": "Children's Services", "role": "Named workers", "overdue": 0, "running": 1},
    ]


def test_where_no_clock_runs_there_is_nothing_to_count(partnership: Partnership, at: datetime) -> None:
    assert due_counts(at) == []
