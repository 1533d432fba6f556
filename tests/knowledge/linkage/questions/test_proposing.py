"""Which pairs are worth asking about, and that what they weigh hangs on the two records and the kept model alone."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from erle.knowledge.linkage.proposing import Proposal, Standing, as_given, joined, oriented, parted, propose
from tests.knowledge.linkage.questions.asking import BORN, model

LEAH = Standing(1, 1, True, False, "Leah", "Arden", "", BORN, "F", {})
LEA = replace(LEAH, id=2, agency_id=2, gathers=False, given_names="Lea")
MILOS = Standing(9, 2, False, False, "Milos", "Novak", "", date(2011, 5, 6), "M", {})


def _proposed(*records: Standing) -> dict[tuple[int, int], Proposal]:
    return {(one.picture, one.other): one for one in propose(records, model())}


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        (LEAH, LEA, (1, 2)),
        (LEA, LEAH, (1, 2)),
        (replace(LEAH, id=7), LEA, (7, 2)),
        (LEAH, replace(LEA, gathers=True), (1, 2)),
        (replace(LEAH, id=7), replace(LEA, gathers=True), (2, 7)),
        (LEAH, replace(LEA, gathers=True, by_file=True), None),
        (replace(LEAH, by_file=True), replace(LEA, gathers=True, by_file=True), None),
        (replace(LEAH, gathers=False), LEA, None),
    ],
)
def test_a_picture_gathers_and_the_first_of_two_is_it(
    one: Standing, other: Standing, ends: tuple[int, int] | None
) -> None:
    found = oriented(one, other)

    assert (found and (found[0].id, found[1].id)) == ends


def test_two_records_of_one_child_are_proposed_with_what_was_compared_and_no_value() -> None:
    found = _proposed(LEAH, LEA, MILOS)

    assert set(found) == {(1, 2)}
    assert [(one["field"], one["level"]) for one in found[1, 2].compared] == [
        ("forename", "close"),
        ("surname", "exact"),
        ("born", "exact"),
        ("sex", "exact"),
        ("address", "unknown"),
        ("postcode", "unknown"),
        ("around", "unknown"),
        ("phones", "unknown"),
        ("identifier:nhs", "unknown"),
        ("identifier:upn", "unknown"),
    ]
    said = as_given(found.values())
    assert json.loads(said)[0]["picture"] == 1
    assert not [word for word in ("arden", "lea", "2012") if word in said.lower()]


def test_a_child_without_given_names_is_known_by_what_the_child_is_called() -> None:
    assert (1, 2) in _proposed(LEAH, replace(LEA, given_names="", known_as="Leah"))


def test_records_that_say_the_same_word_for_word_are_proposed() -> None:
    same = replace(LEA, given_names="Leah")

    found = _proposed(LEAH, same, replace(same, id=3), replace(same, id=4, family_name="Ardern"))

    assert set(found) == {(1, 2), (1, 3), (1, 4)}


@pytest.mark.parametrize(
    ("more", "asked"),
    [({}, False), ({"identifiers": {"nhs": "9434765919"}}, True), ({"born_on": date(2012, 3, 13)}, True)],
    ids=["names alone", "a number too", "another day of the month"],
)
def test_namesakes_of_another_birthday_are_not_asked_about(more: dict[str, Any], asked: bool) -> None:
    numbered = replace(LEAH, identifiers={"nhs": "9434765919"})
    cousin = replace(LEA, **{"given_names": "Leah", "born_on": date(2009, 11, 26), **more})

    assert ((1, 2) in _proposed(numbered, cousin)) == asked


def test_what_stands_beside_two_records_changes_no_bit_of_what_they_weigh() -> None:
    alone = _proposed(LEAH, LEA)[1, 2]
    hidden = [replace(LEA, id=10 + number, born_on=date(2012, 3, number)) for number in range(4, 24)]
    others = [
        replace(MILOS, id=100 + number, given_names=f"Ka{number}", identifiers={"nhs": f"{999_000_0000 + number}"})
        for number in range(200)
    ]

    assert _proposed(LEAH, LEA, *hidden)[1, 2] == alone
    assert _proposed(LEAH, LEA, *others)[1, 2] == alone


def test_a_model_is_kept_in_two_parts_of_which_one_names_nobody() -> None:
    document, frequencies = parted(model())

    assert all("frequencies" not in field for field in document["fields"])
    assert frequencies["forename"]
    kept = joined(json.loads(json.dumps(document)), json.loads(json.dumps(frequencies)))
    assert propose([LEAH, LEA], kept) == propose([LEAH, LEA], model())


def test_nothing_is_proposed_of_nothing() -> None:
    assert propose([], model()) == []
