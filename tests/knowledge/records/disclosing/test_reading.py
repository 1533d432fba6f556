"""Reading what was shared, saying so, and taking it back: what the sharer learns of it, and what recipients lose."""

import pytest
from django.db import DatabaseError, transaction

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.models import Line
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.disclosing import queries
from erle.knowledge.records.disclosing.actions import (
    NotYours,
    ReadAlready,
    TakenBackAlready,
    confirm_read,
    withdraw_disclosure,
)
from erle.knowledge.records.models import Confirmation, Disclosure
from tests.knowledge.records.disclosing.acts import later, sees, share, told
from tests.partnership import NOW, Partnership

OFFICERS = [("police", "police-missing-officer")]


def _open(worker: Worker, made: Disclosure, lines: int = 1) -> None:
    with acting_as(worker):
        disclosure = queries.disclosure_called(made.reference)
        ledger.write(Act.OPENED, about=disclosure.reference, circle_id=disclosure.circle_id, detail={"lines": lines})


def _confirm(worker: Worker, made: Disclosure) -> Confirmation:
    with acting_as(worker):
        return confirm_read(disclosure=queries.disclosure_called(made.reference), by=worker, at=NOW)


def _take_back(worker: Worker, made: Disclosure) -> None:
    with acting_as(worker):
        withdraw_disclosure(
            disclosure=queries.disclosure_called(made.reference), because="It was not needed.", by=worker, at=NOW
        )


def test_who_opened_it_is_told_with_when_and_how_much(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, partnership.future)
    _open(partnership.never, made, lines=1)
    _open(partnership.never, made, lines=1)
    _open(partnership.lead, made)

    with acting_as(partnership.lead):
        [opening] = queries.openings_of(made)

    assert (opening.worker, opening.times, opening.lines) == (partnership.never, 2, 1)
    assert opening.first_at <= opening.last_at


def test_what_is_shared_with_a_worker_waits_until_she_opened_it(partnership: Partnership) -> None:
    never = partnership.never
    made = share(partnership, never)
    with acting_as(never):
        assert [one.pk for one in queries.waiting_for(never, most=5)] == [made.pk]

    _open(never, made)

    with acting_as(never):
        assert list(queries.waiting_for(never, most=5)) == []
        [kept] = queries.shared_with(never)
        assert (kept.opened, kept.confirmed) == (True, False)  # type: ignore[attr-defined]


def test_what_is_urgent_waits_until_she_said_that_she_read_it(partnership: Partnership) -> None:
    never = partnership.never
    plain, urgent = share(partnership, never), share(partnership, never, urgent=True)
    _open(never, urgent)

    with acting_as(never):
        assert [one.pk for one in queries.waiting_for(never, most=5)] == [urgent.pk, plain.pk]
    _confirm(never, urgent)
    with acting_as(never):
        assert [one.pk for one in queries.waiting_for(never, most=5)] == [plain.pk]


def test_it_is_said_once_and_the_sharer_is_told(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, urgent=True)

    _confirm(partnership.never, made)

    with pytest.raises(ReadAlready):
        _confirm(partnership.never, made)
    [notice] = told(partnership.lead, "share_read")
    assert notice.about == made.reference
    assert partnership.never.name not in notice.words
    with acting_as(partnership.lead):
        assert [one.read_by for one in queries.confirmations_of(made)] == [partnership.never]
        assert Line.objects.filter(act="confirmed", about=made.reference).exists()


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_only_a_recipient_says_that_she_read_it(partnership: Partnership, who: str) -> None:
    made = share(partnership, partnership.never, urgent=True)

    with pytest.raises(ReadAlready):
        _confirm(partnership.workers[who], made)


