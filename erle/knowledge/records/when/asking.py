"""A time that is not clear: the question that is asked instead of guessing, with what may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from erle.knowledge.records.when.saying import When


class Unclear(Exception):
    """What was typed is not one time, or not surely one: `words` ask, `readings` are what may have been meant."""

    def __init__(self, words: str, *readings: When) -> None:
        """Keep question and readings."""
        super().__init__(words)
        self.words = words
        self.readings = readings
