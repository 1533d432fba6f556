"""The rules by which two things of a kind are near, by example and at random."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.linkage.things.addresses import address
from erle.knowledge.linkage.things.alike import reasons
from erle.knowledge.linkage.things.reasons import Reason
from erle.knowledge.records.rules import MentionKind, thing_key

PLACE, VEHICLE, PHONE, ACCOUNT = (
    MentionKind.PLACE,
    MentionKind.VEHICLE,
    MentionKind.PHONE,
    MentionKind.ACCOUNT,
)
WORDS = st.sampled_from([
    "star", "kebab", "kebabs", "house", "lincoln", "road", "rd", "st", "street", "flat", "2", "14", "14a", "canal",
    "station", "close", "saint", "johns", "PE1 2AB", "the", "northmere",
])  # fmt: skip
NEAR_PLACES = [
    ("Flat 2, 14 Station Rd", "14 Station Road, Flat 2", Reason.SAME_ADDRESS),
    ("14 St John's St", "14 Saint Johns Street", Reason.SAME_ADDRESS),
    ("14 High St PE1 1AA", "14 High Street, Northmere, PE1 1AA", Reason.SAME_ADDRESS),
    ("14a Station Road", "14 A Station Rd", Reason.SAME_ADDRESS),
    ("12-14 Station Rd", "12/14 Station Road", Reason.SAME_ADDRESS),
    ("PE1 2AB", "pe12ab", Reason.SAME_ADDRESS),
    ("14 Staton Rd", "14 Station Road", Reason.SAME_HOUSE),
    ("14 Station Road PE1 2AB", "14 Station Road PE1 2AD", Reason.SAME_HOUSE),
    ("14 Station Road", "Flat 2, 14 Station Rd", Reason.ONE_FLAT),
    ("14 High St, Northmere", "14 High Street, Weirbridge", Reason.SAME_STREET),
    ("Star Kebabs PE1 2AB", "Starr Kebab, PE1 2AB", Reason.POSTCODE_AND_NAME),
    ("Star Kebabs, Lincoln Road", "Star Kebab House Lincoln Rd", Reason.SPELLED),
    ("Lincoln Rd", "Lincoln Road", Reason.SPELLED),
    ("Queensgate", "Queens Gate", Reason.SPELLED),
    ("Star Kebabs", "Star Kebabs, Lincoln Road", Reason.LONGER),
    ("The Star Kebab House, 14 Lincoln Road", "Star Kebabs", Reason.LONGER),
]
OTHERS: list[tuple[MentionKind, str, str, tuple[Reason, ...]]] = [
    (VEHICLE, "ABI2 CDE", "AB12 CDE", (Reason.LOOKS_SAME,)),
    (VEHICLE, "AB10 CDE", "ab1o cde", (Reason.LOOKS_SAME,)),
    (VEHICLE, "AB12 CDE", "AB12 CDF", (Reason.ONE_CHARACTER,)),
    (VEHICLE, "AB12 CDE", "AB21 CDE", (Reason.SWAPPED,)),
    (VEHICLE, "AB12", "AB12 CDE", (Reason.PART,)),
    (VEHICLE, "AB12 CDE", "XY99 ZZZ", ()),
    (VEHICLE, "AB1", "AB12 CDE", ()),
    (PHONE, "7700 900311", "07700 900311", (Reason.COUNTRY_CODE,)),
    (PHONE, "+353 85 012 3456", "085 012 3456", (Reason.COUNTRY_CODE,)),
    (PHONE, "07700 900311", "07700 900312", (Reason.ONE_CHARACTER,)),
    (PHONE, "07700 900311", "07700 900131", (Reason.SWAPPED,)),
    (PHONE, "07700 900311", "07700 900999", ()),
    (PHONE, "999", "998", ()),
    (ACCOUNT, "@jay_k", "jay.k", (Reason.MARKS,)),
    (ACCOUNT, "snapchat: jay_k", "@jay_k", (Reason.SERVICE,)),
    (ACCOUNT, "jay_k0", "jay_ko", (Reason.LOOKS_SAME,)),
    (ACCOUNT, "jay_king", "jay_kimg", (Reason.ONE_CHARACTER,)),
    (ACCOUNT, "jay", "kay", ()),
    (ACCOUNT, "...", "___", ()),
]
SAID = st.one_of(st.lists(WORDS, max_size=7).map(" ".join), st.text(max_size=30))


def why(kind: MentionKind, one: str, other: str) -> tuple[Reason, ...]:
    return reasons(kind, thing_key(kind, one), thing_key(kind, other))


@pytest.mark.parametrize(("one", "other", "found"), NEAR_PLACES)
@pytest.mark.parametrize("kind", [PLACE, MentionKind.ORGANISATION])
def test_places_and_organisations_that_are_near(kind: MentionKind, one: str, other: str, found: Reason) -> None:
    assert why(kind, one, other) == (found,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 Station Rd", "16 Station Road"),
        ("14 Station Road", "14 Station Close"),
        ("14 Station Road", "14 Canal Road"),
        ("Flat 2, 14 Station Rd", "Flat 3, 14 Station Rd"),
        ("Star Kebabs PE1 2AB", "Star Kebabs LE3 9XY"),
        ("Star Kebabs", "Star Pizza"),
        ("Lincoln Road", "Star Kebabs, Lincoln Road"),
        ("Lincoln Road", "Lincoln Road car park"),
        ("Station", "Station Road"),
        ("Platform 1", "Platform 2"),
        ("North Street car park", "South Street car park"),
        ("East Street", "West Street"),
        ("PE1 2AB", "PE1 2AC"),
        ("Canal Walk", ""),
    ],
)
def test_places_that_are_not_near(one: str, other: str) -> None:
    assert why(PLACE, one, other) == ()


@pytest.mark.parametrize(("kind", "one", "other", "found"), OTHERS)
def test_plates_phones_and_handles(kind: MentionKind, one: str, other: str, found: tuple[Reason, ...]) -> None:
    assert why(kind, one, other) == found


@pytest.mark.parametrize("kept", ["+4407700900311", "447700900311"])
def test_a_number_that_was_kept_in_an_older_form_is_near_to_the_same_said_now(kept: str) -> None:
    assert reasons(PHONE, kept, thing_key(PHONE, "07700 900311")) == (Reason.COUNTRY_CODE,)


@given(st.sampled_from([kind for kind in MentionKind if kind is not MentionKind.PERSON]), SAID, SAID)
def test_nearness_has_no_direction(kind: MentionKind, one: str, other: str) -> None:
    assert why(kind, one, other) == why(kind, other, one)


@given(st.lists(WORDS, min_size=1, max_size=7))
def test_another_house_number_is_never_near(words: list[str]) -> None:
    street = "Canal Road " + " ".join(words)
    left, right = address(f"101 {street}"), address(f"103 {street}")

    assert left.number.split("-")[0] != right.number.split("-")[0]
    assert why(PLACE, f"101 {street}", f"103 {street}") == ()


@given(SAID)
def test_an_address_loses_no_figure(said: str) -> None:
    found = address(said)
    kept = "".join((found.flat, found.number, found.postcode, *found.words))

    assert sorted(letter for letter in kept if letter in "0123456789") == sorted(
        letter for letter in thing_key(PLACE, said) if letter in "0123456789"
    )
