"""Numbers that are nobody's, names as families bear them, and no place that is real."""

import csv
import json
import re
from collections import Counter
from random import Random

import pytest

from erle.doors.exchange.generic import numbers as exchange
from rehearsal.partnership.people import numbers
from rehearsal.partnership.people.names import as_heard, cultures, plain, slipped
from rehearsal.partnership.places.towns import places, primary_schools, schools, street_names
from rehearsal.reading import stories
from rehearsal.templates import templates
from tests.rehearsal.partnership.conftest import SHARED, Written

DRAMA = re.compile(r"07700 900\d{3}")
TOWN = re.compile(r"01632 960 \d{3}|0\d{3} 49[68] 0\d{3}|020 7946 0\d{3}")


@pytest.mark.parametrize("serial", range(40))
def test_a_pupil_number_has_the_letter_that_its_digits_ask_for(serial: int) -> None:
    found = numbers.upn(2001 + serial % 8, 2010 + serial % 9, serial * 7)

    assert found[1:4] == "999"
    assert exchange.is_upn(found)
    assert numbers.is_upn(found)
    assert not numbers.is_upn(("A" if found[0] != "A" else "B") + found[1:])


def test_known_pupil_numbers_are_told_right_from_wrong() -> None:
    assert numbers.pupil_letter("801200001001") == "H"  # the department's own worked example has the letter H
    assert not numbers.is_upn("H80120000100")


@pytest.mark.parametrize("part", range(0, 1_000_000, 40_009))
def test_an_nhs_number_is_of_the_test_range_and_ends_as_it_should(part: int) -> None:
    found = numbers.nhs_number(part)

    assert found.startswith("999")
    assert exchange.is_nhs_number(found)
    assert not numbers.is_nhs_number(numbers.wrong_digit(Random(part), found, first=9))


def test_no_two_children_share_a_number(city: Written) -> None:
    children = city.truth("children")

    assert len({one["upn"] for one in children}) == len(children)
    assert len({one["nhs"] for one in children}) == len(children)


def test_some_numbers_in_the_files_are_wrong_and_most_are_right(city: Written) -> None:
    records = city.truth("records")
    upns = [one["upn"] for one in records if one["upn"]]
    nhs = [one["nhs"] for one in records if one["nhs"]]

    assert 0.005 < sum(not numbers.is_upn(one) for one in upns) / len(upns) < 0.04
    assert 0.01 < sum(not numbers.is_nhs_number(one) for one in nhs) / len(nhs) < 0.05


def test_telephones_are_those_kept_for_drama_and_plates_are_not_issued(city: Written) -> None:
    adults = city.truth("adults")

    assert all(DRAMA.fullmatch(one["phone"]) for one in adults)
    assert all(one["plate"].startswith("ZD") for one in adults)
    assert len({one["plate"] for one in adults}) == len(adults) == 18
    for file in city.files:
        if file.path.suffix == ".csv":
            text = file.path.read_text("cp1252" if "sedgebourne-school--pastoral" in file.path.name else "utf-8")
            assert not [found for found in re.findall(r"\b07\d{3} ?\d{6}\b", text) if not DRAMA.fullmatch(found)]


def test_brothers_and_sisters_have_one_mother_and_numbers_kept_for_drama(city: Written) -> None:
    homes = {child["child"]: child["household"] for child in city.truth("children")}
    named: dict[str, set[str]] = {}
    for record in city.truth("records"):
        for phone in filter(None, record["phones"].split("; ")):
            assert TOWN.fullmatch(phone), phone
        for mother in re.findall(r"(?:mum|mother): (\S+)", record["around"]):
            named.setdefault(homes[record["child"]], set()).add(mother[:2])

    assert len(named) > 100
    assert sum(len(called) == 1 for called in named.values()) > 0.9 * len(named)  # slips and lost accents apart
    assert len({numbers.home_phone(place) for place in range(14_000)}) == 14_000


