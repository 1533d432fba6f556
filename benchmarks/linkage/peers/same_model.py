"""A kept model of Erle's as Splink 5 reads one: its fields, levels, shares and frequencies, said as conditions in SQL.

Erle weighs three kinds of pairs, one person, relatives and strangers, and Splink two. So a model becomes two of
Splink's: one person beside strangers, and relatives beside strangers; `together` puts what both weigh in one number.
Letters beyond ASCII count as several in DuckDB's likeness of Jaro and Winkler: of names in other alphabets a level may
be another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from erle.knowledge.linkage.matching.comparing import names
from erle.knowledge.linkage.matching.comparing.around import around_level
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.fields import Field, Kind, Whose
from erle.knowledge.linkage.matching.learning.estimating import LEAST
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.near.levels import (
    ALIKE,
    FIRST_OF_JANUARY,
    NEARLY,
    address_level,
    level_of,
    number_level,
    parts_of,
    short_of,
    spelling_of,
    stem_of,
)
from erle.knowledge.linkage.matching.near.weighing import Values
from erle.knowledge.linkage.matching.normal.places import outward
from erle.knowledge.linkage.weighing import steady

Condition = tuple[str, str]
"""A level's name, `UNKNOWN` where nothing is told, and when a pair is at it, in SQL: the first that holds counts."""
UNKNOWN, ELSE = "unknown", "ELSE"
Function = Callable[[str, str], int]
BY_FUNCTION: Mapping[Kind, tuple[str, Function]] = {
    Kind.ADDRESS: ("erle_address_level", address_level),
    Kind.NUMBER: ("erle_number_level", number_level),
    Kind.AROUND: ("erle_around_level", around_level),
}
"""Kinds of which DuckDB's own functions do not say the level: what does, and what it is called there."""
Settings = dict[str, Any]
PRIOR, COMPARISONS, NAME = "probability_two_random_records_match", "comparisons", "output_column_name"
OF_RELATIVES = "_of_relatives"
ADJUSTED = {"tf_adjustment_weight": 1.0, "disable_tf_exact_match_detection": True}
"""A value's own frequency takes the place of the level's u, which Splink need not look for in another level."""
LISTS = ("short", "parts", "each")
"""What stands beside a value as several."""


@dataclass(frozen=True)
class AsSplinks:
    """Settings of one person beside strangers and of relatives beside them; by column, how frequent values are."""

    same: Settings
    relatives: Settings
    frequencies: Mapping[str, Mapping[str, float]]

    @property
    def in_one(self) -> Settings:
        """Both in one, so that pairs are found once: fields of relatives have a name of their own, all bits are shown.

        The weight of the whole then says nothing; `bits_in` adds up each half.
        """
        beside = [{**one, NAME: f"{one[NAME]}{OF_RELATIVES}"} for one in self.relatives[COMPARISONS]]
        shown = {"retain_intermediate_calculation_columns": True, COMPARISONS: [*self.same[COMPARISONS], *beside]}
        return {**self.same, **shown}

    def bits_in(self, shown: Mapping[str, float]) -> tuple[float, float]:
        """Return what a pair weighs by each of the two, of what Splink shows of both in one."""
        bits = [_odds(settings[PRIOR]) for settings in (self.same, self.relatives)]
        for name, weight in shown.items():
            if name.startswith("mw_"):
                bits[name.endswith(OF_RELATIVES)] += weight
        return bits[0], bits[1]


