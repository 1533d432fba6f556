"""Lines shared onwards: what is kept of the act, as the lines stood, and what may not go."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import EndNotFit, Grounds, decline_to_share
from erle.foundation.access.models import Circle, Refusal, Share
from erle.foundation.access.rules import LONGEST_SHARE
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.asking import break_glass
from erle.knowledge.records.disclosing import queries
from erle.knowledge.records.disclosing.actions import (
    ConditionsNotAccepted,
    GoesNoFurther,
    LineGone,
    NothingChosen,
)
from erle.knowledge.records.disclosing.freezing import WordsNotThere
from erle.knowledge.records.disclosing.rules import LEFT_OUT, MOST_LINES, LeaveOut
from erle.knowledge.records.models import DisclosedLine, Disclosure, Entry
from tests.knowledge.records.disclosing.acts import GROUNDS, WEEK, add_line, keys_of, later, share
from tests.partnership import BASIS, NOW, Partnership


def test_what_was_shared_is_kept_with_all_its_grounds(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    with acting_as(partnership.lead):
        kept = queries.disclosure_called(made.reference)
    assert kept.reference.startswith("D-")
    assert (kept.purpose, kept.basis, kept.told, kept.necessity, kept.risk, kept.advice) == (
        GROUNDS.purpose,
        BASIS,
        GROUNDS.told,
        GROUNDS.necessity,
        GROUNDS.risk,
        GROUNDS.advice,
    )
    assert (kept.about, kept.shared_by, kept.shared_at, kept.ends_at) == (
        "Leah Arden, born 3 March 2012",
        partnership.lead,
        NOW,
        NOW + WEEK,
    )


def test_the_act_is_in_the_ledger_of_the_child(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    with acting_as(partnership.lead):
        line = Line.objects.get(act="shared", about=made.reference)
    assert (line.circle_id, line.purpose, line.detail["lines"]) == (partnership.leah.circle_id, BASIS, 1)


def test_a_line_stays_as_it_stood_whatever_becomes_of_the_record(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)
    with acting_as(partnership.manager):
        Entry.objects.filter(person=partnership.leah).update(withdrawn_at=NOW)

    with acting_as(partnership.never):
        [line] = queries.lines_of(made)
    assert (line.text, line.agency, line.source, line.grade, line.number) == (
        "Seen near the station after school.",
        "Children's Services",
        "Sam Whitlock",
        "1 A P",
        1,
    )


@pytest.mark.parametrize("who", ["lead", "never"])
def test_nobody_edits_it_or_adds_to_it(partnership: Partnership, who: str) -> None:
    made = share(partnership, partnership.never)
    worker = partnership.workers[who]

    with acting_as(worker):
        for change in ({"text": "y"}, {"title": "y"}):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                DisclosedLine.objects.filter(disclosure=made).update(**change)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Disclosure.objects.filter(pk=made.pk).update(purpose="y")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            DisclosedLine.objects.filter(disclosure=made).delete()


def test_a_recipient_adds_no_line_and_lets_in_nobody(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    with acting_as(partnership.never):
        line = queries.lines_of(made)[0]
        line.pk, line.number, line._state.adding = None, 2, True
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            line.save()
        share_row = queries.shares_of(made)[0]
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Share.objects.create(
                circle_id=made.circle_id,
                reference="S-ONWARD22",
                kind="shared",
                worker=partnership.member,
                purpose="x",
                basis=BASIS,
                starts_at=NOW,
                ends_at=NOW + WEEK,
                shared_by=partnership.never,
                shared_at=NOW,
            )
        assert (
            Share.objects.filter(pk=share_row.pk).update(
                withdrawn_by=partnership.never, withdrawn_at=NOW, withdrawn_because="x"
            )
            == 0
        )


@pytest.mark.parametrize("ends", [timedelta(0), -WEEK, LONGEST_SHARE + timedelta(seconds=1)])
def test_an_end_that_does_not_fit_is_refused(partnership: Partnership, ends: timedelta) -> None:
    with pytest.raises(EndNotFit):
        share(partnership, partnership.never, ends_at=NOW + ends)


def test_nothing_or_too_much_is_refused(partnership: Partnership) -> None:
    with pytest.raises(NothingChosen, match="at least one"):
        share(partnership, partnership.never, keys=[])
    with pytest.raises(NothingChosen, match="at most"):
        share(partnership, partnership.never, keys=[f"L-{number}" for number in range(MOST_LINES + 1)])


def test_a_line_that_is_not_there_refuses_the_whole(partnership: Partnership) -> None:
    [line] = keys_of(partnership.lead, partnership.leah)
    [other] = keys_of(partnership.lead, partnership.sealed)

    for gone in ("L-NNNNNNNN", other):
        with pytest.raises(LineGone):
            share(partnership, partnership.never, keys=[line, gone])


def test_a_withdrawn_line_goes_no_further(partnership: Partnership) -> None:
    keys = keys_of(partnership.lead, partnership.leah)
    with acting_as(partnership.manager):
        Entry.objects.filter(reference__in=keys).update(withdrawn_at=NOW)

    with pytest.raises(LineGone):
        share(partnership, partnership.never, keys=keys)


def test_only_who_may_share_shares(partnership: Partnership) -> None:
    with pytest.raises(gate.NotAble) as refused:
        share(partnership, partnership.never, by=partnership.administrator, keys=["L-22222222"])
    assert refused.value.ability is Ability.SHARE


def test_who_opened_in_an_emergency_shares_nothing(partnership: Partnership) -> None:
    never = partnership.never
    with acting_as(never):
        break_glass(
            name="Leah Arden",
            born_on=date(2012, 3, 3),
            reason="missing_now",
            happening="x",
            basis=BASIS,
            review_due_at=NOW,
            by=never,
            at=NOW,
        )

    with pytest.raises(gate.OnlyInAnEmergency):
        share(partnership, partnership.member, by=never)


@pytest.mark.parametrize(
    ("grade", "conditions"), [("1 A C", ""), ("1 A P", "Not to the family"), ("B 2 2", "Ask first")]
)
def test_conditions_are_accepted_or_nothing_goes(partnership: Partnership, grade: str, conditions: str) -> None:
    line = add_line(partnership, grade=grade, conditions=conditions)

    with pytest.raises(ConditionsNotAccepted):
        share(partnership, partnership.never, keys=[line.reference])
    made = share(partnership, partnership.never, keys=[line.reference], conditions_accepted=True)

    with acting_as(partnership.never):
        assert queries.lines_of(made)[0].conditions == conditions
        assert queries.disclosure_called(made.reference).conditions_accepted


@pytest.mark.parametrize("grade", ["B 2 4", "B24", "E 4 5"])
def test_a_grade_that_goes_no_further_goes_no_further(partnership: Partnership, grade: str) -> None:
    line = add_line(partnership, grade=grade, title="Seen in a car")

    with pytest.raises(GoesNoFurther, match="Ask Children's Services"):
        share(partnership, partnership.never, keys=[line.reference], conditions_accepted=True)


def test_words_are_left_out_with_a_reason_and_the_record_keeps_them(partnership: Partnership) -> None:
    line = add_line(partnership, text="Carly rang. carly  was upset.", title="Carly rang")
    less = {line.reference: LeaveOut(["Carly", "was upset"], "somebody_else")}

    made = share(partnership, partnership.never, keys=[line.reference], leave_out=less)

    with acting_as(partnership.never):
        [shown] = queries.lines_of(made)
    assert (shown.title, shown.text, shown.left_out) == (
        f"{LEFT_OUT} rang",
        f"{LEFT_OUT} rang. {LEFT_OUT}  {LEFT_OUT}.",
        "somebody_else",
    )
    with acting_as(partnership.lead):
        assert Entry.objects.get(pk=line.pk).text == "Carly rang. carly  was upset."


@pytest.mark.parametrize(
    "less", [LeaveOut(["Nobody"], "not_needed"), LeaveOut([" "], "not_needed"), LeaveOut(["station"], "because")]
)
def test_words_that_are_not_there_or_without_a_reason_are_refused(partnership: Partnership, less: LeaveOut) -> None:
    [key] = keys_of(partnership.lead, partnership.leah)

    with pytest.raises(WordsNotThere):
        share(partnership, partnership.never, leave_out={key: less})


def test_told_or_why_not_is_a_constraint(partnership: Partnership) -> None:
    with pytest.raises(DatabaseError, match="disclosure_told_or_why_not"):
        share(partnership, partnership.never, grounds=Grounds(purpose="x", basis=BASIS))


def test_why_they_were_not_told_will_do(partnership: Partnership) -> None:
    grounds = Grounds(purpose="x", basis=BASIS, not_told="risk_to_child")

    assert share(partnership, partnership.never, grounds=grounds).not_told == "risk_to_child"


def test_a_decision_not_to_share_says_all_that_a_share_says(partnership: Partnership) -> None:
    keys = keys_of(partnership.lead, partnership.leah)
    with acting_as(partnership.lead):
        decline_to_share(
            circle=partnership.leah.circle,
            asked_by="A youth club",
            grounds=GROUNDS,
            lines=keys,
            by=partnership.lead,
            at=NOW,
        )
        kept = Refusal.objects.get(circle=partnership.leah.circle)

    assert (kept.lines, kept.necessity, kept.risk, kept.advice) == (
        keys,
        GROUNDS.necessity,
        GROUNDS.risk,
        GROUNDS.advice,
    )


def test_its_circle_stands_beside_the_childs(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    with acting_as(partnership.lead):
        circle = Circle.objects.get(pk=made.circle_id)
    assert (circle.kind, circle.beside_id, circle.agency_id) == (
        "named_list",
        partnership.leah.circle_id,
        partnership.leah.circle.agency_id,
    )


def test_a_share_that_is_not_urgent_has_no_time_to_be_read_by(partnership: Partnership) -> None:
    assert share(partnership, partnership.never).confirm_due_at is None
    assert share(partnership, partnership.never, urgent=True).confirm_due_at == later(hours=4)
