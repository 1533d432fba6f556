"""What My work is told to hold something does, and what it is told to be empty is, for every worker."""

from __future__ import annotations

from datetime import timedelta

from erle.doors.staff.work.waits import _lists, waits
from erle.foundation.access.acting import acting_as
from tests.knowledge.records.disclosing.acts import share
from tests.partnership import NOW, Partnership


def test_every_list_is_said_to_hold_what_it_holds(partnership: Partnership) -> None:
    share(partnership, partnership.member, by=partnership.lead, ends_at=NOW + timedelta(days=3))
    seen: set[str] = set()
    for worker in partnership.workers.values():
        with acting_as(worker):
            holding = waits(worker, NOW)
            assert holding == {name for name, one in _lists(worker.pk, NOW).items() if one.exists()}
        seen |= holding

    assert "to_read" in seen
