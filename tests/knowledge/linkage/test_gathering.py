"""Into whose records lines are gathered: nobody pulls a hidden child's lines into her own sight."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import import_worker
from erle.knowledge.linkage.actions import TiedAlready, judge, recognise
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.actions.asking import ask_whether_known
from erle.knowledge.records.actions.handing_in import hand_in
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Person, Report
from tests.knowledge.linkage.handing import (
    BORN,
    LEAH,
    NOBODY,
    WREN,
    by_school,
    by_worker,
    copies,
    employed,
    handed,
    sees,
    typed_by,
)
from tests.partnership import BASIS, CANARY, NOW, Partnership

SAID = ["Came in at 10:50, very tired."]


def _let_into(partnership: Partnership, person: Person, worker: Worker, *, by: Worker, lead: bool = False) -> None:
    with acting_as(by):
        circle = Person.objects.select_related("circle").get(pk=person.pk).circle
        share_with_worker(
            circle=circle,
            worker=worker,
            grounds=Grounds("Screening", BASIS),
            ends_at=NOW + timedelta(days=2),
            lead=lead,
            by=by,
            at=NOW - timedelta(minutes=1),
        )


def test_a_record_that_a_social_worker_types_gathers_nothing_until_who_holds_the_circles_names_a_lead(
    partnership: Partnership,
) -> None:
    by_school(partnership, NOBODY)
    typed = typed_by(partnership.lead, NOBODY)
    assert copies(partnership.lead, typed) == []

    _let_into(partnership, typed, partnership.lead, by=partnership.manager, lead=True)
    with acting_as(partnership.lead):
        recognise(people=[typed.pk])

    assert copies(partnership.lead, typed) == SAID


def test_naming_oneself_the_lead_gathers_nothing(partnership: Partnership) -> None:
    by_school(partnership, NOBODY)
    typed = typed_by(partnership.lead, NOBODY)

    _let_into(partnership, typed, partnership.lead, by=partnership.lead, lead=True)
    with acting_as(partnership.lead):
        recognise(people=[typed.pk])

    assert copies(partnership.lead, typed) == []


def test_what_a_social_worker_hands_in_stands_in_the_picture_and_takes_nothing_from_it(
    partnership: Partnership,
) -> None:
    coordinator = partnership.coordinator
    typed = by_worker(coordinator, LEAH).report.person
    by_school(partnership)

    assert copies(partnership.lead, partnership.leah) == SAID * 2
    assert copies(coordinator, typed) == []


def test_a_second_record_of_a_child_from_whom_one_is_kept_out_gathers_nothing(partnership: Partnership) -> None:
    by_school(partnership)
    with acting_as(partnership.lead):
        keep_out(
            circle=partnership.leah.circle,
            worker=partnership.manager,
            reason="Her uncle",
            by=partnership.lead,
            at=NOW - timedelta(minutes=1),
        )

    typed = typed_by(partnership.manager, LEAH)
    by_school(partnership)

    assert copies(partnership.manager, typed) == []
    assert copies(partnership.lead, partnership.leah) == SAID * 2


def test_a_decoy_beside_a_sealed_child_neither_gathers_nor_opens_what_is_handed_in(
    partnership: Partnership, desk: Worker
) -> None:
    decoy = typed_by(partnership.coordinator, WREN)
    report = by_school(partnership, WREN).report

    assert copies(partnership.coordinator, decoy) == []
    assert copies(partnership.lead, partnership.sealed) == SAID
    assert [sees(worker, report) for worker in (desk, partnership.coordinator, partnership.lead)] == [
        False,
        False,
        True,
    ]


def test_who_typed_a_sealed_child_anew_sees_only_what_she_typed_and_her_colleagues_not_even_that(
    partnership: Partnership, desk: Worker
) -> None:
    typist = employed(partnership, "Ada Quaye", "childrens_services", "social-worker")
    done = by_worker(typist, WREN)

    assert sees(typist, done.report)
    assert not sees(partnership.coordinator, done.report)
    assert not sees(desk, done.report)
    assert sees(partnership.lead, done.report)
    for worker, there in ((typist, True), (partnership.coordinator, False), (partnership.lead, True)):
        with acting_as(worker):
            assert Person.objects.filter(pk=done.report.person_id).exists() is there
    with acting_as(partnership.never):
        assert ask_whether_known(name=f"Wren {CANARY}", born_on=BORN, why="x", by=partnership.never) is None


def test_two_pictures_of_one_name_and_birth_are_left_to_a_person_and_close_alike(
    partnership: Partnership, desk: Worker
) -> None:
    account = import_worker(partnership.agencies["childrens_services"])
    pictures = [typed_by(account, NOBODY) for _ in range(2)]
    before = by_school(partnership, NOBODY).report
    assert sees(desk, before)
    with acting_as(partnership.manager):
        circle = pictures[1].circle
        keep_out(circle=circle, worker=desk, reason="x", by=partnership.manager, at=NOW - timedelta(minutes=1))
    after = by_school(partnership, NOBODY).report

    with acting_as(partnership.manager):
        assert not Tie.objects.exists()
    assert [sees(desk, report) for report in (before, after)] == [False, False]


def test_nobody_judges_but_the_desk_and_only_into_a_record_of_childrens_services(
    partnership: Partnership, desk: Worker
) -> None:
    done = by_school(partnership, Particulars(known_as="Lee"))
    own = typed_by(partnership.lapsed, NOBODY)
    police = typed_by(partnership.member, NOBODY)
    for worker, picture in (
        (partnership.lapsed, own),  # the reporter, into a record of her own
        (partnership.member, police),
        (partnership.lead, partnership.leah),  # let into the picture, but not at the desk
        (desk, partnership.leah),  # at the desk, but not let into the picture
        (desk, own),
    ):
        with acting_as(worker), pytest.raises(DatabaseError, match="no such report or child"), transaction.atomic():
            connection.cursor().execute("SELECT erle.tie_by_report(%s, %s, 'x')", [done.report.pk, picture.pk])


def test_a_report_held_to_be_of_another_child_is_not_torn_away(partnership: Partnership, desk: Worker) -> None:
    report = by_school(partnership).report
    other = typed_by(partnership.manager, NOBODY)
    _let_into(partnership, other, desk, by=partnership.manager)

    with acting_as(desk), pytest.raises(TiedAlready, match="cannot be held to be about that child now"):
        judge(report=Report.objects.get(pk=report.pk), picture=Person.objects.get(pk=other.pk), reason="x", by=desk)
    _let_into(partnership, partnership.leah, desk, by=partnership.lead)
    with acting_as(desk), pytest.raises(TiedAlready, match="about another child already"):
        judge(report=Report.objects.get(pk=report.pk), picture=Person.objects.get(pk=other.pk), reason="x", by=desk)
    assert copies(partnership.lead, partnership.leah) == SAID


def test_what_the_desk_judges_of_anothers_report_makes_a_picture_that_gathers(
    partnership: Partnership, desk: Worker
) -> None:
    report = by_school(partnership, NOBODY).report
    picture = typed_by(desk, NOBODY)
    assert copies(desk, picture) == []

    with acting_as(desk):
        judge(report=Report.objects.get(pk=report.pk), picture=picture, reason="The same school.", by=desk)
    by_worker(partnership.withdrawn, NOBODY)

    assert copies(desk, picture) == SAID * 2


def test_what_the_desk_judges_of_its_own_report_makes_none(partnership: Partnership, desk: Worker) -> None:
    by_school(partnership, NOBODY)
    report = by_worker(desk, Particulars(known_as="Mil")).report
    picture = typed_by(desk, NOBODY)

    with acting_as(desk):
        judge(report=Report.objects.get(pk=report.pk), picture=picture, reason="x", by=desk)

    assert copies(desk, picture) == SAID  # her own words, and not the school's


@pytest.mark.parametrize("given", ["{}", "{NULL}", "{-1,0,9223372036854775807}", None])
def test_recognising_nothing_does_nothing_and_answers_nothing(partnership: Partnership, given: str | None) -> None:
    with acting_as(partnership.never), connection.cursor() as cursor:
        cursor.execute("SELECT erle.recognise(%s::bigint[])", [given])
        assert cursor.fetchall() == [("",)]


def test_nobody_recognises_what_she_does_not_see(partnership: Partnership) -> None:
    typed = typed_by(partnership.manager, NOBODY)
    with acting_as(partnership.lapsed):
        hand_in(about=NOBODY, agency=partnership.lapsed.agency, handed=handed(), by=partnership.lapsed, at=NOW)
    with acting_as(partnership.never):
        recognise(people=[typed.pk])

    assert copies(partnership.manager, typed) == []
