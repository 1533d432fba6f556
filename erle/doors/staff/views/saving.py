"""Keeping, finding and throwing away a worker's views. Each runs while she acts, so she finds none but hers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from erle.doors.staff.models import SavedView
from erle.foundation.database.prepared import Prepared
from erle.foundation.database.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from erle.doors.staff.page import Page
    from erle.foundation.agencies.models import Worker

MOST_VIEWS, LONGEST_QUERY, MOST_PAIRS = 50, 500, 40
PLACES_ON_A_PAGE = frozenset({"before", "after", "page", "from_line", "done"})
"""What an address says of where one is on a page, and of what was just done there, which no view keeps."""


class NotSaved(Refused):
    """This cannot be kept as a view."""


@dataclass(frozen=True)
class Here:
    """A page with its filters, as an address has them."""

    route: str
    path: str
    query: str


def here(address: str) -> Here | None:
    """Return the page that the address is of, or nothing where there is none such here."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return Here(match.view_name, parts.path, kept(parts.query)) if match.view_name else None


def kept(query: str) -> str:
    """Return the filters of an address, without the place on the page."""
    pairs = [pair for pair in parse_qsl(query) if pair[0] not in PLACES_ON_A_PAGE]
    return urlencode(pairs[:MOST_PAIRS])


def keep(*, name: str, at_page: Here, by: Worker, at: datetime) -> SavedView:
    """Keep a page's filters under a name; the same name on the same page again is the view changed."""
    if len(at_page.query) > LONGEST_QUERY:
        raise NotSaved("These are too many filters for one view. Take some off.")
    named = SavedView.objects.filter(worker=by, route=at_page.route, name=name)
    if not named.exists() and SavedView.objects.filter(worker=by).count() >= MOST_VIEWS:
        raise NotSaved("You have too many views. Throw away some of them.")
    view = SavedView(worker=by, name=name, route=at_page.route, query=at_page.query, saved_at=at)
    SavedView.objects.bulk_create(
        [view], update_conflicts=True, unique_fields=["worker", "route", "name"], update_fields=["query", "saved_at"]
    )
    return view


def views_of(worker: Worker) -> QuerySet[SavedView]:
    """Return the worker's views of every page."""
    return SavedView.objects.filter(worker=worker).order_by("route", "name")


def _of_the_page(worker: int, route: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(worker_id=worker, route=route).order_by("name")


_OF_THE_PAGE = Prepared(_of_the_page, int, str)


def throw_away(*, number: int, by: Worker) -> bool:
    """Throw a view away; say whether there was one."""
    deleted, _ = SavedView.objects.filter(worker=by, pk=number).delete()
    return bool(deleted)


def address_of(view: SavedView) -> str:
    """Return where a view leads, or nothing where its page is about one thing and opened from there."""
    try:
        path = reverse(view.route)
    except NoReverseMatch:
        return ""
    return f"{path}?{view.query}" if view.query else path


def saved_views(page: Page) -> dict[str, Any]:
    """Return what `parts/saved_views.html` shows on a page: the worker's views of it, and what saving would keep."""
    request = page.request
    now = kept(request.META.get("QUERY_STRING", ""))
    return {
        "rows": [
            {
                "label": view.name,
                "url": f"{request.path}?{view.query}" if view.query else request.path,
                "current": view.query == now,
            }
            for view in _OF_THE_PAGE.objects(page.worker.pk, page.route)
        ],
        "here": f"{request.path}?{now}" if now else request.path,
        "may_save": bool(now),
    }
