"""What the address of a chronology asks for: every filter stands in it, and what it cannot mean is left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from erle.foundation.statute.moments import end_of, start_of
from erle.knowledge.records.queries import Wanted
from erle.knowledge.records.rules import EntryKind

KINDS = {kind.value: kind.value.replace("_", " ").capitalize() for kind in EntryKind}
SLUG, MENTION = re.compile(r"[a-z0-9-]{1,50}"), re.compile(r"[TN]-[0-9A-Z]{8,10}")
USUAL_GAP, LONGEST_GAP = 21, 366
RECENT_WEEKS, MOST_WEEKS = 6, 520
FIRST_YEAR, LAST_YEAR = 1900, 2200
MARKS = ("starred", "voiced", "strengths")


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    agencies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    mention: str = ""
    weeks: int = 0
    since: date | None = None
    until: date | None = None
    starred: bool = False
    voiced: bool = False
    strengths: bool = False
    gap: int = USUAL_GAP
    before: tuple[datetime, int] | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read the address."""
        mention = query.get("mention", "")
        return cls(
            agencies=_several(word for word in query.getlist("agency") if SLUG.fullmatch(word)),
            kinds=_several(word for word in query.getlist("kind") if word in KINDS),
            mention=mention if MENTION.fullmatch(mention) else "",
            weeks=_number(query.get("weeks", ""), least=1, most=MOST_WEEKS, otherwise=0),
            since=_day(query.get("from", "")),
            until=_day(query.get("to", "")),
            gap=_number(query.get("gap", ""), least=1, most=LONGEST_GAP, otherwise=USUAL_GAP),
            before=_place(query.get("before", "")),
            **{mark: query.get(mark) == "1" for mark in MARKS},
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return what is on, as an address has it; never the place on a page."""
        found = [("agency", slug) for slug in self.agencies] + [("kind", kind) for kind in self.kinds]
        found += [("mention", self.mention)] if self.mention else []
        found += [("weeks", str(self.weeks))] if self.weeks else []
        found += [(name, day.isoformat()) for name, day in (("from", self.since), ("to", self.until)) if day]
        found += [(mark, "1") for mark in MARKS if getattr(self, mark)]
        return found + ([("gap", str(self.gap))] if self.gap != USUAL_GAP else [])

    @property
    def filtered(self) -> bool:
        """Whether any line is left out."""
        return replace(self, gap=USUAL_GAP, before=None) != Asked()

    @property
    def dated(self) -> bool:
        """Whether lines are left out for their dates."""
        return bool(self.since or self.until or self.weeks)

    @property
    def query(self) -> str:
        """What is on, as it stands after the question mark of an address."""
        return urlencode(self.pairs())

    def url(self, here: str, **changed: object) -> str:
        """Return the address of the same with something changed, from its newest line on."""
        query = replace(self, **{"before": None, **changed}).query  # type: ignore[arg-type]
        return f"{here}?{query}" if query else here

    def older_url(self, here: str, at: datetime, line: int) -> str:
        """Return the address of the lines before one."""
        return f"{here}?{urlencode([*self.pairs(), ('before', f'{at.isoformat()}~{line}')])}"

    def wanted(self, today: date, *, least: int = 0) -> Wanted:
        """Return the lines that are asked for, and at least so many of the newest."""
        first = self.since or (today - timedelta(weeks=self.weeks) if self.weeks else None)
        return Wanted(
            kinds=self.kinds,
            agencies=self.agencies,
            mention=self.mention,
            since=start_of(first) if first else None,
            least=least,
            until=end_of(self.until) if self.until else None,
            starred=self.starred,
            voiced=self.voiced,
            strengths=self.strengths,
            before=self.before,
        )


def toggled(chosen: tuple[str, ...], word: str) -> tuple[str, ...]:
    """Return the words with this one, or without it where it is among them."""
    return tuple(one for one in chosen if one != word) if word in chosen else tuple(sorted((*chosen, word)))


def _several(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))[:20]


def _number(words: str, *, least: int, most: int, otherwise: int) -> int:
    number = int(words) if words.isascii() and words.isdecimal() and len(words) < 6 else 0
    return number if least <= number <= most else otherwise


def _day(words: str) -> date | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if FIRST_YEAR < day.year < LAST_YEAR else None


def _place(words: str) -> tuple[datetime, int] | None:
    moment, _, line = words.partition("~")
    try:
        at, number = datetime.fromisoformat(moment), int(line)
    except ValueError:
        return None
    return (at, number) if at.tzinfo and FIRST_YEAR < at.year < LAST_YEAR and 0 <= number < 2**63 else None
