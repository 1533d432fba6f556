"""What a child said in a return interview goes where it belongs; what the child asked not to be shared does not."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.everything import agree_to_everything, propose_everything
from erle.foundation.access.actions.sharing import withdraw_share
from erle.foundation.access.models import Circle, Notice, Share
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.foundation.clocks.queries import running_about
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.handing_in import Handed, Piece
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Entry, Mention
from erle.knowledge.records.rules import EntryKind, Nature, Precision, Sex, Urgency
from erle.practice.desk.actions.arriving import share_information
from erle.practice.desk.actions.finishing import LateWithoutReason, StillOwed, finish_interview
from erle.practice.missing.actions.interviewing import (
    InterviewClosed,
    Noted,
    Talked,
    keep_step,
    record_held,
    record_lateness,
)
from erle.practice.missing.actions.learning import (
    AnsweredAlready,
    NothingToReview,
    answer_offer,
    pass_on,
    record_reviewed,
)
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.actions.withholding import NotHers, override, withhold
from erle.practice.missing.models import Episode, Interview, Override, PlanOffer, Withheld
from erle.practice.missing.queries.interviewing import (
    offers_of,
    overrides_of,
    state_of_interview,
    withheld_called,
    withheld_of,
)
from erle.practice.missing.rules.interviewing import REVIEW_AFTER, Step
from tests.partnership import BASIS, LONG_AGO, NOW, Partnership, as_administrator
from tests.practice.missing.conftest import reported
from tests.practice.missing.services import AT, Services, comes_back, found_services, hold, offer, the_one


@pytest.fixture
def missing(partnership: Partnership) -> Episode:
    """Leah, reported missing by the social worker who leads."""
    with acting_as(partnership.lead):
        leah = records.child_called(partnership.leah.reference)
        return report_missing(person=leah, reported=reported(), by=partnership.lead, at=NOW).episode


@pytest.fixture
def services(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


@pytest.fixture
def interview(partnership: Partnership, services: Services, missing: Episode) -> Interview:
    """Leah is back, and her interview is the home service's."""
    comes_back(missing, partnership.member)
    return the_one(services.at_home)


def written(interview: Interview, services: Services) -> None:
    """Hold the talk, and write down what Leah said."""
    offer(interview, services.at_home)
    hold(interview, services.at_home)
    steps = (
        Noted(Step.WHY, codes=["family_conflict", "peers"], words=""),
        Noted(Step.ACCOUNT, words="I needed to get out for a bit."),
        Noted(Step.LEARNED, code="place", place="Old Mill car park", words="They wait there", grade="2 C P"),
        Noted(Step.HELP, words="A bus pass"),
        Noted(Step.PLAN, code="look", words="Look by the mill first"),
    )
    with acting_as(services.at_home):
        for noted in steps:
            keep_step(interview=interview, noted=noted, by=services.at_home, at=AT)


def kept_apart(interview: Interview, services: Services) -> Withheld:
    """Keep what Leah asked not to be shared."""
    with acting_as(services.at_home):
        return withhold(
            interview=interview,
            called="Leah Arden",
            words="Her friend Zee is hiding too",
            whom="Her mother",
            by=services.at_home,
            at=AT,
        )


def test_what_was_said_stands_in_the_picture_graded_and_in_her_own_words(
    partnership: Partnership, services: Services, missing: Episode, interview: Interview
) -> None:
    written(interview, services)

    with acting_as(services.at_home):
        shared = finish_interview(interview=interview, urgency=Urgency.TODAY, by=services.at_home, at=AT)
        assert shared is not None
        with pytest.raises(InterviewClosed):
            keep_step(interview=interview, noted=Noted(Step.HELP, words="x"), by=services.at_home, at=AT)
        assert not Tie.objects.exists()

    with acting_as(partnership.lead):
        leah = records.child_called(partnership.leah.reference)
        [own] = Entry.objects.filter(person=leah, quote="I needed to get out for a bit.")
        assert (own.kind, own.agency) == (EntryKind.OWN_WORDS, services.home)
        [place] = Entry.objects.filter(person=leah, grade="2 C P")
        assert place.text == "Old Mill car park. They wait there"
        [pushed] = Entry.objects.filter(person=leah, text__startswith="Pushed by: Conflict in the family.")
        assert "Pressure from peers" in pushed.text
        assert Mention.objects.filter(words="Old Mill car park", circle=leah.circle).exists()


