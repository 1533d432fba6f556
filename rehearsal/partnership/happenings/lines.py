"""One row of one agency's file before it is written: what the agency knows, and beside it what is true."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, kw_only=True)
class Line:
    """A row: `file` is the kind of list it stands in; `child`, `others`, `adult`, `evening` and `case` are its truth.

    `filed_under` names another child under whose record the agency has put it; `answers` is the row that it follows.
    """

    agency: str
    file: str
    kind: str
    happened_at: datetime
    recorded_at: datetime
    child: str = ""
    title: str = ""
    text: str = ""
    opinion: str = ""
    own_words: str = ""
    wishes: str = ""
    strength: str = ""
    source: str = ""
    grade: str = ""
    conditions: str = ""
    urgency: str = ""
    place: str = ""
    vehicle: str = ""
    phone: str = ""
    account: str = ""
    organisation: str = ""
    other_person: str = ""
    other_relation: str = ""
    ended_at: datetime | None = None
    category: str = ""
    hour_known: bool = True
    extra: dict[str, str] = field(default_factory=dict)
    reference: str = ""
    filed_under: str = ""
    others: tuple[str, ...] = ()
    adult: str = ""
    evening: str = ""
    case: str = ""
    answers: "Line | None" = None