def as_splinks(model: Model, rules: Sequence[str | dict[str, Any]]) -> AsSplinks:
    """Return the model as Splink's settings; `rules` say which pairs are looked at, as Splink says it.

    Raises `NotNear` for a model of a kind of field that only files have.
    """
    shares = model.shares
    strangers = max(1 - shares.prior - shares.prior_relatives, LEAST)
    same, relatives = (
        {
            "link_type": "dedupe_only",
            "sql_dialect": "duckdb",
            "unique_id_column_name": "unique_id",
            PRIOR: prior / (prior + strangers),
            "blocking_rules_to_generate_predictions": list(rules),
            COMPARISONS: [_comparison(model, place, m, kin=kin) for place, m in enumerate(told)],
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": False,
        }
        for prior, told, kin in (
            (shares.prior, shares.same, False),
            (shares.prior_relatives, shares.relatives, True),
        )
    )
    frequent = {field.name: model.frequencies.get(field.name, {}) for field in model.fields if field.by_frequency}
    return AsSplinks(same, relatives, {column_of(name): shown for name, shown in frequent.items() if shown})


def together(same: float, relatives: float) -> float:
    """Return the bits of one person beside strangers and relatives together, of what the two models weigh."""
    return same - max(relatives, 0.0) - log2(1 + 2.0 ** -abs(relatives))


def _odds(probability: float) -> float:
    return log2(probability / (1 - probability))


def column_of(name: str) -> str:
    """Return what a field's column is called."""
    return name.replace(":", "_")


def functions_of(fields: Sequence[Field]) -> dict[str, Function]:
    """Return by name the functions that must be registered with DuckDB; each says the place of two values' level."""
    return dict(BY_FUNCTION[field.kind] for field in fields if field.kind in BY_FUNCTION)


def prepared(fields: Sequence[Field], values: Values) -> dict[str, Any]:
    """Return a record's row: each field's value in its normal form, and what the conditions ask of it beside."""
    row: dict[str, Any] = {}
    for field in fields:
        column, value = column_of(field.name), values.get(field.name) or None
        row[column] = value
        for name, made in _beside(field).items():
            row[f"{column}_{name}"] = None if value is None else made(value)
    return row


def _beside(field: Field) -> Mapping[str, Callable[[str], Any]]:
    """Return the columns beside a field's own, and how each is made of a value."""
    if field.kind == Kind.POSTCODE:
        return {"district": lambda value: outward(value) or None}
    if field.kind == Kind.NUMBERS:
        return {"each": str.split}
    if field.kind != Kind.NAME:
        return {}
    parts = {"parts": lambda value: sorted(parts_of(value))}
    if field.name == "surname":
        return {"spelling": stem_of, **parts}
    return {"spelling": spelling_of, "short": lambda value: sorted(short_of(value)), **parts}


def _comparison(model: Model, place: int, m: Any, *, kin: bool) -> dict[str, Any]:
    """Return a field's comparison; what two share exactly weighs by how rare it is, as Erle has it.

    Splink's adjustment puts a value's frequency in the place of u at that level. Erle counts a value that its model
    does not list as the rarest that there could be: this is u here, so that what is not in the table is not adjusted.
    """
    field, column = model.fields[place], column_of(model.fields[place].name)
    shares = {
        level.name: [max(float(of[place_of]), LEAST) for of in (m, model.shares.strangers[place])]
        for place_of, level in enumerate(levels_of(field))
    }
    by_frequency = field.by_frequency and (not kin or field.whose == Whose.HOUSEHOLD)
    if by_frequency:
        shares["exact"][1] = max(steady(model).frequencies[field.name].get("", 0.0), LEAST)
    adjusted = by_frequency and bool(model.frequencies.get(field.name))
    levels: list[dict[str, Any]] = []
    for name, condition in _conditions(model, field):
        level: dict[str, Any] = {"sql_condition": condition, "label_for_charts": name}
        if name == UNKNOWN:
            level["is_null_level"] = True
        else:
            level["m_probability"], level["u_probability"] = shares[name]
        if name == "exact" and adjusted:
            level |= ADJUSTED | {"tf_adjustment_column": column}
        levels.append(level)
    return {NAME: column, "comparison_levels": levels}