@pytest.mark.parametrize(
    ("culture", "family", "daughter"),
    [
        ("polish", "Kowalski", "Kowalska"),
        ("polish", "Mazur", "Mazur"),
        ("lithuanian", "Kazlauskas", "Kazlauskaitė"),
        ("lithuanian", "Butkus", "Butkutė"),
        ("lithuanian", "Stankevičius", "Stankevičiūtė"),
        ("slovak", "Horváth", "Horváthová"),
        ("slovak", "Novotný", "Novotná"),
        ("latvian", "Bērziņš", "Bērziņa"),
        ("english", "Abbott", "Abbott"),
    ],
)
def test_a_daughter_bears_the_ending_of_her_language(culture: str, family: str, daughter: str) -> None:
    assert cultures()[culture].borne_by(family, "F") == daughter
    assert cultures()[culture].borne_by(family, "M") == family


def test_a_lithuanian_wife_bears_another_ending_than_her_daughter() -> None:
    assert cultures()["lithuanian"].borne_by("Kazlauskas", "F", wife=True) == "Kazlauskienė"


def test_agencies_lose_accents_and_write_as_they_hear() -> None:
    assert plain("Łukasz Stępień") == "Lukasz Stepien"
    assert as_heard("Kowalski") == "Kovalsky" or as_heard("Kowalski") == "Kowalsky"
    assert {slipped(Random(seed), "Butkus") for seed in range(30)} - {"Butkus"}
    assert slipped(Random(1), "Esi") == "Esi"


def test_all_languages_of_the_city_are_there_and_some_children_have_another_name_at_home(city: Written) -> None:
    children = city.truth("children")
    languages = Counter(one["language"] for one in children)

    assert {"Polish", "Lithuanian", "Slovak", "Urdu", "Portuguese", "Romanian", "English"} <= set(languages)
    assert sum(bool(one["known_as"]) for one in children) > 250
    assert sum(bool(one["former_family"]) for one in children) > 20


def test_twins_and_brothers_and_sisters_share_a_home(city: Written) -> None:
    homes: dict[str, list[dict[str, str]]] = {}
    for one in city.truth("children"):
        homes.setdefault(one["household"], []).append(one)
    twins = [home for home in homes.values() if len({one["born"] for one in home}) < len(home)]

    assert sum(len(home) > 1 for home in homes.values()) > 500
    assert len(twins) > 15


def test_nobody_has_the_name_of_a_child_of_the_stories(city: Written) -> None:
    told = {(story.given, story.family) for story in stories()}
    families = {family for people in templates().families for family in people.family_names}

    assert not told & {(one["given"], one["family"]) for one in city.truth("children")}
    assert not families & {family for culture in cultures().values() for family in culture.families}


@pytest.mark.skipif(SHARED is None, reason="the published data is not beside or above this checkout (shared/data)")
def test_no_school_and_no_street_is_real() -> None:
    assert SHARED is not None
    with (SHARED / "geography" / "schools.csv").open(encoding="utf-8", newline="") as file:
        real_schools = {row["name"].casefold() for row in csv.DictReader(file)}
    [crimes] = (SHARED / "crime-peterborough").glob("peterborough*.csv")
    with crimes.open(encoding="utf-8", newline="") as file:
        real_streets = {row["Location"].removeprefix("On or near ").casefold() for row in csv.DictReader(file)}
    invented = {*primary_schools(), *(school.name for school in schools())}

    assert not {name.casefold() for name in invented} & real_schools
    assert not {street.casefold() for street in street_names()} & real_streets
    assert not {place.name.casefold() for place in places()} & (real_streets | real_schools)


@pytest.mark.skipif(SHARED is None, reason="the published data is not beside or above this checkout (shared/data)")
def test_wards_are_the_real_ones_and_no_agency_writes_one(city: Written) -> None:
    assert SHARED is not None
    shapes = json.loads((SHARED / "geography" / "wards_2025.geojson").read_text("utf-8"))["features"]

    real = {shape["properties"]["WD25NM"] for shape in shapes}
    longer = {ward for ward in real if " " in ward}

    assert {one["ward"] for one in city.truth("children")} == real
    for file in city.files:
        if file.path.suffix == ".csv" and "sedgebourne" not in file.path.name:
            text = file.path.read_text("utf-8")
            assert not [ward for ward in longer if ward in text]
