"""What is shared arrives at the desk with its clock, and nobody but the desk sees that it lies there."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import open_report_circles
from erle.foundation.access.models import Circle, Notice
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.actions import recompute
from erle.foundation.clocks.models import RunningClock
from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.actions.telling import Line, Said, record_person, take_report
from erle.knowledge.records.models import Report
from erle.knowledge.records.rules import EntryKind, MentionKind, Precision, Urgency
from erle.practice.desk.actions.arriving import bring_rows_to_desk
from erle.practice.desk.models import Arrival
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.desk.conftest import NOBODY, WREN, By

ENGLAND = ZoneInfo("Europe/London")
HANDLE = Named(MentionKind.ACCOUNT, "@northmere.night")


def _sees(worker: Worker) -> set[str]:
    with acting_as(worker):
        return set(Arrival.objects.values_list("reference", flat=True))


def test_the_desk_sees_what_came_and_the_reporter_does_not_see_that_it_lies_there(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    shared = school_shares()

    assert _sees(priya) == {shared.reference}
    assert all(_sees(worker) == set() for worker in partnership.workers.values())


def test_an_arrival_keeps_who_said_it_how_soon_and_when(priya: Worker, school_shares: By) -> None:
    shared = school_shares(urgency=Urgency.NOW, named=[HANDLE])

    with acting_as(priya):
        arrival = Arrival.objects.select_related("agency").get(reference=shared.reference)

    assert (arrival.title, arrival.agency.slug, arrival.source) == (
        "Brought to school in a car",
        "alder-court",
        "Ruth Okafor",
    )
    assert (arrival.urgency, arrival.pressing, arrival.online, arrival.version) == ("now", 0, True, 1)
    assert (arrival.received_at, arrival.due_at) == (NOW, shared.due_at)


@pytest.mark.parametrize(
    ("came", "due"),
    [
        ("2026-11-18 11:20", date(2026, 11, 19)),
        ("2026-11-20 16:45", date(2026, 11, 23)),  # a Friday: a weekend lies between
        ("2025-12-24 15:00", date(2025, 12, 29)),  # Christmas, Boxing Day and a weekend
        ("2026-04-02 23:59", date(2026, 4, 7)),  # before Easter
    ],
)
def test_the_clock_runs_one_working_day_and_is_owed_by_the_desk(
    priya: Worker, school_shares: By, came: str, due: date
) -> None:
    shared = school_shares(at=datetime.fromisoformat(came).replace(tzinfo=ENGLAND))

    with acting_as(priya):
        clock = RunningClock.objects.get(about=shared.reference)
    assert (shared.due_at.astimezone(ENGLAND).date() - due).days == 1  # the midnight that ends it
    assert (clock.due_at, clock.key, clock.owed_by_role_id) == (
        shared.due_at,
        "referral_decision",
        "mash-decision-maker",
    )
    assert clock.owed_by_agency_id == priya.agency_id
    assert clock.rule["limit"]


def test_a_due_date_computed_anew_moves_the_arrival(priya: Worker, school_shares: By) -> None:
    shared = school_shares(at=datetime(2026, 4, 2, 12, tzinfo=UTC))
    with acting_as(priya):
        clock = RunningClock.objects.get(about=shared.reference)
        RunningClock.objects.filter(pk=clock.pk).update(due_at=NOW)
        assert Arrival.objects.get(reference=shared.reference).due_at == NOW

        recompute(clock, reason="The calendar was wrong.", by=priya, at=NOW)
        assert Arrival.objects.get(reference=shared.reference).due_at == shared.due_at


def test_what_cannot_wait_is_told_to_everybody_at_the_desk_and_to_nobody_else(
    partnership: Partnership, priya: Worker, tom: Worker, school_shares: By
) -> None:
    school_shares(urgency=Urgency.TODAY)
    urgent = school_shares(urgency=Urgency.NOW)

    for worker, told in ((priya, {urgent.reference}), (tom, {urgent.reference}), (partnership.lapsed, set())):
        with acting_as(worker):
            assert set(Notice.objects.filter(kind="arrived").values_list("about", flat=True)) == told


def test_an_arrival_about_a_sealed_child_is_told_to_those_named_in_person_and_hidden_from_the_desk(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    shared = school_shares(WREN)

    assert _sees(priya) == set()
    for worker in (partnership.lead, partnership.manager):
        assert _sees(worker) == {shared.reference}
        with acting_as(worker):
            assert Notice.objects.filter(kind="arrived", about=shared.reference).exists()
    with acting_as(priya):
        assert not Notice.objects.exists()
        assert not RunningClock.objects.filter(about=shared.reference).exists()


def test_a_report_taken_back_leaves_the_desk_and_its_clock_stops(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    shared = school_shares()
    with acting_as(partnership.lapsed):
        Report.objects.filter(pk=shared.report.pk).update(withdrawn_at=NOW)

    with acting_as(priya):
        assert Arrival.objects.get().withdrawn_at == NOW
        assert RunningClock.objects.get(about=shared.reference).stopped_at == NOW


def _row(partnership: Partnership, number: int) -> Report:
    """Make a report as a file's row does, with its circles opened in bulk."""
    teacher = partnership.lapsed
    [circles] = open_report_circles(agency=teacher.agency, number=1, basis=BASIS, purpose="To protect")
    person = record_person(
        agency=teacher.agency, particulars=NOBODY, basis=BASIS, purpose="To protect", by=teacher, at=NOW
    )
    said = Said("csv", "Words", "A teacher", NOW, Precision.DAY)
    line = Line(EntryKind.CONCERN, f"Row {number}")
    circle = Circle.objects.get(pk=circles.report)
    entry = take_report(person=person, agency=teacher.agency, said=said, line=line, circle=circle, by=teacher, at=NOW)
    return Report.objects.get(pk=entry.report_id or 0)


