"""Patterns are found among what the reader may see, decided by a person, and not raised again without something new."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.agencies.models import Worker
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger.models import Line
from erle.foundation.statute.moments import local_day
from erle.knowledge.linkage.actions import undo_tie
from erle.knowledge.linkage.models import Tie
from erle.knowledge.patterns import actions
from erle.knowledge.patterns.actions import decide
from erle.knowledge.patterns.models import PatternVerdict
from erle.knowledge.patterns.queries import verdicts_on, waits
from erle.knowledge.patterns.rules import Away, Found, Pattern, Verdict
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import child_called
from erle.practice.missing.queries.patterns import Item, Patterns, patterns
from tests.knowledge.linkage.handing import open_in_emergency
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.missing.pairing import DAYS, child, missing_together
from tests.practice.missing.test_one_episode import tied

TWOS = ((1, 2), (3, 4))
TODAY = local_day(NOW)
WEEK_ON = TODAY + timedelta(days=7)


@pytest.fixture
def mina(partnership: Partnership) -> Person:
    """A child who was missing together with Leah five times, and whose record the lead may see too."""
    made = child(partnership, "Mina", let_in=[partnership.lead])
    missing_together(partnership, partnership.leah, made)
    return made


def read(worker: Worker) -> Patterns:
    with acting_as(worker):
        return patterns(NOW)


def pairs_of(found: Patterns) -> list[Item]:
    return [item for item in found.items if item.found.pattern is Pattern.TOGETHER]


def decided(worker: Worker, verdict: Verdict = Verdict.EXPLAINED, **more: Any) -> PatternVerdict:
    """Have the worker decide about the one pair that she sees."""
    with acting_as(worker):
        found = patterns(NOW)
        [item] = pairs_of(found)
        given = {
            "found": item.found,
            "rule": found.rule,
            "verdict": verdict,
            "reason": "One outing each time.",
            "look_again_on": None,
            "read": item.verdicts[0].reference if item.verdicts else "",
            "by": worker,
            "at": NOW,
            **more,
        }
        return decide(**given)


def test_who_sees_both_children_sees_that_they_were_missing_together(partnership: Partnership, mina: Person) -> None:
    [item] = pairs_of(read(partnership.lead))

    assert {*item.found.children} == {partnership.leah.pk, mina.pk}
    assert len(item.found.times) == len(DAYS)
    assert (item.found.raised, item.waits) == (True, True)


def test_who_sees_one_of_them_reads_what_she_would_if_the_other_did_not_exist(partnership: Partnership) -> None:
    missing_together(partnership, partnership.leah)
    before = read(partnership.member)

    other = child(partnership, "Mina")
    missing_together(partnership, other)
    decided(partnership.manager)
    after = read(partnership.member)

    assert pairs_of(after) == []
    assert [item.found for item in before.items] == [item.found for item in after.items]
    assert (before.people.keys(), before.times) == (after.people.keys(), after.times)
    with acting_as(partnership.member):
        assert not PatternVerdict.objects.exists()


@pytest.mark.parametrize("how", ["sealed", "kept out"])
def test_who_may_not_see_one_child_any_more_sees_neither_pair_nor_decision(
    partnership: Partnership, mina: Person, how: str
) -> None:
    lead, manager = partnership.lead, partnership.manager
    decided(manager)
    reader = partnership.coordinator if how == "sealed" else lead
    assert pairs_of(read(reader))[0].verdicts
    with acting_as(manager):
        circle = child_called(mina.reference).circle
        if how == "sealed":
            seal(circle=circle, stays=[lead], basis=BASIS, reason="Safe address.", by=manager, at=NOW)
        else:
            keep_out(circle=circle, worker=lead, reason="Her niece", by=manager, at=NOW)

    assert pairs_of(read(reader)) == []
    with acting_as(reader):
        assert not PatternVerdict.objects.exists()
    assert pairs_of(read(lead if how == "sealed" else manager))[0].verdicts


def test_two_records_that_are_tied_are_one_child_missing_once_and_no_pair(
    partnership: Partnership, night: Worker
) -> None:
    own, picture, officer = tied(partnership)

    with acting_as(officer):
        found = patterns(NOW)
        assert [(child, len(times)) for child, times in found.times.items()] == [(picture.person_id, 1)]
        assert found.child(own.person) == picture.person_id
    with acting_as(partnership.manager):
        undo_tie(tie=Tie.objects.get(other=own.person_id), because="Another Leah", by=partnership.manager, at=NOW)

    assert {*read(officer).times} == {picture.person_id, own.person_id}


def test_a_decision_stands_until_there_is_something_new(partnership: Partnership, mina: Person) -> None:
    made = decided(partnership.lead)

    [item] = pairs_of(read(partnership.manager))
    assert not item.waits
    assert [one.pk for one in item.verdicts] == [made.pk]
    assert made.facts == sorted(item.found.facts)
    assert made.rule["together_minutes"] == 60

    missing_together(partnership, partnership.leah, mina, days=[2.5])

    [item] = pairs_of(read(partnership.manager))
    assert item.waits


def test_what_was_decided_of_a_thing_holds_for_its_children_and_is_no_answer_for_others() -> None:
    one, other = (Found(Pattern.THING, two, "T-22", ((Away(two[0], NOW, None, NOW),),), raised=True) for two in TWOS)
    more = Found(Pattern.THING, (1, 2, 9), "T-22", one.times, raised=True)
    made = PatternVerdict(pattern="thing", about="T-22", people=[1, 2], facts=sorted(one.facts), verdict="explained")

    assert [verdicts_on(found, [made]) for found in (one, more, other)] == [[made], [made], []]
    assert [waits(found, verdicts_on(found, [made]), on=TODAY) for found in (one, more, other)] == [False, False, True]


def test_what_is_watched_waits_again_on_its_day(partnership: Partnership, mina: Person) -> None:
    decided(partnership.lead, Verdict.WATCH, look_again_on=WEEK_ON)

    with acting_as(partnership.lead):
        assert [pairs_of(patterns(NOW + timedelta(days=days)))[0].waits for days in (0, 6, 8)] == [False, False, True]


def test_a_decision_is_looked_at_again_by_one_that_says_so(partnership: Partnership, mina: Person) -> None:
    first = decided(partnership.lead)
    again = decided(partnership.manager, Verdict.AGAIN, reason="One of them was not at the outing.")

    [item] = pairs_of(read(partnership.lead))

    assert item.waits
    assert [one.pk for one in item.verdicts] == [again.pk, first.pk]


def test_what_may_not_be_decided_says_why(partnership: Partnership, mina: Person) -> None:
    lead = partnership.lead
    wrong: list[tuple[type[Refused], dict[str, Any]]] = [
        (actions.NoReason, {"reason": "  "}),
        (actions.NoDay, {"verdict": Verdict.WATCH}),
        (actions.NoDay, {"look_again_on": WEEK_ON}),
        (actions.NoDay, {"verdict": Verdict.WATCH, "look_again_on": TODAY}),
        (actions.NothingToLookAtAgain, {"verdict": Verdict.AGAIN}),
        (actions.DecidedMeanwhile, {"read": "P-NNNNNN22"}),
    ]
    for refused, given in wrong:
        with pytest.raises(refused):
            decided(lead, **given)
    decided(lead)
    with pytest.raises(actions.DecidedMeanwhile):
        decided(partnership.manager, read="")


def test_who_reads_in_an_emergency_alone_decides_nothing(partnership: Partnership) -> None:
    never = partnership.never
    open_in_emergency(never, "Leah Arden")
    missing_together(partnership, partnership.leah, child(partnership, "Oona", let_in=[never]))

    with pytest.raises(gate.OnlyInAnEmergency):
        decided(never)
    [made] = [_fields(decided(partnership.manager))]
    with acting_as(never), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        PatternVerdict.objects.create(**{**made, "judged_by_id": never.pk, "reference": "P-NNNNNN33"})


def test_a_role_that_does_not_share_decides_nothing(partnership: Partnership, mina: Person) -> None:
    with acting_as(partnership.lead):
        found = patterns(NOW)
    [item] = pairs_of(found)
    governance = partnership.governance

    with acting_as(governance), pytest.raises(gate.NotAble):
        decide(
            found=item.found,
            rule=found.rule,
            verdict=Verdict.EXPLAINED,
            reason="x",
            look_again_on=None,
            read="",
            by=governance,
            at=NOW,
        )


def _fields(made: PatternVerdict) -> dict[str, Any]:
    names = ("pattern", "about", "people", "facts", "rule", "verdict", "reason", "look_again_on", "judged_at")
    return {name: getattr(made, name) for name in names}


def _run(statement: str, given: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def test_no_decision_is_edited_or_written_in_anothers_name(partnership: Partnership, mina: Person) -> None:
    made = decided(partnership.lead)
    lead, manager = partnership.lead, partnership.manager

    for statement, given in (
        ("UPDATE patterns_patternverdict SET reason = 'x' WHERE id = %s", [made.pk]),
        ("DELETE FROM patterns_patternverdict WHERE id = %s", [made.pk]),
    ):
        with acting_as(lead), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _run(statement, given)
    copied = {**_fields(made), "judged_by_id": manager.pk, "reference": "P-NNNNNN33"}
    with acting_as(lead), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        PatternVerdict.objects.create(**copied)


def test_the_line_of_a_decision_is_read_by_its_worker_alone(partnership: Partnership, mina: Person) -> None:
    made = decided(partnership.lead)

    for worker, seen in ((partnership.lead, True), (partnership.manager, False), (partnership.member, False)):
        with acting_as(worker):
            assert Line.objects.filter(about__in=[made.reference, "patterns_patternverdict"]).exists() == seen
