"""Who sees what was shared onwards: recipients until its end, who shared it, who holds the record, and nobody else."""

from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import open_circle, seal, unseal
from erle.foundation.access.actions.conflicts import end_keep_out, keep_out
from erle.foundation.access.models import Circle, Conflict
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.actions import appoint, end_post, leave
from erle.foundation.agencies.models import Post, Role, Worker
from erle.knowledge.records.disclosing import queries
from erle.knowledge.records.disclosing.actions import NotARecipient
from erle.knowledge.records.models import Disclosure, Entry, Person, Report
from tests.knowledge.records.disclosing.acts import add_line, hand_in_about_leah, keys_of, sees, share, told
from tests.partnership import BASIS, LONG_AGO, NOW, Partnership, as_administrator

OFFICERS = [("police", "police-missing-officer")]
"""Imran Hale, Dana Fields, and Vic Arden, who is kept out."""


def _seen_by(partnership: Partnership, disclosure: Disclosure) -> set[str]:
    return {key for key, worker in partnership.workers.items() if sees(worker, disclosure)}


def test_the_recipient_sees_it_and_nothing_else_of_the_child(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    assert _seen_by(partnership, made) == {"lead", "manager", "coordinator", "never"}
    with acting_as(partnership.never):
        assert len(queries.lines_of(made)) == 1
        assert not Person.objects.exists()
        assert not Entry.objects.exists()


def test_with_a_role_each_who_holds_it_and_is_not_kept_out_sees_it(partnership: Partnership) -> None:
    made = share(partnership, posts=OFFICERS)

    assert _seen_by(partnership, made) == {"lead", "manager", "coordinator", "member", "never"}
    assert [
        len(told(partnership.workers[key], "shared_onwards")) for key in ("member", "never", "conflicted", "lead")
    ] == [
        1,
        1,
        0,
        0,
    ]


def test_who_is_in_the_childs_circle_by_a_share_does_not_see_it_by_that(partnership: Partnership) -> None:
    assert not sees(partnership.member, share(partnership, partnership.never))


def test_the_notice_names_nobody(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, urgent=True)

    [notice] = told(partnership.never, "shared_urgently")
    assert notice.about == made.reference
    assert "Leah" not in notice.words


@pytest.mark.parametrize("who", ["conflicted", "administrator", "lead"])
def test_who_cannot_be_a_recipient_is_refused_in_the_same_words_as_one_who_left(
    partnership: Partnership, who: str
) -> None:
    with as_administrator(partnership):
        leave(worker=partnership.never, at=NOW - timedelta(minutes=1))

    refusals = []
    for worker in (partnership.workers[who], partnership.never):
        with pytest.raises(NotARecipient) as refused:
            share(partnership, worker)
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]
    with acting_as(partnership.lead):
        assert not Disclosure.objects.exists()


def test_one_who_cannot_be_a_recipient_refuses_the_whole(partnership: Partnership) -> None:
    with pytest.raises(NotARecipient):
        share(partnership, partnership.never, partnership.conflicted)

    assert told(partnership.never, "shared_onwards") == []


def test_with_nobody_is_no_share(partnership: Partnership) -> None:
    with pytest.raises(NotARecipient):
        share(partnership)


def test_a_role_that_reads_no_records_receives_none(partnership: Partnership) -> None:
    with pytest.raises(NotARecipient):
        share(partnership, posts=[("council", "technical-administrator")])


