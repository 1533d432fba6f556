"""The pairs that a worker may judge: found by marks, among what she sees, the most useful first."""

from datetime import date, timedelta
from importlib import import_module
from itertools import combinations
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.alike import reasons
from erle.knowledge.linkage.things.comparing import compare_things
from erle.knowledge.linkage.things.reasons import STRENGTH, Reason
from erle.knowledge.linkage.things.worklist import to_judge
from erle.knowledge.records.actions.asking import break_glass
from erle.knowledge.records.models import Mention, Report
from erle.knowledge.records.rules import MentionKind
from tests.knowledge.linkage.questions.asking import beside
from tests.knowledge.linkage.things.comparing import compare, compared, list_of, words_of
from tests.knowledge.linkage.things.naming import (
    ELSEWHERE,
    STAR,
    STAR_HOUSE,
    STAR_ROAD,
    in_a_narrow_circle,
    in_leahs_circle,
    names,
    say,
)
from tests.knowledge.linkage.things.test_alike import NEAR_PLACES, OTHERS
from tests.knowledge.linkage.things.test_need_to_know import line_of
from tests.knowledge.records.finding.test_need_to_know import coordinator_of_all
from tests.partnership import BASIS, NOW, Partnership, _child

assert coordinator_of_all  # the fixture, by its name
SPELLED = [({STAR, STAR_HOUSE}, Reason.SPELLED)]
NAMED = (
    "Star",
    "Kebab",
    "Kebabs",
    "Canal",
    "Cannal",
    "14",
    "27",
    "Road",
    "Rd",
    "Lane",
    "Queensgate",
    "M25",
    "Flat 2",
    "The",
)
ADDRESS, WRITTEN_SHORT = "14 Station Road", "14 Station Rd"


@pytest.fixture
def partnership(copy: Partnership) -> Partnership:
    """The partnership, where what is done is kept."""
    return copy


def said_anew(worker: Worker, thing: str, *, minutes: int) -> None:
    """Have the thing named once more, so many minutes from now."""
    with acting_as(worker):
        [mention, *_] = Mention.objects.filter(thing=thing).order_by("-id")
    with beside() as connected:
        connected.execute(
            "INSERT INTO records_mention (circle_id, sealed, reference, report_id, entry_id, kind, words, key, thing, details, recorded_at)"
            " SELECT circle_id, sealed, 'N-NEW' || %s, report_id, entry_id, kind, words, key, thing, details, %s FROM records_mention WHERE id = %s",
            [minutes, NOW + timedelta(minutes=minutes), mention.pk],
        )


def test_a_pair_is_asked_of_who_sees_both_until_it_is_judged(partnership: Partnership) -> None:
    star, house, _ = compared(partnership, STAR, STAR_HOUSE, ELSEWHERE)

    [found] = list_of(partnership.lead)
    assert words_of([found]) == SPELLED
    assert set(found.pair) == {star, house}
    say(partnership.member, star, house)

    assert list_of(partnership.lead) == list_of(partnership.member) == []


@pytest.mark.parametrize("choice", [Choice.SAME, Choice.DIFFERENT])
def test_what_is_taken_back_is_asked_again(partnership: Partnership, choice: Choice) -> None:
    from erle.knowledge.linkage.things.actions import take_judgement_back

    star, house = compared(partnership, STAR, STAR_HOUSE)
    made = say(partnership.member, star, house, choice)

    with acting_as(partnership.member):
        take_judgement_back(judgement=made, because="x", by=partnership.member, at=NOW)

    assert words_of(list_of(partnership.lead)) == SPELLED


