"""The words in which people say when: days, months, numbers, and the parts of a day with the hours they lie between."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of a day: how it is said after the day, and between which hours a time in it lies.

    `stands` is the hour under which something of this part stands in order; it is never shown. The night ends on the
    day after: its hours after midnight count on from 24.
    """

    said: str
    begins: int
    ends: int
    stands: int


WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday weds wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for word in words.split()
}
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for word in words.split()
}
COUNTED = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty"""
NUMBERS = {word: number for number, word in enumerate(COUNTED.split(), 1)}
NUMBERS |= {"twenty five": 25, "twenty-five": 25, "a": 1, "an": 1, "a couple of": 2, "couple of": 2}

NIGHT = Part("in the night", 18, 29, 23)
EARLY_HOURS = Part("in the early hours", 0, 5, 2)
EVENING = Part("in the evening", 16, 24, 19)
PARTS = {
    "early hours": EARLY_HOURS,
    "early hours of the morning": EARLY_HOURS,
    "early morning": Part("early in the morning", 4, 9, 6),
    "early in the morning": Part("early in the morning", 4, 9, 6),
    "before school": Part("before school", 6, 10, 8),
    "late morning": Part("late in the morning", 10, 12, 11),
    "morning": Part("in the morning", 0, 12, 9),
    "lunchtime": Part("at lunchtime", 11, 15, 12),
    "lunch time": Part("at lunchtime", 11, 15, 12),
    "lunch": Part("at lunchtime", 11, 15, 12),
    "dinner time": Part("at dinner time", 11, 20, 12),
    "dinnertime": Part("at dinner time", 11, 20, 12),
    "early afternoon": Part("early in the afternoon", 12, 15, 13),
    "late afternoon": Part("late in the afternoon", 15, 18, 17),
    "afternoon": Part("in the afternoon", 12, 18, 14),
    "after school": Part("after school", 14, 19, 16),
    "home time": Part("at home time", 14, 17, 15),
    "teatime": Part("at teatime", 15, 19, 17),
    "tea time": Part("at teatime", 15, 19, 17),
    "early evening": Part("early in the evening", 16, 20, 18),
    "late evening": Part("late in the evening", 20, 24, 22),
    "late in the evening": Part("late in the evening", 20, 24, 22),
    "evening": EVENING,
    "bedtime": Part("at bedtime", 19, 24, 21),
    "bed time": Part("at bedtime", 19, 24, 21),
    "middle of the night": NIGHT,
    "overnight": NIGHT,
    "late at night": NIGHT,
    "at night": NIGHT,
    "night": NIGHT,
}
PARTS_OF_A_MONTH = {
    "early": "early in",
    "beginning": "early in",
    "start": "early in",
    "mid": "in the middle of",
    "middle": "in the middle of",
    "late": "late in",
    "end": "late in",
}
"""How a part of a month is said again: "early in September 2026"."""


def any_of(words: Mapping[str, object]) -> str:
    """Return a pattern for any of the words, the longest first, so that none is taken for its own beginning."""
    return "|".join(sorted(words, key=len, reverse=True))
