"""How figures are kept, shown and judged."""

import json

from benchmarks.bench import Bench, as_json, at_least, at_most, in_turns, table

FAST = at_most("page", ours=1.5, peer=1.0, unit="ms", bar=2.0)
SLOW = at_most("count", ours=1.6, peer=1.0, unit="ms", bar=1.5)


def test_a_case_holds_up_to_its_bar_and_no_further() -> None:
    assert FAST.holds
    assert not SLOW.holds
    assert at_least("lines", ours=85.0, peer=100.0, unit="lines/s", bar=0.85).holds
    assert not at_least("lines", ours=84.0, peer=100.0, unit="lines/s", bar=0.85).holds


def test_one_missed_case_fails_the_bench() -> None:
    assert Bench("one", (FAST,)).holds
    assert not Bench("both", (FAST, SLOW)).holds


def test_the_json_is_one_object_for_one_bench_and_a_list_for_several() -> None:
    one = json.loads(as_json([Bench("one", (FAST,))]))

    assert one == {
        "name": "one",
        "cases": [{"case": "page", "ours": 1.5, "peer": 1.0, "unit": "ms", "ratio": 1.5, "bar": 2.0, "holds": True}],
    }
    assert [bench["name"] for bench in json.loads(as_json([Bench("a", ()), Bench("b", ())]))] == ["a", "b"]


def test_the_table_puts_the_ratio_first_and_says_what_was_missed() -> None:
    lines = table(Bench("rls", (FAST, SLOW), ("Plans: there",))).splitlines()

    assert lines[0] == "rls"
    assert lines[1].split()[:2] == ["ratio", "bar"]
    assert lines[2].startswith("1.50")
    assert "holds" in lines[2]
    assert lines[3].startswith("1.60")
    assert "MISSED" in lines[3]
    assert lines[4] == "Plans: there"


def test_two_ways_are_timed_in_turns() -> None:
    order: list[str] = []

    timed = in_turns(lambda: order.append("ours"), lambda: order.append("peer"), turns=2, rounds=3)

    assert order == ["ours", "peer"] * 6
    assert timed.ours >= 0
    assert timed.peer >= 0
    assert timed.least_ratio > 0
