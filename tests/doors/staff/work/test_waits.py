"""What My work is told may hold something does, and what it is told to be empty is, for every worker."""

from __future__ import annotations

from datetime import timedelta

import pytest

from erle.doors.staff.work.waits import NAMES, _lists, shown_to, waits
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.disclosing.queries import unread_in_time, waiting_for
from tests.knowledge.records.disclosing.acts import share
from tests.partnership import NOW, Partnership

EVERY = frozenset(Ability)


def test_every_list_is_said_to_hold_what_it_holds(partnership: Partnership) -> None:
    share(partnership, partnership.member, by=partnership.lead, ends_at=NOW + timedelta(days=3))
    seen: set[str] = set()
    for worker in partnership.workers.values():
        with acting_as(worker):
            holding = waits(worker, NOW, abilities=EVERY)
            lists = _lists(worker.pk, NOW)
            assert set(lists) == set(NAMES)
            assert holding == {name for name, one in lists.items() if one.exists()}
        seen |= holding

    assert "to_read" in seen


def test_where_nothing_is_said_to_wait_the_lists_of_what_was_shared_are_empty(partnership: Partnership) -> None:
    share(partnership, partnership.member, by=partnership.lead, ends_at=NOW + timedelta(days=3))
    found: set[str] = set()
    for worker in partnership.workers.values():
        with acting_as(worker):
            holding = waits(worker, NOW, abilities=EVERY)
            lists = {"to_read": waiting_for(worker, most=5), "unread_in_time": unread_in_time(worker, NOW)}
        full = {name for name, rows in lists.items() if rows}
        assert full <= holding
        found |= full

    assert found == {"to_read"}


@pytest.mark.parametrize(
    ("ability", "names"),
    [
        (Ability.TRIAGE, {"hand_overs", "to_read_second"}),
        (Ability.ANSWER_CHECKS, {"checks"}),
        (Ability.SHARE, {"questions"}),
    ],
)
def test_a_list_that_needs_an_ability_is_asked_of_nobody_else(ability: Ability, names: set[str]) -> None:
    assert shown_to({ability}) - shown_to(()) == names
    assert shown_to(EVERY) == set(NAMES)
