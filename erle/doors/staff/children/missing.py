"""The times a child was missing, as all agencies tell of them, and what came of each return interview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.page import Page
from erle.doors.staff.words import day, elapsed, line_time, spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import local_values
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.missing.queries import episodes_of
from erle.practice.missing.queries.standing import plans_of
from erle.practice.missing.rules import (
    INTERVIEW_TITLES,
    TOLD_TOGETHER,
    EpisodeKind,
    InterviewStatus,
    Moment,
    Spell,
    spells,
)

if TYPE_CHECKING:
    from erle.practice.missing.models import Episode

KINDS = {EpisodeKind.MISSING: "Missing", EpisodeKind.AWAY: "Away from placement"}


def spells_of(portrait: records.Portrait) -> list[Spell]:
    """Return the times missing that the lines tell of, whichever agency wrote them, the oldest first."""
    told = (one for one in portrait.gone if one.kind != EntryKind.RETURN_INTERVIEW)
    return spells((one.kind == EntryKind.MISSING, Moment(one.at, Precision(one.precision))) for one in told)


class Missing(Page):
    """The page of a child's episodes."""

    template_name = "staff/missing.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show every episode, and write that it was opened."""
        portrait = self.found(lambda asked: records.portrait(asked, lists=("gone",)), reference)
        person, gone = portrait.person, spells_of(portrait)
        write_opening(person=person, purpose="Opened missing")
        episodes = list(episodes_of(person))
        first = named(person).first
        rows = [self._spell(one, portrait, episodes) for one in gone]
        rows += [self._away(episode) for episode in episodes if episode.kind == EpisodeKind.AWAY]
        return self.show(
            {
                **banner(person, "child_missing", self.today),
                "heading": "Missing and away",
                "lede": self._lede(gone, "This child" if first == "this child" else first),
                "rows": sorted(rows, key=lambda row: row["at"], reverse=True),
                "report_url": reverse("child_report_missing", args=[reference]),
                "plan_url": reverse("child_plan", args=[reference]),
                "patterns_url": reverse("child_patterns", args=[reference]) if gone else "",
                "has_plan": plans_of(person).exists(),
                "can_write": Ability.HAND_IN in self.abilities,
            }
        )

    def _lede(self, gone: Sequence[Spell], first: str) -> str:
        if not gone:
            return f"{first} has not been reported missing, as far as you may see."
        values = local_values(self.today)
        days, most = values["repeat_missing_days"], values["repeat_missing_episodes"]
        lately = sum(one.left.at > self.now - timedelta(days=days) for one in gone)
        repeated = f" That is repeatedly: {most} or more." if lately >= most else ""
        ended = [one.returned.at - one.left.at for one in gone if one.returned]
        longest = f" Longest: {elapsed(max(ended))}." if ended else ""
        return (
            f"{first} was reported missing {spell(len(gone), 'time', 'times')},"
            f" {lately} of them in the last {spell(days, 'day', 'days')}.{repeated}{longest}"
        )

    def _spell(self, one: Spell, portrait: records.Portrait, episodes: Iterable[Episode]) -> dict[str, Any]:
        same = (
            episode
            for episode in episodes
            if episode.kind == EpisodeKind.MISSING and abs(episode.left_at - one.left.at) <= TOLD_TOGETHER
        )
        episode = next(same, None)
        agencies = {line.agency for line in portrait.gone if line.at == one.left.at}
        row = self._row(one.left, one.returned, "Missing", ", ".join(sorted(agencies)))
        steps = self._steps(episode) if episode else []
        return {**row, "steps": steps or self._told(one, portrait), **self._urls(episode)}

    def _away(self, episode: Episode) -> dict[str, Any]:
        left = Moment(episode.left_at, Precision(episode.left_precision))
        back = Moment(episode.returned_at, Precision(episode.returned_precision)) if episode.returned_at else None
        row = self._row(left, back, KINDS[EpisodeKind.AWAY], episode.agency.name)
        return {**row, "steps": self._steps(episode), **self._urls(episode)}

    def _row(self, left: Moment, back: Moment | None, kind: str, agency: str) -> dict[str, Any]:
        return {
            "at": left.at,
            "kind": kind,
            "left": self._moment(left),
            "returned": self._moment(back) if back else "No return is told of",
            "late": back is None,
            "lasted": elapsed(back.at - left.at) if back else "",
            "agency": agency,
        }

    def _steps(self, episode: Episode) -> list[dict[str, str]]:
        return [
            {
                "title": INTERVIEW_TITLES[InterviewStatus(step.status)],
                "when": day(step.happened_at, self.today),
                "who": step.interviewer,
                "note": step.note,
            }
            for step in episode.interviews.all()
        ]

    def _told(self, one: Spell, portrait: records.Portrait) -> list[dict[str, str]]:
        """Return the talks that lines tell of between this return and the next time missing."""
        if one.returned is None:
            return []
        later = [line.at for line in portrait.gone if line.kind == EntryKind.MISSING and line.at > one.returned.at]
        return [
            {"title": line.title, "when": day(line.at, self.today), "who": line.source or line.agency, "note": ""}
            for line in portrait.gone
            if line.kind == EntryKind.RETURN_INTERVIEW
            and line.at >= one.returned.at
            and (not later or line.at < min(later))
        ]

    def _urls(self, episode: Episode | None) -> dict[str, str]:
        if episode is None:
            return {"url": "", "open": ""}
        record = episode.returned_at is not None and Ability.RECORD_RETURN_INTERVIEW in self.abilities
        return {
            "url": reverse("return_interview", args=[episode.reference]) if record else "",
            "open": reverse("episode", args=[episode.reference]),
        }

    def _moment(self, moment: Moment) -> str:
        spoken, time = day(moment.at, self.today), line_time(moment.at, moment.precision)
        return f"{spoken}, {time}" if time else spoken
