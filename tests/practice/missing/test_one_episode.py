"""One episode of one child: who reports again joins, two records of a child stand beside each other, times overlap."""

from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.actions import undo_tie
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Entry, Person
from erle.knowledge.records.rules import Precision
from erle.practice.desk.actions.reporting_missing import report_missing_child
from erle.practice.desk.models import Arrival
from erle.practice.missing.actions import finding
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.models import Episode, Turn
from erle.practice.missing.queries.now import board, signature
from erle.practice.missing.queries.reporting import child_of
from erle.practice.missing.queries.together import same_child
from erle.practice.missing.rules import Moment
from erle.practice.missing.rules.codes import What
from tests.knowledge.linkage.handing import open_in_emergency
from tests.partnership import CANARY, NOW, Partnership
from tests.practice.desk.conftest import LEAH, decision_maker
from tests.practice.missing.conftest import LEFT, reads, reported, stands
from tests.practice.missing.test_turns import AT, FOUND


def test_a_second_report_of_a_child_who_is_missing_joins_the_same_episode(
    partnership: Partnership, missing: Episode
) -> None:
    officer = partnership.member
    with acting_as(officer):
        leah = records.child_called(partnership.leah.reference)
        again = reported("Seen by the canal.", reported_by="public", name="A neighbour", last_seen="Canal Walk")
        joined = report_missing(person=leah, reported=again, by=officer, at=AT)

        assert (joined.episode.pk, joined.stood) == (missing.pk, True)
        assert Episode.objects.filter(person=leah).count() == 1
        agencies = [turn.agency.name for turn in stands(missing.reference).all_of(What.REPORTED)]
        assert agencies == ["Children's Services", "Northmere Police"]
        kinds = [line["kind"] for line in records.chronology(leah)]
        assert kinds.count("missing") == 1


def test_after_the_return_a_report_opens_an_episode_of_its_own_however_soon(
    partnership: Partnership, missing: Episode
) -> None:
    officer = partnership.member
    back = Moment(NOW - timedelta(minutes=30), Precision.MINUTE)
    with acting_as(officer):
        finding.record_found(read=reads(missing), found=FOUND, returned=back, by=officer, at=AT)
        leah = records.child_called(partnership.leah.reference)
        left = Moment(NOW - timedelta(minutes=40), Precision.MINUTE)  # before the return that somebody wrote down
        joined = report_missing(person=leah, reported=reported(left=left), by=officer, at=AT)

        assert not joined.stood
        assert joined.episode.pk != missing.pk
        assert [one.episode.pk for one in board()] == [joined.episode.pk]


def test_who_may_not_see_the_child_reports_on_a_record_of_her_own_agency_and_it_comes_to_the_desk(
    partnership: Partnership,
) -> None:
    teacher, desk = partnership.lapsed, decision_maker(partnership, "Priya Menon")
    with acting_as(teacher):
        assert child_of("Leah", "Arden", partnership.leah.born_on) is None  # type: ignore[arg-type]
        joined = report_missing_child(about=LEAH, reported=reported(), by=teacher, at=NOW)
        assert joined.episode.person.pk != partnership.leah.pk
        assert [one.episode.pk for one in board()] == [joined.episode.pk]

    with acting_as(desk):
        [arrival] = Arrival.objects.filter(title="Reported missing")
        assert arrival.urgency == "now"


def test_who_sees_the_child_in_an_emergency_alone_is_not_refused_and_reports_to_the_desk(
    partnership: Partnership,
) -> None:
    officer = partnership.never
    open_in_emergency(officer, "Leah Arden")
    born_on = partnership.leah.born_on
    assert born_on is not None

    with acting_as(officer):
        assert Person.objects.filter(pk=partnership.leah.pk).exists()
        assert child_of("Leah", "Arden", born_on) is None
    with acting_as(partnership.lead):
        assert child_of("Leah", "Arden", born_on) == partnership.leah


