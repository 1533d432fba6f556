"""Writing a version: its title, days and owners, and each section with the moments of work at which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff import drafts
from erle.doors.staff.fields import offer
from erle.doors.staff.page import FormPage, version_sent
from erle.doors.staff.protocols.one import AtProtocol
from erle.doors.staff.protocols.reading import version_url
from erle.doors.staff.protocols.sections import MOST_SECTIONS, FirstVersionForm, NextVersionForm, VersionForm, names_of
from erle.doors.staff.routes import address
from erle.foundation.agencies.queries import open_agencies
from erle.foundation.agencies.rules import Ability
from erle.foundation.protocols.actions import Written, propose_protocol, propose_version
from erle.foundation.protocols.queries import version_numbered
from erle.foundation.protocols.rules.kinds import Kind

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency

A_YEAR = timedelta(days=365)
TIME_TO_SIGN = timedelta(days=28)
BEGIN_WITH = 3
"""Sections that an empty form shows."""


class Writing(FormPage):
    """What writing the first and writing the next version share."""

    needs: ClassVar = Ability.WRITE_PROTOCOLS
    template_name = "staff/protocols/write.html"
    form_class: type[VersionForm]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Propose it; or show the form with one more section, with all that was typed."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        typed = drafts.typed_in(self.form_class, request.POST)
        form = self.make_form(initial=typed)
        form.sections = min(self._shown(request.POST) + 1, MOST_SECTIONS)
        return self.show(self.context(form))

    def make_form(self, *args: Any, **kwargs: Any) -> VersionForm:
        """Offer the agencies, and show the sections that were sent or that there are."""
        form = self.form_class(*args, **kwargs)
        self.agencies: list[Agency] = list(open_agencies())
        offer(form, "owners", [(agency.slug, agency.name) for agency in self.agencies])
        told: Mapping[str, Any] = form.data if form.is_bound else form.initial
        form.sections = max(self._shown(told), BEGIN_WITH)
        return form

    def _shown(self, told: Mapping[str, Any]) -> int:
        """Return the number of the last section that was sent, or that is begun with."""
        return max((place for place in range(1, MOST_SECTIONS + 1) if names_of(place)["text"] in told), default=0)

    def initial(self) -> dict[str, Any]:
        """Begin with what was typed before, or else with what stands."""
        return {} if drafts.draft_of(self.worker, self.route, self.about()) else self.beginning()

    def beginning(self) -> dict[str, Any]:
        """Return what the form begins with where nothing was typed."""
        begins = self.today + TIME_TO_SIGN
        return {"in_force_from": begins, "review_on": begins + A_YEAR}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what proposing means."""
        return {**super().context(form), "submit": "Propose it to the agencies"}

    def written(self, answers: dict[str, Any]) -> Written:
        """Return the version that was written."""
        owners = [agency for agency in self.agencies if agency.slug in answers["owners"]]
        told = {name: answers[name] for name in ("title", "purpose", "in_force_from", "review_on")}
        return Written(**told, news=answers.get("news", ""), sections=answers["sections"], owners=owners)


class NewProtocol(Writing):
    """Write the first version of a protocol."""

    form_class = FirstVersionForm

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what it is."""
        return {**super().context(form), "title": "Write a protocol", "cancel_url": address("protocols"), "version": 0}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Propose it."""
        kind = Kind(answers["kind"])
        version = propose_protocol(kind=kind, written=self.written(answers), by=self.worker, at=self.now)
        self.done("Proposed. It comes into force when every agency has signed, and its day has come.")
        return redirect(version_url(version.protocol.slug, version.number))


class NextVersion(AtProtocol, Writing):
    """Write the next version of a protocol, from the newest there is."""

    form_class = NextVersionForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load and show."""
        self.load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.load()
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the protocol's short name."""
        return self.protocol.slug

    def beginning(self) -> dict[str, Any]:
        """Begin with the newest version's words."""
        newest = version_numbered(self.protocol, self.editions[-1].number)
        told = {
            **super().beginning(),
            "title": newest.title,
            "purpose": newest.purpose,
            "owners": [owner.agency.slug for owner in newest.owners.all()],
        }
        for place, section in enumerate(newest.sections.all(), start=1):
            names = names_of(place)
            for part in ("key", "heading", "text", "moments"):
                told[names[part]] = getattr(section, part)
            told[names["place"]] = place
        return told

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say which version it is to be, and from which it is written."""
        newest = self.editions[-1].number
        sent = version_sent(self.request) if self.request.method == "POST" else newest
        return {
            **super().context(form),
            "title": f"Write version {newest + 1}",
            "cancel_url": self.url(),
            "version": sent,
            "newest": {"number": newest, "url": version_url(self.protocol.slug, newest)} if sent != newest else None,
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Propose it."""
        read, written = version_sent(self.request), self.written(answers)
        version = propose_version(protocol=self.protocol, read=read, written=written, by=self.worker, at=self.now)
        self.done(f"Version {version.number} is proposed. The agencies that own it have it before them now.")
        return redirect(version_url(self.protocol.slug, version.number))
