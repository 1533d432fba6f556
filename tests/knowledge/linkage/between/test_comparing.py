"""Who is told of, who is not, and what it costs."""

import time
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.linkage.crowd import crowd
from erle.knowledge.linkage.between.comparing import NotAlikeMade, compare, likeness
from erle.knowledge.linkage.between.encoding import encode
from erle.knowledge.linkage.between.parameters import Parameters
from erle.knowledge.linkage.between.secret import Secret
from erle.knowledge.linkage.between.tags import FULLEST, Side
from erle.knowledge.linkage.matching.tables import Table
from tests.knowledge.linkage.between.exchange import (
    ANN,
    ANOTHER_KEY,
    BEN,
    KEY,
    NHS,
    SECRET,
    UPN,
    chance,
    compared,
    encoded,
    file,
    pairs,
)
from tests.knowledge.linkage.matching.people import Said, population, table, written_down

PEOPLE = population(300)
OURS, THEIRS = written_down(PEOPLE, seed=1), written_down(PEOPLE, seed=2)
PATIENCE = 30.0
"""Seconds: several times what it takes on a busy machine."""

NAMES = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=2, max_size=12)
BIRTHS = st.dates(min_value=date(2005, 1, 1)).map(lambda day: f"{day:%Y%m%d}")
PERSON = st.fixed_dictionaries({"forename": NAMES, "surname": NAMES, "born": BIRTHS, "sex": st.sampled_from("fm")})


def agreed(found: set[tuple[int, int]], ours: list[Said], theirs: list[Said]) -> tuple[float, float]:
    """Return precision and recall."""
    true = {(i, j) for i, one in enumerate(ours) for j, other in enumerate(theirs) if one.person == other.person}
    return len(found & true) / len(found), len(found & true) / len(true)


def test_people_of_both_are_found_though_they_are_written_in_two_ways() -> None:
    precision, recall = agreed(pairs(table(OURS), table(THEIRS)), OURS, THEIRS)

    assert precision > 0.97
    assert recall > 0.85


def test_unsalted_people_of_both_are_found_too_and_more_of_them() -> None:
    unsalted = Secret(KEY, Parameters(salted=False))

    precision, recall = agreed(pairs(table(OURS), table(THEIRS), secret=unsalted), OURS, THEIRS)

    assert precision > 0.95
    assert recall > agreed(pairs(table(OURS), table(THEIRS)), OURS, THEIRS)[1]


def test_whoever_only_one_knows_is_in_no_pair() -> None:
    assert pairs(file(ANN, BEN), file(BEN)) == {(1, 0)}
    assert pairs(file(ANN), file(BEN)) == set()
    assert pairs(file(), file(BEN)) == set()
    assert pairs(file(ANN), file()) == set()


