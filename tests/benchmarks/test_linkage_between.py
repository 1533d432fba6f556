"""How an exchange between partnerships is scored, and attacked."""

import numpy as np
import pytest

from benchmarks.linkage import breach
from benchmarks.linkage.between import compared_fields, exchanged, parted, rows_of, scored
from benchmarks.linkage.breach_unit import unit_attack
from benchmarks.linkage.crowd import crowd
from benchmarks.linkage.sets import Set
from erle.knowledge.linkage.between.parameters import Parameters

MADE = crowd(1_500, seed=6)
FIRST = np.unique(MADE.truth, return_index=True)[1]
PEOPLE = rows_of(compared_fields(MADE.table), FIRST)
ALONE = rows_of(PEOPLE, breach.each_once(PEOPLE))
WHERE = np.random.default_rng(1).permutation(ALONE.rows)
LISTED, TRUTH = rows_of(ALONE, WHERE), np.argsort(WHERE)


def test_a_set_of_one_file_is_parted_and_each_row_is_in_one_of_the_two() -> None:
    one, other, left, right = parted(Set("crowd", [MADE.table], MADE.truth.tolist()))

    assert one.rows + other.rows == MADE.table.rows
    assert sorted([*left.tolist(), *right.tolist()]) == sorted(MADE.truth.tolist())
    assert one.rows == pytest.approx(other.rows, rel=0.2)
    assert parted(Set("two", [one, other], [*left.tolist(), *right.tolist()]))[3].tolist() == right.tolist()


def test_pairs_between_two_files_are_scored_against_who_each_row_is_about() -> None:
    found = scored(np.array([[0, 0], [0, 1], [1, 2]]), np.array([0, 1, 2]), np.array([0, 0, 3, 2]))

    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(2 / 3)
    assert found.words() == "P 0.6667 R 0.6667 F1 0.6667"
    assert scored(np.empty((0, 2), dtype=np.int64), np.array([0]), np.array([1])).f1 == 0


def test_an_exchange_tells_pairs_of_rows_as_they_were_given() -> None:
    pairs, compared, _, size = exchanged(ALONE, LISTED)

    right = (TRUTH[pairs[:, 0]] == pairs[:, 1]).sum()
    assert right / ALONE.rows > 0.95
    assert compared >= len(pairs)
    assert size > 400 * ALONE.rows


def test_an_unhardened_file_is_named_nearly_whole_and_an_encoded_one_is_not() -> None:
    plain = breach.graph_attack(ALONE, LISTED, TRUTH, breach.plain_filters, known=60)
    hardened = breach.graph_attack(ALONE, LISTED, TRUTH, breach.hardened, known=60)

    assert plain.right > 0.9
    assert hardened.right < 0.02


@pytest.mark.parametrize("way", [breach.salted_filters, breach.folded, breach.unsalted])
def test_other_ways_are_attacked_too(way: breach.Way) -> None:
    assert breach.graph_attack(ALONE, LISTED, TRUTH, way).right < 0.5


def test_a_frequent_name_is_seen_in_filters_and_not_in_encodings() -> None:
    plain = breach.told_apart(ALONE, breach.encoded_bits(ALONE, Parameters(salted=False), plain=True))
    exchanged_ = breach.told_apart(ALONE, breach.encoded_bits(ALONE, Parameters()))

    assert plain[0] > 0.9
    assert exchanged_[0] < 0.85
    assert exchanged_[1] < plain[1]
    assert breach.learnt(ALONE, breach.encoded_bits(ALONE, Parameters(salted=False), plain=True), known=0.5) > 0.9


def test_with_the_key_a_file_is_named_by_encoding_a_list() -> None:
    assert breach.dictionary_attack(ALONE, LISTED, TRUTH).right > 0.95


def test_at_the_unit_names_are_right_by_the_person_and_not_by_the_row() -> None:
    both = parted(Set("crowd", [compared_fields(MADE.table)], MADE.truth.tolist()))

    lost = unit_attack((both[0], both[1]), (both[0], both[1]), both[2], both[2])

    assert 0 < lost.right <= lost.named < 0.3


def test_no_field_beside_those_compared_is_encoded() -> None:
    assert set(compared_fields(MADE.table).values) == {"forename", "surname", "born", "postcode", "sex"}
