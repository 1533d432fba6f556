"""What is near a thing: of its kind, by the rules of that kind, among what the worker sees."""

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.queries import judged, near_things, shown_as_one
from erle.knowledge.linkage.things.reasons import Reason
from erle.knowledge.records.rules import MentionKind
from tests.knowledge.linkage.things.naming import ELSEWHERE, STAR, STAR_HOUSE, STAR_ROAD, in_leahs_circle, names, say
from tests.knowledge.linkage.things.test_alike import NEAR_PLACES, OTHERS
from tests.knowledge.linkage.things.test_need_to_know import line_of
from tests.knowledge.records.finding.test_need_to_know import coordinator_of_all
from tests.partnership import Partnership

assert coordinator_of_all  # the fixture, by its name


def near(partnership: Partnership, thing: str, worker: Worker | None = None) -> list[tuple[str, tuple[Reason, ...]]]:
    with acting_as(worker or partnership.lead):
        return [(one.words, one.reasons) for one in near_things(shown_as_one(thing), judged(thing))]


def test_a_venue_in_another_spelling_is_near_and_another_venue_is_not(partnership: Partnership) -> None:
    star, *_ = in_leahs_circle(partnership, STAR, STAR_HOUSE, ELSEWHERE, "Lincoln Road")

    assert near(partnership, star) == [(STAR_HOUSE, (Reason.SPELLED,))]


def test_another_kind_is_not_near(partnership: Partnership) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    in_leahs_circle(partnership, STAR_HOUSE, kind=MentionKind.ORGANISATION)

    assert near(partnership, star) == []


def test_the_strongest_reason_stands_first(partnership: Partnership) -> None:
    [car, *_] = in_leahs_circle(partnership, "AB12 CDE", "AB12 CDF", "ABI2 CDE", "XY21 ZZZ", kind=MentionKind.VEHICLE)

    assert near(partnership, car) == [
        ("ABI2 CDE", (Reason.LOOKS_SAME,)),
        ("AB12 CDF", (Reason.ONE_CHARACTER,)),
    ]


def test_a_thing_that_many_reports_name_is_listed_once(partnership: Partnership) -> None:
    star, *_ = in_leahs_circle(partnership, STAR, STAR_HOUSE, STAR_HOUSE, STAR_HOUSE)

    assert len(near(partnership, star)) == 1


def test_what_was_judged_is_listed_as_perhaps_the_same_no_more(partnership: Partnership) -> None:
    star, house, road = in_leahs_circle(partnership, STAR, STAR_HOUSE, STAR_ROAD)

    say(partnership.member, star, house)
    assert [words for words, _ in near(partnership, house)] == [STAR_ROAD]
    say(partnership.member, house, road, Choice.DIFFERENT)

    assert near(partnership, star) == near(partnership, house) == near(partnership, road) == []


def test_a_phone_without_its_country_is_near(partnership: Partnership) -> None:
    phone, *_ = in_leahs_circle(partnership, "07700 900311", "7700900311", "07700 900999", kind=MentionKind.PHONE)

    assert near(partnership, phone) == [("7700900311", (Reason.COUNTRY_CODE,))]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [(MentionKind.PLACE, one, other) for one, other, _ in NEAR_PLACES]
    + [(kind, one, other) for kind, one, other, found in OTHERS if found],
)
def test_what_is_near_by_a_rule_is_found(partnership: Partnership, kind: MentionKind, one: str, other: str) -> None:
    thing, another = in_leahs_circle(partnership, one, other, kind=kind)
    if thing == another:
        return

    assert [words for words, _ in near(partnership, thing)] == [other]
    assert [words for words, _ in near(partnership, another)] == [one]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (MentionKind.PLACE, [words for one, other, _ in NEAR_PLACES for words in (one, other)]),
        (MentionKind.VEHICLE, ["AB12 CDE", "ABI2 CDE", "AB12 CDF", "AB21 CDE", "AB12", "XY99 ZZZ"]),
        (MentionKind.PHONE, ["07700 900311", "7700900311", "07700 900312", "07700 900131", "07700 900999"]),
    ],
)
def test_both_ways_of_looking_find_the_same_in_the_same_order(
    partnership: Partnership, coordinator_of_all: Worker, kind: MentionKind, said: list[str]
) -> None:
    """Her own rows gone through one by one, and the index."""
    things = dict.fromkeys(in_leahs_circle(partnership, *said, kind=kind))

    for thing in things:
        assert near(partnership, thing, coordinator_of_all) == near(partnership, thing)
    assert any(near(partnership, thing) for thing in things)


def test_who_is_let_into_all_that_is_not_sealed_finds_no_sealed_childs_thing(
    partnership: Partnership, coordinator_of_all: Worker
) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    with acting_as(partnership.lead):
        names(line_of(partnership.sealed), STAR_HOUSE)

    assert near(partnership, star, coordinator_of_all) == []
    assert near(partnership, star) == [(STAR_HOUSE, (Reason.SPELLED,))]