def test_who_may_receive_is_offered_and_who_may_not_is_not(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        circle = partnership.leah.circle_id
        offered = set(queries.who_may_receive([circle], by=partnership.lead, at=NOW))

    assert partnership.never in offered
    assert {partnership.lead, partnership.conflicted, partnership.administrator} & offered == set()


def test_seats_are_those_that_read_records_and_are_held(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        keys = {seat.key for seat in queries.seats(NOW)}

    assert "northmere-police~police-missing-officer" in keys
    assert "partnership-office~technical-administrator" not in keys
    assert not any(key.endswith("~records-import") for key in keys)


def test_who_loses_the_post_by_which_she_received_it_sees_it_no_more(partnership: Partnership) -> None:
    made = share(partnership, posts=OFFICERS)
    with as_administrator(partnership):
        end_post(post=Post.objects.get(worker=partnership.never), at=NOW - timedelta(minutes=1))

    assert not sees(partnership.never, made)


def test_who_comes_to_the_role_later_sees_it(partnership: Partnership) -> None:
    made = share(partnership, posts=OFFICERS)
    with as_administrator(partnership):
        appoint(
            worker=partnership.lapsed,
            agency=partnership.agencies["police"],
            role=Role.objects.get(slug="police-missing-officer"),
            starts_at=LONG_AGO,
        )

    assert sees(partnership.lapsed, made)


def test_who_is_kept_out_of_the_child_later_is_kept_out_of_it_and_let_back_with_the_child(
    partnership: Partnership,
) -> None:
    made = share(partnership, partnership.never)
    with acting_as(partnership.lead):
        bar = keep_out(
            circle=partnership.leah.circle, worker=partnership.never, reason="x", by=partnership.lead, at=NOW
        )

    assert not sees(partnership.never, made)
    with acting_as(partnership.lead):
        end_keep_out(conflict=bar, reason="x", by=partnership.lead, at=NOW)
    assert sees(partnership.never, made)


def test_a_seal_shuts_out_roles_and_leaves_those_named_in_person(partnership: Partnership) -> None:
    made = share(partnership, partnership.future, posts=OFFICERS)
    with acting_as(partnership.manager):
        seal(
            circle=partnership.leah.circle,
            stays=[partnership.lead],
            basis=BASIS,
            reason="Safe address",
            by=partnership.manager,
            at=NOW,
        )

    assert _seen_by(partnership, made) == {"lead", "manager", "member", "future"}  # three are named in the record
    with acting_as(partnership.manager):
        unseal(circle=Circle.objects.get(pk=partnership.leah.circle_id), reason="x", by=partnership.manager)
    assert {"coordinator", "never"} <= _seen_by(partnership, made)


def test_of_a_sealed_child_only_people_named_in_person_receive(partnership: Partnership) -> None:
    sealed = partnership.sealed
    with pytest.raises(NotARecipient):
        share(partnership, subject=sealed, posts=OFFICERS)
    with pytest.raises(NotARecipient):
        share(partnership, partnership.member, subject=sealed, posts=OFFICERS)

    made = share(partnership, partnership.member, subject=sealed)

    assert _seen_by(partnership, made) == {"lead", "manager", "member"}


def test_who_answers_for_the_record_but_is_not_in_the_narrower_circle_does_not_see_its_line(
    partnership: Partnership,
) -> None:
    line = _narrow_line(partnership)

    made = share(partnership, partnership.never, by=partnership.coordinator, keys=[line.reference])

    assert _seen_by(partnership, made) == {"coordinator", "manager", "never"}


def test_a_line_of_a_circle_she_is_not_in_is_not_there_to_be_shared(partnership: Partnership) -> None:
    line = _narrow_line(partnership)

    assert line.reference not in keys_of(partnership.lead, partnership.leah)


def test_who_is_kept_out_of_the_narrower_circle_cannot_receive(partnership: Partnership) -> None:
    line = _narrow_line(partnership)
    with acting_as(partnership.manager):
        keep_out(
            circle=Circle.objects.get(pk=line.circle_id),
            worker=partnership.never,
            reason="x",
            by=partnership.manager,
            at=NOW,
        )

    with pytest.raises(NotARecipient):
        share(partnership, partnership.never, by=partnership.coordinator, keys=[line.reference])


def test_a_seal_shuts_out_what_was_shared_of_a_narrower_line_too(partnership: Partnership) -> None:
    line = _narrow_line(partnership)
    made = share(partnership, partnership.future, by=partnership.coordinator, keys=[line.reference], posts=OFFICERS)
    with acting_as(partnership.manager):
        seal(circle=partnership.leah.circle, stays=[], basis=BASIS, reason="x", by=partnership.manager, at=NOW)

    assert _seen_by(partnership, made) == {"coordinator", "future"}


def _keep_out_of(partnership: Partnership, circle: Circle, worker: Worker) -> None:
    """Keep the worker out of a circle of the school's, by somebody there who may."""
    with as_administrator(partnership):
        role = Role.objects.get(slug="social-worker")
        appoint(worker=partnership.lapsed, agency=partnership.agencies["school"], role=role, starts_at=LONG_AGO)
    with acting_as(partnership.lapsed):
        keep_out(circle=circle, worker=worker, reason="x", by=partnership.lapsed, at=NOW)


def test_who_is_kept_out_of_the_record_that_a_line_repeats_is_kept_out_in_silence(partnership: Partnership) -> None:
    report = hand_in_about_leah(partnership)
    _keep_out_of(partnership, report.person.circle, partnership.never)
    with acting_as(partnership.lead):
        copy = Entry.objects.get(person=partnership.leah, origin__isnull=False)

    made = share(partnership, partnership.never, partnership.future, keys=[copy.reference])

    assert _seen_by(partnership, made) == {"lead", "manager", "coordinator", "future"}
    assert told(partnership.never, "shared_onwards") == []
    with acting_as(partnership.lead):
        assert not Conflict.objects.filter(circle=made.circle_id).exists()


def test_the_reporter_shares_her_report_and_learns_nothing_of_who_is_kept_out_elsewhere(
    partnership: Partnership,
) -> None:
    report, teacher = hand_in_about_leah(partnership), partnership.lapsed

    made = share(partnership, partnership.conflicted, partnership.future, by=teacher, subject=report)

    assert _seen_by(partnership, made) == {"lapsed", "future"}
    assert told(partnership.conflicted, "shared_onwards") == []
    with acting_as(partnership.future):
        kept = queries.disclosure_called(made.reference)
        assert kept.about == "Leah Arden, born 3 March 2012"
        assert [line.text for line in queries.lines_of(kept)] == ["At 10:50."]
        assert not Report.objects.exists()


def test_what_a_school_shared_of_its_record_closes_to_who_is_kept_out_of_the_picture(partnership: Partnership) -> None:
    report, teacher = hand_in_about_leah(partnership), partnership.lapsed
    with acting_as(teacher):
        record = Person.objects.select_related("circle").get(pk=report.person_id)

    made = share(partnership, partnership.conflicted, partnership.future, by=teacher, subject=record)

    assert _seen_by(partnership, made) == {"lapsed", "future"}


def _narrow_line(partnership: Partnership) -> Entry:
    """Return a line of Leah's in a narrower circle: of those who hold the agency's, and not of the lead worker."""
    manager = partnership.manager
    with acting_as(manager):
        circle = open_circle(kind=CircleKind.NAMED_LIST, agency=manager.agency, basis=BASIS, purpose="A safe place")
    return add_line(partnership, circle=circle, title="A safe place")
