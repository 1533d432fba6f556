"""Proposing, signing and withdrawing: who may, what is refused, and that nothing of a version is ever changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Agency, Role, Worker
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger.models import Line
from erle.foundation.protocols import actions
from erle.foundation.protocols.actions import Written, answer_version, propose_protocol, withdraw_version
from erle.foundation.protocols.models import Answer, Owner, Section, Version, Withdrawal
from erle.foundation.protocols.queries import editions_of, in_force_for, protocol_called, version_numbered
from erle.foundation.protocols.rules.differences import Passage
from erle.foundation.protocols.rules.editions import State, in_force, state_of
from erle.foundation.protocols.rules.kinds import Kind
from tests.foundation.protocols.agreeing import (
    REPORT,
    RISK,
    SIGNERS,
    TODAY,
    next_one,
    owners,
    proposed,
    signed,
    written,
)
from tests.partnership import NOW, WORKERS, Partnership

SLUG = "children-who-are-missing"
LATER = NOW + timedelta(minutes=2)


def holds(at: Any = LATER) -> int | None:
    """Return the number of the version that holds."""
    holding = in_force(editions_of(SLUG), at)
    return holding.number if holding else None


def test_it_holds_once_every_owner_has_signed_and_a_worker_reads_the_part_for_the_moment(
    agreeing: Partnership,
) -> None:
    version = proposed(agreeing)
    signed(agreeing, version, keys=SIGNERS[:2])
    with acting_as(agreeing.never):
        assert holds() is None
        assert in_force_for("missing.risk", LATER) == []
    signed(agreeing, version, keys=SIGNERS[2:], at=LATER)

    with acting_as(agreeing.never):
        [read] = in_force_for("missing.risk", LATER)

        assert holds(LATER - timedelta(seconds=1)) is None
        assert holds() == 1
        assert [(section.heading, section.key) for section in read.sections] == [("Risk", "risk")]
        assert in_force_for("missing.told", LATER) == []
        whole = version_numbered(protocol_called(SLUG), 1)
        assert {(answer.agency.slug, answer.post, answer.answered_by.name) for answer in whole.answers.all()} == {
            ("childrens-services", "Protocol signatory", "Sam Whitlock"),
            ("northmere-police", "Protocol signatory", "Imran Hale"),
            ("childrens-health", "Protocol signatory", "Nadia Rahim"),
        }


def test_a_moment_that_the_next_version_leaves_out_is_read_no_more(agreeing: Partnership) -> None:
    signed(agreeing, proposed(agreeing))
    two = next_one(agreeing, sections=(replace(REPORT, key="reporting"), replace(RISK, key="risk", moments=())))
    signed(agreeing, two)

    with acting_as(agreeing.never):
        assert holds() == 2
        assert in_force_for("missing.risk", LATER) == []
        assert [one.sections[0].key for one in in_force_for("missing.report", LATER)] == ["reporting"]


def test_a_section_keeps_its_key_and_a_new_one_gets_its_own(agreeing: Partnership) -> None:
    signed(agreeing, proposed(agreeing))
    two = next_one(agreeing, sections=(replace(REPORT, key="reporting", heading="Risk"), RISK))

    with acting_as(agreeing.never):
        assert [section.key for section in Section.objects.filter(version=two)] == ["reporting", "risk"]


def test_what_is_done_stands_in_the_ledger(agreeing: Partnership) -> None:
    version = proposed(agreeing)
    signed(agreeing, version, keys=SIGNERS[:1])

    for worker, purpose in ((agreeing.governance, "protocol_proposed"), (agreeing.manager, "protocol_signed")):
        with acting_as(worker):
            line = Line.objects.get(about=SLUG, purpose=purpose, worker_id=worker.pk)
            assert line.detail == {"version": 1}


@pytest.mark.parametrize("key", [key for key in WORKERS if key != "governance"])
def test_nobody_else_proposes_or_withdraws(agreeing: Partnership, key: str) -> None:
    version, worker = proposed(agreeing), agreeing.workers[key]

    with acting_as(worker):
        with pytest.raises(gate.NotAble):
            propose_protocol(kind=Kind.POLICY, written=written(agreeing, title="Y"), by=worker, at=NOW)
        with pytest.raises(gate.NotAble):
            withdraw_version(version=version, reason="x", by=worker, at=NOW)


@pytest.mark.parametrize("key", [key for key in WORKERS if key not in SIGNERS])
def test_nobody_signs_whose_post_does_not_let_her(agreeing: Partnership, key: str) -> None:
    version, worker = proposed(agreeing), agreeing.workers[key]

    with acting_as(worker), pytest.raises(gate.NotAble):
        answer_version(version=version, agency=worker.agency, signed=True, by=worker, at=NOW)


def test_nobody_signs_for_another_agency(agreeing: Partnership) -> None:
    version = proposed(agreeing)

    with acting_as(agreeing.manager), pytest.raises(actions.NotYours, match="Northmere Police"):
        answer_version(version=version, agency=agreeing.member.agency, signed=True, by=agreeing.manager, at=NOW)


def test_an_agency_that_does_not_own_it_signs_nothing(agreeing: Partnership) -> None:
    fewer = replace(written(agreeing), owners=owners(agreeing)[:1])
    with acting_as(agreeing.governance):
        version = propose_protocol(kind=Kind.PROTOCOL, written=fewer, by=agreeing.governance, at=NOW)

    with acting_as(agreeing.member), pytest.raises(actions.NotYours, match="does not own"):
        answer_version(version=version, agency=agreeing.member.agency, signed=True, by=agreeing.member, at=NOW)


def test_an_agency_says_why_it_does_not_sign_and_may_sign_afterwards_once(agreeing: Partnership) -> None:
    version, worker = proposed(agreeing), agreeing.manager

    def answers(*, hand: bool, words: str = "") -> Answer:
        return answer_version(version=version, agency=worker.agency, signed=hand, words=words, by=worker, at=NOW)

    with acting_as(worker):
        with pytest.raises(actions.ReasonMissing):
            answers(hand=False, words=" ")
        answers(hand=False, words="Name who rings at night.")
        answers(hand=True)
        for hand in (True, False):
            with pytest.raises(actions.AnsweredAlready, match="Sam Whitlock signed"):
                answers(hand=hand, words="x")

        assert list(Answer.objects.order_by("pk").values_list("signed", flat=True)) == [False, True]


def test_one_person_does_not_sign_for_two_agencies(agreeing: Partnership) -> None:
    from erle.foundation.agencies.actions import appoint
    from tests.partnership import as_administrator

    other = agreeing.member.agency
    with as_administrator(agreeing):
        appoint(worker=agreeing.manager, agency=other, role=Role.objects.get(slug="protocol-signatory"), starts_at=NOW)
    version = proposed(agreeing)
    signed(agreeing, version, keys=["manager"])

    with acting_as(agreeing.manager), pytest.raises(actions.AnsweredAlready, match="You signed for"):
        answer_version(version=version, agency=other, signed=True, by=agreeing.manager, at=LATER)


def test_what_is_not_in_force_may_be_withdrawn_with_a_reason_and_is_then_not_signed(agreeing: Partnership) -> None:
    version, writer = proposed(agreeing), agreeing.governance
    signed(agreeing, version, keys=SIGNERS[:2])
    with acting_as(writer):
        with pytest.raises(actions.ReasonMissing):
            withdraw_version(version=version, reason=" ", by=writer, at=NOW)
        withdraw_version(version=version, reason="The numbers to ring are wrong.", by=writer, at=NOW)
        with pytest.raises(actions.NoLongerOpen, match="already"):
            withdraw_version(version=version, reason="x", by=writer, at=NOW)

    with pytest.raises(actions.NoLongerOpen, match="withdrawn"):
        signed(agreeing, version, keys=SIGNERS[2:])
    two = next_one(agreeing)
    signed(agreeing, two)
    with acting_as(writer):
        editions = editions_of(SLUG)
        assert [state_of(one, editions, LATER) for one in editions] == [State.WITHDRAWN, State.IN_FORCE]


def test_signed_by_all_and_not_yet_its_day_it_may_still_be_withdrawn(agreeing: Partnership) -> None:
    version, writer = proposed(agreeing, begins=TODAY + timedelta(days=3)), agreeing.governance
    signed(agreeing, version)

    with acting_as(writer):
        withdraw_version(version=version, reason="x", by=writer, at=NOW)

        assert holds(NOW + timedelta(days=9)) is None


def test_what_is_in_force_is_not_withdrawn(agreeing: Partnership) -> None:
    version, writer = proposed(agreeing), agreeing.governance
    signed(agreeing, version)

    with acting_as(writer):
        with pytest.raises(actions.NoLongerOpen, match="came into force"):
            withdraw_version(version=version, reason="x", by=writer, at=LATER)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Withdrawal.objects.create(version=version, reason="x", withdrawn_by=writer, withdrawn_at=NOW)


def test_of_two_who_write_the_next_version_the_second_is_told(agreeing: Partnership) -> None:
    signed(agreeing, proposed(agreeing))
    two = next_one(agreeing)

    with pytest.raises(actions.ChangedMeanwhile, match="Version 2"):
        next_one(agreeing)
    with pytest.raises(actions.AnotherWaits, match="waits for signatures"):
        next_one(agreeing, read=2)
    signed(agreeing, two)
    assert next_one(agreeing, read=2).number == 3


NOT_FIT: dict[str, dict[str, Any]] = {
    "no section": {"sections": ()},
    "no text": {"sections": (Passage("", "Risk", " "),)},
    "no heading": {"sections": (Passage("", " ", "x"),)},
    "one section twice": {"sections": (Passage("a", "x", "x"), Passage("a", "y", "y"))},
    "no such moment": {"sections": (Passage("", "x", "x", ("missing.else",)),)},
    "no owner": {"owners": ()},
    "a past day": {"in_force_from": TODAY - timedelta(days=1)},
    "a review before": {"review_on": TODAY},
    "a review too late": {"review_on": TODAY + timedelta(days=367)},
}


@pytest.mark.parametrize("what", NOT_FIT)
def test_what_cannot_stand_is_refused_in_words(agreeing: Partnership, what: str) -> None:
    told: Written = replace(written(agreeing), **NOT_FIT[what])

    with acting_as(agreeing.governance):
        with pytest.raises(actions.NotFit):
            propose_protocol(kind=Kind.PROTOCOL, written=told, by=agreeing.governance, at=NOW)
        assert not Version.objects.exists()


def test_a_next_version_says_what_is_new(agreeing: Partnership) -> None:
    signed(agreeing, proposed(agreeing))

    with acting_as(agreeing.governance), pytest.raises(actions.NotFit, match="what is new"):
        actions.propose_version(
            protocol=protocol_called(SLUG), read=1, written=written(agreeing), by=agreeing.governance, at=NOW
        )


def test_two_protocols_of_one_title_have_addresses_of_their_own(agreeing: Partnership) -> None:
    assert [proposed(agreeing).protocol.slug for _ in range(2)] == [SLUG, f"{SLUG}-2"]


TABLES = ("protocol", "version", "section", "owner", "answer", "withdrawal")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE protocols_{} SET id = id", "DELETE FROM protocols_{}"])
def test_no_row_is_changed_or_taken_away_by_whatever_sql(agreeing: Partnership, table: str, statement: str) -> None:
    proposed(agreeing)

    for worker in (agreeing.governance, agreeing.manager):
        refused = pytest.raises(DatabaseError, match="permission denied")
        with acting_as(worker), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", TABLES)
def test_with_nobody_acting_there_is_no_row(agreeing: Partnership, table: str) -> None:
    signed(agreeing, proposed(agreeing))

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM protocols_{table}")
        assert cursor.fetchone() == (0,)


def test_once_it_is_proposed_nothing_is_added_to_a_version(copied: Partnership) -> None:
    version, writer = proposed(copied), copied.governance

    with acting_as(writer):
        for more in (
            Section(version=version, place=9, key="x", heading="x", text="x"),
            Owner(version=version, agency=Agency.objects.get(slug="alder-court")),
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                more.save()


def _answer(version: Version, worker: Worker, **other: Any) -> Answer:
    given = {"agency": worker.agency, "signed": True, "answered_by": worker, "answered_at": NOW, "post": "x", **other}
    return Answer(version=version, **given)


def test_the_database_lets_nobody_sign_in_anothers_name_or_agency_or_ahead_of_time(agreeing: Partnership) -> None:
    version, manager, member = proposed(agreeing), agreeing.manager, agreeing.member
    forged = (
        _answer(version, manager, answered_by=member),
        _answer(version, manager, agency=member.agency),
        _answer(version, manager, answered_at=NOW + timedelta(days=1)),
        _answer(version, manager, answered_at=NOW - timedelta(days=1)),
        _answer(version, agreeing.coordinator),
    )

    for answer in forged:
        acting = agreeing.coordinator if answer.answered_by == agreeing.coordinator else manager
        with acting_as(acting), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            answer.save()
    with acting_as(manager):
        _answer(version, manager).save()
        with pytest.raises(IntegrityError, match="answer_signed_once"), transaction.atomic():
            _answer(version, manager).save()


def test_the_database_lets_nobody_propose_whose_role_does_not(agreeing: Partnership) -> None:
    version = proposed(agreeing)
    copy = Version(
        protocol=version.protocol,
        number=2,
        title="x",
        purpose="x",
        news="x",
        in_force_from=TODAY,
        review_on=TODAY + timedelta(days=1),
        written_by=agreeing.manager,
        written_at=NOW,
    )

    with acting_as(agreeing.manager), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        copy.save()


def test_a_post_that_has_ended_signs_nothing(agreeing: Partnership) -> None:
    from erle.foundation.agencies.actions import end_post
    from erle.foundation.agencies.models import Post
    from tests.partnership import as_administrator

    version = proposed(agreeing)
    with as_administrator(agreeing):
        held = Post.objects.get(worker=agreeing.manager, role="protocol-signatory")
        end_post(post=held, at=NOW)

    with acting_as(agreeing.manager), pytest.raises(Refused):
        answer_version(version=version, agency=agreeing.manager.agency, signed=True, by=agreeing.manager, at=LATER)
