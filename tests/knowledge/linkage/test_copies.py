"""Lines in the picture go no further than the lines they repeat, and do not outlive them."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import open_check_circle, seal, unseal
from erle.foundation.access.actions.conflicts import end_keep_out, keep_out
from erle.foundation.access.actions.sharing import Grounds, share_with_worker, withdraw_share
from erle.foundation.access.models import Circle, Conflict
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.actions import undo_tie
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.actions.handing_in import Piece, hand_in
from erle.knowledge.records.actions.telling import Line, Said, record_person, record_words, take_report
from erle.knowledge.records.models import Entry, Mention, Person, SchoolWeek, Words
from erle.knowledge.records.rules import EntryKind, Nature, Precision
from tests.knowledge.linkage.handing import (
    CAR,
    LEAH,
    WREN,
    by_school,
    by_worker,
    copies,
    employed,
    handed,
    open_in_emergency,
    sees,
)
from tests.partnership import BASIS, NOW, Partnership

SAID = ["Came in at 10:50, very tired."]
UNDER_CONDITIONS = Piece(Nature.FACT, "Seen in a car.", NOW, Precision.DAY, conditions="Not to be told to the family.")
WORDS = (
    "INSERT INTO records_words (circle_id, sealed, person_id, agency_id, said, wishes, setting, said_at, said_to_id,"
    " ask_again_on, recorded_at) VALUES (%s, false, %s, 1, 'x', '{}', '', now(), %s, now(), now())"
)
GRADED_SO = Piece(Nature.OPINION, "He may be older.", grade="2 B C")


@pytest.mark.parametrize("piece", [UNDER_CONDITIONS, GRADED_SO])
def test_what_is_shared_on_conditions_stays_with_its_report(
    partnership: Partnership, desk: Worker, piece: Piece
) -> None:
    open_one = Piece(Nature.FACT, "Late for school.")
    done = by_school(partnership, LEAH, piece, open_one, named=[CAR])

    assert copies(partnership.lead, partnership.leah) == ["Late for school."]
    with acting_as(partnership.lead):
        assert not Mention.objects.filter(report_id=done.report.pk).exists()
    for worker in (desk, partnership.lapsed):
        with acting_as(worker):
            assert Entry.objects.filter(report_id=done.report.pk, text=piece.text).exists()


def test_what_somebody_of_the_circle_hands_in_on_conditions_is_not_told_to_the_circle(
    partnership: Partnership, desk: Worker
) -> None:
    officer = partnership.member
    with acting_as(officer):
        leah = Person.objects.select_related("circle").get(pk=partnership.leah.pk)
        done = hand_in(
            about=leah, agency=officer.agency, handed=handed(UNDER_CONDITIONS, named=[CAR]), by=officer, at=NOW
        )

    with acting_as(partnership.lead):
        assert not Entry.objects.filter(report_id=done.report.pk).exists()
        assert not Mention.objects.filter(report_id=done.report.pk).exists()
    with acting_as(desk):
        assert Entry.objects.get(report_id=done.report.pk).text == "Seen in a car."
        [subject] = Mention.objects.filter(report_id=done.report.pk, details__role="subject")
        assert not {"school", "lives"} & set(subject.details)


def _row_of_a_file(partnership: Partnership, conditions: str, grade: str = "") -> None:
    """Record a line as a file does, in the agency's own circle of the child."""
    by = partnership.lapsed
    with acting_as(by):
        person = record_person(agency=by.agency, particulars=LEAH, basis=BASIS, purpose="x", by=by, at=NOW)
        said = Said("csv", "Came in late.", "A teacher", NOW, Precision.DAY, grade=grade, conditions=conditions)
        take_report(person=person, agency=by.agency, said=said, line=Line(EntryKind.CONCERN, "Late"), by=by, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.recognise(ARRAY[%s::bigint])", [person.pk])


@pytest.mark.parametrize(
    ("conditions", "grade", "come"), [("", "", 1), ("", "1 A P", 1), ("x", "", 0), ("", "1 A C", 0)]
)
def test_a_row_of_a_file_comes_unless_it_has_conditions(
    partnership: Partnership, conditions: str, grade: str, come: int
) -> None:
    _row_of_a_file(partnership, conditions, grade)

    assert len(copies(partnership.lead, partnership.leah)) == come


def test_a_record_that_is_sealed_leaves_the_picture_and_comes_back_when_it_is_opened(partnership: Partnership) -> None:
    manager = employed(partnership, "Hope Adler", "health", "social-work-manager")
    done = by_worker(manager, LEAH, named=[CAR])
    assert copies(partnership.lead, partnership.leah) == SAID
    with acting_as(manager):
        circle = Circle.objects.get(pk=done.report.person.circle_id)
        seal(circle=circle, stays=[], basis=BASIS, reason="x", by=manager, at=NOW)

    assert copies(partnership.lead, partnership.leah) == []
    with acting_as(partnership.lead):
        assert not Mention.objects.filter(report_id=done.report.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.recognise(ARRAY[%s::bigint])", [partnership.leah.pk])
    assert copies(partnership.lead, partnership.leah) == []

    with acting_as(manager):
        unseal(circle=circle, reason="x", by=manager)
    assert copies(partnership.lead, partnership.leah) == SAID


def test_a_sealed_record_is_recognised_and_nothing_of_it_is_put_in_the_picture(partnership: Partnership) -> None:
    manager = employed(partnership, "Hope Adler", "health", "social-work-manager")
    with acting_as(manager):
        person = record_person(agency=manager.agency, particulars=LEAH, basis=BASIS, purpose="x", by=manager, at=NOW)
        seal(circle=person.circle, stays=[], basis=BASIS, reason="x", by=manager, at=NOW)
    by_hand = by_worker(manager, LEAH)  # another record of the same agency, which is not sealed

    assert copies(partnership.lead, partnership.leah) == SAID
    with acting_as(partnership.lead):
        assert Tie.objects.get().other_id == by_hand.report.person_id


def test_who_is_kept_out_of_the_record_does_not_read_it_in_the_picture(partnership: Partnership) -> None:
    manager = employed(partnership, "Hope Adler", "health", "social-work-manager")
    done = by_worker(manager, LEAH, named=[CAR])
    officer = partnership.member
    with acting_as(manager):
        record_words(
            person=Person.objects.get(pk=done.report.person_id),
            agency=manager.agency,
            said="Leave me be.",
            wishes=[],
            setting="",
            said_at=NOW,
            ask_again_after=timedelta(days=28),
            by=manager,
            at=NOW,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.recognise(ARRAY[%s::bigint])", [done.report.person_id])
        circle = Circle.objects.get(pk=done.report.person.circle_id)
        bar = keep_out(circle=circle, worker=officer, reason="Her uncle", by=manager, at=NOW - timedelta(minutes=1))

    for worker, there in ((officer, False), (partnership.lead, True)):
        assert bool(copies(worker, partnership.leah)) is there
        with acting_as(worker):
            assert Mention.objects.filter(report_id=done.report.pk).exists() is there
            assert Words.objects.filter(said="Leave me be.").exists() is there
    with acting_as(manager):
        end_keep_out(conflict=Conflict.objects.get(pk=bar.pk), reason="x", by=manager, at=NOW)
    assert copies(officer, partnership.leah) == SAID


def test_what_went_out_of_the_picture_is_not_brought_back_by_hand(partnership: Partnership) -> None:
    by_school(partnership, named=[CAR])
    with acting_as(partnership.lead):
        undo_tie(tie=Tie.objects.get(), because="Another Leah.", by=partnership.lead, at=NOW)

        assert not Mention.objects.filter(origin__isnull=False).exists()
        with pytest.raises(DatabaseError, match="repeats what was taken back"), transaction.atomic():
            Entry.objects.filter(origin__isnull=False).update(withdrawn_at=None)
    assert copies(partnership.lead, partnership.leah) == []


def test_weeks_of_school_come_and_go_with_the_tie(partnership: Partnership) -> None:
    done = by_school(partnership)
    school = partnership.lapsed
    with acting_as(school):
        person = Person.objects.select_related("circle").get(pk=done.report.person_id)
        SchoolWeek.objects.create(
            circle=person.circle,
            person=person,
            agency=school.agency,
            week_on=date(2026, 11, 16),
            marks="//OO//LL--",
            recorded_at=NOW,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.recognise(ARRAY[%s::bigint])", [person.pk])

    with acting_as(partnership.lead):
        assert SchoolWeek.objects.get(person=partnership.leah).marks == "//OO//LL--"
        undo_tie(tie=Tie.objects.get(), because="Another Leah.", by=partnership.lead, at=NOW)
        assert not SchoolWeek.objects.filter(withdrawn_at__isnull=True).exists()


def test_who_opened_a_record_in_an_emergency_hands_in_nothing_about_it_judges_nothing_and_undoes_nothing(
    partnership: Partnership,
) -> None:
    report = by_school(partnership).report
    never = partnership.never
    open_in_emergency(never, "Leah Arden")

    with acting_as(never), connection.cursor() as cursor:
        assert Tie.objects.exists()
        assert Tie.objects.update(undone_by=never, undone_at=NOW, undone_because="x") == 0
        with pytest.raises(DatabaseError, match="no such report"), transaction.atomic():
            cursor.execute("SELECT erle.tie_by_report(%s, %s, 'x')", [report.pk, partnership.leah.pk])
        with pytest.raises(DatabaseError, match="to write about"), transaction.atomic():
            cursor.execute(WORDS, [partnership.leah.circle_id, partnership.leah.pk, never.pk])


def test_the_circle_of_a_check_is_closed_and_opened_with_the_report(partnership: Partnership, desk: Worker) -> None:
    done = by_school(partnership)
    with acting_as(desk):
        where = Circle.objects.get(pk=done.desk_circle)
        check = open_check_circle(desk=where, agency=partnership.never.agency, basis=BASIS, purpose="x")
    with acting_as(partnership.never):
        assert Circle.objects.filter(pk=check.pk).exists()

    with acting_as(partnership.manager):
        seal(circle=partnership.leah.circle, stays=[], basis=BASIS, reason="x", by=partnership.manager, at=NOW)
    for worker, there in ((partnership.never, False), (desk, False), (partnership.lead, True)):
        with acting_as(worker):
            circles = Circle.objects.filter(pk__in=[check.pk, done.desk_circle])
            assert circles.count() == (2 if there else 0)
            assert all(circle.sealed for circle in circles)
    with acting_as(partnership.manager):
        unseal(circle=partnership.leah.circle, reason="x", by=partnership.manager)
    for worker, circles_there in ((partnership.never, 1), (desk, 2), (partnership.lead, 0)):
        with acting_as(worker):
            assert Circle.objects.filter(pk__in=[check.pk, done.desk_circle]).count() == circles_there


def test_who_is_named_in_the_sealed_record_later_sees_the_report_and_who_is_named_no_more_does_not(
    partnership: Partnership, desk: Worker
) -> None:
    report = by_school(partnership, WREN).report
    manager = partnership.manager
    with acting_as(manager):
        circle = Circle.objects.get(pk=partnership.sealed.circle_id)
        share = share_with_worker(
            circle=circle,
            worker=desk,
            grounds=Grounds("x", BASIS),
            ends_at=NOW + timedelta(days=1),
            by=manager,
            at=NOW - timedelta(minutes=1),
        )
    assert sees(desk, report)
    with acting_as(manager):
        withdraw_share(share=share, because="x", by=manager, at=NOW)
    assert not sees(desk, report)