def test_a_sealed_childs_report_answers_as_that_of_a_child_whom_nobody_knows(partnership: Partnership) -> None:
    teacher, sealed = partnership.lapsed, partnership.sealed
    about = Particulars(given_names="Wren", family_name=CANARY, born_on=sealed.born_on)
    unknown = Particulars(given_names="Nobody", family_name="Marlow", born_on=sealed.born_on)
    with acting_as(teacher):
        known, nobody = (
            report_missing_child(about=one, reported=reported(), by=teacher, at=NOW) for one in (about, unknown)
        )
        assert [known.stood, nobody.stood] == [False, False]
        assert [one.episode.agency_id for one in (known, nobody)] == [teacher.agency_id] * 2


def tied(partnership: Partnership) -> tuple[Episode, Episode, Worker]:
    """Have police report on their own record of Leah, which is held to be the picture's, beside the picture's own."""
    officer = partnership.never
    with acting_as(officer):
        own = report_missing_child(about=LEAH, reported=reported(), by=officer, at=NOW).episode
    with acting_as(partnership.lead):
        leah = records.child_called(partnership.leah.reference)
        picture = report_missing(person=leah, reported=reported(), by=partnership.lead, at=NOW).episode
    return own, picture, officer


def test_two_records_of_one_child_are_shown_as_of_one_child_to_who_sees_both_and_apart_once_the_tie_is_undone(
    partnership: Partnership, night: Worker
) -> None:
    own, picture, officer = tied(partnership)
    with acting_as(officer):
        assert {one.episode.pk for one in board()} == {own.pk, picture.pk}
        episodes = [one.episode for one in board()]
        assert {key: [one.pk for one in many] for key, many in same_child(episodes).items()} == {
            own.pk: [picture.pk],
            picture.pk: [own.pk],
        }
        before = signature(AT)

    with acting_as(partnership.manager):
        undo_tie(tie=Tie.objects.get(other=own.person_id), because="Another Leah", by=partnership.manager, at=AT)

    with acting_as(officer):
        episodes = [one.episode for one in board()]
        assert len(episodes) == 2
        assert same_child(episodes) == {}
        assert signature(AT) != before
        assert Turn.objects.filter(episode=own).exists()


def test_who_sees_one_record_alone_is_told_of_no_other(partnership: Partnership) -> None:
    own, picture, officer = tied(partnership)
    for worker, sees in ((officer, own), (partnership.lead, picture)):
        with acting_as(worker):
            episodes = [one.episode for one in board()]
            assert [one.pk for one in episodes] == [sees.pk]
            assert same_child(episodes) == {}


@pytest.mark.parametrize("key", ["never", "lapsed", "withdrawn", "future", "conflicted", "governance"])
def test_outside_the_circle_no_turn_no_row_and_no_change_of_the_signature(partnership: Partnership, key: str) -> None:
    worker = partnership.workers[key]
    with acting_as(worker):
        before = signature(AT)
    with acting_as(partnership.lead):
        leah = records.child_called(partnership.leah.reference)
        sealed = records.child_called(partnership.sealed.reference)
        for child in (leah, sealed):
            report_missing(person=child, reported=reported(), by=partnership.lead, at=NOW)

    with acting_as(worker):
        assert not Turn.objects.exists()
        assert board() == []
        assert signature(AT) == before


def test_an_episode_of_a_sealed_child_is_for_those_named_alone(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        sealed: Person = records.child_called(partnership.sealed.reference)
        episode = report_missing(person=sealed, reported=reported(), by=partnership.lead, at=NOW).episode

    for key, worker in partnership.workers.items():
        with acting_as(worker):
            assert bool([one for one in board() if one.episode.pk == episode.pk]) == (key in ("lead", "manager")), key


def test_the_first_report_writes_one_line_and_the_time_is_the_reporters(
    partnership: Partnership, missing: Episode
) -> None:
    with acting_as(partnership.lead):
        [line] = Entry.objects.filter(person=missing.person_id, kind="missing")
    assert line.happened_at == LEFT.at
