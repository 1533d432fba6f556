"""Who sees one of two things alone learns nothing of the other, nor of what was judged."""

from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.models import Judgement
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.queries import judged, near_things, shown_as_one
from erle.knowledge.records.models import Entry, Mention, Person
from erle.knowledge.records.queries import Wanted, lines_naming
from tests.knowledge.linkage.things.naming import (
    STAR,
    STAR_HOUSE,
    STAR_ROAD,
    in_a_narrow_circle,
    in_leahs_circle,
    names,
    say,
)
from tests.partnership import BASIS, NOW, Partnership, _child


def seen(worker: Worker, thing: str) -> tuple[object, ...]:
    """Return all that a worker is told of a thing: as what it is shown, what is near and what was judged."""
    with acting_as(worker):
        known, found = judged(thing), shown_as_one(thing)
        return (
            found.things,
            found.spellings,
            [line["title"] for line in lines_naming(found.things, Wanted())],
            [(near.words, near.reasons) for near in near_things(found, known)],
            [(row.reference, row.reason) for row in known.judgements],
            known.together.apart,
            Judgement.objects.count(),
        )


def line_of(person: Person) -> Entry:
    """Return the newest line of a child that a report told."""
    return Entry.objects.filter(person=person, report__isnull=False).select_related("report", "circle").latest("pk")


@pytest.mark.parametrize("choice", [Choice.SAME, Choice.DIFFERENT, Choice.CANNOT_TELL])
def test_a_judgement_is_seen_by_who_sees_both_and_nobody_else(partnership: Partnership, choice: Choice) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    alone = seen(partnership.lead, star)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    before = seen(partnership.member, star)
    say(partnership.member, star, house, choice)

    assert seen(partnership.lead, star) == alone
    assert seen(partnership.member, star) != before
    with acting_as(partnership.lead), pytest.raises(Mention.DoesNotExist):
        shown_as_one(house)


def test_what_leads_by_way_of_a_hidden_thing_joins_nothing(partnership: Partnership) -> None:
    star, road = in_leahs_circle(partnership, STAR, STAR_ROAD)
    apart = seen(partnership.lead, star)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    say(partnership.member, star, house)
    say(partnership.member, house, road)

    assert seen(partnership.lead, star) == apart
    assert set(seen(partnership.member, star)[0]) == {star, house, road}  # type: ignore[call-overload]


def test_what_others_judged_out_of_sight_refuses_nobody_and_is_said_to_who_sees_all(partnership: Partnership) -> None:
    """A refusal would tell her that a thing is there which she does not see."""
    star, road = in_leahs_circle(partnership, STAR, STAR_ROAD)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    say(partnership.member, star, house)
    say(partnership.member, house, road)

    say(partnership.lead, star, road, Choice.DIFFERENT)

    with acting_as(partnership.member):
        for one in star, house, road:
            known = judged(one)
            assert known.things == (one,)
            assert known.together.apart == (tuple(sorted((star, road))),)
            assert len(known.judgements) == 3


def test_a_sealed_childs_thing_is_neither_near_nor_told_of(partnership: Partnership) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    before = seen(partnership.member, star)
    with acting_as(partnership.lead):
        house = names(line_of(partnership.sealed), STAR_HOUSE)
    say(partnership.lead, star, house)

    assert seen(partnership.member, star) == before
    assert seen(partnership.lead, star)[0] == (star, house)


def test_a_seal_takes_what_was_judged_out_of_sight(partnership: Partnership) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    with acting_as(partnership.manager):
        other = _child(partnership.agencies, partnership.workers, "Una", "Reyl", "Seen.")
        house = names(line_of(other), STAR_HOUSE)
    say(partnership.manager, star, house)
    assert seen(partnership.coordinator, house)[0] == (house, star)

    with acting_as(partnership.manager):
        seal(circle=partnership.leah.circle, stays=[], basis=BASIS, reason="x", by=partnership.manager, at=NOW)

    told = seen(partnership.coordinator, house)
    assert (told[0], told[3], told[-1]) == ((house,), [], 0)


def test_who_is_kept_out_of_one_circle_sees_no_judgement(partnership: Partnership) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    say(partnership.member, star, house)

    with acting_as(partnership.manager):
        keep_out(
            circle=partnership.leah.circle, worker=partnership.member, reason="x", by=partnership.manager,
            at=NOW - timedelta(minutes=1),
        )  # fmt: skip

    assert seen(partnership.member, house)[0] == (house,)
    assert seen(partnership.member, house)[-1] == 0


def test_nobody_judges_of_a_thing_that_she_does_not_see(partnership: Partnership) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)

    for absent in house, "T-NNNNNNNN22":
        with pytest.raises(Mention.DoesNotExist):
            say(partnership.lead, star, absent)


def test_what_hidden_lines_name_crowds_nothing_out(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erle.knowledge.linkage.things.queries.CANDIDATES", 1)
    star, _ = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    before = seen(partnership.lead, star)
    in_a_narrow_circle(partnership, STAR_ROAD)

    assert seen(partnership.lead, star) == before
    assert before[3]
