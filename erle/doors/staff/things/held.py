"""Beside a thing: what is held to be the same and by whom, what is held to be different, and what may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erle.doors.staff.routes import address
from erle.doors.staff.things.words import why
from erle.doors.staff.words import in_midst
from erle.knowledge.linkage.things.queries import near_things
from erle.knowledge.records.queries import words_of_things

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from erle.knowledge.linkage.models import Judgement
    from erle.knowledge.linkage.things.queries import Judged
    from erle.knowledge.records.queries import Thing

BETWEEN = "."
"""Stands between the two things in an address."""


def pair(thing: str, other: str) -> str:
    """Return two things as an address has them."""
    return f"{thing}{BETWEEN}{other}"


def held(found: Thing, known: Judged, *, today: date) -> dict[str, Any]:
    """Return what the panels beside a thing say."""
    words = words_of_things({end for row in known.judgements for end in (row.one, row.other)})
    return {
        "same": [_judgement(row, found.reference, words, today) for row in known.same],
        "different": [_judgement(row, found.reference, words, today) for row in known.different],
        "apart": [f"“{words[one]}” and “{words[other]}”" for one, other in known.together.apart],
        "near": [
            {
                "words": one.words,
                "why": why(one.reasons),
                "url": address("thing_same", pair(found.reference, one.reference)),
            }
            for one in near_things(found, known)
        ],
    }


def held_as_one(found: Thing, known: Judged, *, today: date) -> list[tuple[str, str]]:
    """Return what a copy says of each judgement by which it shows things as one."""
    if len(found.things) == 1:
        return []
    words = words_of_things({end for row in known.same for end in (row.one, row.other)})
    said = [(row, judged_by(row, today)) for row in known.same]
    return [
        (
            "Held the same",
            f"{words[row.one]} and {words[row.other]}, by {by['by']}, {by['when']}, because: {by['reason']}",
        )
        for row, by in said
    ]


def judged_by(row: Judgement, today: date) -> dict[str, str]:
    """Return who judged, when and why."""
    return {
        "by": f"{row.judged_by}, {row.judged_by.agency.name}",
        "when": in_midst(row.judged_at, today),
        "reason": row.reason,
    }


def _judgement(row: Judgement, thing: str, words: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return a judgement as the page of a thing has it: the other thing, or both where it is of neither."""
    first, second = (row.other, row.one) if row.other == thing else (row.one, row.other)
    ends = [second] if first == thing else [first, second]
    return {
        **judged_by(row, today),
        "ends": [{"words": words[end], "url": address("thing", end)} for end in ends],
        "take_back_url": address("thing_take_back", pair(first, second)),
    }
