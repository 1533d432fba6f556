"""A version of a protocol on paper: an open document, so that it is not numbered, and says how the version stands."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from erle.doors.staff.copies.printing import pdf, set_in_type
from erle.doors.staff.protocols.one import AtProtocol, hands
from erle.doors.staff.words import clock_time, long_day
from erle.foundation.protocols.queries import version_numbered
from erle.foundation.protocols.rules.editions import Edition, State
from erle.foundation.protocols.rules.kinds import Kind
from erle.foundation.protocols.rules.text import blocks_of
from erle.foundation.statute.moments import local_day

TEMPLATE = Path(__file__).with_name("protocol.typ")
NOT_IN_FORCE = "Not in force. Do not work by it."


class PrintProtocol(AtProtocol):
    """The PDF of one version, for every worker."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """Give it out."""
        self.load()
        version = self.found(lambda said: version_numbered(self.protocol, int(said)), str(number))
        edition = self.editions[version.number - 1]
        return pdf(set_in_type(TEMPLATE, self._words(version, edition)), f"{slug}-version-{number}")

    def _words(self, version: Any, edition: Edition) -> dict[str, Any]:
        state = self.state(edition)
        holds = state is State.IN_FORCE
        return {
            "title": version.title,
            "kind": Kind(self.protocol.kind).words,
            "version": str(version.number),
            "partnership": str(settings.PARTNERSHIP),
            "state": state.words,
            "warning": "" if holds else f"{state.words}. {NOT_IN_FORCE}",
            "purpose": [line for line in version.purpose.splitlines() if line.strip()],
            "facts": [
                ("In force since" if holds else "In force from", self._begins(edition, holds=holds)),
                ("Looked at again by", long_day(version.review_on)),
                ("Written by", f"{version.written_by.name}, {version.written_by.agency.name}"),
            ],
            "sections": [
                {"heading": one.heading, "blocks": [asdict(block) for block in blocks_of(one.text)]}
                for one in version.sections.all()
            ],
            "hands": hands(version, lambda moment: long_day(local_day(moment))),
            "printed": f"Printed by {self.worker.name}, {long_day(self.today)}, {clock_time(self.now)}",
            "keep": "Erle has the version in force: look there before you work by paper.",
        }

    def _begins(self, edition: Edition, *, holds: bool) -> str:
        return long_day(local_day(edition.in_force_at) if holds and edition.in_force_at else edition.in_force_from)