def test_whoever_leads_is_asked_to_look_at_risk_and_plan_and_is_offered_the_line(
    partnership: Partnership, services: Services, missing: Episode, interview: Interview
) -> None:
    written(interview, services)
    with acting_as(services.at_home):
        finish_interview(interview=interview, urgency=Urgency.SOON, by=services.at_home, at=AT)
        assert not PlanOffer.objects.exists()

    with acting_as(partnership.lead):
        episode = Episode.objects.select_related("circle", "person__circle").get(pk=missing.pk)
        clock = running_about(missing.reference, key=REVIEW_AFTER)
        assert clock is not None
        assert clock.owed_by_worker == partnership.lead
        [line] = offers_of(episode.person_id).values()
        assert (line.part, line.words) == ("look", "Look by the mill first")
        answer_offer(offer=line, taken=True, by=partnership.lead, at=AT)
        with pytest.raises(AnsweredAlready):
            answer_offer(offer=line, taken=False, by=partnership.lead, at=AT)
        record_reviewed(episode=episode, words="Plan changed; risk as it was.", by=partnership.lead, at=AT)
        with pytest.raises(NothingToReview):
            record_reviewed(episode=episode, words="x", by=partnership.lead, at=AT)
        assert records.chronology(episode.person)[0]["text"] == "Plan changed; risk as it was."


def test_nothing_is_finished_while_an_interview_is_owed(services: Services, interview: Interview) -> None:
    with acting_as(services.at_home), pytest.raises(StillOwed):
        finish_interview(interview=interview, urgency=Urgency.SOON, by=services.at_home, at=AT)


def test_a_late_one_is_not_finished_before_somebody_says_why(services: Services, interview: Interview) -> None:
    by, late = services.at_home, AT + timedelta(hours=80)
    with acting_as(by):
        covered = [one.pk for one in state_of_interview(interview).open_ones]
        record_held(interview=interview, talked=Talked("Café", "", covered), when=late, by=by, at=late)
        assert state_of_interview(interview).next_step == Step.WHY
        with pytest.raises(LateWithoutReason, match="Say why"):
            finish_interview(interview=interview, urgency=Urgency.SOON, by=by, at=late)
        record_lateness(interview=interview, code="no_contact", words="", by=by, at=late)

        assert finish_interview(interview=interview, urgency=Urgency.SOON, by=by, at=late) is None

        assert Interview.objects.get(pk=interview.pk).ended_by == by


