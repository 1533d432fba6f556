"""The children whose circle a worker is in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from erle.doors.staff.children.banner import facts, named
from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.words import spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_listing

if TYPE_CHECKING:
    from erle.knowledge.records.models import Person

ON_A_PAGE = 50


class Children(Page):
    """The list, page by page."""

    template_name = "staff/children.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the list, and write whom it named."""
        own = records.own_children()
        pages = Paginator(range(own.count), ON_A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        people = own.some(max(page.start_index() - 1, 0), ON_A_PAGE)
        write_listing(people=people, purpose="Children")
        here = address("children")
        return self.show(
            {
                "heading": "Children",
                "lede": f"{spell(pages.count, 'child', 'children')} whose record you may see. No other is counted.",
                "rows": rows(people, self),
                "previous_url": f"{here}?page={page.number - 1}" if page.has_previous() else "",
                "next_url": f"{here}?page={page.number + 1}" if page.has_next() else "",
                "place": f"Page {page.number:,} of {pages.num_pages:,}",
            }
        )


def rows(people: list[Person], page: Page) -> list[dict[str, Any]]:
    """Return the children as the list shows them."""
    return [
        {**vars(named(person)), "facts": ", ".join(facts(person, page.today)), "seen_by": seen_by(sealed=person.sealed)}
        for person in people
    ]


@cache
def seen_by(*, sealed: bool) -> SafeString:
    """Return the lock that says who can see a child, made once: a list shows fifty."""
    words = "Sealed: named people only" if sealed else "The child’s circle"
    return render_to_string("parts/lock.html", {"words": words, "narrow": sealed})
