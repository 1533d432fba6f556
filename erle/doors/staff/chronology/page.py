"""The chronology of a child, whole, with its filters in the address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page

from erle.doors.staff.children.banner import banner
from erle.doors.staff.chronology.asked import Asked
from erle.doors.staff.chronology.listing import LISTS, listing
from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.views.saving import saved_views
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.things.as_one import portrait_as_one
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_opening


@method_decorator(gzip_page, name="dispatch")
class Chronology(Page):
    """The chronology's page."""

    template_name = "staff/chronology.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show a page of lines, and write that it was opened."""
        portrait = self.found(lambda asked: portrait_as_one(asked, lists=LISTS), reference)
        write_opening(person=portrait.person, purpose="Opened chronology")
        return self.show(self.context(portrait, Asked.of(request.GET)))

    def context(self, portrait: records.Portrait, asked: Asked) -> dict[str, Any]:
        """Return what the template shows."""
        share_url = asked.url(address("onwards", portrait.person.reference))
        copy_url = asked.url(address("child_copy", portrait.person.reference))
        return {
            **banner(portrait.person, "child_chronology", self.today),
            "chronology": listing(portrait, asked, today=self.today),
            "views": saved_views(self),
            "extra": [
                *([{"label": "Share onwards", "url": share_url}] if Ability.SHARE in self.abilities else []),
                {"label": "Print or PDF", "url": copy_url},
            ],
        }