def test_the_rows_of_a_file_come_at_once(partnership: Partnership, priya: Worker) -> None:
    with acting_as(partnership.lapsed):
        rows = [_row(partnership, number).reference for number in range(3)]
        brought = bring_rows_to_desk(reports=rows, by=partnership.lapsed, at=NOW)

    with acting_as(priya):
        arrivals = Arrival.objects.order_by("title")
        assert [(one.reference, one.due_at) for one in arrivals] == brought
        assert [one.title for one in arrivals] == ["Row 0", "Row 1", "Row 2"]
    assert bring_rows_to_desk(reports=[], by=partnership.lapsed, at=NOW) == []


@pytest.mark.parametrize("key", ["lead", "never"])
def test_nobody_brings_anothers_report(partnership: Partnership, priya: Worker, school_shares: By, key: str) -> None:
    shared = school_shares()
    worker = partnership.workers[key]
    with acting_as(worker):
        assert bring_rows_to_desk(reports=[shared.report.reference], by=worker, at=NOW) == []
    for one in (worker, priya):
        with acting_as(one), pytest.raises(DatabaseError, match="by who recorded it"), transaction.atomic():
            connection.cursor().execute(
                "SELECT erle.bring_to_desk('{A-NEWONE22}', '{K-NEWONE22}', ARRAY[%s::bigint], '{x}', '{f}',"
                " ARRAY[now()], ARRAY['{}'::jsonb], 'k', 'c', 't', 'mash-decision-maker', 'w')",
                [shared.report.pk],
            )


def test_a_report_without_a_circle_for_the_desk_is_not_brought(partnership: Partnership) -> None:
    manager = partnership.manager
    with acting_as(manager):
        kept = Report.objects.filter(recorded_by=manager, circle__kind="child").values_list("reference", flat=True)
        references = list(kept)

        with pytest.raises(DatabaseError, match="by who recorded it"), transaction.atomic():
            bring_rows_to_desk(reports=references, by=manager, at=NOW)


def test_an_arrival_is_made_by_the_function_alone(priya: Worker, school_shares: By) -> None:
    school_shares()
    with acting_as(priya), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("INSERT INTO desk_arrival (circle_id) SELECT circle_id FROM desk_arrival")
