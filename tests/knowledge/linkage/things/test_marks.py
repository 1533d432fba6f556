"""The marks by which what is near is found: of whatever the rules hold near each asks for one that the other holds."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from erle.knowledge.linkage.things.alike import reasons
from erle.knowledge.linkage.things.marks import marks
from erle.knowledge.records.rules import MentionKind, thing_key
from tests.knowledge.linkage.things.test_alike import NEAR_PLACES, OTHERS, WORDS

PLACE, KINDS = MentionKind.PLACE, [kind for kind in MentionKind if kind is not MentionKind.PERSON]
LETTERS = "abeiknorst014 ."
PIECES = st.one_of(WORDS, st.text(alphabet="abeiknorst", min_size=2, max_size=9))


def shared(kind: MentionKind, one: str, other: str) -> bool:
    """Say whether each finds the other: which of the two was named first is all one."""
    left, right = marks(kind, thing_key(kind, one)), marks(kind, thing_key(kind, other))
    finds = bool(left.asked & right.held)
    assert finds == bool(right.asked & left.held)
    return finds


def near(kind: MentionKind, one: str, other: str) -> bool:
    left, right = thing_key(kind, one), thing_key(kind, other)
    return left != right and bool(reasons(kind, left, right))


def slipped(said: str, at: int, how: int, letter: str) -> str:
    """Return what was said with one character changed, left out, put in, or changed for the one beside it."""
    at %= len(said) or 1
    return [
        said[:at] + letter + said[at + 1 :],
        said[:at] + said[at + 1 :],
        said[:at] + letter + said[at:],
        said[:at] + said[at + 1 : at + 2] + said[at : at + 1] + said[at + 2 :],
    ][how]


SLIPS = st.tuples(st.integers(0, 40), st.integers(0, 3), st.sampled_from(LETTERS))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [(PLACE, one, other) for one, other, _ in NEAR_PLACES] + [(kind, one, other) for kind, one, other, why in OTHERS if why],
)  # fmt: skip
def test_what_is_near_by_a_rule_shares_a_mark(kind: MentionKind, one: str, other: str) -> None:
    if near(kind, one, other):
        assert shared(kind, one, other)


@given(st.lists(PIECES, min_size=1, max_size=6), st.permutations(range(6)), st.lists(SLIPS, max_size=3))
@example(["canal", "house", "9", "station"], [3, 1, 0, 2, 4, 5], [])
def test_a_place_said_in_another_order_with_slips_shares_a_mark_where_it_is_near(
    words: list[str], order: list[int], slips: list[tuple[int, int, str]]
) -> None:
    one, other = " ".join(words), " ".join(words[at] for at in order if at < len(words))
    for slip in slips:
        other = slipped(other, *slip)

    assert not near(PLACE, one, other) or shared(PLACE, one, other)
    assert not near(PLACE, one, " ".join(words[:2])) or shared(PLACE, one, " ".join(words[:2]))


@given(
    st.sampled_from([MentionKind.VEHICLE, MentionKind.PHONE, MentionKind.ACCOUNT]),
    st.one_of(st.text(alphabet="ABOI0127 ", max_size=9), st.text(alphabet="0179+", max_size=14),
              st.text(alphabet="jk_o0il.", max_size=9)),
    SLIPS,
)  # fmt: skip
def test_characters_with_a_slip_share_a_mark_where_they_are_near(
    kind: MentionKind, one: str, slip: tuple[int, int, str]
) -> None:
    other = slipped(one, *slip)

    assert not near(kind, one, other) or shared(kind, one, other)


@given(st.text(alphabet="0179", min_size=9, max_size=11), st.sampled_from(["+44", "0", "0044", "+353", ""]))
def test_a_number_with_another_code_shares_a_mark(figures: str, code: str) -> None:
    one, other = figures, f"{code}{figures}"

    assert not near(MentionKind.PHONE, one, other) or shared(MentionKind.PHONE, one, other)


def test_two_kinds_share_none() -> None:
    assert not marks(PLACE, "star kebabs").held & marks(MentionKind.ORGANISATION, "star kebabs").asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 Station Road", "27 Station Road"),
        ("14 Station Road, TS14 6AB", "27 Canal Walk, TS14 6AB"),
        ("14 Station Road", "14 Station Lane"),
        ("Northmere Park Road", "Northmere Park Lane"),
        ("Junction 4 Marshgate", "Marshgate"),
        ("Star Kebabs", "Kebabs Star Northmere"),
    ],
)
def test_what_no_rule_holds_near_for_its_figures_its_street_or_where_it_begins_is_not_compared(
    one: str, other: str
) -> None:
    assert not near(PLACE, one, other)
    assert not shared(PLACE, one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 Station Road", "Station Road"),
        ("Canalside House, TS14 6AB", "9 Canalsid, TS14 6AB"),
        ("14 Marshgate Road", "14 Mrashgtae Road"),
        ("Star Kebabs", "Star Kebabs Northmere Square Arcade"),
        ("Northmere Bus Station Upper Level", "Northmere Bus Station"),
    ],
)
def test_a_house_meets_a_name_without_a_number_and_a_name_one_that_says_more(one: str, other: str) -> None:
    assert near(PLACE, one, other)
    assert shared(PLACE, one, other)


def test_other_houses_and_other_streets_share_none() -> None:
    assert not shared(PLACE, "14 Station Road", "14 Canal Walk")
    assert not shared(MentionKind.VEHICLE, "AB12 CDE", "XY99 ZZZ")
    assert not shared(MentionKind.PHONE, "07700 900311", "07700 900999")


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_description_has_some_hundred_marks(kind: MentionKind) -> None:
    for words in ("word{} plain", "plain{} word"):
        said = thing_key(kind, " ".join(words.format(chr(97 + number)) for number in range(26)))[:200]

        assert len(marks(kind, said).held) < 450
