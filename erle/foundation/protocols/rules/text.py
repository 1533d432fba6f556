"""What a section's text is made of: paragraphs and lists, and nothing that a page would have to be kept safe from."""

import re
from dataclasses import dataclass

BULLET = re.compile(r"^\s*[-*•]\s+")
NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+")
APART = re.compile(r"[^a-z0-9]+")
LONGEST_KEY = 60


@dataclass(frozen=True)
class Block:
    """A paragraph (its lines), or a list (its items)."""

    kind: str
    """`text`, `bullets` or `numbers`."""
    lines: tuple[str, ...]


def blocks_of(text: str) -> list[Block]:
    """Return the paragraphs and lists of a text, in order; an empty line ends a paragraph."""
    found: list[Block] = []
    open_kind = ""
    for line in text.splitlines():
        if not line.strip():
            open_kind = ""
            continue
        kind, words = _read(line)
        if kind == open_kind:
            found[-1] = Block(kind, (*found[-1].lines, words))
        else:
            found.append(Block(kind, (words,)))
        open_kind = kind
    return found


def _read(line: str) -> tuple[str, str]:
    for kind, mark in (("bullets", BULLET), ("numbers", NUMBERED)):
        if mark.match(line):
            return kind, mark.sub("", line).strip()
    return "text", line.strip()


def key_of(words: str, taken: frozenset[str] = frozenset(), *, otherwise: str = "section") -> str:
    """Return words as an address has them, unlike each that is taken."""
    plain = APART.sub("-", words.lower()).strip("-")[:LONGEST_KEY].strip("-") or otherwise
    key, number = plain, 1
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    return key
