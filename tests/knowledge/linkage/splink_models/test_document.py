"""A model of Splink's is read whole, or refused with the place and what was expected."""

import json
from typing import Any

import pyarrow
import pytest
import sqlglot

from erle.knowledge.linkage.splink_models.document import read_splink_model
from erle.knowledge.linkage.splink_models.values import NotUnderstood, side_and_value
from tests.knowledge.linkage.splink_models.models import document, level


def _rule(sql: str, **more: Any) -> dict[str, Any]:
    return {"blocking_rules_to_generate_predictions": [{"blocking_rule": sql, **more}]}


def _compared(*levels: dict[str, Any]) -> dict[str, Any]:
    return {"comparisons": [{"output_column_name": "forename", "comparison_levels": list(levels)}]}


def test_a_model_names_the_columns_that_it_asks_for() -> None:
    model = read_splink_model(document())

    assert model.columns == ("born", "forename", "postcode", "surname")
    assert len(model.blocks) == 4
    assert [len(each.levels) for each in model.comparisons] == [5, 5, 6, 5]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sql_dialect": "spark"}, "written for spark; expected duckdb"),
        ({"link_type": "other"}, "link_type is 'other'; expected one of dedupe_only"),
        ({"probability_two_random_records_match": 1}, "is 1; expected a number between 0 and 1"),
        (_rule("l.a > r.b"), "blocking rule 1: “l.a > r.b” is not known"),
        (_rule("levenshtein(l.a, r.a) <= 1"), "expected something that both records have the same"),
        (_rule("l.a = l.b"), "blocking rule 1: l.a and l.b are of the same record"),
        (_rule("l.a ="), "cannot be read as SQL"),
        (_rule("l.a = r.a", arrays_to_explode=["a"]), "blocking rule 1: rows taken apart"),
        (_compared(level("soundex(forename_l) = soundex(forename_r)")), "comparison forename: the function in"),
        (_compared(level("jaccard(forename_l, forename_r) >= 0.8")), "is not known; known are jaro_winkler"),
        (_compared(level("forename = forename_r")), "forename is no column of one of the two records"),
        (_compared(level("ELSE", 2.0)), "has m_probability 2.0; expected one from 0 to 1"),
        (_compared({"sql_condition": "ELSE"}), "has m_probability None"),
        (
            _compared(level("levenshtein(forename_l, forename_r) <= 1", tf_adjustment_column="forename")),
            "need a level of the very same forename",
        ),
        (_compared(level("concat(forename_l, surname_l) = forename_r")), "the function in"),
        (_compared(level("split_part(forename_l, surname_l, 1) = forename_r")), "takes more than one column"),
    ],
)
def test_what_is_not_known_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read_splink_model(document(**more))

    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"fields": []})])
def test_what_is_no_model_of_splinks_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood, match="the model is not"):
        read_splink_model(text)


@pytest.mark.parametrize(
    ("sql", "texts", "made"),
    [
        ("substr(a_l, 2, 3)", ["maisie", "m", "", None], ["ais", "", "", None]),
        ("substring(a_l, 3)", ["maisie"], ["isie"]),
        ("left(a_l, 2)", ["maisie", "m"], ["ma", "m"]),
        ("right(a_l, 2)", ["maisie", "m"], ["ie", "m"]),
        ("split_part(a_l, ' ', 2)", ["pe1 1ab", "pe1", None], ["1ab", "", None]),
        ("regexp_extract(a_l, '^[a-z]+', 0)", ["pe1", "1", None], ["pe", "", None]),
        ("nullif(a_l, '')", ["", "a", None], [None, "a", None]),
        ("nullif(regexp_extract(a_l, '^[a-z]+', 0), '')", ["pe1", "1"], ["pe", None]),
        ("lower(a_l)", ["ŁUCJA"], ["łucja"]),
        ("upper(a_l)", ["łucja"], ["ŁUCJA"]),
        ("trim(a_l)", ["  a b "], ["a b"]),
        (
            "epoch(try_strptime(a_l, '%Y-%m-%d'))",
            ["1970-01-02", "2023-02-29", "1970-1-3", "x", None],
            [86400, None, 172800, None, None],
        ),
    ],
)
def test_a_function_makes_of_each_text_what_duckdb_makes(sql: str, texts: list[str | None], made: list[Any]) -> None:
    side, value = side_and_value(sqlglot.parse_one(sql, read="duckdb"))

    assert (side, value.column) == ("l", "a")
    assert value.of(pyarrow.array(texts, type=pyarrow.string())).to_pylist() == made


def test_a_part_of_a_pattern_is_not_known() -> None:
    _, value = side_and_value(sqlglot.parse_one("regexp_extract(a_l, '(x)', 1)", read="duckdb"))

    with pytest.raises(NotUnderstood, match="group 1"):
        value.of(pyarrow.array(["x"]))
