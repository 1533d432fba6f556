"""Clusters are what joining step by step makes, whether or not a part of the rows can be joined at once."""

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.linkage.matching.deciding import clusters
from erle.knowledge.linkage.matching.deciding.deciding import Decided
from erle.knowledge.linkage.matching.deciding.guards import APART, FREE, HELD
from erle.knowledge.linkage.matching.model import Thresholds
from erle.knowledge.linkage.matching.records import Records
from erle.knowledge.linkage.matching.tables import Table

MOST = 12
PAIRS = [(one, other) for other in range(MOST) for one in range(other)]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Records, Decided]:
    """Draw records of two files, some said several times, and pairs of them with their weights and guards."""
    size = draw(st.integers(2, MOST))
    pairs = sorted(draw(st.sets(st.sampled_from([pair for pair in PAIRS if pair[1] < size]))))
    source = np.array(draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)), dtype=np.int16)
    copies = np.array(draw(st.lists(st.integers(1, 3), min_size=size, max_size=size)), dtype=np.int64)
    barred = draw(st.sampled_from([(False, False), (True, False), (True, True)]))
    every = np.arange(size)
    records = Records(
        tables=tuple(Table(name, 0, {}, no_repeats=once) for name, once in zip("ab", barred, strict=True)),
        columns=(), source=source, row_of=every, first=every, copies=copies, once=np.array(barred)[source],
    )  # fmt: skip
    bits = draw(st.lists(st.integers(-9, 9).map(float), min_size=len(pairs), max_size=len(pairs)))
    guards = draw(st.lists(st.sampled_from([FREE, FREE, HELD, APART]), min_size=len(pairs), max_size=len(pairs)))
    one, other = (np.array([pair[place] for pair in pairs], dtype=np.int64) for place in (0, 1))
    largest = draw(st.sampled_from([3, 6, 500]))
    decided = Decided(one, other, np.array(bits), np.array(guards, dtype=np.int8), Thresholds(largest_cluster=largest))
    return records, decided


@given(cases())
def test_what_is_joined_at_once_is_what_would_be_joined_step_by_step(case: tuple[Records, Decided]) -> None:
    records, decided = case
    found = clusters.cluster(records, decided)

    with patch.object(clusters, "_doubtful", return_value=np.ones(len(records), dtype=bool)):
        assert found.tolist() == clusters.cluster(records, decided).tolist()


@given(cases())
def test_no_cluster_is_too_large_has_a_pair_kept_apart_or_two_rows_of_a_file_without_repeats(
    case: tuple[Records, Decided],
) -> None:
    records, decided = case
    found = clusters.cluster(records, decided)

    apart = decided.guarded == APART
    assert (found[decided.one[apart]] != found[decided.other[apart]]).all()
    for top in set(found.tolist()):
        members = np.flatnonzero(found == top)
        assert members[0] == top
        assert len(members) == 1 or records.copies[members].sum() <= decided.thresholds.largest_cluster
        once = records.source[members][records.once[members]].tolist()
        assert len(once) == len(set(once))
