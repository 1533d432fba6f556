"""Her posts, her draft, the brake and whom it may be come in one statement; only where she may look is one made."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erle.doors.staff.searching.search import SEARCHES
from erle.doors.staff.sharing_information.questions.one_look import OneLook, one_look
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import end_post
from erle.foundation.agencies.models import Post, Worker
from erle.foundation.agencies.queries import abilities_of
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.entering.looking import Described, may_be
from tests.doors.staff.sharing_information.teller import Teller, teller
from tests.knowledge.linkage.handing import BORN
from tests.partnership import Partnership, as_administrator

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAH = Described("Leah", "Arden", "", BORN, "F")
TOKENS = "SELECT tokens FROM staff_attempt WHERE bucket = %s"


@pytest.fixture
def one(partnership: Partnership) -> Teller:
    begun = teller(partnership.lead).start()
    begun.answer("who/", {"act": "describe"})
    return begun


def asked(worker: Worker, reference: str, *, looks: bool = True) -> OneLook:
    with acting_as(worker):
        return one_look(worker, reference, LEAH, looks=looks, today=AT.date(), at=AT)


def left(worker: Worker) -> float | None:
    """Return what is left in her measure of looks; nothing where none was taken yet."""
    with connection.cursor() as cursor:
        cursor.execute(TOKENS, [SEARCHES.key(worker.reference)])
        found = cursor.fetchone()
    return found[0] if found else None


def test_her_posts_her_draft_and_leave_to_look_come_at_once(partnership: Partnership, one: Teller) -> None:
    lead = partnership.lead
    with acting_as(lead):
        may_be(LEAH, today=AT.date())  # makes the model ready, once in a process
    with acting_as(lead), CaptureQueriesContext(connection) as statements:
        before = one_look(lead, one.reference, LEAH, looks=True, today=AT.date(), at=AT)

    assert len(statements) == 1
    assert before.abilities == abilities_of(lead)
    assert before.unsent is not None
    assert (before.unsent.reference, before.unsent.is_described) == (one.reference, True)
    assert before.found is not None
    assert [found.person.given_names for found in before.found] == ["Leah"]
    assert left(lead) == SEARCHES.size - 1


def test_the_measure_is_that_of_her_searches_and_has_an_end(partnership: Partnership, one: Teller) -> None:
    with acting_as(partnership.lead):
        SEARCHES.take(partnership.lead.reference, cost=SEARCHES.size - 1, at=AT)

    assert [asked(partnership.lead, one.reference).found is None for _ in range(2)] == [False, True]


def test_nothing_is_taken_where_she_does_not_look(partnership: Partnership, one: Teller) -> None:
    before = asked(partnership.lead, one.reference, looks=False)

    assert before.unsent is not None
    assert (before.found, left(partnership.lead)) == (None, None)


def test_nothing_is_taken_where_the_draft_describes_nobody(partnership: Partnership) -> None:
    begun = teller(partnership.lead).start(about=partnership.leah.reference)

    assert asked(partnership.lead, begun.reference).found is None
    assert left(partnership.lead) is None


@pytest.mark.parametrize("looks", [True, False])
def test_nobody_is_looked_for_where_she_may_not_look(partnership: Partnership, one: Teller, looks: bool) -> None:
    with acting_as(partnership.lead), CaptureQueriesContext(connection) as statements:
        one_look(partnership.lead, one.reference, LEAH, looks=looks, today=AT.date(), at=AT)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE) {statements.captured_queries[0]['sql']}")
            [line] = [line for (line,) in cursor.fetchall() if "Function Scan on look_among_own" in line]

    assert ("never executed" in line) != looks


def test_a_draft_of_another_is_not_there(partnership: Partnership, one: Teller) -> None:
    before = asked(partnership.member, one.reference)

    assert (before.unsent, before.found, left(partnership.member)) == (None, None, None)


def test_nothing_is_taken_where_she_may_share_no_more(partnership: Partnership, one: Teller) -> None:
    with as_administrator(partnership):
        end_post(post=Post.objects.get(worker=partnership.lead), at=timezone.now())

    before = asked(partnership.lead, one.reference)

    assert Ability.HAND_IN not in before.abilities
    assert before.unsent is not None
    assert (before.found, left(partnership.lead)) == (None, None)
