"""How recognising is scored."""

import numpy as np
import pytest

from benchmarks.linkage.measures import pairs_of, score
from benchmarks.linkage.ours import AT, compared, linked
from benchmarks.linkage.sets import SETS
from erle.knowledge.linkage.matching.deciding.clusters import components
from erle.knowledge.linkage.matching.matching import match
from erle.knowledge.linkage.matching.tables import Table

TRUTH = np.array([0, 0, 0, 1, 1, 2])


def test_pairs_are_scored_against_who_each_row_is_about() -> None:
    found = score(np.array([[0, 1], [1, 2], [3, 4], [4, 5]]), TRUTH)

    assert found.precision == pytest.approx(3 / 4)
    assert found.recall == pytest.approx(3 / 4)
    assert found.f1 == pytest.approx(0.75)
    assert found.draws.min() < found.f1 < found.draws.max()


def test_chains_of_pairs_make_clusters_and_clusters_make_pairs() -> None:
    clusters = components(6, np.array([1, 0, 3]), np.array([2, 1, 4]))

    assert clusters.tolist() == [0, 0, 0, 3, 3, 5]
    assert sorted(pairs_of(clusters).tolist()) == [[0, 1], [0, 2], [1, 2], [3, 4]]
    assert len(pairs_of(np.arange(4))) == 0


def test_no_pairs_score_nothing() -> None:
    assert score(np.empty((0, 2), dtype=np.int64), TRUTH).f1 == 0


def test_equal_rows_count_with_all_their_pairs() -> None:
    names = [f"{first}{last}" for first in "abcdefgh" for last in "klmnopqr"]
    values = {
        "forename": [*names, names[0], names[0], f"{names[0]}e"],
        "surname": [*(name[::-1] * 3 for name in names), *[names[0][::-1] * 3] * 3],
        "born": [*(f"2010{at % 12 + 1:02}{at % 28 + 1:02}" for at in range(64)), *["20100101"] * 3],
    }
    found = match([Table("a.csv", 67, values)], at=AT)

    pairs = {(one, other) for one, other in np.sort(compared(found), axis=1).tolist()}
    assert {(0, 64), (0, 65), (64, 65), (0, 66), (64, 66), (65, 66)} <= pairs
    assert {(one, other) for one, other in np.sort(linked(found), axis=1).tolist()} <= pairs


def test_the_truth_is_no_column_that_a_matcher_is_given() -> None:
    given = {
        part
        for files in SETS.values()
        for file in files
        for held in file.columns.values()
        for part in ([held] if isinstance(held, str) else held)
    }

    assert not given & {"cluster", "entity_id", "simulant_id", "household_id", "rec_id", "record_id", "unique_id"}
