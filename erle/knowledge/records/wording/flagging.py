"""Finding words that blame a child in what somebody writes. Nothing is blocked and nothing is changed."""

import re
from dataclasses import dataclass

from erle.knowledge.records.wording.phrases import CONCERNS, Concern, Phrase

QUOTED = re.compile(
    r"“[^”\n]*(?:”|$|\n)|\"[^\"\n]*(?:\"|$|\n)|‘.*?(?:’(?!\w)|$|\n)|(?<!\w)'[^\s'][^\n]*?(?:'(?!\w)|$|\n)"
)
"""What stands between quotation marks; one left open runs to the end of its line, for somebody may be typing."""


WHITE = r"[ \t\r\n\u00a0]+"


@dataclass(frozen=True)
class Flagged:
    """Words at a place in the text, what could stand there instead, why, and who says so."""

    start: int
    end: int
    words: str
    instead: str
    why: str
    source: str


def flag(text: str) -> list[Flagged]:
    """Return the words in the text that can read as if the child were to blame, in order; not what is quoted."""
    quoted = [found.span() for found in QUOTED.finditer(text)]
    found = [
        _flagged(match, phrase, concern)
        for pattern, phrase, concern in _PATTERNS
        for match in pattern.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in quoted)
    ]
    flagged: list[Flagged] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not flagged or one.start >= flagged[-1].end:
            flagged.append(one)
    return flagged


def fitting(words: str, instead: str) -> str:
    """Return the alternative with a capital where the words began with one."""
    return instead[:1].upper() + instead[1:] if words[:1].isupper() and not words.isupper() else instead


def _flagged(match: re.Match[str], phrase: Phrase, concern: Concern) -> Flagged:
    instead = fitting(match[0], phrase.instead)
    return Flagged(match.start(), match.end(), match[0], instead, concern.why, concern.source)


def _source(phrase: Phrase) -> str:
    return rf"\b(?:{phrase.pattern.replace(' ', WHITE)})\b"


_PATTERNS: tuple[tuple[re.Pattern[str], Phrase, Concern], ...] = tuple(
    (re.compile(_source(phrase), re.IGNORECASE), phrase, concern) for concern in CONCERNS for phrase in concern.phrases
)