def _conditions(model: Model, field: Field) -> Iterator[Condition]:
    column = column_of(field.name)
    missing = (UNKNOWN, f"{column}_l IS NULL OR {column}_r IS NULL")
    level_of(field)  # which refuses a kind that records do not have
    if field.kind == Kind.NAME:
        yield from _of_names(model, field.name)
        return
    yield missing
    yield "exact", f"{column}_l = {column}_r"
    if field.kind in BY_FUNCTION:
        level = f"{BY_FUNCTION[field.kind][0]}({column}_l, {column}_r)"
        if field.kind == Kind.AROUND:
            yield UNKNOWN, f"{level} = -1"
        for place, one in enumerate(levels_of(field)[1:-1], 1):
            yield one.name, f"{level} = {place}"
    elif field.kind == Kind.DATE:
        yield from _of_dates(column)
    elif field.kind == Kind.POSTCODE:
        yield "close", f"damerau_levenshtein({column}_l, {column}_r) <= 1"
        yield "district", f"{column}_district_l = {column}_district_r"
    elif field.kind == Kind.NUMBERS:
        yield "shared", f"list_has_any({column}_each_l, {column}_each_r)"
    yield "different", ELSE


def _of_names(model: Model, name: str) -> Iterator[Condition]:
    """Yield a name's levels; forename and surname that changed places are told in the forename's alone."""
    named = {field.name for field in model.fields}
    crossed = ""
    if name in ("forename", "surname") and {"forename", "surname"} <= named:
        there, back = "forename_l = surname_r", "forename_r = surname_l"
        near = " OR ".join(
            f"({condition})" for _, condition in _nearly("surname" if name == "forename" else "forename")
        )
        apart = f"NOT coalesce({near}, false)"
        crossed = f"({there} OR {back}) AND {apart}"
    yield from _nearly(name)
    if crossed and name == "forename":
        yield "swapped", f"{there} AND {back} AND {apart}"
        yield "crossed", crossed
    missing = f"{name}_l IS NULL OR {name}_r IS NULL"
    yield UNKNOWN, f"{missing} OR ({crossed})" if crossed and name == "surname" else missing
    shorter = f"least(length({name}_l), length({name}_r))"
    likeness = f"jaro_winkler_similarity({name}_l, {name}_r)"
    yield "part", f"list_has_any({name}_parts_l, {name}_parts_r)"
    yield "initial", f"{shorter} = 1 AND left({name}_l, 1) = left({name}_r, 1)"
    yield "similar", f"{likeness} >= {ALIKE}"
    yield "loose", f"{likeness} >= {names.SOMEWHAT}"
    yield "different", ELSE


def _nearly(name: str) -> Iterator[Condition]:
    shorter = f"least(length({name}_l), length({name}_r))"
    yield "exact", f"{name}_l = {name}_r"
    yield "spelling", f"{name}_spelling_l = {name}_spelling_r"
    if name != "surname":
        yield "short", f"list_contains({name}_short_l, {name}_r) OR list_contains({name}_short_r, {name}_l)"
    nearly = f"({shorter} > 1 AND jaro_winkler_similarity({name}_l, {name}_r) >= {NEARLY})"
    letter = f"({shorter} >= {names.SHORTEST_CLOSE} AND damerau_levenshtein({name}_l, {name}_r) <= 1)"
    yield "close", f"{nearly} OR {letter}"


def _of_dates(born: str) -> Iterator[Condition]:
    year, month, day = (f"substr({born}_{{side}}, {start}, {size})" for start, size in ((1, 4), (5, 2), (7, 2)))

    def same(one: str, other: str) -> str:
        return f"{one.format(side='l')} = {other.format(side='r')}"

    in_year = same(year, year)
    yield "swapped", f"{in_year} AND {same(month, day)} AND {same(day, month)}"
    yield "digit", f"damerau_levenshtein({born}_l, {born}_r) = 1"
    yield "first_of_january", f"{in_year} AND '{FIRST_OF_JANUARY}' IN (substr({born}_l, 5), substr({born}_r, 5))"
    two = ((year, month), (year, day), (month, day))
    yield "two_parts", " OR ".join(f"({same(one, one)} AND {same(other, other)})" for one, other in two)
    yield "year", in_year
