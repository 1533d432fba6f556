"""How long reports wait for the desk, by agency and for online reports: for those who can change it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.desk.asked import ON, address
from erle.doors.staff.page import Page
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.words import elapsed
from erle.foundation.agencies.rules import Ability
from erle.practice.desk.queries.times import Times as Measured
from erle.practice.desk.queries.times import waited

STRETCHES = {"7": "Last 7 days", "28": "Last 28 days", "91": "Last 13 weeks"}
USUAL = "28"


class TimesPage(Page):
    """From report to seen, and from seen to acted on."""

    template_name = "staff/desk/times.html"
    needs = Ability.TRIAGE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them for a stretch of time."""
        days = request.GET.get("days", USUAL)
        days = days if days in STRETCHES else USUAL
        online = request.GET.get("online") == ON
        found = waited(since=self.now - timedelta(days=int(days)), online=online)
        here, kept = reverse("desk_times"), {"online": ON if online else ""}
        return self.show(
            {
                "stretches": [
                    {"label": label, "current": key == days, "url": address(here, {**kept, "days": key})}
                    for key, label in STRETCHES.items()
                ],
                "online": {"on": online, "url": address(here, {"days": days, "online": "" if online else ON})},
                "everything": _row(found.everything, "All agencies"),
                "views": saved_views(self),
                "rows": [_row(one, one.agency) for one in found.agencies],
            }
        )


def _row(times: Measured, agency: str) -> dict[str, Any]:
    return {
        "agency": agency,
        "number": times.number,
        "seen": _spoken(times.to_seen),
        "seen_slow": _spoken(times.to_seen_slow),
        "acted": _spoken(times.to_acted),
        "acted_slow": _spoken(times.to_acted_slow),
        "not_seen": times.not_seen,
        "not_acted": times.not_acted,
    }


def _spoken(span: timedelta | None) -> str:
    return elapsed(span) if span is not None else "None yet"
