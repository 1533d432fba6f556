"""The episodes of a child: when missing or away, for how long, and what came of each return interview."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.page import Page
from erle.doors.staff.words import day, elapsed, line_time, spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import local_values
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.queries import child_called
from erle.practice.missing.actions import INTERVIEW_TITLES
from erle.practice.missing.queries import episodes_of
from erle.practice.missing.rules import EpisodeKind, InterviewStatus

if TYPE_CHECKING:
    from datetime import datetime

    from erle.practice.missing.models import Episode

KINDS = {EpisodeKind.MISSING: "Missing", EpisodeKind.AWAY: "Away from placement"}


class Missing(Page):
    """The page of a child's episodes."""

    template_name = "staff/missing.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show every episode, and write that it was opened."""
        person = self.found(child_called, reference)
        write_opening(person=person, purpose="Opened missing")
        episodes = list(episodes_of(person))
        first = named(person).first
        return self.show(
            {
                **banner(person, "child_missing", self.today),
                "heading": "Missing and away",
                "lede": self._lede(episodes, "This child" if first == "this child" else first),
                "rows": [self._row(episode) for episode in episodes],
            }
        )

    def _lede(self, episodes: list[Episode], first: str) -> str:
        missing = [one for one in episodes if one.kind == EpisodeKind.MISSING]
        if not missing:
            return f"{first} has not been reported missing, as far as you may see."
        values = local_values(self.today)
        days, most = values["repeat_missing_days"], values["repeat_missing_episodes"]
        lately = sum(one.left_at > self.now - timedelta(days=days) for one in missing)
        repeated = f" That is repeatedly: {most} or more." if lately >= most else ""
        longest = max((one.returned_at or self.now) - one.left_at for one in missing)
        return (
            f"{first} was reported missing {spell(len(missing), 'time', 'times')},"
            f" {lately} of them in the last {spell(days, 'day', 'days')}.{repeated} Longest: {elapsed(longest)}."
        )

    def _row(self, episode: Episode) -> dict[str, Any]:
        back = episode.returned_at
        steps = [
            {
                "title": INTERVIEW_TITLES[InterviewStatus(step.status)],
                "when": day(step.happened_at, self.today),
                "who": step.interviewer,
                "note": step.note,
            }
            for step in episode.interviews.all()
        ]
        may_record = Ability.RECORD_RETURN_INTERVIEW in self.abilities and back is not None
        return {
            "kind": KINDS[EpisodeKind(episode.kind)],
            "left": self._moment(episode.left_at, episode.left_precision),
            "returned": self._moment(back, episode.returned_precision) if back else "Not yet",
            "late": back is None,
            "lasted": elapsed((back or self.now) - episode.left_at),
            "agency": episode.agency.name,
            "steps": steps,
            "interview": "" if steps else "Not due before the return" if back is None else "Nothing recorded",
            "url": reverse("return_interview", args=[episode.reference]) if may_record else "",
        }

    def _moment(self, at: datetime, precision: str) -> str:
        spoken, time = day(at, self.today), line_time(at, precision)
        return f"{spoken}, {time}" if time else spoken