def test_what_she_asked_not_to_be_shared_is_seen_by_who_heard_it_alone(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    written(interview, services)
    kept = kept_apart(interview, services)
    with acting_as(partnership.governance):
        act = propose_everything(
            worker=partnership.member,
            purpose="Audit",
            basis="public_task_safeguarding",
            ends_at=NOW + timedelta(days=2),
            by=partnership.governance,
            at=NOW,
        )
    with as_administrator(partnership):
        second = register_worker(agency=act.worker.agency, name="Ann Second", email="second@x.invalid", at=NOW)
        role = Role.objects.get(slug="information-governance")
        appoint(worker=second, agency=act.worker.agency, role=role, starts_at=LONG_AGO)
    with acting_as(second):
        agree_to_everything(proposed=act, by=second, at=NOW)
    with acting_as(services.at_home):
        finish_interview(interview=interview, urgency=Urgency.SOON, by=services.at_home, at=AT)
        assert [one.pk for one in withheld_of(interview)] == [kept.pk]

    for worker in (partnership.lead, partnership.manager, partnership.member, services.in_care):
        with acting_as(worker):
            assert not Withheld.objects.exists()
            assert not Circle.objects.filter(kind="withheld").exists()
            assert not Entry.objects.filter(text__contains="Zee").exists()
            assert not Entry.objects.filter(quote__contains="Zee").exists()


def test_safety_overrides_it_by_name_with_reasons_and_lets_in_who_answers_for_her(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    kept = kept_apart(interview, services)

    with acting_as(services.at_home):
        names = override(
            withheld=kept, reason="Zee is twelve and alone", child_told="Told on the phone", by=services.at_home, at=AT
        )

    assert names == ["Joanna Pryce, Children's Services"]
    with acting_as(partnership.lead):
        seen = withheld_called(kept.reference)
        assert (seen.words, seen.called) == ("Her friend Zee is hiding too", "Leah Arden")
        [decided] = overrides_of(seen)
        assert (decided.decided_by, decided.reason) == (services.at_home, "Zee is twelve and alone")
        assert Notice.objects.filter(kind="withheld", about=kept.reference).exists()
        with pytest.raises(NotHers):
            override(withheld=seen, reason="x", child_told="x", by=partnership.lead, at=AT)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Share.objects.create(
                circle=seen.circle,
                reference="S-TEST",
                kind="shared",
                worker=partnership.manager,
                purpose="x",
                basis="public_task_safeguarding",
                starts_at=NOW,
                ends_at=NOW + timedelta(days=1),
                shared_by=partnership.lead,
                shared_at=NOW,
            )
    with acting_as(partnership.member):
        assert not Withheld.objects.exists()


def test_who_is_barred_from_the_child_is_barred_from_what_was_let_out(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    kept = kept_apart(interview, services)
    with acting_as(services.at_home):
        override(withheld=kept, reason="Safety", child_told="Told", by=services.at_home, at=AT)

    with acting_as(partnership.manager):
        leah = records.child_called(partnership.leah.reference)
        keep_out(circle=leah.circle, worker=partnership.lead, reason="Knows the family", by=partnership.manager, at=NOW)

    with acting_as(partnership.lead):
        assert not Withheld.objects.exists()


def test_an_override_lets_in_nobody_whom_the_seal_keeps_out_and_names_nobody(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    kept = kept_apart(interview, services)
    with acting_as(services.at_home):
        [name] = override(withheld=kept, reason="Safety", child_told="Told", by=services.at_home, at=AT)
    assert name == "Joanna Pryce, Children's Services"
    with acting_as(partnership.manager):
        leah = records.child_called(partnership.leah.reference)
        seal(circle=leah.circle, stays=[], basis=BASIS, reason="Safe address", by=partnership.manager, at=NOW)

    with acting_as(services.at_home):
        assert not Withheld.objects.exists()
        assert not Override.objects.exists()
        names = override(withheld=kept, reason="Safety", child_told="Told", by=services.at_home, at=AT)
    assert names == ["Whoever answers for the child"]
    with acting_as(partnership.member):
        assert not Withheld.objects.exists()


def test_who_leaves_the_childs_record_leaves_what_was_let_out(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    kept = kept_apart(interview, services)
    with acting_as(services.at_home):
        override(withheld=kept, reason="Safety", child_told="Told", by=services.at_home, at=AT)
    with acting_as(partnership.lead):
        assert Withheld.objects.exists()

    with acting_as(partnership.manager):
        for share in Share.objects.filter(circle=partnership.leah.circle_id, worker=partnership.lead):
            withdraw_share(share=share, because="Left the team", by=partnership.manager, at=AT)

    with acting_as(partnership.lead):
        assert not Withheld.objects.exists()
        assert not Circle.objects.filter(pk=kept.circle_id).exists()


def hand_in_again(interview: Interview, title: str, by: Worker) -> int:
    """Hand something in about a child of the same name, as everybody does; return its number."""
    handed = Handed(
        title=title,
        pieces=[Piece(Nature.FACT, "x", NOW, Precision.MINUTE)],
        urgency=Urgency.SOON,
        basis=BASIS,
        purpose="x",
    )
    about = Particulars(
        given_names=interview.given_names, family_name="Other", born_on=interview.born_on, sex=Sex.FEMALE, pronouns=""
    )
    return share_information(about=about, agency=by.agency, handed=handed, by=by, at=AT).report.pk


def test_nothing_but_what_the_interview_handed_in_is_tied_by_it(services: Services, interview: Interview) -> None:
    by = services.at_home
    with acting_as(by):
        report = hand_in_again(interview, "A worry", by)
        with pytest.raises(ProgrammingError, match="no such report"), transaction.atomic():
            connection.cursor().execute("SELECT erle.tie_by_interview(%s, %s)", [interview.pk, report])


def test_nothing_is_passed_on_before_the_talk_and_nothing_after_the_end(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    by = services.at_home
    for finish in (False, True):
        if finish:
            written(interview, services)
        with acting_as(by):
            if finish:
                finish_interview(interview=interview, urgency=Urgency.SOON, by=by, at=AT)
            with pytest.raises(ProgrammingError, match="no such interview"), transaction.atomic():
                pass_on(interview=interview, lines=[("look", "x")], held_at=NOW)
    with acting_as(partnership.lead):
        assert PlanOffer.objects.count() == 1
