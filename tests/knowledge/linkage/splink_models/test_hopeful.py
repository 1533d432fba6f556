"""Pairs that cannot weigh enough are told by letters alone: with that shortcut and without it, the same pairs."""

from __future__ import annotations

import json
import random
from typing import Any

import numpy as np
import pyarrow
import pytest

from erle.knowledge.linkage.splink_models.columns import Coded, Codes, Columns, coded
from erle.knowledge.linkage.splink_models.document import SplinkModel, read_splink_model
from erle.knowledge.linkage.splink_models.likeness import A_LITTLE, Likeness
from erle.knowledge.linkage.splink_models.matching import link
from erle.knowledge.linkage.splink_models.pairs import Pairs
from erle.knowledge.linkage.splink_models.values import Value
from erle.knowledge.linkage.splink_models.weighing import Weighing
from tests.knowledge.linkage.splink_models.models import level, unknown

COLUMNS = ("a", "b", "c")
LIKENESSES = ("jaro_winkler_similarity", "jaro_similarity", "levenshtein", "damerau_levenshtein")


def texts(chance: random.Random, rows: int) -> dict[str, Coded]:
    """Make columns of short texts of few letters, some empty and some unknown."""

    def text() -> str | None:
        return None if chance.random() < 0.1 else "".join(chance.choices("abcdeé", k=chance.randint(0, 7)))

    values = {name: [text() for _ in range(rows // 3)] for name in COLUMNS}
    return {
        name: coded(pyarrow.array([chance.choice(some) for _ in range(rows)], type=pyarrow.string()))
        for name, some in values.items()
    }


def condition(chance: random.Random, column: str, depth: int = 0) -> str:
    """Return a condition of any kind, which may be made of others."""
    kind = chance.random()
    if depth < 2 and kind < 0.1:
        return f"NOT ({condition(chance, column, depth + 1)})"
    if depth < 2 and kind < 0.3:
        first, second = condition(chance, column, depth + 1), condition(chance, chance.choice(COLUMNS), depth + 1)
        return f"({first}) {chance.choice(['AND', 'OR'])} ({second})"
    if kind < 0.4:
        return f"substr({column}_l, 1, 2) = substr({column}_r, 1, 2)"
    name, side = chance.choice(LIKENESSES), chance.choice([">=", ">", "<=", "<"])
    bound = round(chance.uniform(0.4, 1), 2) if "jaro" in name else chance.randint(0, 4)
    left = chance.choice([f"{column}_l", f"left({column}_l, 5)", f"{chance.choice(COLUMNS)}_l"])
    return f"{name}({left}, {column}_r) {side} {bound}"


def model(chance: random.Random) -> SplinkModel:
    """Make a model of any levels and weights, whether they fall from level to level or not."""

    def shares() -> tuple[float, float]:
        return chance.uniform(0.001, 1), chance.uniform(0.001, 1)

    def comparison(column: str) -> dict[str, Any]:
        counted: dict[str, Any] = {"tf_adjustment_column": column, "tf_adjustment_weight": chance.choice([0.5, 1.0])}
        levels = [
            unknown(f"{column}_l IS NULL OR {column}_r IS NULL"),
            level(f"{column}_l = {column}_r", *shares(), **(counted if chance.random() < 0.5 else {})),
            *(level(condition(chance, column), *shares()) for _ in range(chance.randint(0, 3))),
            *([level("ELSE", *shares())] if chance.random() < 0.8 else []),
        ]
        return {"output_column_name": column, "comparison_levels": levels[chance.randint(0, 1) :]}

    blocks = ["l.a = r.a", "substr(l.b, 1, 1) = substr(r.b, 1, 1)", "l.c = r.b AND levenshtein(l.a, r.a) <= 3"]
    said = {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": 0.1,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": each} for each in blocks],
        "comparisons": [comparison(column) for column in COLUMNS],
    }
    return read_splink_model(json.dumps(said))


@pytest.mark.parametrize("seed", range(16))
def test_the_same_pairs_are_found_whether_or_not_some_are_left_out_early(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erle.knowledge.linkage.splink_models.matching.WORTH_IT", 2.0)
    chance = random.Random(seed)
    asked, columns = model(chance), texts(chance, 90)

    whole = link(asked, columns, files=[90], least=-np.inf)
    for least in np.quantile(whole.weights, [0.3, 0.7, 0.95]):
        some, kept = link(asked, columns, files=[90], least=float(least)), whole.weights >= least

        assert some.weighed == whole.weighed == len(whole.weights)
        assert some.one.tolist() == whole.one[kept].tolist()
        assert some.other.tolist() == whole.other[kept].tolist()
        assert some.weights.tolist() == whole.weights[kept].tolist()


@pytest.mark.parametrize("seed", range(8))
def test_pairs_are_left_out_early_and_none_that_weighs_enough(seed: int) -> None:
    chance = random.Random(seed)
    asked, columns = model(chance), Columns(texts(chance, 200))
    weighing = Weighing(asked, columns)
    one, other = (each.astype(np.int32) for each in np.triu_indices(200, 1))
    pairs = Pairs.of(one, other, weighing.ways)
    weights = weighing.of(pairs)
    least = float(np.quantile(weights, 0.95))

    may = weighing.may_weigh(pairs, least).ravel()

    assert may[weights >= least].all()
    assert np.count_nonzero(may) < len(one) * 0.9
    assert weighing.may_weigh(pairs, -np.inf).all()


@pytest.mark.parametrize("power", [-1.0, 0.5])
def test_how_rare_a_value_is_counts_before_likeness_does(power: float) -> None:
    counted = {"tf_adjustment_column": "a", "tf_adjustment_weight": power}
    levels = [level("a_l = a_r", 0.5, 0.25, **counted), level("ELSE", 0.5, 1.0)]
    said = {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": 0.5,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.b = r.b"}],
        "comparisons": [{"output_column_name": "a", "comparison_levels": levels}],
    }
    often, seldom = ["often"] * 30, ["seldom", "seldom"]
    columns = {
        "a": coded(pyarrow.array([*often, *seldom, None])),
        "b": coded(pyarrow.array(["x"] * 33)),
        "c": coded(pyarrow.array([None] * 33, type=pyarrow.string())),
    }
    weighing = Weighing(read_splink_model(json.dumps(said)), Columns(columns))
    pairs = Pairs.of(np.array([0, 30, 0, 0], np.int32), np.array([1, 31, 30, 32], np.int32), weighing.ways)
    weights = weighing.of(pairs)

    for bound in (*weights, weights[0] + 0.01, weights[1] + 0.01):
        assert weighing.may_weigh(pairs, float(bound)).ravel().tolist() == (weights >= bound).tolist()
    assert weights[0] != weights[1]


