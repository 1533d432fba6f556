"""Reading the stories: one TOML file for each child, its chronology one line for each report.

A line is `days time by kind grade [* starred] [! narrower circle] | title | text [| “own words”] [| Conditions: …]`.
"""

import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

from erle.knowledge.records.rules import EntryKind, Sex
from erle.practice.missing.rules import InterviewStatus
from rehearsal.story import (
    Away,
    Due,
    Judged,
    KeptOut,
    Mentioned,
    Near,
    Noted,
    NotShared,
    Shared,
    Spoken,
    Step,
    Story,
    Told,
)

CHILDREN = Path(__file__).parent / "children"
CONDITIONS = "Conditions: "
HAS_CONDITIONS = "C"


class NotAStory(ValueError):
    """A file that cannot be read as a story."""


def stories() -> list[Story]:
    """Return the stories of the children who are told by hand, in order of the files' names."""
    return [read(path) for path in sorted(CHILDREN.glob("*.toml"))]


def read(path: Path) -> Story:
    """Return the story that a file tells."""
    told = tomllib.loads(path.read_text("utf-8"))
    many: dict[str, Any] = {
        "sex": Sex(told.pop("sex")),
        "lines": tuple(line(row) for row in told.pop("chronology").strip().splitlines()),
        "shares": tuple(Shared(**row) for row in told.pop("shares", [])),
        "words": tuple(Spoken(**{**row, "wishes": tuple(row["wishes"])}) for row in told.pop("words", [])),
        "episodes": tuple(_away(row) for row in told.pop("episodes", [])),
        "clocks": tuple(Due(*row) for row in told.pop("due", [])),
        "narrow_with": tuple(told.pop("narrow_with", [])),
        "looked": tuple(told.pop("looked", [])),
        "near": tuple(Near(**row) for row in told.pop("near", [])),
        "notes": tuple(Noted(**row) for row in told.pop("notes", [])),
        "named": tuple(Mentioned(kind, words, tuple(lines)) for kind, words, *lines in told.pop("named", [])),
        "judged": tuple(Judged(**row) for row in told.pop("judged", [])),
        "weeks": tuple(told.pop("weeks", "").split()),
    }
    if "kept_out" in told:
        many["kept_out"] = KeptOut(**told.pop("kept_out"))
    if "not_shared" in told:
        many["not_shared"] = NotShared(**told.pop("not_shared"))
    return Story(**told, **many)


def line(row: str) -> Told:
    """Return the report that one line of a chronology tells."""
    head, title, text, *rest = (part.strip() for part in row.split(" | "))
    days, at, by, kind, grade, flags = _head(head)
    conditions = "".join(part.removeprefix(CONDITIONS) for part in rest if part.startswith(CONDITIONS))
    if grade.endswith(HAS_CONDITIONS) and not conditions:
        raise NotAStory(f"A line graded for handling with conditions names none: {row}")
    return Told(
        days=days,
        time=at,
        by=by,
        kind=EntryKind(kind),
        title=title,
        text=text,
        grade=" ".join(grade),
        quote="".join(part.strip("“”") for part in rest if part.startswith("“")),
        star="*" in flags,
        narrow="!" in flags,
        conditions=conditions,
    )


def _head(head: str) -> tuple[int, str, str, str, str, list[str]]:
    words = head.split()
    days, rest = int(words[0]), words[1:]
    ago = rest[1:3] == ["min", "ago"]
    at, rest = (" ".join(rest[:3]), rest[3:]) if ago else (rest[0], rest[1:])
    if not ago and at != "-":
        time.fromisoformat(at)
    by, kind, grade, *flags = rest
    return days, "" if at == "-" else at, by, kind, grade, flags


def _away(row: Mapping[str, Any]) -> Away:
    left, returned = row["left"], row.get("returned")
    return Away(
        left=(left[0], left[1]),
        returned=(returned[0], returned[1]) if returned else None,
        steps=tuple(
            Step(days, at, InterviewStatus(status), by, note) for days, at, status, by, note in row.get("steps", [])
        ),
        care=tuple(row.get("care", [])),
    )
