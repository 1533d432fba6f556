"""Opening an agency, and the page of one: its workers and their posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.words import day, until
from erle.foundation.agencies.actions import open_agency
from erle.foundation.agencies.queries import agency_called, open_agencies, people_of
from erle.foundation.agencies.rules import Ability, AgencyKind, Regime
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Post, Worker

KINDS = {
    AgencyKind.CHILDRENS_SERVICES: "Children’s services",
    AgencyKind.POLICE: "Police",
    AgencyKind.HEALTH: "Health",
    AgencyKind.SCHOOL: "School or college",
    AgencyKind.EDUCATION_SERVICE: "Education service",
    AgencyKind.YOUTH_JUSTICE: "Youth justice",
    AgencyKind.HOUSING: "Housing",
    AgencyKind.LICENSING: "Licensing",
    AgencyKind.CHARITY: "Charity",
    AgencyKind.ADVOCACY: "Advocacy",
    AgencyKind.PLACEMENT_PROVIDER: "Placement provider",
    AgencyKind.PARTNERSHIP: "The partnership itself",
    AgencyKind.OTHER: "Other",
}
REGIMES = {Regime.UK_GDPR: "UK GDPR", Regime.LAW_ENFORCEMENT: "Law enforcement (Data Protection Act 2018, part 3)"}


class AgencyForm(forms.Form):
    """What an agency is."""

    name = forms.CharField(label="Name", max_length=120)
    slug = forms.SlugField(
        label="Short name",
        help_text="Small letters and hyphens; the import command names the agency by it.",
        max_length=60,
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Choose the kind"), *((kind.value, words) for kind, words in KINDS.items())]
    )
    regime = forms.ChoiceField(
        label="Data-protection law", choices=[(regime.value, words) for regime, words in REGIMES.items()]
    )
    phone = forms.CharField(label="Number to ring about a child, by day", max_length=30)
    night_phone = forms.CharField(label="Number out of hours", max_length=30, required=False)


class NewAgency(FormPage):
    """Open an agency."""

    needs = Ability.MANAGE_AGENCIES
    form_class = AgencyForm

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Name the page."""
        return {
            **super().context(form),
            "title": "Open an agency",
            "submit": "Open",
            "cancel_url": reverse("administration"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Open it."""
        agency = open_agency(**answers, at=self.now)
        ledger.write(Act.ADMINISTERED, about=agency.slug[:12], purpose="Opened an agency")
        self.done(f"{agency.name} is open.")
        return redirect("administration_agency", agency.slug)


class AgencyPage(Page):
    """One agency."""

    template_name = "staff/administration/agency.html"
    needs = Ability.MANAGE_WORKERS

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show its workers and what posts they hold."""
        agency = self.found(agency_called, slug)
        return self.show(
            {
                "agency": {
                    "name": agency.name,
                    "kind": KINDS[AgencyKind(agency.kind)],
                    "phone": agency.phone,
                    "night_phone": agency.night_phone,
                    "regime": REGIMES[Regime(agency.regime)],
                },
                "workers": [self._worker(worker) for worker in people_of(agency)],
                "new_worker_url": reverse("administration_new_worker", args=[slug]),
                "back_url": reverse("administration"),
            }
        )

    def _worker(self, worker: Worker) -> dict[str, Any]:
        held = [post for post in worker.posts.all() if post.ends_at > self.now]
        return {
            "name": worker.name,
            "email": worker.email,
            "left": worker.left_on is not None,
            "url": reverse("administration_worker", args=[worker.reference]),
            "posts": ", ".join(post.role.name for post in held) or "No post now",
        }


def post_row(post: Post, page: Page) -> dict[str, Any]:
    """Return a post as the pages show it."""
    return {
        "role": post.role.name,
        "agency": post.agency.name,
        "from": day(post.starts_at, page.today),
        "until": "No end set" if post.ends_at.year >= 9999 else until(post.ends_at, page.today),
        "over": post.ends_at <= page.now,
        "end_url": reverse("administration_end_post", args=[post.worker.reference, post.pk])
        if post.ends_at > page.now
        else "",
    }


def choices_of_agencies() -> list[tuple[str, str]]:
    """Return the open agencies as choices."""
    return [(agency.slug, agency.name) for agency in open_agencies()]
