"""What is handed in stands in the picture of the child it is certainly about, and closes as the child's record does."""

from datetime import date, timedelta
from typing import Any

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import end_keep_out, keep_out
from erle.foundation.access.models import Circle, Conflict
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.knowledge.linkage.actions import TiedAlready, judge, recognise, undo_tie
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.actions.handing_in import Handed, HandedIn, Named, NothingSaid, Piece, hand_in
from erle.knowledge.records.actions.telling import Particulars, give_identifier, record_person
from erle.knowledge.records.models import Entry, Mention, Person, Report
from erle.knowledge.records.rules import MentionKind, Nature, Precision, Scheme, Urgency
from tests.partnership import BASIS, LONG_AGO, NOW, Partnership, as_administrator

LEAH = Particulars(given_names="Léah", family_name="ARDEN", born_on=date(2012, 3, 3))
CAR = Named(MentionKind.VEHICLE, "ab12 cde", {"colour": "silver"})


def _handed(*pieces: Piece, **more: Any) -> Handed:
    said = pieces or (Piece(Nature.FACT, "Came in at 10:50, very tired.", NOW, Precision.MINUTE),)
    return Handed(
        title="Brought to school in a car",
        pieces=said,
        urgency=Urgency.TODAY,
        basis=BASIS,
        purpose="To protect",
        **more,
    )


@pytest.fixture
def desk(partnership: Partnership) -> Worker:
    """Somebody at the MASH desk."""
    with as_administrator(partnership):
        agency = partnership.agencies["childrens_services"]
        worker = register_worker(agency=agency, name="Priya Menon", email="priya@desk.invalid", at=LONG_AGO)
        role = Role.objects.get(slug="mash-decision-maker")
        appoint(worker=worker, agency=agency, role=role, starts_at=LONG_AGO)
    return worker


def _by_school(partnership: Partnership, about: Particulars = LEAH, **more: Any) -> HandedIn:
    teacher = partnership.lapsed
    with acting_as(teacher):
        done = hand_in(about=about, agency=teacher.agency, handed=_handed(**more), by=teacher, at=NOW)
        recognise(people=[done.report.person_id])
    return done


def _sees(worker: Worker, report: Report) -> bool:
    with acting_as(worker):
        return Report.objects.filter(pk=report.pk).exists()


def test_a_report_is_seen_by_its_reporter_and_the_desk_and_nobody_else(partnership: Partnership, desk: Worker) -> None:
    report = _by_school(partnership).report

    seen = {key for key, worker in partnership.workers.items() if _sees(worker, report)}

    assert seen == {"lapsed"}
    assert _sees(desk, report)


def test_what_the_desk_writes_is_closed_to_the_reporter(partnership: Partnership, desk: Worker) -> None:
    done = _by_school(partnership)

    for worker, inside in ((desk, True), (partnership.lapsed, False), (partnership.lead, False)):
        with acting_as(worker):
            assert Circle.objects.filter(pk=done.desk_circle).exists() is inside


def test_a_record_of_the_same_name_and_birth_is_recognised_and_its_lines_stand_in_the_picture(
    partnership: Partnership, desk: Worker
) -> None:
    done = _by_school(partnership, named=[CAR])

    with acting_as(partnership.lead):
        line = Entry.objects.get(person=partnership.leah, origin__isnull=False)
        assert (line.text, line.agency_id) == ("Came in at 10:50, very tired.", partnership.lapsed.agency_id)
        assert Mention.objects.get(entry=line).thing == Mention.objects.filter(thing__startswith="T-").first().thing  # type: ignore[union-attr]
        assert Tie.objects.get(picture=partnership.leah).how == "name_and_birth"
    with acting_as(partnership.lapsed):
        assert not Person.objects.filter(pk=partnership.leah.pk).exists()
        assert not Tie.objects.exists()
        assert done.report.person_id != partnership.leah.pk


def test_the_same_is_done_when_the_picture_comes_later(partnership: Partnership) -> None:
    about = Particulars(given_names="Milos", family_name="Novak", born_on=date(2011, 5, 6))
    _by_school(partnership, about)

    with acting_as(partnership.manager):
        agency = partnership.agencies["childrens_services"]
        picture = record_person(
            agency=agency, particulars=about, basis=BASIS, purpose="Child in need", by=partnership.manager, at=NOW
        )
        recognise(people=[picture.pk])

        assert Entry.objects.filter(person=picture, origin__isnull=False).count() == 1


@pytest.mark.parametrize(
    "about",
    [
        Particulars(given_names="Leah", family_name="Arden", born_on=date(2012, 3, 4)),
        Particulars(given_names="Lea", family_name="Arden", born_on=date(2012, 3, 3)),
        Particulars(given_names="Leah", family_name="", born_on=date(2012, 3, 3)),
        Particulars(given_names="Leah", family_name="Arden"),
        Particulars(),
    ],
)
def test_what_is_not_certain_is_left_to_a_person(partnership: Partnership, about: Particulars) -> None:
    _by_school(partnership, about)

    with acting_as(partnership.lead):
        assert not Tie.objects.exists()


def test_a_shared_number_with_another_birth_and_name_is_not_certain(partnership: Partnership) -> None:
    with acting_as(partnership.manager):
        agency = partnership.agencies["childrens_services"]
        give_identifier(person=partnership.leah, agency=agency, scheme=Scheme.NHS, value="9990000018")
    other = Particulars(given_names="Ola", family_name="Kowalska", born_on=date(2013, 1, 1))
    same = Particulars(given_names="Leia", family_name="Ardern", born_on=date(2012, 3, 3))
    for about, by, ties in ((other, partnership.lapsed, 0), (same, partnership.withdrawn, 1)):
        with acting_as(by):
            done = hand_in(about=about, agency=by.agency, handed=_handed(), by=by, at=NOW)
            give_identifier(person=done.report.person, agency=by.agency, scheme=Scheme.NHS, value="9990000018")
            recognise(people=[done.report.person_id])
        with acting_as(partnership.lead):
            assert Tie.objects.count() == ties


