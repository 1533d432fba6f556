"""What was compared, in words and as a picture."""

from typing import Any

import pytest

from erle.doors.staff.same.weights import HIDDEN, HOME, rows, signed, together
from erle.knowledge.linkage.rules import Strength, strength


def _one(field: str, level: str, bits: float) -> dict[str, Any]:
    return {"field": field, "level": level, "bits": bits}


@pytest.mark.parametrize(
    ("bits", "level", "said"),
    [
        (9.0, "exact", Strength.STRONGLY_FOR),
        (4.0, "exact", Strength.STRONGLY_FOR),
        (3.9, "exact", Strength.A_LITTLE_FOR),
        (0.4, "exact", Strength.HARDLY),
        (-0.4, "different", Strength.HARDLY),
        (-0.5, "different", Strength.A_LITTLE_AGAINST),
        (-4.0, "different", Strength.STRONGLY_AGAINST),
        (0.0, "unknown", Strength.UNKNOWN),
    ],
)
def test_a_weight_is_said_in_words(bits: float, level: str, said: Strength) -> None:
    assert strength(bits, level) is said


def test_a_bar_stands_on_its_side_and_is_never_longer_than_the_picture() -> None:
    compared = [_one("born", "exact", 6.1), _one("surname", "different", -40.0), _one("sex", "unknown", 0)]
    born, surname, sex = rows(compared, {"born": "3 Mar 2012"}, {})

    assert (born.bar.start, born.bar.length, born.bar.against) == ("140.0", "61.0", False)  # type: ignore[union-attr]
    assert (surname.bar.start, surname.bar.length, surname.bar.against) == ("10.0", "130.0", True)  # type: ignore[union-attr]
    assert sex.bar is None
    assert [(row.left, row.right) for row in (born, sex)] == [("3 Mar 2012", "Not given"), ("Not given", "Not given")]
    assert [row.words for row in (born, surname, sex)] == ["Strongly for", "Strongly against", "Unknown"]
    assert [row.agree for row in (born, surname, sex)] == ["the same", "different", ""]


def test_of_a_home_that_is_not_hers_to_see_it_says_how_it_agrees() -> None:
    compared = [_one("postcode", "exact", 6.1), _one("sex", "unknown", 0)]
    home, sex = rows(compared, {}, {}, hidden=HOME)

    assert (home.left, home.right, home.agree, home.shared) == (
        "Not shown to you",
        "Not shown to you",
        "the same",
        "A household shares it",
    )
    assert (sex.left, sex.shared) == ("Not given", "")


def test_what_nobody_compares_is_not_shown() -> None:
    assert rows([_one("email", "exact", 3)], {}, {}) == []


@pytest.mark.parametrize(
    ("weight", "compared", "held", "heading", "words"),
    [
        (
            8.0,
            [_one("born", "exact", 7), _one("surname", "exact", 6)],
            False,
            "Taken together: it speaks strongly for one child",
            "Date of birth and family name carry most of what speaks for it.",
        ),
        (
            1.0,
            [_one("forename", "exact", 5), _one("identifier:nhs", "unknown", 0)],
            False,
            "Taken together: it speaks for one child, but one thing is not known of both",
            "Given name carries most of what speaks for it. To ask for the NHS number would settle most.",
        ),
        (
            -2.0,
            [_one("forename", "different", -5), _one("born", "unknown", 0), _one("sex", "unknown", 0)],
            False,
            "Taken together: it speaks as much against as for one child, but 2 things are not known of both",
            "Nothing speaks for it by itself. To ask for the date of birth would settle most.",
        ),
        (9.0, [_one("born", "exact", 7)], True, "Taken together: they may be twins", None),
    ],
)
def test_all_of_it_is_said_in_a_sentence(
    weight: float, compared: list[dict[str, Any]], held: bool, heading: str, words: str | None
) -> None:
    said = together(weight, rows(compared, {}, {}), held=held)

    assert said[0] == heading
    assert words is None or said[1] == words


def test_a_weight_has_its_sign() -> None:
    assert (signed(12.74), signed(-3.2), signed(0)) == ("+12.7", "−3.2", "+0.0")


MUM, NUMBER = "Carly Arden, mum", "0113 496 0001"
PARENT = "a mother, a father or a carer is called alike"


@pytest.mark.parametrize(
    ("field", "level", "bits", "left", "right", "words", "agree", "shared"),
    [
        (
            "around",
            "parent",
            9.4,
            MUM,
            MUM,
            "Strongly for",
            "a mother, a father or a carer is called alike",
            "A family",
        ),
        ("around", "unknown", 0, MUM, "Jo Arden, dad", "Does not count", "the same relation is not named", "A family"),
        ("around", "unknown", 0, MUM, "", "Unknown", "", "A family"),
        ("phones", "shared", 3.0, NUMBER, NUMBER, "A little for", "one of several numbers is the same", "A family"),
        ("phones", "unknown", 0, NUMBER, NUMBER, "Does not count", "many records have such a number", "A family"),
        ("named", "named", 0, "Lea Arden, sister", "", "A person decides", "one record names somebody", ""),
    ],
)
def test_what_a_family_shares_is_shown_as_such(
    field: str, level: str, bits: float, left: str, right: str, words: str, agree: str, shared: str
) -> None:
    [row] = rows([_one(field, level, bits)], {field: left}, {field: right})

    assert (row.words, row.left, row.right) == (words, left, right or "Not given")
    assert row.agree.startswith(agree)
    assert row.shared.startswith(shared)
    assert (row.bar is None) is (words not in ("Strongly for", "A little for"))


@pytest.mark.parametrize(
    ("field", "level", "agree"),
    [
        ("around", "exact", "a relation agrees"),
        ("around", "several", "a relation agrees"),
        ("around", "relative", "a relation agrees"),
        ("around", "different", "the relations do not agree"),
        ("around", "unknown", ""),
        ("phones", "shared", "a number agrees"),
        ("phones", "different", "no number agrees"),
    ],
)
def test_who_judges_is_told_that_a_relation_agrees_and_not_which(field: str, level: str, agree: str) -> None:
    [row] = rows([_one(field, level, 3.0)], {}, {}, hidden=HIDDEN)

    assert (row.agree, row.left, row.right) == (agree, "Not shown to you", "Not shown to you")


def test_those_around_a_child_are_not_missed_and_what_is_held_says_why() -> None:
    alone = [_one("born", "exact", 7), _one("around", "unknown", 0), _one("phones", "unknown", 0)]
    named = [_one("forename", "close", 4), _one("named", "named", 0)]

    assert together(8.0, rows(alone, {}, {}), held=False)[0] == "Taken together: it speaks strongly for one child"
    for found in (named[:1], named):
        heading, words = together(8.0, rows(found, {}, {}), held=True)
        assert (heading, "Only a person can tell" in words) == ("Taken together: they may be two of one family", True)
