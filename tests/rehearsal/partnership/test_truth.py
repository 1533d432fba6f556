"""The truth that is written apart: who is who, what was planted, and that no file gives it away."""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from rehearsal.partnership.hard_cases.cases import PLANTED
from tests.rehearsal.partnership.conftest import Written
from tests.rehearsal.partnership.tables import cells_of, mapped

OF_THE_PROFILE = {
    "turns_eighteen_while_missing", "placed_from_another_authority", "missing_and_away_overlap",
    "late_interview_with_good_reason", "declined_interview", "strategy_discussion_without_health", "retracted_account",
    "sealed_record", "sibling_of_a_suspect", "mistaken_identity_merge", "hour_that_comes_twice",
    "due_after_bank_holidays", "same_name_children", "unknown_date_of_birth",
}  # fmt: skip
OF_LINKING = {
    "fourteen_mohammeds", "twins", "look_alike_names", "name_and_address_changed", "family_name_first", "nickname_only",
    "day_and_month_changed_about", "changed_school", "corrected_row",
}  # fmt: skip


def references(city: Written) -> set[str]:
    """Return every reference that stands in a file."""
    found = set()
    for file in city.files:
        if file.mapping:
            header, rows = cells_of(file.path, mapped(file).sheet)
            places = [at for at, name in enumerate(header) if mapped(file).columns.get(name) == "row_reference"]
            found |= {row[at] for row in rows for at in places}
    return found


def test_every_hard_case_is_planted_and_its_rows_stand_in_the_files(city: Written) -> None:
    cases, there = city.hard_cases(), references(city)

    assert set(cases) == OF_THE_PROFILE | OF_LINKING
    assert len(cases) == len(PLANTED)
    for case in cases.values():
        assert case["true"]
        assert case["expects"]
        assert case["children"]
        assert case["rows"]
        assert set(case["rows"]) <= there, case["case"]


def test_every_row_is_true_of_somebody_who_is_in_the_town(city: Written) -> None:
    children, adults = (
        {one[name] for one in city.truth(f"{name}ren" if name == "child" else f"{name}s")}
        for name in ("child", "adult")
    )
    rows = city.truth("rows")

    assert {row["child"] for row in rows if row["child"]} <= children
    assert {row["adult"] for row in rows if row["adult"]} <= adults
    assert {other for row in rows for other in row["others"].split()} <= children


def test_an_agencys_number_is_one_childs_but_where_a_mistake_is_planted(city: Written) -> None:
    meant: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for record in city.truth("records"):
        if record["number"]:
            meant[record["agency"], record["number"]].add(record["child"])

    mixed = {key for key, children in meant.items() if len(children) > 1}

    assert {agency for agency, _ in mixed} == {"community-health", "northmere-police"}
    assert len(mixed) == 2


def test_agencies_hold_some_children_twice_and_spell_them_otherwise(city: Written) -> None:
    records = [record for record in city.truth("records") if record["agency"] == "northmere-police"]
    children = {one["child"]: one for one in city.truth("children")}
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        numbers[record["child"]].add(record["number"])

    spelled = sum(record["family"] != children[record["child"]]["family"] for record in records)

    assert 5 < sum(len(held) > 1 for held in numbers.values()) < 80
    assert 0.1 < spelled / len(records) < 0.5


def test_pairs_were_missing_together(city: Written) -> None:
    episodes = city.truth("episodes")
    left = {(one["child"], one["evening"]): datetime.fromisoformat(one["left"]) for one in episodes if one["together"]}

    pairs = [one for one in city.truth("pairs") if int(one["times"]) > 1]

    assert len(pairs) > 15
    for pair in pairs:
        evenings = {evening for child, evening in left if child == pair["child"]}
        together = [evening for evening in evenings if (pair["other"], evening) in left]
        assert together
        assert all(
            abs(left[pair["child"], evening] - left[pair["other"], evening]) < timedelta(hours=1)
            for evening in together
        )


def test_a_few_adults_are_at_the_centre_of_the_network(city: Written) -> None:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    children: defaultdict[str, set[str]] = defaultdict(set)
    for tie in city.truth("network"):
        groups[tie["adult"]].add(tie["group"])
        children[tie["adult"]].add(tie["child"])

    order = sorted(groups, key=lambda adult: -len(groups[adult]))

    assert len({group for ties in groups.values() for group in ties}) == 12
    assert set(order[:4]) == {"A001", "A002", "A003", "A004"}
    assert all(len(groups[adult]) == 3 for adult in order[:4])
    assert min(len(children[adult]) for adult in order[:4]) > max(len(children[adult]) for adult in order[8:])


def test_one_evening_is_seen_by_several_agencies_each_in_part(city: Written) -> None:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for row in city.truth("rows"):
        if row["evening"]:
            seen[row["evening"]].add(row["agency"])

    assert len(city.truth("evenings")) > 250
    assert sum(len(agencies) >= 3 for agencies in seen.values()) > 60


def test_harm_gathers_at_places_at_certain_hours(city: Written) -> None:
    busy: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for place in city.truth("places"):
        if place["hour"] != "":
            busy[place["place"]].append((int(place["weekday"]), int(place["hour"])))
    sightings = [one for one in city.truth("evenings") if one["evening"].startswith("S")]

    at = [datetime.fromisoformat(one["at"]) for one in sightings]

    assert len(sightings) > 80
    assert all((when.weekday(), when.hour) in busy[one["place"]] for one, when in zip(sightings, at, strict=True))


@pytest.mark.parametrize("words", ["C00001", "A001", "G01", "E0001"])
def test_no_file_of_an_agency_gives_the_truth_away(words: str, city: Written) -> None:
    for file in city.files:
        if file.mapping:
            _, rows = cells_of(file.path, mapped(file).sheet)
            assert not any(words in cell.split() for row in rows for cell in row)
