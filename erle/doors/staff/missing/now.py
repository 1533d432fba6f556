"""Who is missing now: the board of the police's missing team and the desk, which tells by itself what has changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from erle.doors.staff.children.banner import named
from erle.doors.staff.missing import rows
from erle.doors.staff.page import Page
from erle.doors.staff.words import clock_time, spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.actions.looking import write_listing
from erle.practice.missing.queries.now import board, found_since, interviews_due, last_steps, signature
from erle.practice.missing.queries.standing import State
from erle.practice.missing.queries.together import same_child

EVERY = 30
"""Seconds between two looks of a page that stays open."""
OVERLAP = timedelta(seconds=10)
"""What was written this long before the board was read may have been committed after it."""
MOST_NAMED = 5


class Board(Page):
    """What the page and its own look for news share."""

    needs = Ability.READ_RECORDS

    def tag(self, word: str) -> str:
        """Return the answer's tag: of what this worker may see, and worth nothing to anybody else."""
        return f'"{salted_hmac("erle.missing.now", f"{self.worker.pk}|{word}", algorithm="sha256").hexdigest()[:32]}"'

    def changes_url(self, since: datetime, tag: str) -> str:
        """Return where the page looks for what changed since it was read, beside what the worker has before her."""
        told = {"since": since.isoformat(), "tag": tag.strip('"')}
        return f"{reverse('missing_changes')}?{urlencode(told)}"

    def rows(self, states: list[State], among: list[State]) -> list[dict[str, Any]]:
        """Return the rows of these episodes; those of one child are told among all."""
        same = same_child([state.episode for state in among])
        return [
            rows.row(state, worker=self.worker, now=self.now, today=self.today, same=same.get(state.episode.pk, ()))
            for state in states
        ]


class MissingNow(Board):
    """Every open episode of the circles she is in, the highest risk first, and the return interviews owed."""

    template_name = "staff/missing/now.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the board, and write whom it named."""
        word, states = signature(self.now), board()
        shown = self.rows(states, states)
        interviews = self._interviews()
        people = [state.episode.person for state in states] + [episode.person for _, episode in self._due]
        write_listing(people=list({person.pk: person for person in people}.values()), purpose="Missing now")
        waiting = [note for one in shown for note in one["notes"]]
        return self.show(
            {
                "rows": shown,
                "lede": self._lede(shown),
                "notes": waiting,
                "mine_only": all(note["mine"] for note in waiting),
                "interviews": interviews,
                "more_interviews": self._owed - len(interviews),
                "can_hold": Ability.HOLD_MISSING in self.abilities,
                "can_decide": Ability.SHARE in self.abilities,
                "can_report": Ability.HAND_IN in self.abilities,
                "sees_figures": Ability.SEE_FIGURES in self.abilities,
                "read_at": clock_time(self.now),
                "every": EVERY,
                "changes_url": self.changes_url(self.now, self.tag(word)),
            }
        )

    def _interviews(self) -> list[dict[str, Any]]:
        self._due, self._owed = interviews_due()
        steps = last_steps([episode for _, episode in self._due])
        can_record = Ability.RECORD_RETURN_INTERVIEW in self.abilities
        return [
            rows.interview(clock, episode, steps.get(episode.pk), now=self.now, today=self.today, can_record=can_record)
            for clock, episode in self._due
        ]

    def _lede(self, shown: list[dict[str, Any]]) -> str:
        if not shown:
            return "No child whose record you may see is missing."
        nobody = sum(not one["holder"] for one in shown)
        parts = [spell(len(shown), "open episode", "open episodes")]
        parts += [f"{nobody:,} that nobody holds"] if nobody else []
        return f"{', '.join(parts)}. {spell(self._owed, 'return interview', 'return interviews')} due."


class Changes(Board):
    """What has changed since the board was read: nothing (304), or rows that changed and how many are new."""

    template_name = "staff/missing/changes.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer that nothing changed, and write nothing; or show what did, and write whom it named."""
        tag = self.tag(signature(self.now))
        if tag in (request.headers.get("If-None-Match", ""), f'"{request.GET.get("tag", "")}"'):
            unchanged = HttpResponseNotModified()
            unchanged.headers["ETag"] = tag
            return unchanged
        read_at = self._since()
        answer = render(request, self.template_name, self._changed(read_at, tag))
        answer.headers["ETag"] = tag
        return answer

    def _changed(self, read_at: datetime, tag: str) -> dict[str, Any]:
        """Return what changed since the board was read, and write whom it names."""
        since, states = read_at - OVERLAP, board()
        changed = [state for state in states if state.episode.recorded_at > since or rows.changed_words(state, since)]
        found = found_since(since)
        people = [state.episode.person for state in changed] + [episode.person for episode in found]
        write_listing(people=people, purpose="Missing now, what changed")
        words = [f"{named(episode.person).name}: back" for episode in found]
        words += [self._named(state, read_at) for state in changed]
        return {
            "rows": self.rows([state for state in changed if state.episode.recorded_at <= read_at], states),
            "fresh": sum(state.episode.recorded_at > read_at for state in changed),
            "named": words[:MOST_NAMED],
            "more": max(0, len(words) - MOST_NAMED),
            "changed": True,
            "changes_url": self.changes_url(read_at, tag),
            "every": EVERY,
            "read_at": clock_time(self.now),
            "now_url": reverse("missing_now"),
            "can_hold": Ability.HOLD_MISSING in self.abilities,
        }

    def _since(self) -> datetime:
        """Return when the board was read; the beginning of the day before, where the address says nothing usable."""
        long_ago = self.now - timedelta(days=1)
        try:
            since = datetime.fromisoformat(self.request.GET.get("since", ""))
        except ValueError:
            return long_ago
        return max(since.astimezone(UTC), long_ago) if since.tzinfo else long_ago

    def _named(self, state: State, read_at: datetime) -> str:
        words = rows.changed_words(state, read_at - OVERLAP)
        what = "new" if state.episode.recorded_at > read_at else ", ".join(words)
        return f"{named(state.episode.person).name}: {what}"
