"""What the words of a time say, piece by piece, before a calendar or the present moment is looked at.

Every word must be part of a piece or of no weight: a phrase of which a word is left over is not understood.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.patterns import AFTER_AT, INTRODUCES, NO_WEIGHT, QUESTIONS, RULES
from erle.knowledge.records.when.vocabulary import Part

LONGEST = 120
LIKE = "Write it like “last Tuesday about 4pm”, “Mon 16 Nov 09:30” or “in September”."


@dataclass(frozen=True)
class Clock:
    """A time of day as it was said: of twelve hours, unless something tells the half of the day."""

    hour: int
    minute: int
    half: str
    of_24: bool

    def __post_init__(self) -> None:
        """Refuse what no clock shows."""
        if self.minute > 59 or self.hour > 23 or (self.half and not 1 <= self.hour <= 12):
            said = f"{self.hour}:{self.minute:02}{f' {self.half}m' if self.half else ''}"
            raise Unclear(f"There is no time {said}. Write it like 16:05 or 4.05 pm.")

    @property
    def hours(self) -> tuple[int, ...]:
        """The hours of twenty-four that may be meant."""
        if self.half:
            return (self.hour % 12 + (12 if self.half == "p" else 0),)
        if self.of_24 or not 1 <= self.hour <= 12:
            return (self.hour,)
        return (self.hour % 12, self.hour % 12 + 12)


@dataclass(frozen=True)
class Heard:
    """The pieces of a phrase; each is said once or not at all."""

    about: bool = False
    past_hours: tuple[int, str] | None = None
    ago: tuple[int, str] | None = None
    days_back: int | None = None
    last_night: bool | None = None
    weekend: str | None = None
    week_back: int | None = None
    weekday: int | None = None
    weeks_more: int = 0
    last_named: bool | None = None
    date: tuple[int | None, int, int] | None = None
    day_of_month: int | None = None
    month: int | None = None
    month_back: int | None = None
    part_of_month: str | None = None
    year: int | None = None
    year_back: int | None = None
    part: Part | None = None
    clock: Clock | None = None
    until: Clock | None = None
    midnight: bool | None = None
    side: str | None = None


def hear(text: str) -> Heard:
    """Return the pieces of the phrase, or raise `Unclear`."""
    phrase = _plain(text)
    if not phrase:
        raise Unclear(f"Write when it happened. {LIKE}")
    if len(phrase) > LONGEST:
        raise Unclear(f"Write here only when it happened. {LIKE}")
    for pattern, words in QUESTIONS:
        if pattern.search(phrase):
            raise Unclear(words)
    heard, at = Heard(), 0
    while at < len(phrase):
        heard, at = _next(phrase, at, heard)
    if heard in (Heard(), Heard(about=True)):
        raise Unclear(f"Write when it happened. {LIKE}")
    return heard


def _next(phrase: str, at: int, heard: Heard) -> tuple[Heard, int]:
    rules = (*RULES, *AFTER_AT) if INTRODUCES.fullmatch(phrase, 0, at) else RULES
    for pattern, pieces in rules:
        found = pattern.match(phrase, at)
        if found:
            return _with(heard, pieces(found)), found.end()
    weightless = NO_WEIGHT.match(phrase, at)
    if weightless:
        return heard, weightless.end()
    raise Unclear(f"Erle cannot read “{phrase[at:].split(maxsplit=1)[0]}” as a time. {LIKE}")


def _with(heard: Heard, pieces: dict[str, Any]) -> Heard:
    said: dict[str, Any] = {
        name: Clock(*value) if name in {"clock", "until"} else value for name, value in pieces.items()
    }
    for name, value in said.items():
        known = getattr(heard, name)
        if known not in (None, False, 0) and known != value:
            raise Unclear("Two times stand here that do not fit. Write one; add the other as an item of its own.")
    return replace(heard, **said)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("–", "-").replace("—", "-")
    return re.sub(r"\s+", " ", re.sub(r"[,;()\"“”!?]|\.(?=\s|$)|\.(?=\D*$)", " ", folded)).strip()