@pytest.mark.parametrize("name", LIKENESSES)
def test_letters_never_promise_less_than_there_is(name: str) -> None:
    chance = random.Random(7)
    columns, value = Columns(texts(chance, 150)), Value("a")
    codes: Codes = columns.codes("a")
    likeness = Likeness(name, value, value, 0.0 if "jaro" in name else np.inf, columns)
    left, right = np.repeat(codes, len(codes)), np.tile(codes, len(codes))

    promised = likeness.most(likeness.left.only(left), likeness.right.only(right))
    exact = likeness.of(left, right, promised)

    assert (np.isnan(exact) == np.isnan(promised)).all()
    known = ~np.isnan(exact)
    least_apart = (promised - exact)[known] if "jaro" in name else (exact - promised)[known]
    assert least_apart.min() >= -A_LITTLE
    assert (np.abs(least_apart) < A_LITTLE).any()


def test_blocks_that_ask_the_same_likeness_ask_it_each_of_their_own_pairs() -> None:
    columns = {
        "a": coded(pyarrow.array(["x", "x", "y", "z"])),
        "b": coded(pyarrow.array(["p", "q", "s", "s"])),
        "c": coded(pyarrow.array(["abcd", "efgh", "abcf", "abcg"])),
        "d": coded(pyarrow.array(["m", "m", "n", "n"])),
    }
    near = "levenshtein(l.c, r.c) <= 1"
    blocks = [f"l.a = r.a AND {near}", f"l.b = r.b AND {near}", "l.d = r.d"]
    said = {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": 0.1,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": each} for each in blocks],
        "comparisons": [],
    }

    found = link(read_splink_model(json.dumps(said)), columns, files=[4], least=-np.inf)

    assert sorted(zip(found.one.tolist(), found.other.tolist(), strict=True)) == [(0, 1), (2, 3)]
