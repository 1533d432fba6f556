"""What a notice says and where it leads, how many of one kind stand as one row, and putting them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from erle.doors.staff.routes import address
from erle.doors.staff.words import spell
from erle.foundation.access.actions.notices import mark_unread

if TYPE_CHECKING:
    from erle.foundation.access.models import Notice
    from erle.foundation.agencies.models import Worker

READ = "read_notices"
"""Key under which putting notices away is taken back."""

NOTICES: Mapping[str, str] = {
    "asked": "Somebody outside asked whether a child is known",
    "broke_glass": "A record was opened in an emergency",
    "refused": "Somebody was turned away from a record",
    "shared_onwards": "Something was shared with you",
    "shared_urgently": "Something urgent was shared with you",
    "share_read": "What you shared as urgent was read",
    "share_taken_back": "What was shared with you was taken back",
    "arrived": "A report came to the MASH desk",
    "offered": "A report is offered to you",
    "taken": "A report that you offered was taken",
    "declined": "A report that you offered was not taken",
    "named": "You are named for the next step",
    "sent_back": "A decision came back to you",
    "check_answered": "An agency answered what you asked",
    "tied": "Another agency’s record was judged to be of this child",
    "untied": "What you read of a child was in part about another",
    "interview": "A return interview is owed by your service",
    "interview_briefed": "There is something to know before you meet a child",
    "interview_elsewhere": "A return interview is not owed any more",
    "interview_doubtful": "A return interview may have been with another child",
    "interview_offered": "Another service offers a return interview to yours",
    "interview_taken": "A return interview that you offered was taken",
    "interview_declined": "A return interview that you offered was not taken",
    "interview_kept": "A return interview is not offered to you any more",
    "interview_handed": "Another service holds a child’s return interview now",
    "interview_held": "A return interview was held",
    "withheld": "Safety overrides what a child asked not to be shared",
    "outcome": "You can read what became of what you shared",
}
"""The words of each kind of notice; a kind that is not here is shown by its own name."""

PLACES: Mapping[str, str] = {
    "A": "desk_arrival",
    "D": "shared_one",
    "E": "child",
    "H": "interview_offered",
    "I": "interview",
    "M": "episode_review",
    "Z": "withheld",
}
"""The page that tells more, by the letter with which the reference begins."""


def words_of(kind: str) -> str:
    """Return what a notice of the kind says."""
    return NOTICES.get(kind, kind.replace("_", " ").capitalize())


def place_of(about: str, *, kind: str = "") -> str:
    """Return the address of what a notice is about, or nothing where no page shows it to the worker."""
    name = PLACES.get(about.partition("-")[0]) if kind != "named" else None
    return address(name, about) if name else ""


@dataclass(frozen=True)
class Group:
    """Notices of one kind about one thing: the newest, and the others under it."""

    newest: Notice
    earlier: Sequence[Notice]

    @property
    def key(self) -> str:
        """What the row's checkbox sends: the numbers of its notices."""
        return "-".join(str(notice.pk) for notice in (self.newest, *self.earlier))

    @property
    def title(self) -> str:
        """The words of its kind, and how often it was told."""
        words = words_of(self.newest.kind)
        return f"{words} ({spell(len(self.earlier) + 1, 'time', 'times')})" if self.earlier else words


def grouped(notices: Iterable[Notice]) -> list[Group]:
    """Return the notices, newest first, each kind about each thing as one group where its newest stands."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for notice in notices:
        groups.setdefault((notice.kind, notice.about), []).append(notice)
    return [Group(first, rest) for first, *rest in groups.values()]


def numbers_in(keys: Iterable[str]) -> list[int]:
    """Return the numbers that the checkboxes sent; what is no number is left out."""
    parts = (part for key in keys for part in key.split("-"))
    return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19]


def undo_reading(*, things: Sequence[Any], by: Worker, at: datetime) -> str:
    """Mark as unread again what was put away at the moments."""
    again = sum(mark_unread(read_at=datetime.fromisoformat(moment), by=by) for moment in things)
    return f"{spell(again, 'notice is', 'notices are')} unread again."
