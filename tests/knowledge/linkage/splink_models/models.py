"""Models as Splink writes them, made by hand."""

import json
from typing import Any

UNKNOWN = '"{0}_l" IS NULL OR "{0}_r" IS NULL'
SWAPPED = (
    "substr(born_l, 1, 4) = substr(born_r, 1, 4) AND substr(born_l, 6, 2) = substr(born_r, 9, 2)"
    " AND substr(born_l, 9, 2) = substr(born_r, 6, 2)"
)
APART = "ABS(EPOCH(try_strptime(\"born_l\", '%Y-%m-%d')) - EPOCH(try_strptime(\"born_r\", '%Y-%m-%d'))) <= 2629800.0"
UNREADABLE = "try_strptime(\"born_l\", '%Y-%m-%d') IS NULL OR try_strptime(\"born_r\", '%Y-%m-%d') IS NULL"
AREA = "NULLIF(regexp_extract(\"{0}\", '^[A-Za-z]{{1,2}}', 0), '')"
BLOCKS = (
    'l."surname" = r."surname"',
    "(SUBSTRING(l.forename, 1, 1) = SUBSTRING(r.forename, 1, 1)) AND (l.born = r.born)",
    "l.forename = r.surname AND l.surname = r.forename",
    "l.postcode = r.postcode AND levenshtein(l.surname, r.surname) <= 2",
)


def level(condition: str, same: float = 0.5, strangers: float | str = 0.1, **more: Any) -> dict[str, Any]:
    """Return a level with its shares."""
    return {"sql_condition": condition, "m_probability": same, "u_probability": strangers, **more}


def unknown(condition: str) -> dict[str, Any]:
    """Return a level of which nothing is known."""
    return {"sql_condition": condition, "is_null_level": True}


def name(column: str) -> dict[str, Any]:
    """Return the comparison of a name, its frequency counted."""
    by_frequency = {"tf_adjustment_column": column, "tf_adjustment_weight": 0.75, "tf_minimum_u_value": 0.02}
    return {
        "output_column_name": column,
        "comparison_levels": [
            unknown(UNKNOWN.format(column)),
            level(f'"{column}_l" = "{column}_r"', 0.8, 0.01, **by_frequency),
            level(f'jaro_winkler_similarity("{column}_l", "{column}_r") >= 0.92', 0.1, 0.005),
            level(f'jaro_winkler_similarity("{column}_l", "{column}_r") >= 0.7', 0.05, 0.02, **by_frequency),
            level("ELSE", 0.05, 0.9),
        ],
    }


BORN = {
    "output_column_name": "born",
    "comparison_levels": [
        unknown(UNREADABLE),
        level('"born_l" = "born_r"', 0.9, 0.001),
        level(SWAPPED, 0.03, 0.0005),
        level("damerau_levenshtein(born_l, born_r) <= 1", 0.04, 0.004),
        level(APART, 0.01, 0.02),
        level("ELSE", 0.02, 0.95),
    ],
}
POSTCODE = {
    "output_column_name": "postcode",
    "comparison_levels": [
        unknown(UNKNOWN.format("postcode")),
        level("levenshtein(postcode_l, postcode_r) < 1", 0.7, 0.01),
        level(f"{AREA.format('postcode_l')} = {AREA.format('postcode_r')}", 0.2, 0.2),
        level("NOT (split_part(postcode_l, ' ', 2) <> split_part(postcode_r, ' ', 2))", 0.02, 0.04),
        level("ELSE", 0.08, 0.75),
    ],
}


def document(**more: Any) -> str:
    """Return a whole model."""
    said = {
        "link_type": "dedupe_only",
        "sql_dialect": "duckdb",
        "probability_two_random_records_match": 0.01,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": each} for each in BLOCKS],
        "comparisons": [name("forename"), name("surname"), BORN, POSTCODE],
        **more,
    }
    return json.dumps(said)
