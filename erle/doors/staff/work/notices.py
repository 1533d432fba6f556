"""What a worker was told: a reference and a sentence each, to be read and put away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.page import Page
from erle.doors.staff.words import day_and_time
from erle.doors.staff.work.my_work import NOTICES, notice_url
from erle.foundation.access.actions.emergencies import read_notice
from erle.foundation.access.queries import notices

SHOWN = 100


class Notices(Page):
    """Everything unread, newest first."""

    template_name = "staff/notices.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        rows = [
            {
                "number": notice.pk,
                "title": NOTICES.get(notice.kind, notice.kind),
                "words": notice.words,
                "about": notice.about,
                "url": notice_url(notice),
                "when": day_and_time(notice.told_at, self.today),
            }
            for notice in notices(self.worker)[:SHOWN]
        ]
        return self.show({"rows": rows})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put one away; another worker's notice is not found, and nothing happens."""
        number = request.POST.get("number", "")
        for notice in notices(self.worker).filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0):
            read_notice(notice=notice, at=self.now)
        return redirect("notices")
