"""What was typed in the one box is taken apart into what it may be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.records.finding.names import other_names, plain, telling
from erle.knowledge.records.finding.question import Question, question

TODAY = date(2026, 11, 25)


def _asked(typed: str) -> Question:
    return question(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Leah Arden", ("leah", "arden")),
        ("ARDEN, Leah", ("arden", "leah")),
        ("Jan Nowak-Kowalska", ("jan", "nowak", "kowalska")),
        ("O'Brien D.", ("obrien", "d")),
        ("Maria da Silva", ("maria", "silva")),
        ("van de", ("van", "de")),
        ("Łukasz Ķēniņš", ("lukasz", "kenins")),
        ("L", ()),
        ("L A", ()),
        ("%_'", ()),
        ("one two three four five six seven", ("one", "two", "three", "four", "five", "six")),
    ],
)
def test_names(typed: str, words: tuple[str, ...]) -> None:
    assert _asked(typed).words == words


@pytest.mark.parametrize(
    ("typed", "references"),
    [
        ("E-7K3QF2MX", ("E-7K3QF2MX",)),
        ("e-7k3qf2mx", ("E-7K3QF2MX",)),
        ("R – 7K3QF2MX", ("R-7K3QF2MX",)),
        ("L-7K3QF2MX23, E-7K3QF2MX", ("L-7K3QF2MX23", "E-7K3QF2MX")),
        ("Anne-Katarzyn", ()),
        ("E-7K3", ()),
    ],
)
def test_references(typed: str, references: tuple[str, ...]) -> None:
    asked = _asked(typed)

    assert asked.references == references
    assert not references or not asked.words


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("07700 900123", "+447700900123"),
        ("07700900123", "+447700900123"),
        ("+44 7700 900 123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("Leah 07700 900123", "+447700900123"),
        ("900123", "900123"),
        ("0770090", "770090"),
        ("123", ""),
        ("4/3/2012", ""),
    ],
)
def test_phones_in_one_form_or_their_figures(typed: str, phone: str) -> None:
    assert _asked(typed).phone == phone


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("AB12 CDE", "AB12CDE"),
        ("ab12cde", "AB12CDE"),
        ("7 KFD", "7KFD"),
        ("red Corsa 7 KFD", "7KFD"),
        ("7 KFD red", "7KFD"),
        ("KFD 7", "KFD7"),
        ("Jan 7 KFD", "7KFD"),
        ("KFD", ""),
        ("12", ""),
        ("2012", ""),
        ("A123456789012", ""),
    ],
)
def test_plates_and_pieces_of_them(typed: str, plate: str) -> None:
    assert _asked(typed).plate == plate


@pytest.mark.parametrize(
    ("typed", "account"),
    [
        ("@leah.x", "leah.x"),
        ("leah_x09", "leah_x09"),
        ("snap: LeahX", "leahx"),
        ("insta @leah.x", "leah.x"),
        ("leahx", "leahx"),
        ("Leah Arden", ""),
        ("_", ""),
    ],
)
def test_accounts(typed: str, account: str) -> None:
    assert _asked(typed).account == account


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("943 476 5919", ("9434765919", "5919")),
        ("a123-456-789", ("A123456789",)),
        ("12", ()),
        ("Leah 21/00345", ("2100345",)),
    ],
)
def test_numbers_of_agencies(typed: str, numbers: tuple[str, ...]) -> None:
    assert _asked(typed).numbers == numbers


@pytest.mark.parametrize(
    ("typed", "name", "asks"),
    [
        ("is this child known?", "", True),
        ("Is that child known", "", True),
        ("known?", "", True),
        ("Is Leah Arden born 4/3/2012 known?", "Leah Arden", True),
        ("Leah Arden known?", "Leah Arden", True),
        ("Isla Knowles", "Isla Knowles", False),
    ],
)
def test_the_question_whether_somebody_is_known(typed: str, name: str, asks: bool) -> None:
    asked = _asked(typed)

    assert (asked.name, asked.asks) == (name, asks)


@pytest.mark.parametrize(
    ("typed", "full"),
    [("Leah Arden 4/3/2012", True), ("Leah 4/3/2012", False), ("Leah Arden", False), ("Leah Arden 2012", False)],
)
def test_an_ask_needs_a_full_name_and_a_day(typed: str, full: bool) -> None:
    assert _asked(typed).full == full


@pytest.mark.parametrize("typed", ["", " ", "x", "?", "\0", "\ud83d", "'", "-"])
def test_signs_and_single_letters_look_for_nothing(typed: str) -> None:
    assert _asked(typed).looks_for_nothing


@given(typed=st.text(max_size=300) | st.text(alphabet="ELAR-0123456789/ @_.+'kKnown?is", max_size=60))
def test_whatever_is_typed_makes_a_question_of_bounded_size(typed: str) -> None:
    asked = _asked(typed)

    assert len(asked.words) <= 6
    assert len(asked.numbers) <= 6
    assert len(asked.references) <= 10
    assert all("\0" not in word for word in (*asked.words, asked.name, asked.named, asked.account))


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("liz", "elizabeth"),
        ("elizabeth", "liz"),
        ("kasia", "katarzyna"),
        ("mo", "mohammed"),
        ("sasha", "aleksandr"),
        ("ze", "jose"),
        ("zosia", "zofia"),
        ("shaun", "sean"),
    ],
)
def test_what_else_somebody_is_called(word: str, other: str) -> None:
    assert other in other_names(word)
    assert word not in other_names(word)


def test_a_name_that_nobody_has_is_called_nothing_else() -> None:
    assert other_names("quillfeather") == []


def test_small_words_go_where_others_stay() -> None:
    assert telling(plain("Ana da Silva")) == ["ana", "silva"]
    assert telling(plain("de la")) == ["de", "la"]
