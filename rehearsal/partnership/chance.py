"""Chance from a seed: each topic draws from a stream of its own, so that one more draw in one changes no other."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def stream(seed: int, *topic: object) -> Random:
    """Return the stream of a topic; the same words give the same stream on every machine."""
    return Random(":".join(str(word) for word in (seed, *topic)))


def weighted(random: Random, pairs: Sequence[tuple[Thing, float]]) -> Thing:
    """Return one of the things, by their weights."""
    return random.choices([thing for thing, _ in pairs], [weight for _, weight in pairs])[0]


def some(random: Random, things: Sequence[Thing], number: int) -> list[Thing]:
    """Return that many different things, or all of them where there are fewer."""
    return random.sample(things, min(number, len(things)))


def scaled(number: float, scale: float, *, least: int = 1) -> int:
    """Return a number of scale 1 at another scale."""
    return max(least, round(number * scale))
