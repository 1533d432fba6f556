"""By whatever SQL, nobody acts at the desk in another's name, edits what was done, or writes in the desk's place."""

import pytest
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.practice.desk.actions.arriving import Shared
from erle.practice.desk.actions.checking import Asking, ask_agencies
from erle.practice.desk.actions.deciding import Decided, decide
from erle.practice.desk.models import Arrival, Check, Decision, Outcome
from erle.practice.desk.rules import Response
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.desk.conftest import WREN, By, read_now, the_arrival

REFUSED = "row-level security|permission denied"


def _is_refused(statement: str, *given: int) -> None:
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        connection.cursor().execute(statement, given)


def _changes_nothing(statement: str, *given: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        assert cursor.rowcount == 0


CHANGE = "INSERT INTO desk_change (circle_id, sealed, arrival_id, version, what, words, changed_by_id, changed_at)"
DECISION = (
    "INSERT INTO desk_decision (circle_id, sealed, arrival_id, response, reasons, not_known, named_id, decided_by_id,"
    " decided_at, read_words)"
)


def test_nobody_acts_in_anothers_name(held_by_priya: Shared, priya: Worker, tom: Worker) -> None:
    with acting_as(priya):
        arrival = the_arrival(held_by_priya.reference)
        place = (arrival.circle_id, arrival.pk)
        _is_refused(f"{CHANGE} VALUES (%s, false, %s, 99, 'told', 'x', %s, now())", *place, tom.pk)
        _is_refused(f"{DECISION} VALUES (%s, false, %s, 'advice', '', '', %s, %s, now(), '')", *place, priya.pk, tom.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE desk_decision SET reasons = 'other'",
        "UPDATE desk_outcome SET words = 'other'",
        "UPDATE desk_change SET words = 'other'",
        "UPDATE desk_arrival SET title = 'other'",
        "UPDATE desk_arrival SET share_id = NULL",
        "UPDATE desk_arrival SET due_at = now()",
        "DELETE FROM desk_arrival",
        "DELETE FROM desk_decision",
        "DELETE FROM desk_check",
    ],
)
def test_what_was_done_is_never_edited(held_by_priya: Shared, priya: Worker, statement: str) -> None:
    with acting_as(priya):
        _is_refused(statement)


def test_who_decided_does_not_read_the_decision_herself(held_by_priya: Shared, priya: Worker, tom: Worker) -> None:
    with acting_as(priya):
        decided = Decided(Response.NO_ACTION, "x", "x", priya)
        decide(read=read_now(held_by_priya.reference), decided=decided, by=priya, at=NOW)
        for reader in (priya, tom):
            with pytest.raises(DatabaseError), transaction.atomic():
                Decision.objects.update(read_by=reader, read_at=NOW, agreed=True)


def test_a_reporter_tells_herself_nothing_as_the_desk(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    for about in (None, WREN):
        shared = school_shares(about) if about else school_shares()
        teacher = partnership.lapsed
        with acting_as(teacher):
            circle, number = shared.report.circle_id, shared.report.pk
            told = (circle, number, teacher.pk)
            _is_refused(
                "INSERT INTO desk_outcome (circle_id, sealed, report_id, words, told_by_id, told_at)"
                " VALUES (%s, false, %s, 'x', %s, now())",
                *told,
            )
            _is_refused(
                "INSERT INTO desk_receipt (circle_id, sealed, report_id, seen_by_id, seen_at)"
                " VALUES (%s, false, %s, %s, now())",
                *told,
            )
            assert not Outcome.objects.exists()


def test_an_agency_answers_and_changes_nothing_else_of_a_check(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    with acting_as(priya):
        asking = Asking("A child in year 9", "What do you know?", BASIS)
        police = partnership.agencies["police"]
        ask_agencies(read=read_now(held_by_priya.reference), agencies=[police], asking=asking, by=priya, at=NOW)
        waived = "UPDATE desk_check SET waived_by_id = %s, waived_at = now()"
        answered = "UPDATE desk_check SET answer = 'x', answered_by_id = %s, answered_at = now()"
        _is_refused(answered, priya.pk)
    officer = partnership.never
    with acting_as(officer):
        _is_refused(waived, officer.pk)
        _is_refused("UPDATE desk_check SET question = 'other'")
        _is_refused(answered, partnership.member.pk)
        with connection.cursor() as cursor:
            cursor.execute(answered, [officer.pk])
            assert cursor.rowcount == 1
        _changes_nothing(answered, officer.pk)
        assert Check.objects.get().answer == "x"


def test_being_let_in_lasts_no_longer_than_holding(held_by_priya: Shared, priya: Worker) -> None:
    with acting_as(priya):
        number = Arrival.objects.get(reference=held_by_priya.reference).pk
        with pytest.raises(DatabaseError, match="let in for 28 days"), transaction.atomic():
            connection.cursor().execute(
                "SELECT erle.let_in_holders(ARRAY[%s::bigint], '{S-NEWONE22}', now() + interval '60 days')", [number]
            )


def test_only_the_desk_asks_before_a_record_is_opened(partnership: Partnership, priya: Worker) -> None:
    ask = "SELECT erle.ask_for_picture('Leah Arden', '2012-03-03', 'x')"
    with (
        acting_as(partnership.member),
        pytest.raises(DatabaseError, match="Only the desk asks"),
        transaction.atomic(),
    ):
        connection.cursor().execute(ask)
