"""Which rows are one person."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.linkage.ours import linked
from erle.knowledge.linkage.matching import pairs as pairs_module
from erle.knowledge.linkage.matching.learning.training import NothingToCompare
from erle.knowledge.linkage.matching.matching import Matched, match
from erle.knowledge.linkage.matching.pairs import HELD, LINK, decided_pairs, equal_pairs
from erle.knowledge.linkage.matching.tables import Table
from tests.knowledge.linkage.matching.people import (
    AT,
    Said,
    agreement,
    columns,
    population,
    table,
    written_down,
)

PEOPLE = population(400)
FIRST, SECOND = written_down(PEOPLE, seed=1), written_down(PEOPLE, seed=2)
FORENAMES = ["Amelia", "Grace", "Imogen", "Poppy", "Zofia", "Tomasz", "Jakub", "Rafal", "Oscar"]


@pytest.fixture(scope="module")
def found() -> Matched:
    """What is found in two files."""
    return match([table(FIRST), table(SECOND, "b.csv")], at=AT)


def test_one_file_is_de_duplicated() -> None:
    rows = [*FIRST, *SECOND]

    found = match([table(rows)], at=AT)

    precision, recall = agreement(found.clusters.tolist(), [row.person for row in rows])
    assert precision > 0.98
    assert recall > 0.95


def test_two_files_are_linked_between_each_other(found: Matched) -> None:

    precision, recall = agreement(found.clusters.tolist(), [row.person for row in (*FIRST, *SECOND)])
    assert precision > 0.98
    assert recall > 0.95


def test_clusters_are_numbered_in_the_order_of_rows(found: Matched) -> None:
    clusters = found.clusters.tolist()

    first_seen = list(dict.fromkeys(clusters))
    assert first_seen == list(range(1, len(first_seen) + 1))
    assert len(clusters) == len(FIRST) + len(SECOND)


def test_the_same_rows_give_the_same_answer_in_another_order_of_files(found: Matched) -> None:
    one = found.clusters.tolist()
    other = match([table(SECOND, "b.csv"), table(FIRST)], at=AT).clusters.tolist()
    turned = other[len(SECOND) :] + other[: len(SECOND)]

    same = agreement(one, turned)
    assert min(same) > 0.99


def test_a_file_without_repeats_has_one_row_of_a_person_at_most() -> None:
    found = match([table(FIRST, no_repeats=True), table([*FIRST, *SECOND], "b.csv")], at=AT)

    own = found.clusters[: len(FIRST)].tolist()
    assert len(set(own)) == len(own)


def test_equal_rows_of_a_file_without_repeats_stay_apart() -> None:
    found = match([table([*FIRST, FIRST[0]], no_repeats=True), table(SECOND, "b.csv")], at=AT)

    assert found.clusters[0] != found.clusters[len(FIRST)]


def test_in_files_without_repeats_a_row_is_linked_to_one_alone() -> None:
    again = [replace(row, address="") for row in SECOND[:40]]  # the same people once more, against what the file says

    found = match([table(FIRST, no_repeats=True), table([*SECOND, *again], "b.csv", no_repeats=True)], at=AT)

    pairs = decided_pairs(found)
    rows = pairs.rows[pairs.decisions == LINK].ravel().tolist()
    assert len(rows) == len(set(rows))
    assert found.decided.linked.sum() > len(rows) / 2


def test_equal_rows_are_one_person_and_linked_to_each_other() -> None:
    rows = [*FIRST, FIRST[0], FIRST[0]]

    found = match([table(rows), table(SECOND, "b.csv")], at=AT)

    assert len({found.clusters[row] for row in (0, len(FIRST), len(FIRST) + 1)}) == 1
    equal = equal_pairs(found)
    assert equal.rows.tolist() == [[0, len(FIRST)], [0, len(FIRST) + 1], [len(FIRST), len(FIRST) + 1]]
    assert set(equal.decisions) == {LINK}


def test_each_of_equal_rows_is_linked_to_whom_one_is_linked() -> None:
    rows = [*FIRST, *FIRST[:9], *FIRST[:9]]

    found = match([table(rows), table([*SECOND, *SECOND[:9]], "b.csv")], at=AT)

    pairs = decided_pairs(found)
    both = np.concatenate((pairs.rows[pairs.decisions == LINK], equal_pairs(found).rows))
    every = {tuple(sorted(pair)) for pair in both.tolist()}
    assert len(every) == len(both)
    assert every == {tuple(sorted(pair)) for pair in linked(found).tolist()}
    assert len(every) > found.decided.linked.sum() + 9


def test_of_a_row_repeated_over_and_over_each_stands_with_the_first_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs_module, "MOST_EACH", 2)
    rows = [*FIRST, FIRST[0], FIRST[0]]

    found = match([table(rows), table(SECOND, "b.csv")], at=AT)

    assert equal_pairs(found).rows.tolist() == [[0, len(FIRST)], [0, len(FIRST) + 1]]
    assert (decided_pairs(found).decisions == LINK).sum() == found.decided.linked.sum()


def twins(number: int) -> list[Said]:
    """Return twins of one family, each twice, the second time with a mistake."""
    names = FORENAMES[number % 5], FORENAMES[5 + number % 4]
    one, other = (replace(PEOPLE[number * 7], person=-2 * number - at, forename=name) for at, name in enumerate(names))
    return [one, other, replace(one, sex=""), replace(other, forename=f"{other.forename}e")]


@pytest.mark.parametrize("others", [[], FIRST, [*FIRST, *SECOND]], ids=["alone", "one file", "two"])
def test_twins_are_never_one_person(others: list[Said]) -> None:
    rows = [*(row for number in range(1, 13) for row in twins(number)), *others]

    clusters = match([table(rows)], at=AT).clusters.tolist()

    for start in range(0, 48, 4):
        one, other, one_again, other_again = clusters[start : start + 4]
        assert not {one, one_again} & {other, other_again}


def test_a_row_without_a_forename_does_not_join_twins() -> None:
    rows = [*twins(1), replace(twins(1)[0], forename=""), *FIRST, *SECOND]

    found = match([table(rows)], at=AT)

    assert found.clusters[0] != found.clusters[1]
    assert HELD in decided_pairs(found).decisions


SLIPS: dict[str, Callable[[Said], Said]] = {
    "birthday a digit off": lambda said: replace(said, born=f"{said.born[:-1]}{(int(said.born[-1]) + 1) % 10}"),
    "names in each other's place": lambda said: replace(said, forename=said.surname, surname=said.forename),
    "no forename": lambda said: replace(said, forename=""),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_pen_does_not_link_a_twin_to_the_other(slip: str) -> None:
    """Among families with twins: what is written of one with a slip is linked to the other by no pair."""
    families = [row for number in range(1, 41) for row in twins(number)]
    rows = [families[0], SLIPS[slip](families[1]), *families[2:], *FIRST, *SECOND]

    pairs = decided_pairs(match([table(rows)], at=AT))

    linked = {tuple(sorted(pair)) for pair in pairs.rows[pairs.decisions == LINK].tolist()}
    assert (0, 1) not in linked


def test_a_number_of_their_own_lets_a_changed_forename_be() -> None:
    rows = [*FIRST, *SECOND]
    values = dict(table(rows).values)
    values["identifier:nhs"] = [f"94{row.person:08}" for row in rows]
    person = rows[0].person
    again = next(at for at in range(len(FIRST), len(rows)) if rows[at].person == person)
    values["forename"] = [*values["forename"][:again], "Bartholomew", *values["forename"][again + 1 :]]

    found = match([columns(values)], at=AT)

    assert found.clusters[0] == found.clusters[again]


def test_pairs_are_handed_out_heaviest_first_with_what_was_decided(found: Matched) -> None:
    pairs = decided_pairs(found)

    weights = found.scale.weigh(found.comparer, pairs.one, pairs.other).total
    assert (weights[:-1] >= weights[1:]).all()
    assert (pairs.decisions == LINK).sum() == found.decided.linked.sum()


def test_an_explanation_adds_up_to_the_weight(found: Matched) -> None:
    pair = int(found.decided.bits.argmax())

    why = found.explain(pair)

    assert why.prior + sum(reason.bits for reason in why.reasons) + why.relatives == pytest.approx(why.bits)
    assert why.bits == pytest.approx(found.decided.bits[pair])
    assert {reason.says.value for reason in why.reasons} <= {"for", "against", "unknown"}
    assert why.probability > 0.95


def test_a_surname_beside_names_that_changed_places_is_told_of_with_the_forename() -> None:
    rows = [*FIRST, *SECOND, replace(FIRST[0], forename=FIRST[0].surname, surname=FIRST[0].forename)]
    found = match([table(rows)], at=AT)
    pair = next(at for at in range(len(found.decided.bits)) if found.decided.other[at] == len(found.records) - 1)

    reasons = {reason.field: reason for reason in found.explain(pair).reasons}

    assert (reasons["forename"].level, reasons["surname"].level) == ("swapped", "unknown")
    assert reasons["surname"].words == "told of with the forename"


def test_a_rare_name_tells_more_than_a_common_one() -> None:
    rows = [*FIRST, *SECOND]
    common = [replace(row, surname="Smith") if row.person % 3 else row for row in rows]
    found = match([table(common)], at=AT)
    surname = [column.field.name for column in found.records.columns].index("surname")
    column = found.records.columns[surname]
    rarity = found.scale.rarity[surname]

    assert rarity is not None
    assert rarity[column.values.index("smith")] < 0 < rarity.max()


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_rows_that_say_nothing_are_refused(rows: int) -> None:
    with pytest.raises(NothingToCompare):
        match([Table("a.csv", rows, {"forename": [""] * rows, "surname": ["Lee"] * rows})], at=AT)


def test_two_rows_are_enough() -> None:
    found = match([columns({"forename": ["Ann", "Bo"], "born": ["20100101", "20110203"]})], at=AT)

    assert found.clusters.tolist() == [1, 2]


def test_a_table_whose_columns_differ_in_length_is_no_table() -> None:
    with pytest.raises(ValueError, match="2 values for 3 rows"):
        Table("a.csv", 3, {"forename": ["", ""]})
