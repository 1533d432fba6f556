"""What the partnership aims at, as data: `parameters.toml` holds each value, its source and whether it is assumed."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "parameters.toml"


@dataclass(frozen=True)
class Parameter:
    """A value, where it comes from, and whether anybody has published it."""

    name: str
    value: Any
    source: str
    assumption: bool


@cache
def parameters() -> dict[str, Parameter]:
    """Return every parameter by its name."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["parameter"]
    return {row["name"]: Parameter(**row) for row in rows}


def number(name: str) -> int:
    """Return a whole number of scale 1."""
    return int(parameters()[name].value)


def share(name: str) -> float:
    """Return a share of one."""
    return float(parameters()[name].value)


def pairs(name: str) -> list[Any]:
    """Return a list: of weights, or of values with theirs."""
    return list(parameters()[name].value)
