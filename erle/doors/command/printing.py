"""Printing for people, and JSON for programs."""

import json
import sys
from datetime import date, datetime
from typing import Any, TextIO


def say(words: str, *, to: TextIO | None = None) -> None:
    """Print a sentence at once."""
    print(words, file=to or sys.stdout, flush=True)


def say_data(data: Any) -> None:
    """Print one JSON document: numbers as numbers, times as ISO 8601."""
    say(json.dumps(data, indent=2, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
