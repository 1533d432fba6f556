"""Patterns of one child and of several, by the partnership's numbers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from erle.foundation.statute.settings import LOCAL_SETTINGS
from erle.knowledge.patterns.rules import Away, Found, Pattern, Rule
from erle.knowledge.patterns.rules.alone import at_least, hours, longer, repeated, slots
from erle.knowledge.patterns.rules.several import Named, contained, groups, named_about, pairs

AT = datetime(2026, 3, 20, 12, tzinfo=UTC)
RULE = Rule.of({setting.key: setting.usual for setting in LOCAL_SETTINGS.values()})
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def away(child: int, left: datetime, lasted: timedelta | None = 6 * HOUR, *, exact: bool = True) -> Away:
    back = left + lasted if lasted is not None else None
    return Away(child, left, back, back or AT, exact=exact)


def ago(days: float) -> datetime:
    return AT - timedelta(days=days)


def test_three_in_ninety_days_are_raised_and_two_are_not() -> None:
    three = [away(1, ago(days)) for days in (89, 40, 3)]

    found = repeated(three, RULE, at=AT)

    assert found is not None
    assert (found.raised, len(found.times)) == (True, 3)
    assert repeated([away(1, ago(91)), *three[1:]], RULE, at=AT) is None


def test_the_partnerships_own_numbers_decide() -> None:
    two = [away(1, ago(20)), away(1, ago(3))]

    assert repeated(two, replace(RULE, repeat_episodes=2, repeat_days=28), at=AT) is not None
    assert repeated(two, replace(RULE, repeat_episodes=2, repeat_days=14), at=AT) is None


@pytest.mark.parametrize(
    ("hours_away", "raised"),
    [
        ([3, 5, 7], True),
        ([9, 3, 5, 7], True),
        ([3, 5, 5], False),
        ([5, 6, 7], False),
        ([3, 7], False),
        ([7, 5, 3], False),
    ],
)
def test_each_longer_than_the_one_before_and_the_last_twice_the_first(hours_away: Sequence[int], raised: bool) -> None:
    times = [away(1, ago(60 - 10 * n), long * HOUR) for n, long in enumerate(hours_away)]

    found = longer(times, RULE)

    assert (found is not None) == raised
    if found:
        assert [one.back - one.left for (one,) in found.times] == [3 * HOUR, 5 * HOUR, 7 * HOUR]  # type: ignore[operator]


def test_a_time_that_is_not_over_does_not_lengthen_anything_yet() -> None:
    times = [away(1, ago(30), 3 * HOUR), away(1, ago(20), 5 * HOUR), away(1, ago(9), None)]

    assert longer(times, RULE) is None


def test_days_and_parts_of_the_day_are_londons() -> None:
    late = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)  # half past midnight on Saturday, by the clock of summer

    assert slots(away(1, late)) == (5, 7)


def test_a_child_who_leaves_on_fridays_is_raised_where_others_leave_on_any_day() -> None:
    fridays = [away(1, datetime(2026, 1, 2, 19, tzinfo=UTC) + 7 * n * DAY) for n in range(8)]
    others = {child: [away(child, ago(child + 13 * n)) for n in range(4)] for child in range(2, 22)}

    found = [one for one in hours({1: fridays, **others}, RULE) if one.raised]

    assert [(one.children, one.about) for one in found] == [((1,), "4"), ((1,), "10")]  # Fridays, and evenings
    assert found[0].chance is not None
    assert found[0].chance.looked_at == 21 * 11


def test_where_everybody_leaves_on_fridays_nobody_is_raised_for_it() -> None:
    first = datetime(2026, 1, 2, 19, tzinfo=UTC)
    everybody = {child: [away(child, first + 7 * n * DAY) for n in range(5)] for child in range(1, 12)}

    assert not [one for one in hours(everybody, RULE) if one.raised]


def test_a_time_without_an_hour_is_left_out_of_hours_and_of_who_was_together() -> None:
    midnight = [datetime(2026, 1, 2 + 7 * n, tzinfo=UTC) for n in range(4)]
    both = {child: [away(child, moment, exact=False) for moment in midnight] for child in (1, 2)}

    assert hours(both, RULE) == []
    assert pairs(both, RULE, at=AT) == []


def test_at_least_so_many_is_binomial() -> None:
    assert at_least(2, 3, 0.5) == pytest.approx(0.5)
    assert at_least(0, 3, 0.2) == pytest.approx(1)


def together_thrice(*children: int) -> dict[int, list[Away]]:
    """Return children who leave together three times, among others who have nothing to do with them."""
    found = {
        child: [away(child, ago(9 * n + 0.7 * (child % 13) + 0.013 * child)) for n in range(3)]
        for child in range(50, 80)
    }
    for child in children:
        found[child] = [away(child, ago(days) + child * timedelta(minutes=2)) for days in (11.2, 80.4, 201.6)]
    return found


def test_two_who_left_together_thrice_are_raised_with_their_chance() -> None:
    found = [one for one in pairs(together_thrice(1, 2), RULE, at=AT) if one.raised]

    assert [one.children for one in found] == [(1, 2)]
    assert [[one.child for one in occasion] for occasion in found[0].times] == [[1, 2]] * 3
    assert found[0].chance is not None
    assert found[0].chance.expected < 0.1


def test_three_who_left_together_are_one_group_which_says_what_its_pairs_would() -> None:
    times = together_thrice(1, 2, 3)
    two = pairs(times, RULE, at=AT)

    [group] = groups(times, [one for one in two if one.raised], RULE, at=AT)

    assert group.children == (1, 2, 3)
    assert [len(occasion) for occasion in group.times] == [3, 3, 3]
    assert contained([group]) == {(1, 2), (1, 3), (2, 3)}


def test_a_pair_with_nobody_beside_it_is_no_group() -> None:
    times = together_thrice(1, 2)
    two = [one for one in pairs(times, RULE, at=AT) if one.raised]

    assert groups(times, two, RULE, at=AT) == []
    assert groups({1: times[1], 2: times[2]}, two, RULE, at=AT) == []
    assert groups(times, [], RULE, at=AT) == []


def test_what_was_named_about_enough_children_is_raised_and_about_fewer_is_told() -> None:
    named = [Named(away(child, ago(child)), Pattern.THING, "T-1", "Canal Walk") for child in (1, 2, 3, 3)]
    named += [Named(away(child, ago(child)), Pattern.PERSON, "x", "Dez") for child in (1, 2)]
    named += [Named(away(4, ago(4)), Pattern.THING, "T-2", "Arcade")]

    found = named_about(named, RULE)

    assert [(one.pattern, one.children, one.raised) for one in found] == [
        (Pattern.THING, (1, 2, 3), True),
        (Pattern.PERSON, (1, 2), False),
    ]
    assert len(found[0].times) == 3


def test_new_facts_are_those_nobody_had_before_her() -> None:
    found = Found(Pattern.REPEATED, (1,), "", ((away(1, ago(2)),), (away(1, ago(1)),)), raised=True)

    assert found.facts == {"1@2026-03-18T12:00", "1@2026-03-19T12:00"}
