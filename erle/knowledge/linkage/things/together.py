"""Which things are shown as one: those that judgements join, unless one of them is held different from another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from erle.knowledge.linkage.rules import Choice

Pair = tuple[str, str]
Said = tuple[str, str, str]
"""One thing, the other, and the choice."""


@dataclass(frozen=True)
class Together:
    """A thing with those that are shown as one with it, itself first.

    `apart`: pairs that are held different, though what is held the same leads from one to the other. Then nothing is
    shown as one until somebody takes one of those judgements back. `joined`: all that is held the same, so or so.
    """

    things: tuple[str, ...]
    apart: tuple[Pair, ...]
    joined: tuple[str, ...]


def in_order(one: str, other: str) -> Pair:
    """Return the two as a judgement has them."""
    return (one, other) if one < other else (other, one)


def joined(thing: str, judged: Iterable[Said]) -> set[str]:
    """Return what is held the same as a thing, by whatever way, itself too."""
    found = {thing}
    pairs = [{one, other} for one, other, choice in judged if choice == Choice.SAME]
    while more := {end for pair in pairs if found & pair for end in pair} - found:
        found |= more
    return found


def held_different(things: Collection[str], judged: Iterable[Said]) -> list[Pair]:
    """Return the pairs among the things that are held different."""
    return sorted({
        in_order(one, other)
        for one, other, choice in judged
        if choice == Choice.DIFFERENT and one in things and other in things
    })  # fmt: skip


def contradicted(one: str, other: str, judged: Collection[Said]) -> Pair | None:
    """Return two that are held different and would be joined if one thing were held the same as another."""
    return next(iter(held_different(joined(one, judged) | joined(other, judged), judged)), None)


def together(thing: str, judged: Collection[Said]) -> Together:
    """Return what is shown as one with a thing, of judgements that stand."""
    members = joined(thing, judged)
    if apart := held_different(members, judged):
        return Together((thing,), tuple(apart), tuple(sorted(members)))
    return Together((thing, *sorted(members - {thing})), (), tuple(sorted(members)))


class Groups:
    """What is held the same, all judgements taken together once, to be asked of many pairs."""

    def __init__(self, judged: Collection[Said]) -> None:
        """Join what is held the same."""
        self._of: dict[str, set[str]] = {}
        for one, other, choice in judged:
            if choice == Choice.SAME and self.of(one) is not self.of(other):
                both = self.of(one) | self.of(other)
                self._of |= dict.fromkeys(both, both)
        self._apart: dict[str, set[str]] = {}
        for one, other, choice in judged:
            if choice == Choice.DIFFERENT:
                self._apart.setdefault(one, set()).add(other)
                self._apart.setdefault(other, set()).add(one)

    def of(self, thing: str) -> set[str]:
        """Return what is held the same as a thing, itself too."""
        return self._of.setdefault(thing, {thing})

    def may_be_asked(self, one: str, other: str) -> bool:
        """Say whether to hold the two the same would join something, and nothing that is held different."""
        left, right = self.of(one), self.of(other)
        both = left | right
        return left is not right and not any(self._apart.get(thing, set()) & both for thing in both)
