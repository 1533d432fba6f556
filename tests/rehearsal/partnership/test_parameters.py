"""The partnership is of the size and the shape that its parameters say."""

import csv
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from erle.doors.exchange.generic.fields import Field
from erle.knowledge.records.rules import EntryKind
from rehearsal.partnership.parameters import number, pairs, parameters, share
from tests.rehearsal.partnership.conftest import TODAY, Written
from tests.rehearsal.partnership.tables import read


def near(aim: float, by: float) -> object:
    return pytest.approx(aim, abs=by)


def rows_of(city: Written, name: str) -> list[dict[str, str]]:
    with (city.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_parameter_names_its_source_and_says_whether_it_is_assumed() -> None:
    told = parameters().values()

    assert all(one.source for one in told)
    assert {one.assumption for one in told} == {True, False}


def test_it_has_the_size_of_a_city(city: Written) -> None:
    rows = city.truth("rows")

    assert number("children_known") <= len(city.truth("children")) <= number("children_known") + 60
    assert 20_000 <= len(rows) <= 31_000
    assert len({row["agency"] for row in rows}) == 13


def test_as_many_children_have_a_concern_record_as_is_aimed_at(city: Written) -> None:
    worried = {one["child"] for one in city.truth("children") if one["worry"]}
    hard = {key for case in city.hard_cases().values() for key in case["children"]}
    true = {(row["agency"], row["reference"]): row["child"] for row in city.truth("rows")}
    concerned = set()
    for file in city.files:
        if file.mapping:
            for row in read(file, TODAY)[0]:
                if row.kind is EntryKind.CONCERN:
                    concerned.add(true[file.agency, row.values[Field.ROW_REFERENCE]])

    assert len(worried) == near(number("children_with_a_concern"), 10)
    assert concerned - {""} <= worried | hard
    assert len(concerned & worried) == near(number("children_with_a_concern"), 20)


def test_episodes_are_shared_out_as_published(city: Written) -> None:
    episodes = city.truth("episodes")
    counts = sorted(Counter(one["child"] for one in episodes).values(), reverse=True)
    heaviest = round(share("missing_heaviest_children") * len(counts))

    assert len(counts) == number("missing_children")
    assert len(episodes) == near(number("missing_episodes"), 9)
    assert counts[0] <= number("missing_cap")
    assert sum(counts[:heaviest]) / len(episodes) == near(share("missing_heaviest_incidents"), 0.02)
    assert sum(count >= 3 for count in counts) / len(counts) == near(share("missing_three_or_more"), 0.01)


def test_girls_boys_and_looked_after_children_have_their_shares_of_episodes(city: Written) -> None:
    children = {one["child"]: one for one in city.truth("children")}
    episodes, missing = city.truth("episodes"), {one["child"] for one in city.truth("episodes")}
    girls = sum(children[one["child"]]["sex"] == "F" for one in episodes)
    in_care = sum(bool(children[one["child"]]["in_care_since"]) for one in episodes)
    children_in_care = sum(bool(children[key]["in_care_since"]) for key in missing)
    exploited = [one for one in children.values() if one["worry"] == "sexual"]

    assert girls / len(episodes) == near(share("missing_girls"), 0.02)
    assert in_care / len(episodes) == near(share("missing_looked_after_incidents"), 0.03)
    assert children_in_care / len(missing) == near(share("missing_looked_after_children"), 0.02)
    assert len(exploited) == number("sexual_exploitation_children")
    assert sum(one["sex"] == "F" for one in exploited) / 55 == near(share("sexual_exploitation_girls"), 0.02)


def test_reports_come_at_the_hours_and_end_as_soon_as_published(city: Written) -> None:
    episodes = city.truth("episodes")
    reported = [datetime.fromisoformat(one["reported"]) for one in episodes]
    lasted = [
        datetime.fromisoformat(one["returned"]) - datetime.fromisoformat(one["left"])
        for one in episodes
        if one["returned"]
    ]
    bands = {tuple(int(hour) for hour in band.split("-")): aim / 100 for band, aim in pairs("missing_hours")}

    for (first, last), aim in bands.items():
        assert sum(first <= one.hour < last for one in reported) / len(reported) == near(aim, 0.03)
    assert all(one > timedelta() for one in lasted)
    assert sum(one <= timedelta(hours=24) for one in lasted) / len(lasted) == near(
        share("missing_within_24_hours"), 0.05
    )
    assert sum(one <= timedelta(hours=48) for one in lasted) / len(lasted) == near(
        share("missing_within_48_hours"), 0.04
    )


def test_no_child_is_missing_twice_at_once(city: Written) -> None:
    by_child: dict[str, list[dict[str, str]]] = {}
    for one in sorted(city.truth("episodes"), key=lambda one: datetime.fromisoformat(one["left"])):
        by_child.setdefault(one["child"], []).append(one)

    for episodes in by_child.values():
        for one, after in pairwise(episodes):
            assert one["returned"]
            assert datetime.fromisoformat(one["returned"]) < datetime.fromisoformat(after["left"])


def test_interviews_are_late_and_declined_as_often_as_published(city: Written) -> None:
    rows = rows_of(city, "harbourlight--return-interviews")
    outcomes = Counter(row["Outcome"] for row in rows)
    held = [row for row in rows if row["Outcome"] == "completed"]

    assert outcomes["declined"] / len(rows) == near(share("interviews_declined"), 0.04)
    assert sum(int(row["Hours after return"]) <= 72 for row in held) / len(held) == near(
        share("interviews_in_time"), 0.08
    )
    assert all(row["If late, why"] for row in held if int(row["Hours after return"]) > 80)


def test_work_on_exploitation_is_of_the_size_aimed_at(city: Written) -> None:
    rows = rows_of(city, "childrens-services--statuses")
    kinds = Counter(row["Event Type"] for row in rows)

    assert kinds["Strategy discussion"] == near(number("strategy_discussions"), 15)
    assert kinds["Conference"] == near(number("initial_conferences"), 12)
    assert kinds["Exploitation assessment"] == near(2 * number("exploitation_assessments_a_year"), 6)
    assert kinds["NRM"] == near(number("trafficking_referrals"), 1)
    assert len({row["Child ID"] for row in rows if row["Status"] == "Open"}) == near(number("panel_children"), 1)


def test_the_last_days_and_this_morning_have_something_in_them(city: Written) -> None:
    missing = [one for one in city.truth("episodes") if not one["returned"]]
    incidents = [row["Occurred"] for row in rows_of(city, "northmere-police--incidents")]

    assert len(missing) == number("missing_now")
    assert any(one["together"] for one in missing)
    assert any(occurred.startswith(f"{TODAY}T0") for occurred in incidents)