@given(st.lists(PERSON, min_size=1, max_size=6), st.lists(PERSON, max_size=6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_is_in_both_word_for_word_is_found_whichever_side_is_which(
    shared: list[dict[str, str]], own: list[dict[str, str]]
) -> None:
    mine, theirs = file(*shared, *own), file(*shared)
    there, back = pairs(mine, theirs), pairs(theirs, mine)

    assert there == {(one, other) for other, one in back}
    told = {one for one, _ in there}
    alone = [at for at, row in enumerate(shared) if sum(same(row, each) for each in (*shared, *own)) <= FULLEST]
    assert told >= set(alone)


def same(one: dict[str, str], other: dict[str, str]) -> bool:
    """Say whether two may share a tag: no more than four of one file may."""
    return one["born"] == other["born"] or one["forename"] == other["forename"] or one["surname"] == other["surname"]


def test_likeness_is_one_of_equal_records_and_less_the_more_they_differ() -> None:
    slip = {**ANN, "surname": "Barlowe"}
    found = [compared(file(ANN), file(row)).pairs.likeness for row in (ANN, slip, {**slip, "postcode": "PE9 9ZZ"})]

    assert [len(each) for each in found] == [1, 1, 1]
    assert found[0][0] == 1
    assert 1 > found[1][0] > found[2][0] > 0.7


def test_what_is_worked_out_of_encodings_is_how_alike_the_filters_are() -> None:
    for change in ({"surname": "Barlowe"}, {"born": "20120305"}, {"postcode": ""}):
        made = [
            encoded(file(row), secret=Secret(KEY, Parameters(diffusion=diffusion))).encodings
            for diffusion in (2, 6)
            for row in (ANN, {**ANN, **change})
        ]
        two, six = (likeness(made[at], made[at + 1], np.array([[0, 0]]))[0] for at in (0, 2))

        assert two == pytest.approx(six, abs=0.08)


def test_the_same_number_and_birth_or_names_is_certain_and_a_number_alone_is_not() -> None:
    numbered = {**ANN, "identifier:nhs": NHS}

    found = compared(file(numbered), file({"born": ANN["born"], "forename": "Zed", "identifier:nhs": NHS}))
    assert found.pairs.certain.tolist() == [True]
    named = {"forename": ANN["forename"], "surname": ANN["surname"], "born": "20150101", "identifier:nhs": NHS}
    assert compared(file(numbered), file(named)).pairs.certain.tolist() == [True]
    assert pairs(file(numbered), file({**BEN, "identifier:nhs": NHS})) == set()
    assert pairs(file({**BEN, "identifier:upn": UPN}), file({**BEN, "identifier:upn": UPN})) == {(0, 0)}


def test_twins_are_not_told_as_one() -> None:
    twins = [{**ANN, "forename": name} for name in ("Ann", "Louise")]

    assert pairs(file(*twins), file(*reversed(twins))) == {(0, 1), (1, 0)}
    assert pairs(file(twins[0]), file(twins[1])) == set()


def test_where_a_file_has_each_person_once_a_record_of_the_other_has_one_pair() -> None:
    slips = [ANN, {**ANN, "surname": "Barlowe"}, {**ANN, "surname": "Barlov"}]

    assert pairs(file(*slips), file(ANN)) == {(0, 0), (1, 0), (2, 0)}
    assert pairs(file(*slips, no_repeats=True), file(ANN)) == {(0, 0)}
    assert pairs(file(ANN), file(*slips, no_repeats=True)) == {(0, 0)}


def test_files_of_two_exchanges_or_of_one_side_are_not_compared() -> None:
    mine = encoded(file(ANN)).encodings
    for secret, what in (
        (Secret(ANOTHER_KEY, Parameters()), "keys"),
        (Secret(KEY, Parameters(diffusion=5)), "parameters"),
        (SECRET, "side"),
    ):
        side = Side.ONE if what == "side" else Side.OTHER
        with pytest.raises(NotAlikeMade, match=what):
            compare(mine, encoded(file(ANN), secret=secret, side=side).encodings)


def test_the_order_of_pairs_is_drawn_by_chance() -> None:
    mine, theirs = encoded(table(OURS)).encodings, encoded(table(THEIRS), side=Side.OTHER).encodings

    one, other = (compare(mine, theirs, chance=chance(seed)).pairs for seed in (1, 2))

    assert one.one.tolist() != other.one.tolist()
    assert sorted(zip(one.one.tolist(), one.other.tolist(), strict=True)) == sorted(
        zip(other.one.tolist(), other.other.tolist(), strict=True)
    )
    assert abs(float(np.corrcoef(one.one, np.arange(len(one)))[0, 1])) < 0.3


def test_a_thousand_of_one_name_cost_no_more_than_others_and_find_nobody() -> None:
    crowded = [{"forename": "Ann", "surname": "Lee", "sex": f"code {row}"} for row in range(1000)]

    found = compared(file(ANN, *crowded), file(ANN, *crowded))

    assert found.compared == 1
    assert len(found.pairs) == 1


def test_larger_files_ask_for_more_likeness() -> None:
    made = crowd(30_000, seed=4).table
    values = {name: list(column) for name, column in made.values.items()}
    half = made.rows // 2
    one = Table("one", half, {name: column[:half] for name, column in values.items()})
    other = Table("other", made.rows - half, {name: column[half:] for name, column in values.items()})
    start = time.perf_counter()

    left, right = encode(one, SECRET, Side.ONE), encode(other, SECRET, Side.OTHER)
    found = compare(left.encodings, right.encodings)

    assert time.perf_counter() - start < PATIENCE
    assert found.compared < 3 * made.rows
    assert float(found.pairs.likeness.min()) > SECRET.parameters.threshold
    few = compared(table(OURS), table(THEIRS)).pairs.likeness
    assert SECRET.parameters.threshold > float(few.min()) > SECRET.parameters.threshold - 0.1
