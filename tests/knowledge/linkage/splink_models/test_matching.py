"""Pairs and weights by a model of Splink's, against each pair looked at by itself in plain Python."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import pyarrow
import pytest
from rapidfuzz.distance import DamerauLevenshtein, Jaro, Levenshtein

from erle.knowledge.linkage.splink_models.columns import coded
from erle.knowledge.linkage.splink_models.document import read_splink_model
from erle.knowledge.linkage.splink_models.matching import Edges, clusters, link
from tests.knowledge.linkage.splink_models.models import document, level, unknown

COLUMNS = ("forename", "surname", "born", "postcode")
Row = dict[str, str | None]
SETTINGS = [
    {"LISTED_AT_ONCE": 7},
    {"AT_ONCE": 7, "LARGE": 2, "WORTH_IT": 0},
    {"AT_ONCE": 64, "LARGE": 2, "WORTH_IT": 0},
    {"AT_ONCE": 100_000, "LARGE": 2, "WORTH_IT": 0, "ALIKE": 1},
    {"AT_ONCE": 900, "LARGE": 5, "WORTH_IT": 0, "FURTHER": 50, "PART": 1},
]
PRIOR = math.log2(0.01 / 0.99)


def crowd(rows: int, seed: int) -> list[Row]:
    """Make rows of few names with slips, so that every level and block is met."""
    chance = random.Random(seed)
    names = ["Maisie", "Maisy", "Zofia", "Zoë", "Łucja", "Owen", "Owenn", "Ada", ""]
    made: list[Row] = []
    for _ in range(rows):
        born = f"20{chance.choice('01')}{chance.randint(0, 3)}-{chance.randint(1, 12):02}-{chance.randint(1, 30):02}"
        row: Row = {
            "forename": chance.choice(names),
            "surname": chance.choice([*names, "Thornbury", "Thornberry", "Thorn"]),
            "born": born if chance.random() < 0.9 else "unknown",
            "postcode": f"P{chance.choice(['', 'E', 'L'])}{chance.randint(1, 3)} {chance.randint(1, 2)}AB",
        }
        made.append({column: value if chance.random() < 0.9 else None for column, value in row.items()})
    return made


def linked(rows: list[Row], *, text: str = "", files: tuple[int, ...] = (), least: float = -60.0) -> Edges:
    """Link the rows by a model."""
    columns = {name: coded(pyarrow.array([row[name] for row in rows], type=pyarrow.string())) for name in COLUMNS}
    return link(read_splink_model(text or document()), columns, files=files or (len(rows),), least=least)


def like(one: str, other: str) -> float:
    """Return the likeness of Winkler, by bytes, rounded once as a fused multiplication rounds."""
    left, right = one.encode(), other.encode()
    jaro = Jaro.similarity(left, right) if left else 0.0
    begin = next((at for at in range(4) if left[at : at + 1] != right[at : at + 1] or at >= len(left)), 4)
    return float(np.longdouble(begin * 0.1) * (1 - jaro) + jaro) if jaro > 0.7 else jaro


def name_weight(one: str | None, other: str | None, shares: dict[str, float]) -> float:
    if one is None or other is None:
        return 0.0
    rare = 0.75 * (math.log2(0.01) - math.log2(max(shares[one], shares[other], 0.02)))
    if one == other:
        return math.log2(0.8 / 0.01) + rare
    if like(one, other) >= 0.92:
        return math.log2(0.1 / 0.005)
    return math.log2(0.05 / 0.02) + rare if like(one, other) >= 0.7 else math.log2(0.05 / 0.9)


def day(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None


def born_weight(one: str | None, other: str | None) -> float:
    first, second = day(one), day(other)
    if one is None or other is None or first is None or second is None:
        return 0.0
    if one == other:
        return math.log2(0.9 / 0.001)
    if one[:4] == other[:4] and one[5:7] == other[8:10] and one[8:10] == other[5:7]:
        return math.log2(0.03 / 0.0005)
    if DamerauLevenshtein.distance(one, other) <= 1:
        return math.log2(0.04 / 0.004)
    near = abs((first - second).total_seconds()) <= 2629800
    return math.log2(0.01 / 0.02) if near else math.log2(0.02 / 0.95)


def postcode_weight(one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 0.0
    if one == other:
        return math.log2(0.7 / 0.01)
    area, second = (text.rstrip("0123456789 ")[:2] for text in (one.split()[0], other.split()[0]))
    if area == second:
        return math.log2(0.2 / 0.2)
    return math.log2(0.02 / 0.04) if one.split()[1] == other.split()[1] else math.log2(0.08 / 0.75)


def blocked(one: Row, other: Row) -> bool:
    def same(left: str | None, right: str | None) -> bool:
        return left is not None and left == right

    first = [None if row["forename"] is None else row["forename"][:1] for row in (one, other)]
    edits = None not in (one["surname"], other["surname"]) and (
        Levenshtein.distance(str(one["surname"]).encode(), str(other["surname"]).encode()) <= 2
    )
    return (
        same(one["surname"], other["surname"])
        or (same(*first) and same(one["born"], other["born"]))
        or (same(one["forename"], other["surname"]) and same(one["surname"], other["forename"]))
        or (same(one["postcode"], other["postcode"]) and edits)
    )


def by_hand(rows: list[Row]) -> dict[tuple[int, int], float]:
    """Return the weight of every pair that a block has."""
    shares = {}
    for column in ("forename", "surname"):
        known = Counter(row[column] for row in rows if row[column] is not None)
        shares[column] = {str(value): count / known.total() for value, count in known.items()}
    found = {}
    for (at, one), (other_at, other) in combinations(enumerate(rows), 2):
        if blocked(one, other):
            names = sum(name_weight(one[name], other[name], shares[name]) for name in ("forename", "surname"))
            rest = born_weight(one["born"], other["born"]) + postcode_weight(one["postcode"], other["postcode"])
            found[at, other_at] = PRIOR + names + rest
    return found


def told(edges: Edges) -> dict[tuple[int, int], float]:
    pairs = zip(edges.one.tolist(), edges.other.tolist(), strict=True)
    found = dict(zip(pairs, edges.weights.tolist(), strict=True))
    assert len(found) == len(edges.one)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_each_pair_of_a_block_weighs_what_it_weighs_by_hand(seed: int) -> None:
    rows = crowd(250, seed)

    found, wanted = told(linked(rows)), by_hand(rows)

    assert found.keys() == wanted.keys()
    assert found == pytest.approx(wanted, abs=1e-9)


def test_pairs_that_weigh_too_little_are_left_out_and_counted() -> None:
    rows = crowd(200, 9)
    everything = by_hand(rows)

    edges = linked(rows, least=2.0)

    assert set(told(edges)) == {pair for pair, weight in everything.items() if weight >= 2.0}
    assert edges.weighed == len(everything)


@pytest.mark.parametrize("settings", SETTINGS)
def test_parts_and_layouts_of_any_size_find_the_same(settings: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = crowd(250, 3)
    whole, some = told(linked(rows)), told(linked(rows, least=2.0))

    for name, value in settings.items():
        monkeypatch.setattr(f"erle.knowledge.linkage.splink_models.layouts.{name}", value)

    assert told(linked(rows)) == whole
    assert told(linked(rows, least=2.0)) == some


def test_rows_that_one_hash_brings_together_are_looked_at_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = crowd(120, 4)
    whole = told(linked(rows))

    monkeypatch.setattr("erle.knowledge.linkage.splink_models.blocks.MULTIPLIER", np.uint64(0))

    assert told(linked(rows)) == whole


@pytest.mark.parametrize(("links", "between"), [("link_only", True), ("link_and_dedupe", False)])
def test_several_files_are_linked_as_the_model_says(links: str, between: bool) -> None:
    rows = crowd(150, 5)
    wanted = {(one, other) for one, other in by_hand(rows) if not between or (one < 60) != (other < 60)}

    assert set(told(linked(rows, text=document(link_type=links), files=(60, 90)))) == wanted


def test_rows_are_one_person_by_all_that_links_lead_to() -> None:
    edges = Edges(np.array([0, 1, 3], np.int32), np.array([1, 2, 4], np.int32), np.array([9.0, 5.0, 1.0]), 3)

    assert clusters(edges, 6, least=4.0).tolist() == [1, 1, 1, 2, 3, 4]


def test_a_likeness_that_is_the_bound_reaches_it() -> None:
    rows: list[Row] = [
        {"forename": name, "surname": "Thorn", "born": None, "postcode": None}
        for name in ("movnvanley", "mjovanvanley")
    ]
    named = {
        "output_column_name": "forename",
        "comparison_levels": [
            level('jaro_winkler_similarity("forename_l", "forename_r") >= 0.92', 0.5, 0.125),
            level("ELSE", 0.5, 1.0),
        ],
    }

    [weight] = linked(rows, text=document(comparisons=[named])).weights.tolist()

    assert weight == pytest.approx(PRIOR + 2)


@pytest.mark.parametrize(
    ("condition", "one", "other", "holds"),
    [
        ("levenshtein(forename_l, forename_r) > 1", "ada", "adam", False),
        ("levenshtein(forename_l, forename_r) > 1", "ada", "adams", True),
        ("levenshtein(forename_l, forename_r) >= 1", "ada", "ada", False),
        ("jaro_winkler_similarity(forename_l, forename_r) < 0.5", "ada", "xyz", True),
        ("jaro_winkler_similarity(forename_l, forename_r) < 0.5", "ada", "adam", False),
        ("jaro_similarity(forename_l, forename_r) > 0.9", "ada", "ada", True),
        ("damerau_levenshtein(forename_l, forename_r) <= 1", "adma", "adam", True),
        ("levenshtein(forename_l, forename_r) <= 1", "adma", "adam", False),
        ("left(forename_l, 2) = right(forename_r, 2)", "adxx", "xxad", True),
        ("lower(trim(forename_l)) = lower(trim(forename_r))", " ADA", "ada ", True),
        ("upper(forename_l) <> upper(forename_r)", "ada", "ADA", False),
        ("forename_l = forename_r OR surname_l = surname_r", "ada", "owen", True),
        ("NOT (forename_l = forename_r)", "ada", None, False),
        ("NOT (forename_l IS NULL)", "ada", None, True),
        ("jaro_similarity(forename_l, forename_r) >= 0.5", "", "", False),
        ("jaro_similarity(left(forename_l, 1), right(forename_r, 1)) >= 0.5", "", "", False),
    ],
)
def test_a_condition_holds_as_it_does_in_sql(condition: str, one: str | None, other: str | None, holds: bool) -> None:
    rows: list[Row] = [{"forename": name, "surname": "Thorn", "born": None, "postcode": None} for name in (one, other)]
    asked = {"output_column_name": "x", "comparison_levels": [level(condition, 0.5, 0.25), level("ELSE", 0.5, 1.0)]}

    [weight] = linked(rows, text=document(comparisons=[asked])).weights.tolist()

    assert weight == pytest.approx(PRIOR + (1 if holds else -1))


def test_levels_that_were_never_seen_weigh_as_they_do_in_splink() -> None:
    seen = "level not observed in training dataset"
    asked = {
        "output_column_name": "forename",
        "comparison_levels": [unknown("forename_l IS NULL"), level("forename_l = forename_r", 0.5, seen)],
    }
    model = read_splink_model(document(comparisons=[asked]))

    assert model.comparisons[0].levels[1].weight == pytest.approx(math.log2(0.5 / 1e-6))


def test_no_rows_and_no_pairs_are_no_fault() -> None:
    assert linked([]).weighed == 0
    assert linked(crowd(1, 0)).weighed == 0
    assert json.loads(document())["comparisons"]
