"""What the bench of truth marks, and that the crowd of the bench of pairs is what its figures say it is."""

import numpy as np

from benchmarks.patterns.episodes import PLANTED_EACH, crowd
from benchmarks.patterns.truth import USUAL, mark_pairs, mark_repeats, raised_of_moved, town, within


def test_in_a_town_what_was_planted_is_found_and_no_coincidence_is_raised() -> None:
    seen = within(town(1), USUAL)

    pairs, repeats = mark_pairs(seen, USUAL), mark_repeats(seen, USUAL)

    assert pairs.true + pairs.missed >= 5
    assert pairs.true >= 0.75 * (pairs.true + pairs.missed)
    assert pairs.false <= USUAL.share * (pairs.true + pairs.false)
    assert (repeats.false, repeats.missed) == (0, 0)
    assert repeats.true > 0
    assert sum(raised_of_moved(seen, USUAL, seed) > 0 for seed in range(5)) <= 5 * USUAL.share


def test_the_crowds_planted_pairs_left_together_as_often_as_it_says() -> None:
    made = crowd(5_000)

    for one, other in made.planted:
        lefts = made.left[made.child == one][:, None] - made.left[made.child == other][None, :]
        assert (np.abs(lefts) < 25).sum() >= PLANTED_EACH
    assert len(made.child) == 5_000
    assert (made.back > made.left).all()