def test_what_is_undone_goes_out_of_the_picture_and_no_rule_makes_it_again(partnership: Partnership) -> None:
    _by_school(partnership)
    with acting_as(partnership.lead):
        tie = Tie.objects.get()
        undo_tie(tie=tie, because="Another Leah.", by=partnership.lead, at=NOW)

        assert not Entry.objects.filter(person=partnership.leah, origin__isnull=False, withdrawn_at=None).exists()
        with pytest.raises(TiedAlready):
            undo_tie(tie=tie, because="Another Leah.", by=partnership.lead, at=NOW)
    with acting_as(partnership.lapsed):
        recognise(people=list(Person.objects.values_list("pk", flat=True)))
    with acting_as(partnership.lead):
        assert Tie.objects.filter(undone_at__isnull=True).count() == 0


def test_the_desk_judges_of_which_child_a_report_is(partnership: Partnership, desk: Worker) -> None:
    done = _by_school(partnership, Particulars(known_as="Lee", school="Alder Court"))
    with acting_as(partnership.manager):
        from erle.foundation.access.actions.sharing import Grounds, share_with_worker

        share_with_worker(
            circle=partnership.leah.circle,
            worker=desk,
            grounds=Grounds("Screening", BASIS),
            ends_at=NOW + timedelta(days=2),
            by=partnership.manager,
            at=NOW - timedelta(minutes=1),
        )
    with acting_as(desk):
        report = Report.objects.get(pk=done.report.pk)
        judge(report=report, picture=Person.objects.get(pk=partnership.leah.pk), reason="Same school.", by=desk)
        judge(report=report, picture=Person.objects.get(pk=partnership.leah.pk), reason="Same school.", by=desk)

        assert Tie.objects.get().how == "judgement"
        assert Entry.objects.filter(person=partnership.leah, origin__isnull=False).count() == 1


def test_who_is_kept_out_of_the_child_is_kept_out_of_what_is_handed_in(partnership: Partnership, desk: Worker) -> None:
    before = _by_school(partnership)
    with acting_as(partnership.manager):
        bar = keep_out(circle=partnership.leah.circle, worker=desk, reason="Her aunt", by=partnership.manager, at=NOW)
    after = _by_school(partnership, Particulars(given_names="Leah", family_name="Arden", born_on=date(2012, 3, 3)))

    assert [_sees(desk, done.report) for done in (before, after)] == [False, False]
    with acting_as(desk):
        assert not Circle.objects.filter(pk__in=[before.desk_circle, after.desk_circle]).exists()

    with acting_as(partnership.manager):
        end_keep_out(conflict=Conflict.objects.get(pk=bar.pk), reason="An error", by=partnership.manager, at=NOW)
    assert [_sees(desk, done.report) for done in (before, after)] == [True, True]


def test_a_report_about_a_sealed_child_is_seen_by_those_named_in_person_and_its_reporter(
    partnership: Partnership, desk: Worker
) -> None:
    about = Particulars(given_names="Wren", family_name="Quillfeather", born_on=date(2012, 3, 3))
    done = _by_school(partnership, about)

    seen = {key for key, worker in partnership.workers.items() if _sees(worker, done.report)}

    assert seen == {"lead", "manager", "lapsed"}
    assert not _sees(desk, done.report)


def test_a_seal_that_comes_later_closes_what_was_handed_in(partnership: Partnership, desk: Worker) -> None:
    report = _by_school(partnership).report
    assert _sees(desk, report)

    with acting_as(partnership.manager):
        seal(
            circle=partnership.leah.circle,
            stays=[partnership.lead],
            basis=BASIS,
            reason="x",
            by=partnership.manager,
            at=NOW,
        )

    assert not _sees(desk, report)
    assert _sees(partnership.lapsed, report)
    assert _sees(partnership.lead, report)


def test_a_report_about_a_child_of_her_circles_stands_in_that_childs_chronology_at_once(
    partnership: Partnership,
) -> None:
    officer = partnership.member
    with acting_as(officer):
        leah = Person.objects.select_related("circle").get(pk=partnership.leah.pk)
        handed = _handed(Piece(Nature.OWN_WORDS, "I am fine."), Piece(Nature.STRENGTH, "Captain of the team."))
        done = hand_in(about=leah, agency=officer.agency, handed=handed, by=officer, at=NOW)

    with acting_as(partnership.lead):
        lines = Entry.objects.filter(report_id=done.report.pk).order_by("id")
        assert [(line.kind, line.quote, line.text) for line in lines] == [
            ("own_words", "I am fine.", ""),
            ("strength", "", "Captain of the team."),
        ]
        assert not Report.objects.filter(pk=done.report.pk).exists()


def test_nothing_is_handed_in_that_says_nothing(partnership: Partnership) -> None:
    with acting_as(partnership.lapsed), pytest.raises(NothingSaid):
        hand_in(
            about=LEAH,
            agency=partnership.lapsed.agency,
            handed=_handed(Piece(Nature.FACT, "  ")),
            by=partnership.lapsed,
            at=NOW,
        )


def test_what_a_file_undoes_goes_out_of_the_picture(partnership: Partnership) -> None:
    done = _by_school(partnership)
    with acting_as(partnership.lapsed):
        Entry.objects.filter(report=done.report).update(withdrawn_at=NOW)

    with acting_as(partnership.lead):
        assert not Entry.objects.filter(person=partnership.leah, origin__isnull=False, withdrawn_at=None).exists()
