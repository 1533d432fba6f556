"""What changed from one version of a protocol to another: section by section, and in a section word by word."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.protocols.one import AtProtocol
from erle.doors.staff.protocols.reading import moments_in_words, version_url
from erle.doors.staff.words import day, spell
from erle.foundation.protocols.queries import passages_of, version_numbered
from erle.foundation.protocols.rules.differences import Change, Difference, differences

WORDS = {
    Change.SAME: "Not changed",
    Change.CHANGED: "Changed",
    Change.ADDED: "New",
    Change.TAKEN_OUT: "Taken out",
}
KINDS = {Change.CHANGED: "soon", Change.ADDED: "done", Change.TAKEN_OUT: "wait"}


class ProtocolChanges(AtProtocol):
    """Two versions of one protocol, compared."""

    template_name = "staff/protocols/changes.html"

    def get(self, request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
        """Show the difference."""
        self.load()
        first, second = (
            self.found(lambda said: version_numbered(self.protocol, int(said)), str(number))
            for number in (older, newer)
        )
        every = differences(passages_of(first), passages_of(second))
        changed = [one for one in every if one.change is not Change.SAME]
        return self.show(
            {
                "title": second.title,
                "older": {"number": first.number, "url": version_url(slug, first.number)},
                "newer": {"number": second.number, "url": version_url(slug, second.number)},
                "news": second.news,
                "facts": [fact for fact in self._facts(first, second) if fact["before"] != fact["after"]],
                "sections": [self._section(one) for one in changed],
                "counted": spell(len(changed), "section is", "sections are"),
                "same": [one.newer.heading for one in every if one.change is Change.SAME and one.newer],
            }
        )

    def _facts(self, first: Any, second: Any) -> list[dict[str, str]]:
        def owners(version: Any) -> str:
            return ", ".join(sorted(owner.agency.name for owner in version.owners.all()))

        def on(version: Any, name: str) -> str:
            return day(getattr(version, name), self.today)

        return [
            {"label": "Title", "before": first.title, "after": second.title},
            {"label": "What it is for", "before": first.purpose, "after": second.purpose},
            {"label": "Agencies that sign", "before": owners(first), "after": owners(second)},
            *(
                {"label": label, "before": on(first, name), "after": on(second, name)}
                for label, name in (("In force from", "in_force_from"), ("Review by", "review_on"))
            ),
        ]

    def _section(self, one: Difference) -> dict[str, Any]:
        before, after = (moments_in_words(side.moments) if side else "" for side in (one.older, one.newer))
        both = one.older is not None and one.newer is not None
        return {
            "key": one.key,
            "heading": one.heading if both else [],
            "plain_heading": "".join(side.heading for side in (one.newer or one.older,) if side),
            "words": f"{WORDS[one.change]}{', and moved' if one.moved and both else ''}",
            "kind": KINDS[one.change],
            "runs": one.text,
            "moments": {"before": before, "after": after} if both and before != after else None,
        }
