"""Two things held the same are shown as one, and held different they never are; a judgement is never edited."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.gate import NotAble, OnlyInAnEmergency
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.models import Judgement
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.actions import (
    HeldDifferent,
    HeldTheSame,
    JudgedAlready,
    NoReason,
    NotOneAddress,
    hold_addresses_the_same,
    judge_things,
    take_judgement_back,
)
from erle.knowledge.linkage.things.queries import judged, shown_as_one
from erle.knowledge.records.actions.asking import break_glass
from erle.knowledge.records.models import Mention
from erle.knowledge.records.queries import Wanted, children_naming, lines_naming, named_beside
from erle.knowledge.records.rules import MentionKind
from tests.knowledge.linkage.things.naming import (
    ELSEWHERE,
    REASON,
    STAR,
    STAR_HOUSE,
    STAR_ROAD,
    in_leahs_circle,
    names,
    say,
)
from tests.knowledge.records.test_chronology import told
from tests.partnership import BASIS, NOW, Partnership


def titles(*things: str) -> list[str]:
    return [line["title"] for line in lines_naming(things, Wanted())]


def test_held_the_same_each_shows_the_lines_children_and_spellings_of_both(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    with acting_as(partnership.member):
        entry = told(partnership, 3, title="Seen")
        names(entry, STAR)
        names(entry, "AB12 CDE", MentionKind.VEHICLE)

    say(partnership.member, house, star)

    with acting_as(partnership.lead):
        for one, other in ((star, house), (house, star)):
            found = shown_as_one(one)
            assert found.things == (one, other)
            assert sorted(found.spellings) == [STAR_HOUSE, STAR]
            assert titles(*found.things) == [STAR, STAR_HOUSE, "Seen"]
            assert [vars(child)["lines"] for child in children_naming(found.things)] == [3]
            assert [near.words for near in named_beside(found.things)] == ["AB12 CDE"]
        assert shown_as_one(house).spellings[0] == STAR_HOUSE


def test_what_is_the_same_by_way_of_a_third_is_shown_too(partnership: Partnership) -> None:
    star, house, road = in_leahs_circle(partnership, STAR, STAR_HOUSE, STAR_ROAD)

    say(partnership.member, star, house)
    say(partnership.lead, road, house)

    with acting_as(partnership.lead):
        assert {judged(one).things[0] for one in (star, house, road)} == {star, house, road}
        assert all(set(judged(one).things) == {star, house, road} for one in (star, house, road))


def test_what_is_held_different_is_not_joined_by_way_of_a_third(partnership: Partnership) -> None:
    star, house, road = in_leahs_circle(partnership, STAR, STAR_HOUSE, STAR_ROAD)
    say(partnership.member, star, house)
    say(partnership.member, star, road, Choice.DIFFERENT)

    with pytest.raises(HeldDifferent, match="which are held to be different"):
        say(partnership.member, house, road)

    with acting_as(partnership.member):
        assert judged(house).things == (house, star)
        assert judged(road).things == (road,)


def test_what_is_held_the_same_by_way_of_a_third_is_not_held_different(partnership: Partnership) -> None:
    star, house, road = in_leahs_circle(partnership, STAR, STAR_HOUSE, STAR_ROAD)
    say(partnership.member, star, house)
    say(partnership.member, house, road)

    with pytest.raises(HeldTheSame, match="by way of others"):
        say(partnership.member, star, road, Choice.DIFFERENT)


def test_who_cannot_tell_settles_nothing_and_another_still_can(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    say(partnership.lead, star, house, Choice.CANNOT_TELL, "")
    with acting_as(partnership.lead):
        assert judged(star).things == (star,)
    say(partnership.member, star, house)

    with acting_as(partnership.lead):
        assert judged(star).things == (star, house)


def test_a_pair_is_settled_once_and_by_a_reason(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    with pytest.raises(NoReason, match="Write your reason"):
        say(partnership.member, star, house, reason="  ")
    say(partnership.member, star, house)

    for choice in Choice.SAME, Choice.DIFFERENT, Choice.CANNOT_TELL:
        with pytest.raises(JudgedAlready, match="before you"):
            say(partnership.lead, house, star, choice)


def test_taken_back_they_stand_apart_and_what_was_judged_stays(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    made = say(partnership.member, star, house)

    with acting_as(partnership.lead):
        with pytest.raises(NoReason, match="Write why"):
            take_judgement_back(judgement=made, because=" ", by=partnership.lead, at=NOW)
        take_judgement_back(judgement=made, because="Another shop.", by=partnership.lead, at=NOW)
        with pytest.raises(JudgedAlready, match="already"):
            take_judgement_back(judgement=made, because="Another shop.", by=partnership.lead, at=NOW)

        assert judged(star).things == (star,)
        kept = Judgement.objects.get()
        assert (kept.reason, kept.judged_by_id) == (REASON, partnership.member.pk)
        assert (kept.taken_back_by_id, kept.taken_back_because) == (partnership.lead.pk, "Another shop.")


@pytest.mark.parametrize(
    "changed",
    [{"reason": "x"}, {"choice": "different"}, {"one": "T-2222222222"}, {"taken_back_at": NOW, "taken_back_by_id": 0}],
)
def test_a_judgement_is_not_edited_and_not_taken_back_in_anothers_name(
    partnership: Partnership, changed: dict[str, object]
) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    say(partnership.member, star, house)
    if "taken_back_by_id" in changed:
        changed = {**changed, "taken_back_by_id": partnership.member.pk, "taken_back_because": "x"}

    with (
        acting_as(partnership.lead),
        pytest.raises(DatabaseError, match=r"permission denied|row-level security"),
        transaction.atomic(),
    ):
        Judgement.objects.update(**changed)


def test_nobody_judges_in_anothers_name(partnership: Partnership) -> None:
    star, house = sorted(in_leahs_circle(partnership, STAR, STAR_HOUSE))

    with (
        acting_as(partnership.lead),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Judgement.objects.create(
            reference="V-22222222", one=star, other=house, choice="same", reason="x", judged_by=partnership.member,
            judged_at=NOW,
        )  # fmt: skip


def test_two_kinds_and_a_thing_with_itself_are_no_pair(partnership: Partnership) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    [car] = in_leahs_circle(partnership, "AB12 CDE", kind=MentionKind.VEHICLE)

    for other in car, star:
        with pytest.raises(Mention.DoesNotExist):
            say(partnership.member, star, other)


def test_who_may_not_read_records_does_not_judge(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    with acting_as(partnership.governance), pytest.raises(NotAble):
        judge_things(one=star, other=house, choice=Choice.SAME, reason="x", by=partnership.governance, at=NOW)


def test_an_emergency_is_for_reading(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    made = say(partnership.member, star, house)
    never = partnership.never
    with acting_as(never):
        break_glass(
            name="Leah Arden",
            born_on=date(2012, 3, 3),
            reason="missing_now",
            happening="x",
            basis=BASIS,
            review_due_at=NOW + timedelta(days=1),
            by=never,
            at=NOW,
        )

    with acting_as(never):
        assert judged(star).things == (star, house)
        with pytest.raises(OnlyInAnEmergency):
            take_judgement_back(judgement=made, because="x", by=never, at=NOW)
        with pytest.raises(OnlyInAnEmergency):
            judge_things(one=star, other=house, choice=Choice.CANNOT_TELL, reason="", by=never, at=NOW)
        assert not Judgement.objects.filter(pk=made.pk).update(
            taken_back_at=NOW, taken_back_by=never, taken_back_because="x"
        )


def test_the_ledger_has_the_act_and_no_word_of_the_reason(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    made = say(partnership.member, star, house)

    with acting_as(partnership.member):
        lines = Line.objects.filter(about=made.reference)
        assert [(line.act, line.purpose, line.circle_id) for line in lines] == [("recorded", "things_same", None)]
        assert not [line for line in Line.objects.all() if REASON in f"{line.purpose}{line.detail}"]
    with acting_as(partnership.lead):
        assert not Line.objects.filter(about__in=[made.reference, "linkage_judgement"]).exists()


def test_elsewhere_is_untouched(partnership: Partnership) -> None:
    star, house, elsewhere = in_leahs_circle(partnership, STAR, STAR_HOUSE, ELSEWHERE)

    say(partnership.member, star, house)

    with acting_as(partnership.member):
        assert shown_as_one(elsewhere).things == (elsewhere,)


def test_addresses_are_held_the_same_all_of_them_or_none(partnership: Partnership) -> None:
    road, rd, lane, ln = in_leahs_circle(partnership, "14 Station Road", "14 Station Rd", "9 Mill Lane", "9 Mill Ln")
    say(partnership.member, lane, ln)
    pairs = [(road, rd), (ln, lane)]

    with acting_as(partnership.lead):
        with pytest.raises(JudgedAlready, match=r"“9 Mill Ln” and “9 Mill Lane”: .* None of them was held the same."):
            hold_addresses_the_same(pairs=pairs, reason="x", by=partnership.lead, at=NOW)
        assert Judgement.objects.count() == 1
        [made] = hold_addresses_the_same(pairs=pairs[:1], reason="Written short.", by=partnership.lead, at=NOW)
        assert (made.choice, made.reason) == ("same", "Written short.")


def test_what_is_near_for_another_reason_is_not_held_the_same_with_others(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    with acting_as(partnership.lead), pytest.raises(NotOneAddress):
        hold_addresses_the_same(pairs=[(star, house)], reason="x", by=partnership.lead, at=NOW)
