"""Shared by me: what she handed in, how far it has come, and what she decided not to share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.own_reports.standing import standing_of
from erle.doors.staff.page import Page
from erle.doors.staff.words import day_and_time
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.queries import reports_of
from erle.practice.desk.queries.referrer import heard_of

if TYPE_CHECKING:
    from erle.knowledge.records.models import Report
    from erle.practice.desk.queries.referrer import Heard

PAGE = 50


class SharedByMe(Page):
    """The list."""

    template_name = "staff/shared/list.html"
    needs = Ability.HAND_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the newest; older ones on the pages after."""
        page = request.GET.get("page", "1")
        number = max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        first = (number - 1) * PAGE
        reports = list(reports_of(self.worker)[first : first + PAGE + 1])
        shown = reports[:PAGE]
        heard = heard_of(shown)
        things = [(report.reference, report.circle_id) for report in shown]
        ledger.write_each(Act.LISTED, things=things, purpose="Shared by me")
        here = reverse("handed_in")
        return self.show(
            {
                "rows": [self._row(report, heard.get(report.pk)) for report in shown],
                "older_url": f"{here}?page={number + 1}" if len(reports) > PAGE else "",
                "newer_url": f"{here}?page={number - 1}" if number > 1 else "",
            }
        )

    def _row(self, report: Report, heard: Heard | None) -> dict[str, Any]:
        standing = standing_of(report, heard, now=self.now, today=self.today)
        return {
            "url": reverse("handed_in_report", args=[report.reference]),
            "reference": report.reference,
            "title": report.said.get("title", ""),
            "about": report.said.get("about", ""),
            "when": day_and_time(report.recorded_at, self.today),
            "standing": standing,
        }
