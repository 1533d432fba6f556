"""Who left together, and how often chance alone does it: against counting by hand, drawing, and every outcome."""

from collections import Counter
from itertools import combinations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.patterns.rules import together as room
from erle.knowledge.patterns.rules.chance import MOST_TIMES, SPREAD, Usual, _tail, chances
from erle.knowledge.patterns.rules.episodes import DAY, HOUR, WEEK, Gone
from erle.knowledge.patterns.rules.together import fewest_false, together

YEAR = 52 * WEEK
WITHIN = 60
Told = list[tuple[int, int, int]]
told_at_random = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 3 * DAY), st.integers(0, 2 * DAY)).map(
        lambda one: (one[0], one[1], one[1] + one[2])
    ),
    max_size=40,
)


def gone(told: Told, until: int = YEAR) -> Gone:
    return Gone.of(told, since=0, until=until)


def met_by_hand(told: Told, within: int) -> Counter[tuple[int, int]]:
    """Compare each episode with each other, as the sentence says it."""
    found: Counter[tuple[int, int]] = Counter()
    for (one, left, back), (other, other_left, other_back) in combinations(told, 2):
        near = abs(left - other_left) <= within and max(left, other_left) < min(back, other_back)
        if one != other and near:
            found[min(one, other), max(one, other)] += 1
    return found


@given(told=told_at_random, within=st.integers(15, 720), least=st.integers(1, 3))
def test_every_meeting_is_found_and_no_other(told: Told, within: int, least: int) -> None:
    found = together(gone(told), within=within, least=least)

    counted = {(int(a), int(b)): int(n) for a, b, n in zip(found.one, found.other, found.meetings, strict=True)}
    assert counted == {pair: times for pair, times in met_by_hand(told, within).items() if times >= least}


@given(told=told_at_random, seed=st.integers(0, 99))
def test_the_order_in_which_episodes_are_told_changes_nothing(told: Told, seed: int) -> None:
    mixed = told.copy()
    Random(seed).shuffle(mixed)

    one, other = (together(gone(each), within=WITHIN, least=1) for each in (told, mixed))

    assert one.one.tolist() == other.one.tolist()
    assert one.times.tolist() == other.times.tolist()
    assert one.chance.tolist() == pytest.approx(other.chance.tolist())


def test_episodes_are_gone_through_a_stretch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = Random(4)
    told = [(draw.randrange(9), left := draw.randrange(4 * DAY), left + draw.randrange(DAY)) for _ in range(200)]
    whole = together(gone(told), within=WITHIN, least=1)
    monkeypatch.setattr(room, "EPISODES_AT_ONCE", 7)

    parts = together(gone(told), within=WITHIN, least=1)

    assert whole.meetings.tolist() == parts.meetings.tolist()
    assert len(whole.one) > 20


def test_nobody_missing_is_no_pair() -> None:
    found = together(gone([]), within=WITHIN, least=2)

    assert len(found.one) == 0
    assert gone([]).able(2) == 0


def test_who_left_twice_within_the_minutes_was_together_once_with_who_left_once() -> None:
    # the first child comes back at once and leaves again: two meetings, one time together
    told = [(0, 100, 110), (0, 120, 400), (1, 105, 500), (0, 3 * WEEK, 3 * WEEK + 90), (1, 5 * WEEK, 5 * WEEK + 90)]

    found = together(gone(told), within=WITHIN, least=2)

    assert (found.meetings.tolist(), found.times.tolist()) == ([2], [1])


def test_a_child_who_was_back_before_the_other_left_was_not_with_the_other() -> None:
    assert len(together(gone([(0, 100, 120), (1, 130, 400)]), within=WITHIN, least=1).one) == 0


@given(fits=st.lists(st.floats(0, 1), min_size=1, max_size=9), times=st.integers(0, 9))
def test_the_tail_is_that_of_every_outcome_counted(fits: list[float], times: int) -> None:
    every = sum(
        float(np.prod([fit if met else 1 - fit for fit, met in zip(fits, outcome, strict=True)]))
        for outcome in product((0, 1), repeat=len(fits))
        if sum(outcome) >= times
    )

    [tail] = _tail(np.zeros(len(fits), np.int64), np.array(fits), np.array([times]))

    assert tail == pytest.approx(every, abs=1e-12)


def test_a_small_tail_is_not_lost_in_rounding_and_many_times_have_the_tail_of_a_dozen() -> None:
    of = np.zeros(20, np.int64)

    [dozen] = _tail(of, np.full(20, 1e-3), np.array([MOST_TIMES]))
    [more] = _tail(of, np.full(20, 1e-3), np.array([18]))

    assert 0 < dozen < 1e-30
    assert more == dozen