def test_once_more_compares_nothing_and_stopped_it_goes_on(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erle.knowledge.linkage.things.comparing.AT_ONCE", 2)
    in_leahs_circle(partnership, STAR, ELSEWHERE, STAR_HOUSE, STAR_ROAD)
    compare_things(most=1)
    before = words_of(list_of(partnership.lead))

    rest = compare()

    assert before == []
    assert rest.things >= 2
    assert compare().things == 0
    assert len(list_of(partnership.lead)) == 3
    in_leahs_circle(partnership, STAR)
    assert compare().things == 0


def test_what_she_cannot_tell_comes_back_to_her_when_something_new_is_said_and_to_others_at_once(
    partnership: Partnership,
) -> None:
    star, house = compared(partnership, STAR, STAR_HOUSE)
    say(partnership.lead, star, house, Choice.CANNOT_TELL)

    assert list_of(partnership.lead) == []
    assert words_of(list_of(partnership.member)) == SPELLED
    said_anew(partnership.lead, house, minutes=5)
    assert words_of(list_of(partnership.lead)) == SPELLED


def test_what_is_said_anew_where_she_does_not_see_it_brings_nothing_back(partnership: Partnership) -> None:
    star, house = compared(partnership, STAR, STAR_HOUSE)
    say(partnership.lead, star, house, Choice.CANNOT_TELL)

    in_a_narrow_circle(partnership, STAR_HOUSE)
    with beside() as connected:
        connected.execute(
            "UPDATE records_mention SET recorded_at = recorded_at + interval '1 day' WHERE id = (SELECT max(id) FROM records_mention)"
        )

    assert list_of(partnership.lead) == []


def test_one_address_stands_first_then_what_would_bring_children_together_then_the_stronger_rule(
    partnership: Partnership,
) -> None:
    in_leahs_circle(partnership, ADDRESS, WRITTEN_SHORT, "22 Canal Walk", "22 Cannal Walk", "Queensgate", "Queens Gate")
    in_leahs_circle(partnership, "Gilded Heron Hotel", "9 Mill Lane PE1 2AB")
    with acting_as(partnership.manager):
        other = _child(partnership.agencies, partnership.workers, "Una", "Reyl", "Seen.")
        names(line_of(other), "Gilded Herron Hotel")
    compare()

    found = list_of(partnership.manager)

    assert [(one.reasons[0], one.joins) for one in found] == [
        (Reason.SAME_ADDRESS, 0), (Reason.SPELLED, 2), (Reason.SAME_HOUSE, 0), (Reason.SPELLED, 0),
    ]  # fmt: skip
    assert [sorted(len(side.children) for side in one.sides) for one in found] == [[1, 1]] * 4
    assert [(one.reasons[0], one.joins) for one in list_of(partnership.lead)] == [
        (Reason.SAME_ADDRESS, 0), (Reason.SAME_HOUSE, 0), (Reason.SPELLED, 0),
    ]  # fmt: skip


def test_what_others_hold_the_same_by_way_of_a_third_is_not_asked_nor_what_would_contradict(
    partnership: Partnership,
) -> None:
    star, house, road = compared(partnership, STAR, STAR_HOUSE, STAR_ROAD)
    assert len(list_of(partnership.lead)) == 3

    say(partnership.member, star, house)
    assert len(list_of(partnership.lead)) == 2
    say(partnership.member, house, road, Choice.DIFFERENT)

    assert list_of(partnership.lead) == []


def test_in_an_emergency_nothing_is_asked(partnership: Partnership) -> None:
    compared(partnership, STAR, STAR_HOUSE)
    never = partnership.never
    with acting_as(never):
        break_glass(
            name="Leah Arden", born_on=date(2012, 3, 3), reason="missing_now", happening="x", basis=BASIS,
            review_due_at=NOW + timedelta(days=1), by=never, at=NOW,
        )  # fmt: skip

    assert list_of(never) == []
    with acting_as(never):
        assert Mention.objects.filter(words=STAR).exists()


def test_of_a_pair_of_which_she_sees_one_nothing_is_told(partnership: Partnership) -> None:
    compared(partnership, STAR)
    alone = list_of(partnership.lead)
    in_a_narrow_circle(partnership, STAR_HOUSE)
    compare()

    assert list_of(partnership.lead) == alone == []
    assert words_of(list_of(partnership.member)) == SPELLED


def test_what_leads_by_way_of_a_hidden_thing_leaves_nothing_out(partnership: Partnership) -> None:
    star, road = compared(partnership, STAR, STAR_ROAD)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    compare()
    say(partnership.member, star, house)
    say(partnership.member, house, road)

    assert list_of(partnership.member) == []
    assert [words for words, _ in words_of(list_of(partnership.lead))] == [{STAR, STAR_ROAD}]


def test_who_is_kept_out_of_one_circle_is_asked_nothing(partnership: Partnership) -> None:
    compared(partnership, STAR)
    in_a_narrow_circle(partnership, STAR_HOUSE)
    compare()
    with acting_as(partnership.manager):
        keep_out(
            circle=partnership.leah.circle, worker=partnership.member, reason="x", by=partnership.manager,
            at=NOW - timedelta(minutes=1),
        )  # fmt: skip

    assert list_of(partnership.member) == []


def test_a_withdrawn_report_asks_nothing(partnership: Partnership) -> None:
    compared(partnership, STAR, STAR_HOUSE)
    with acting_as(partnership.member):
        report = Report.objects.filter(mentions__words=STAR_HOUSE).get()
    with beside() as connected:
        connected.execute("UPDATE records_report SET withdrawn_at = now() WHERE id = %s", [report.pk])

    assert list_of(partnership.lead) == []


def test_a_sealed_childs_thing_is_asked_of_who_sees_it_alone(
    partnership: Partnership, coordinator_of_all: Worker
) -> None:
    compared(partnership, STAR)
    with acting_as(partnership.lead):
        names(line_of(partnership.sealed), STAR_HOUSE)
    compare()

    assert list_of(coordinator_of_all) == []
    assert words_of(list_of(partnership.lead)) == SPELLED


def test_both_ways_of_looking_give_the_same_in_the_same_order(
    partnership: Partnership, coordinator_of_all: Worker
) -> None:
    """Her own things gone through, and all pairs in their order."""
    said = dict.fromkeys(words for one, other, _ in NEAR_PLACES for words in (one, other))
    in_leahs_circle(partnership, *said)
    for kind in (MentionKind.VEHICLE, MentionKind.PHONE, MentionKind.ACCOUNT):
        in_leahs_circle(partnership, *dict.fromkeys(w for k, *pair, _ in OTHERS if k is kind for w in pair), kind=kind)
    compare()

    found = list_of(partnership.lead)

    assert len(found) > 20
    assert list_of(coordinator_of_all) == found


def test_what_is_kept_as_near_is_what_comparing_all_with_all_finds(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erle.knowledge.linkage.things.comparing.AT_ONCE", 17)
    chance = Random(20)
    said = [words for one, other, _ in NEAR_PLACES for words in (one, other)]
    said += [" ".join(chance.choices(NAMED, k=chance.randint(1, 5))) for _ in range(150)]
    in_leahs_circle(partnership, *dict.fromkeys(said))
    compare()

    with beside() as connected:
        known = connected.execute("SELECT DISTINCT thing, key FROM records_mention WHERE kind = 'place'").fetchall()
        kept = connected.execute("SELECT one, other, rank FROM erle.thing_near").fetchall()
    pairs = {
        (*sorted((one, other)), STRENGTH.index(why[0]))
        for (one, left), (other, right) in combinations(known, 2)
        if (why := reasons(MentionKind.PLACE, left, right))
    }

    assert len(pairs) > 100
    assert set(kept) == pairs


def test_with_the_new_marks_what_is_known_is_compared_anew_and_the_same_pairs_wait(partnership: Partnership) -> None:
    things = compared(partnership, STAR, STAR_HOUSE, ADDRESS, WRITTEN_SHORT, ELSEWHERE)
    before = list_of(partnership.lead)
    with beside() as connected, connected.transaction():
        connected.execute("UPDATE erle.thing_mark SET mark = -mark")
        connected.execute(import_module("erle.knowledge.linkage.migrations.0023_things_asked").ANEW)

    anew = compare()

    assert anew.things >= len(things)
    assert len(before) == 2
    assert list_of(partnership.lead) == before
    assert compare().things == 0


def test_five_queries_whatever_there_is(partnership: Partnership) -> None:
    numbers = []
    for said in ((STAR, STAR_HOUSE), (ADDRESS, WRITTEN_SHORT, "Queensgate", "Queens Gate", STAR_ROAD)):
        compared(partnership, *said)
        with acting_as(partnership.lead), CaptureQueriesContext(connection) as asked:
            assert to_judge()
        numbers.append(len(asked))

    assert numbers == [5, 5]


@pytest.mark.parametrize("before", [in_a_narrow_circle, lambda *_: None], ids=["named before elsewhere", "new"])
def test_when_a_pair_comes_tells_nobody_that_others_named_the_thing_before(
    partnership: Partnership, before: Any
) -> None:
    compared(partnership, STAR)
    before(partnership, STAR_HOUSE)
    compare()

    in_leahs_circle(partnership, STAR_HOUSE)
    at_once = list_of(partnership.lead)
    compare()

    assert (at_once, words_of(list_of(partnership.lead))) == ([], SPELLED)


def test_what_is_held_the_same_by_way_of_others_takes_no_place_of_what_waits(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erle.knowledge.linkage.things.worklist.LOOKED_THROUGH", 3)
    first, *others = compared(
        partnership, *(f"14 Station {way}" for way in ("Road", "Rd", "Road.", "Rd, PE1 2AB", "Road, PE1 2AB"))
    )
    compared(partnership, STAR, STAR_HOUSE)
    for other in dict.fromkeys(others):
        if other != first:
            say(partnership.member, first, other)

    assert words_of(list_of(partnership.lead)) == SPELLED
