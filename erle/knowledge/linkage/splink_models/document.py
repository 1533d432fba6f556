"""A model as Splink writes it (`linker.misc.save_model_to_json`), read and checked whole before a row is read."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from erle.knowledge.linkage.splink_models.conditions import Condition, Same, Together, Unknown, read_condition
from erle.knowledge.linkage.splink_models.values import NotUnderstood, Value

LEAST_SHARE = 1e-300
"""What Splink takes a share of nought for."""
NOT_SEEN, NOT_SEEN_SHARE = "level not observed in training dataset", 1e-6
LINKS = {"dedupe_only", "link_only", "link_and_dedupe"}


@dataclass(frozen=True)
class Frequency:
    """How a level's weight hangs on how often the value occurs: by the share of strangers who agree, as a power."""

    column: str
    strangers: float
    power: float
    least: float


@dataclass(frozen=True)
class Level:
    """A condition (none: whatever is left), what it weighs in bits, and how that hangs on the value."""

    condition: Condition | None
    weight: float
    frequency: Frequency | None


@dataclass(frozen=True)
class Comparison:
    """Levels, of which the first that holds counts."""

    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Block:
    """Which pairs are weighed: those that are the same in all of `same`, if all of `besides` hold too."""

    same: tuple[Same, ...]
    besides: tuple[Condition, ...]


@dataclass(frozen=True)
class SplinkModel:
    """All that weighing needs; `prior` is the weight of two records of which nothing is known, in bits."""

    links: str
    prior: float
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the model asks for, in the order of their names."""
        found: set[str] = set()
        for comparison in self.comparisons:
            for level in comparison.levels:
                found |= _columns(level.condition) if level.condition else set()
                found |= {level.frequency.column} if level.frequency else set()
        for block in self.blocks:
            found |= _columns(Together((*block.same, *block.besides), every=True))
        return tuple(sorted(found))


def read_splink_model(text: str) -> SplinkModel:
    """Return the model, or raise `NotUnderstood` with the place and what is not known."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise NotUnderstood(f"the model is not JSON: {error}") from error
    if not isinstance(said, dict) or "blocking_rules_to_generate_predictions" not in said:
        raise NotUnderstood("the model is not Splink's: it has no blocking_rules_to_generate_predictions")
    if said.get("sql_dialect", "duckdb") != "duckdb":
        raise NotUnderstood(f"the model is written for {said['sql_dialect']}; expected duckdb")
    if said.get("link_type") not in LINKS:
        raise NotUnderstood(f"link_type is {said.get('link_type')!r}; expected one of {', '.join(sorted(LINKS))}")
    chance = said.get("probability_two_random_records_match")
    if not isinstance(chance, float) or not 0 < chance < 1:
        raise NotUnderstood(f"probability_two_random_records_match is {chance!r}; expected a number between 0 and 1")
    return SplinkModel(
        links=said["link_type"],
        prior=math.log2(chance / (1 - chance)),
        comparisons=tuple(_comparison(each) for each in said.get("comparisons", ())),
        blocks=tuple(
            _block(number, each) for number, each in enumerate(said["blocking_rules_to_generate_predictions"], 1)
        ),
    )


def _comparison(said: dict[str, Any]) -> Comparison:
    name, levels = str(said.get("output_column_name", "?")), said.get("comparison_levels", [])
    try:
        return Comparison(name, tuple(_level(each, levels) for each in levels))
    except NotUnderstood as error:
        raise NotUnderstood(f"comparison {name}: {error}") from error


def _level(said: dict[str, Any], levels: list[dict[str, Any]]) -> Level:
    sql = str(said.get("sql_condition", ""))
    condition = None if sql.strip().upper() == "ELSE" else read_condition(sql)
    if said.get("is_null_level"):
        return Level(condition, 0.0, None)
    same, strangers = (_share(said, each) for each in ("m_probability", "u_probability"))
    weight = math.log2(max(same, LEAST_SHARE) / max(strangers, LEAST_SHARE))
    return Level(condition, weight, _frequency(said, levels) if condition else None)


def _share(said: dict[str, Any], name: str) -> float:
    found = said.get(name)
    if found == NOT_SEEN:
        return NOT_SEEN_SHARE
    if not isinstance(found, int | float) or not 0 <= found <= 1:
        raise NotUnderstood(f"the level “{said.get('sql_condition')}” has {name} {found!r}; expected one from 0 to 1")
    return float(found)


def _frequency(said: dict[str, Any], levels: list[dict[str, Any]]) -> Frequency | None:
    column, power = said.get("tf_adjustment_column"), float(said.get("tf_adjustment_weight", 1.0))
    if column is None or power == 0:
        return None
    exact = said if said.get("disable_tf_exact_match_detection") else _exact(str(column), levels)
    least = float(said.get("tf_minimum_u_value", 0.0))
    return Frequency(str(column), _share(exact, "u_probability"), power, least)


def _exact(column: str, levels: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the level that asks for the very same value of the column."""
    wanted = Same(Value(column), Value(column))
    for level in levels:
        sql = str(level.get("sql_condition", ""))
        if sql.strip().upper() != "ELSE" and not level.get("is_null_level") and read_condition(sql) == wanted:
            return level
    raise NotUnderstood(f"term frequencies of {column} need a level of the very same {column}")


def _block(number: int, said: dict[str, Any]) -> Block:
    sql = str(said.get("blocking_rule", ""))
    if said.get("arrays_to_explode") or said.get("salting_partitions", 1) != 1:
        raise NotUnderstood(f"blocking rule {number}: rows taken apart, or salted, are not known")
    try:
        parts = list(_parts(read_condition(sql)))
    except NotUnderstood as error:
        raise NotUnderstood(f"blocking rule {number}: {error}") from error
    same = tuple(part for part in parts if isinstance(part, Same))
    if not same:
        raise NotUnderstood(f"blocking rule {number}, “{sql}”: expected something that both records have the same")
    return Block(same, tuple(part for part in parts if not isinstance(part, Same)))


def _parts(condition: Condition) -> list[Condition]:
    """Return what must hold together, taken apart."""
    if isinstance(condition, Together) and condition.every:
        return [part for each in condition.several for part in _parts(each)]
    return [condition]


def _columns(condition: Condition) -> set[str]:
    if isinstance(condition, Together):
        return {column for each in condition.several for column in _columns(each)}
    if isinstance(condition, Unknown):
        return {condition.value.column}
    if hasattr(condition, "one"):
        return _columns(condition.one)
    return {condition.left.column, condition.right.column}
