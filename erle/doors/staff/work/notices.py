"""What a worker was told: a reference and a sentence each, to be read and put away, one, some or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from erle.doors.staff.bulk.choosing import Choosing, counted
from erle.doors.staff.bulk.undo import Done
from erle.doors.staff.routes import address
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.words import day_and_time
from erle.doors.staff.work.told import READ, Group, grouped, numbers_in, place_of
from erle.foundation.access.actions.mailing import wants_mail
from erle.foundation.access.actions.notices import read_every_notice, read_notices
from erle.foundation.access.queries import notices

SHOWN = 200
ONE, ALL = "read", "read_all"


class Notices(Choosing):
    """Everything unread, newest first; or what was put away lately."""

    template_name = "staff/notices.html"
    acts: ClassVar = {ONE: "I have read them", ALL: "I have read everything here"}
    without_choice = frozenset({ALL})

    def rows(self) -> dict[str, Any]:
        """Return the groups, and what "everything" means on this page."""
        earlier = self.request.GET.get("view") == "read"
        found = notices(self.worker, unread=not earlier)
        told = list(found.filter(read_at__isnull=False)[:SHOWN] if earlier else found[:SHOWN])
        return {
            "groups": [self._row(group) for group in grouped(told)],
            "earlier": earlier,
            "views": saved_views(self),
            "mail_url": address("notices_mail"),
            "mail_words": "Switch e-mail off"
            if wants_mail(self.worker)
            else "Get an e-mail when there is something new",
            "up_to": max((notice.pk for notice in told), default=0),
        }

    def _row(self, group: Group) -> dict[str, Any]:
        newest = group.newest
        return {
            "key": group.key,
            "title": group.title,
            "words": newest.words,
            "about": newest.about,
            "url": place_of(newest.about, kind=newest.kind),
            "when": day_and_time(newest.told_at, self.today),
            "before": [
                {"words": notice.words, "when": day_and_time(notice.told_at, self.today)} for notice in group.earlier
            ],
        }

    def do(self, key: str, chosen: Sequence[str]) -> Done:
        """Put them away."""
        if key == ALL:
            [up_to] = numbers_in([self.request.POST.get("up_to", "")])[:1] or [0]
            read = read_every_notice(up_to=up_to, by=self.worker, at=self.now)
        else:
            read = read_notices(numbers=numbers_in(chosen), by=self.worker, at=self.now)
        words = counted(read, "notice is put away", "notices are put away")
        return Done(words, READ, [self.now.isoformat()] if read else [])
