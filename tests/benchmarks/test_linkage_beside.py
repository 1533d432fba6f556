"""When a look and Splink count as finding the same pairs, and as weighing them the same."""

from benchmarks.linkage.entering.beside import compared, same_cases

OURS = [{1: 5.0, 2: -3.0}, {}, {7: 1.0}]


def holding(theirs: list[dict[int, float]]) -> list[bool]:
    """Say whether the pairs are the same, and the weights."""
    found = compared(OURS, theirs, 0.0, took=1.0, alone=1.0)
    return [case.holds for case in same_cases(100, found)]


def test_the_same_pairs_and_weights_hold() -> None:
    found = compared(OURS, [{1: 5.0, 2: -3.000001}, {}, {7: 1.0}], 0.0, took=1.0, alone=1.0)

    assert (found.looks, found.erles, found.splinks, found.both, found.certain) == (3, 3, 3, 3, (2, 2))
    assert [case.holds for case in same_cases(100, found)] == [True, True]


def test_a_pair_that_one_alone_finds_does_not() -> None:
    assert holding([{1: 5.0}, {}, {7: 1.0}]) == [False, True]
    assert holding([{1: 5.0, 2: -3.0}, {4: 0.5}, {7: 1.0}]) == [False, True]


def test_a_weight_that_is_further_apart_does_not() -> None:
    assert holding([{1: 5.0, 2: -3.0}, {}, {7: 1.00002}]) == [True, False]
