"""A child's page: own words first, then what matters now, then the newest lines, the week, and the people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page

from erle.doors.staff.children.acts import ACT_WORDS
from erle.doors.staff.children.around import around
from erle.doors.staff.children.banner import banner, why_words
from erle.doors.staff.children.missing import spells_of
from erle.doors.staff.chronology.asked import RECENT_WEEKS, Asked
from erle.doors.staff.chronology.listing import SUMMARY_LEAST, newest
from erle.doors.staff.fields import in_a_sentence
from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.week.panel import everyday
from erle.doors.staff.week.pattern import Away
from erle.doors.staff.words import LONDON, counted, day, day_and_time, elapsed, long_day, spell
from erle.foundation.access.queries import Looked, Member, members
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import local_values, running_in
from erle.foundation.clocks.rules import standing
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.moments import start_of
from erle.knowledge.linkage.things.as_one import portrait_as_one
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_opening
from erle.practice.missing.rules import Spell
from erle.practice.missing.rules.interviewing import REVIEW_AFTER

if TYPE_CHECKING:
    from erle.knowledge.records.models import Person

LOOKED = ("opened", "broke_glass", "reported_missing", "asked", "refused", "exported")
LOOKED_LINES = 5
RECENT = Asked(weeks=RECENT_WEEKS)


@method_decorator(gzip_page, name="dispatch")
class Child(Page):
    """The page of one child."""

    template_name = "staff/child.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show the child, and write that the page was opened."""
        portrait = self.found(lambda asked: portrait_as_one(asked, acts=LOOKED, looks=LOOKED_LINES), reference)
        person = portrait.person
        write_opening(person=person, purpose="Opened summary and chronology")
        circle = members(person.circle)
        gone = spells_of(portrait)
        since = start_of(self.today - timedelta(weeks=RECENT_WEEKS))
        lines = records.newest_lines(person, since, least=SUMMARY_LEAST)
        return self.show(
            {
                **banner(person, "child", self.today),
                "own_words": self._own_words(portrait),
                "clocks": self._clocks(person),
                "missing": self._missing(gone),
                "repeated": self._repeated(gone),
                "patterns_url": address("child_patterns", reference),
                "chronology": newest(portrait, lines, RECENT, today=self.today),
                "week": self._week(portrait, gone, lines),
                "around": around(portrait, today=self.today),
                "circle": self._circle(circle),
                "looked": self._looked(portrait.looked),
                "why": why_words(circle, circle_of=person, worker=self.worker, now=self.now),
                "access_url": address("child_access", reference),
                "network_url": address("child_network", reference),
            }
        )

    def _own_words(self, portrait: records.Portrait) -> dict[str, Any] | None:
        if not portrait.said:
            return {"said": "", "wishes": portrait.wishes} if portrait.wishes else None
        newest, on = portrait.said[0], portrait.said[0].at.astimezone(LONDON).date()
        asked = (self.today - on).days
        setting = f", {newest.setting}" if newest.setting else ""
        return {
            "said": newest.words,
            "wishes": newest.wishes or portrait.wishes,
            "how": f"Said to {newest.to}{setting}, {long_day(on)}.",
            "asked": "Last asked today." if asked == 0 else f"Last asked {spell(asked, 'day', 'days')} ago.",
            "again": f"Ask again by {day(newest.ask_again_on, self.today)}.",
            "late": newest.ask_again_on < self.today,
            "earlier": [{"said": words.words, "when": day(words.at, self.today)} for words in portrait.said[1:]],
        }

    def _clocks(self, person: Person) -> list[dict[str, Any]]:
        rows = []
        for clock in running_in(person.circle):
            law = Clock.from_data(clock.rule)
            owed_by = clock.owed_by_worker or f"{clock.owed_by_role}, {clock.owed_by_agency}"
            rows.append(
                {
                    "standing": standing(clock.due_at, self.now),
                    "title": clock.title,
                    "rule": counted(law.limit.words(), law.starts_at, law.cited),
                    "note": clock.note,
                    "owed_by": f"Owed by {owed_by}.",
                    "act": self._act(clock.key, clock.about),
                }
            )
        return rows

    def _act(self, key: str, about: str) -> dict[str, str] | None:
        if key == REVIEW_AFTER and Ability.HAND_IN in self.abilities:
            return {"label": "Look at risk and plan", "url": address("episode_review", about)}
        if key != "return_interview" or Ability.RECORD_RETURN_INTERVIEW not in self.abilities:
            return None
        return {"label": "Record offer or interview", "url": address("return_interview", about)}

    def _missing(self, gone: list[Spell]) -> dict[str, str]:
        if not gone:
            return {"kind": "plain", "words": "No episode on record", "since": ""}
        last = gone[-1]
        if last.returned is None:
            since = in_a_sentence(day_and_time(last.left.at, self.today))
            lasting = elapsed(self.now - last.left.at)
            return {"kind": "late", "words": "Missing now", "since": f"since {since}, {lasting}"}
        return {"kind": "done", "words": "Not missing", "since": f"since {day(last.returned.at, self.today)}"}

    def _repeated(self, gone: list[Spell]) -> str:
        """Say how often the child was missing lately, where that is more than once; a rule of the partnership's."""
        if len(gone) < 2:
            return ""
        values = local_values(self.today)
        days, most = values["repeat_missing_days"], values["repeat_missing_episodes"]
        lately = sum(one.left.at > self.now - timedelta(days=days) for one in gone)
        often = ": repeatedly" if lately >= most else ""
        return f"Missing {spell(lately, 'time', 'times')} in {spell(days, 'day', 'days')}{often}."

    def _week(self, portrait: records.Portrait, gone: list[Spell], lines: list[dict[str, Any]]) -> dict[str, Any]:
        away = [Away(one.left.at, one.returned.at if one.returned else None) for one in gone]
        unknown = [Away(one.left_at, one.left_at) if one.returned_at is None else one for one in away[:-1]]
        return everyday(weeks=portrait.weeks, away=[*unknown, *away[-1:]], lines=lines, over=RECENT_WEEKS, now=self.now)

    def _circle(self, circle: list[Member]) -> dict[str, Any]:
        by_agency: dict[str, list[str]] = {}
        for member in circle:
            names = by_agency.setdefault(member.agency, [])
            if member.is_person and member.name not in names and member.starts_at <= self.now:
                names.append(member.name)
        people = {name for names in by_agency.values() for name in names}
        rows = [{"agency": agency, "people": ", ".join(names)} for agency, names in sorted(by_agency.items()) if names]
        return {"heading": spell(len(people), "person", "people"), "rows": rows}

    def _looked(self, looked: list[Looked]) -> list[dict[str, str]]:
        return [
            {
                "who": "You" if line.worker_id == self.worker.pk else f"{line.name}, {line.agency}",
                "when": day_and_time(line.at, self.today),
                "what": "" if line.act == "opened" else ACT_WORDS.get(line.act, line.act),
            }
            for line in looked
        ]