def test_nobody_says_so_for_another(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, urgent=True)

    with (
        acting_as(partnership.lead),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Confirmation.objects.create(circle=made.circle, disclosure=made, read_by=partnership.never, read_at=NOW)


def test_an_urgent_share_not_read_in_time_comes_back_to_the_sharer(partnership: Partnership) -> None:
    lead = partnership.lead
    made = share(partnership, partnership.never, partnership.future, urgent=True)
    share(partnership, partnership.never)
    _confirm(partnership.never, made)

    with acting_as(lead):
        assert queries.unread_in_time(lead, later(hours=3)) == []
        assert [one.pk for one in queries.unread_in_time(lead, later(hours=4))] == [made.pk]
    _confirm(partnership.future, made)
    with acting_as(lead):
        assert queries.unread_in_time(lead, later(hours=4)) == []


def test_of_a_role_one_says_so_for_all(partnership: Partnership) -> None:
    lead = partnership.lead
    made = share(partnership, posts=OFFICERS, urgent=True)
    with acting_as(lead):
        assert [one.pk for one in queries.unread_in_time(lead, later(hours=4))] == [made.pk]

    _confirm(partnership.member, made)

    with acting_as(lead):
        assert queries.unread_in_time(lead, later(hours=4)) == []


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_taken_back_no_recipient_opens_it_and_each_is_told(partnership: Partnership, who: str) -> None:
    made = share(partnership, partnership.never, posts=OFFICERS)
    _open(partnership.never, made)

    _take_back(partnership.workers[who], made)

    assert [sees(partnership.workers[key], made) for key in ("never", "member")] == [False, False]
    assert [len(told(partnership.workers[key], "share_taken_back")) for key in ("never", "member", "conflicted")] == [
        1,
        1,
        0,
    ]
    with acting_as(partnership.lead):
        kept = queries.disclosure_called(made.reference)
        assert (kept.withdrawn_by, kept.withdrawn_because) == (partnership.workers[who], "It was not needed.")
        assert [opening.worker for opening in queries.openings_of(kept)] == [partnership.never]
        assert len(queries.lines_of(kept)) == 1
        assert Line.objects.filter(act="withdrew", about=made.reference, circle_id=partnership.leah.circle_id).exists()


def test_taken_back_it_waits_for_nobody(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, urgent=True)
    _take_back(partnership.lead, made)

    with acting_as(partnership.never):
        assert list(queries.shared_with(partnership.never)) == []
    with acting_as(partnership.lead):
        assert queries.unread_in_time(partnership.lead, later(days=1)) == []


def test_it_is_taken_back_once(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)
    _take_back(partnership.lead, made)

    with pytest.raises(TakenBackAlready):
        _take_back(partnership.lead, made)


def test_a_recipient_takes_nothing_back(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, partnership.coordinator)

    with pytest.raises(NotYours):
        _take_back(partnership.never, made)
    with acting_as(partnership.never):
        changed = Disclosure.objects.filter(pk=made.pk).update(
            withdrawn_by=partnership.never, withdrawn_at=NOW, withdrawn_because="x"
        )
    assert changed == 0


def test_a_role_that_does_not_share_takes_nothing_back(partnership: Partnership) -> None:
    made = share(partnership, partnership.future)

    with pytest.raises(gate.NotAble):
        _take_back(partnership.future, made)


def test_what_was_shared_of_a_child_is_listed_for_those_in_it(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    for who, listed in (("lead", True), ("manager", True), ("member", False), ("never", True)):
        worker = partnership.workers[who]
        with acting_as(worker):
            found = queries.disclosures_of(partnership.leah).filter(pk=made.pk).exists()
        assert found is listed, who


def test_shares_name_their_recipients_also_when_they_are_over(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, posts=OFFICERS)
    _take_back(partnership.lead, made)

    with acting_as(partnership.lead):
        [person, role] = queries.shares_of(made)
    assert person.worker == partnership.never
    assert role.role is not None
    assert role.withdrawn_at == NOW


def test_the_sharer_lists_what_she_shared_newest_first(partnership: Partnership) -> None:
    first, second = share(partnership, partnership.never), share(partnership, partnership.never, at=later(minutes=1))

    with acting_as(partnership.lead):
        assert [one.pk for one in queries.shared_by(partnership.lead)] == [second.pk, first.pk]
    with acting_as(partnership.manager):
        assert not queries.shared_by(partnership.manager).exists()
