"""The chronology's filters, whose state is the address of the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest

from erle.knowledge.records.queries import Facet
from erle.knowledge.records.rules import EntryKind

KINDS = {kind.value: kind.value.replace("_", " ").capitalize() for kind in EntryKind}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it cannot mean is left out."""

    kind: str = ""
    agency: str = ""
    before: tuple[datetime, int] | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the address."""
        kind = request.GET.get("kind", "")
        return cls(
            kind=kind if kind in KINDS else "",
            agency=request.GET.get("agency", "")[:60].replace("\0", ""),
            before=_place(request.GET.get("before", "")),
        )

    def filters(self) -> dict[str, str]:
        """Return the filters that are on."""
        return {name: value for name, value in (("kind", self.kind), ("agency", self.agency)) if value}


def _place(words: str) -> tuple[datetime, int] | None:
    moment, _, line = words.partition("~")
    try:
        at, number = datetime.fromisoformat(moment), int(line)
    except ValueError:
        return None
    return (at, number) if at.tzinfo and 0 <= number < 2**63 else None


def chips(here: str, asked: Asked, facets: list[Facet]) -> list[dict[str, Any]]:
    """Return the filters as links: each says how many lines it leaves, and one that is on is taken off by a click."""
    tally: dict[tuple[str, str, str], int] = {}
    for facet in facets:
        for key in (("agency", facet.slug, facet.agency), ("kind", facet.kind, KINDS.get(facet.kind, facet.kind))):
            tally[key] = tally.get(key, 0) + facet.lines
    made = []
    for (name, value, label), lines in sorted(tally.items()):
        on = asked.filters().get(name) == value
        wanted = {key: kept for key, kept in {**asked.filters(), name: "" if on else value}.items() if kept}
        made.append(
            {"label": label, "count": lines, "on": on, "url": f"{here}?{urlencode(wanted)}" if wanted else here}
        )
    return made
