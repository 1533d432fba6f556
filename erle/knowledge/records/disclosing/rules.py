"""What may go onwards and how: handling by its grade, words left out with a reason, and how long reading may take."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_LINES = 100
"""So that all of what was shared stands on one page: who opened it was shown all of it."""
LEFT_OUT = "[left out]"
CONFIRM_WITHIN = "urgent_share_hours"
"""The partnership's own limit within which an urgent share is read."""


class Handling(StrEnum):
    """What a line's grade says about its going further."""

    FREE = "free"
    CONDITIONS = "conditions"
    ORIGINATOR = "originator"
    """It goes no further; who wants it asks the agency that it came from."""


THREE_BY_FIVE_BY_TWO = re.compile(r"[123]\s?[A-E]\s?(?P<handling>[PC])")
FIVE_BY_FIVE_BY_FIVE = re.compile(r"[A-E]\s?[1-5]\s?(?P<handling>[1-5])")
OLD_HANDLING = {"2": Handling.FREE, "1": Handling.CONDITIONS, "3": Handling.CONDITIONS}
"""The older scheme's codes: 2 may go to other bodies; 1 and 3 to some; 4 and 5 go no further. Never converted."""


def handling(grade: str, conditions: str = "") -> Handling:
    """Return how a line of the grade is handled; conditions in words hold whatever the grade says."""
    old = FIVE_BY_FIVE_BY_FIVE.fullmatch(grade.strip())
    if old:
        found = OLD_HANDLING.get(old["handling"], Handling.ORIGINATOR)
        return Handling.CONDITIONS if found is Handling.FREE and conditions else found
    new = THREE_BY_FIVE_BY_TWO.fullmatch(grade.strip())
    if conditions.strip() or (new and new["handling"] == "C"):
        return Handling.CONDITIONS
    return Handling.FREE


@dataclass(frozen=True)
class LeaveOut:
    """Words that do not go onwards with a line, and the key of the reason."""

    words: Sequence[str]
    because: str


@dataclass(frozen=True)
class Reason:
    """Why words of a line are left out."""

    key: str
    words: str


LEAVE_OUT_REASONS = (
    Reason("not_needed", "They are not needed for this purpose"),
    Reason("somebody_else", "They are about somebody else"),
    Reason("where_safe", "They could tell where somebody who must be safe is"),
    Reason("source", "They could show who the source is"),
    Reason("investigation", "They would harm an investigation"),
    Reason("health", "They are about somebody’s health"),
)


class NotInTheLine(ValueError):
    """Raised for words that the line does not hold, by those words."""


def without(texts: Sequence[str], words: Sequence[str]) -> list[str]:
    """Return the texts without each of the words, wherever they stand and whatever their capitals."""
    for wanted in words:
        pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())), re.IGNORECASE)
        if not wanted.strip() or not any(pattern.search(text) for text in texts):
            raise NotInTheLine(wanted)
        texts = [pattern.sub(LEFT_OUT, text) for text in texts]
    return list(texts)
