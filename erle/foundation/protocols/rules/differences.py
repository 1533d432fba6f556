"""What changed from one version to another: section by section, and in a section word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\n|[^\S\n]+|\w+(?:[’'-]\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Passage:
    """A section as it is compared: its key stays, whatever becomes of its heading."""

    key: str
    heading: str
    text: str
    moments: tuple[str, ...] = ()


class Change(StrEnum):
    """What became of a section."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True)
class Run:
    """Words that stay, came or went."""

    kind: str
    """`same`, `added` or `gone`."""
    words: str


@dataclass(frozen=True)
class Difference:
    """One section in both versions."""

    change: Change
    key: str
    older: Passage | None
    newer: Passage | None
    heading: tuple[Run, ...]
    text: tuple[Run, ...]
    moved: bool = False


def words_of(text: str) -> list[str]:
    """Return the words, marks and gaps of a text; put together again they are the text."""
    return WORD.findall(text)


def runs(older: str, newer: str) -> tuple[Run, ...]:
    """Return what stays, went and came between two texts, word by word."""
    before, after = words_of(older), words_of(newer)
    found: list[Run] = []
    for what, b0, b1, a0, a1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Run("same", "".join(before[b0:b1])))
            continue
        if b1 > b0:
            found.append(Run("gone", "".join(before[b0:b1])))
        if a1 > a0:
            found.append(Run("added", "".join(after[a0:a1])))
    return tuple(found)


def differences(older: Sequence[Passage], newer: Sequence[Passage]) -> list[Difference]:
    """Return every section of both versions, in the order of the newer; what was taken out stands where it stood."""
    before = {passage.key: passage for passage in older}
    after = {passage.key for passage in newer}
    staying = [passage.key for passage in newer if passage.key in before]
    stayed = [passage.key for passage in older if passage.key in after]
    moved = _out_of_order(stayed, staying)
    found = [_compared(before.get(passage.key), passage, passage.key in moved) for passage in newer]
    for place, passage in enumerate(older):
        if passage.key not in after:
            at = _after(found, older[:place])
            found.insert(at, Difference(Change.TAKEN_OUT, passage.key, passage, None, (), runs(passage.text, "")))
    return found


def _compared(older: Passage | None, newer: Passage, moved: bool) -> Difference:
    if older is None:
        return Difference(Change.ADDED, newer.key, None, newer, (), runs("", newer.text))
    alike = (older.heading, older.text, older.moments) == (newer.heading, newer.text, newer.moments)
    change = Change.SAME if alike and not moved else Change.CHANGED
    heading, text = runs(older.heading, newer.heading), runs(older.text, newer.text)
    return Difference(change, newer.key, older, newer, heading, text, moved)


def _out_of_order(stayed: Sequence[str], staying: Sequence[str]) -> set[str]:
    """Return the sections that stand elsewhere than before, as few as account for the new order."""
    kept: set[str] = set()
    for block in SequenceMatcher(None, stayed, staying, autojunk=False).get_matching_blocks():
        kept |= set(stayed[block.a : block.a + block.size])
    return set(staying) - kept


def _after(found: Sequence[Difference], before: Sequence[Passage]) -> int:
    """Return the place behind the last section that stood before it and is still there."""
    keys = {passage.key for passage in before}
    places = [place for place, one in enumerate(found) if one.key in keys]
    return places[-1] + 1 if places else 0