def test_usual_hours_are_those_of_the_children_and_fill_a_week() -> None:
    evenings = np.array([week * WEEK + 4 * DAY + 20 * HOUR for week in range(40)])

    usual = Usual.of(evenings)

    one_week = usual.between(np.array([0]), np.array([WEEK]))
    friday_evening, monday_noon = (
        usual.between(np.array([start]), np.array([start + 2 * HOUR])) for start in (4 * DAY + 19 * HOUR, 12 * HOUR)
    )
    assert one_week == pytest.approx(1)
    assert friday_evening > 20 * monday_noon


def drawn_anew(draw: Random, told: Told, until: int) -> Told:
    """Draw each time of leaving anew as the null model says it, here evenly over the hours, by plain rejection."""
    found = []
    for child, left, back in told:
        start = draw.randint(max(0, left - SPREAD), min(until, left + SPREAD))
        found.append((child, start, start + back - left))
    return found


def test_the_chance_is_the_share_of_draws_in_which_two_are_together_as_often() -> None:
    draw = Random(11)
    told: Told = []
    for child in range(2):
        for n in range(8):
            left = n * 11 * DAY + draw.randrange(DAY)
            told.append((child, left, left + 600))
    # everybody leaves at any hour alike, so that drawing evenly is drawing by the usual hours
    hours = [hour * HOUR + n * WEEK for hour in range(168) for n in range(3)]
    others = [(2, left, left + 5) for left in hours]
    within, until = 6 * HOUR, 90 * DAY
    times, chance = chances(gone([*told, *others], until), np.array([0]), np.array([1]), within=within)
    kept = [one for one in told if one[0] == 1]

    counted = 0
    for _ in range(4_000):
        met = met_at_all(drawn_anew(draw, [one for one in told if one[0] == 0], until), kept, within)
        counted += met >= times[0]

    assert times[0] >= 1
    assert chance[0] == pytest.approx(counted / 4_000, abs=0.04)


def met_at_all(drawn: Told, kept: Told, within: int) -> int:
    """Return how many drawn times are together with one that is kept."""
    return sum(
        any(abs(left - other) <= within and max(left, other) < min(back, ends) for _, other, ends in kept)
        for _, left, back in drawn
    )


def crowd(seed: int) -> Told:
    """Return children who have nothing to do with each other, who leave mostly of an evening and in bursts."""
    draw = Random(seed)
    told: Told = []
    for child in range(60):
        begun = draw.randrange(YEAR - 8 * WEEK)
        for _ in range(draw.choice((2, 3, 4, 6, 15))):
            day = (begun + draw.randrange(8 * WEEK)) // DAY
            left = day * DAY + draw.choice((8, 15, 19, 20, 21, 22)) * HOUR + draw.randrange(HOUR)
            told.append((child, left, left + draw.randrange(HOUR, DAY)))
    return told


def test_among_children_who_have_nothing_to_do_with_each_other_hardly_a_list_raises_anybody() -> None:
    raised, lists = [], 60
    for seed in range(lists):
        found = together(crowd_gone := gone(crowd(seed)), within=WITHIN, least=2)
        raised.append(int(fewest_false(found.chance, crowd_gone.able(2), 0.1).sum()))

    # of lists on which nobody is together, at most one in ten is expected to raise anybody; the larger tail is careful
    assert sum(one > 0 for one in raised) <= lists * 0.1


def test_among_them_two_who_left_together_are_raised_and_nobody_else() -> None:
    draw = Random(3)
    told = [one for one in crowd(5) if one[0] > 1]
    for week in (5, 17, 30):
        left = week * WEEK + draw.randrange(5 * DAY)
        told += [(0, left, left + 700), (1, left + 12, left + 400)]

    found = together(gone(told), within=WITHIN, least=2)
    up = fewest_false(found.chance, gone(told).able(2), 0.1)

    assert [(int(a), int(b)) for a, b in zip(found.one[up], found.other[up], strict=True)] == [(0, 1)]
    assert found.times[up].tolist() == [3]


def test_what_benjamini_and_hochberg_raise() -> None:
    chance = np.array([0.03, 0.001, 0.5, 0.012, 0.008])

    assert fewest_false(chance, 5, 0.05).tolist() == [True, True, False, True, True]
    assert fewest_false(chance, 50, 0.05).tolist() == [False, True, False, False, False]
    assert fewest_false(np.array([]), 0, 0.05).tolist() == []


def test_of_a_dozen_looked_at_those_that_never_met_count_too() -> None:
    assert gone([(0, 0, 5), (0, 9, 12), (1, 3, 4), (1, 8, 9), (2, 1, 2)]).able(2) == 1
