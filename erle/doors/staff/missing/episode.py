"""One episode, joined by every agency of the child's circle: how it stands, what is to be done, who was told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.missing import rows
from erle.doors.staff.missing.plan import PARTS
from erle.doors.staff.missing.saying import care, said, who
from erle.doors.staff.missing.sitting import AtEpisode
from erle.doors.staff.protocols.reading import governed_by
from erle.doors.staff.words import day, day_and_time, elapsed, grade, in_midst
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import running_about
from erle.foundation.protocols.rules.kinds import MISSING
from erle.knowledge.records.actions.looking import write_opening
from erle.practice.missing.queries import episodes_of
from erle.practice.missing.queries.interviewed import briefed
from erle.practice.missing.queries.linked import linked_to
from erle.practice.missing.queries.standing import plans_of
from erle.practice.missing.rules import EpisodeKind
from erle.practice.missing.rules.codes import FOUND_BY, HARM, LINKED, WHOM, What
from erle.practice.missing.rules.scale import scale_called
from erle.practice.missing.rules.times import gone_for


class EpisodePage(AtEpisode):
    """The page of one episode."""

    template_name = "staff/missing/episode.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and write that it was opened."""
        self.load()
        person, state = self.episode.person, self.state
        write_opening(person=person, purpose="Opened missing episode")
        newest = list(reversed(state.turns))
        return self.show(
            {
                **banner(person, "child_missing", self.today),
                "episode": self.episode,
                "version": state.version,
                "head": self._head(),
                "risk": self._risk(),
                "next": [self._action(turn) for turn in state.to_do],
                "done": [self._done(turn) for turn in reversed(state.all_of(What.ACTION)) if turn.pk in state.ended],
                "told": [self._told(turn) for turn in state.told.values()],
                "not_told": [(WHOM[code], code) for code in state.not_told],
                "seen": [said(turn, self.today) for turn in newest if turn.what in (What.SEEN, What.LOCATED)],
                "reports": [said(turn, self.today) for turn in state.all_of(What.REPORTED)],
                "care": [line for line in care(state.care) if line] if state.care else [],
                "care_when": said(state.care, self.today)["meta"] if state.care else "",
                "plan": self._plan(),
                "plan_url": reverse("child_plan", args=[person.reference]),
                "linked": self._linked(),
                "notes": rows.notes(state, self.today, self.now, self.worker),
                "protocols": self._protocols(),
                "found": self._found(),
                "prevention": [said(turn, self.today) for turn in state.all_of(What.PREVENTION)],
                "history": [said(turn, self.today) for turn in newest],
                **self._may(),
            }
        )

    def _head(self) -> dict[str, Any]:
        episode, state = self.episode, self.state
        back = episode.returned_at
        holder = state.holder.worker if state.holder else None
        lasted = gone_for(episode.left_at, back or self.now)
        adult = rows.adult(state, back or self.now)
        return {
            "kind": "Away from placement" if episode.kind == EpisodeKind.AWAY else "Missing",
            "since": in_midst(episode.left_at, self.today),
            "lasted": elapsed(lasted),
            "back": in_midst(back, self.today) if back else "",
            "risk": rows.risk(state),
            "holder": f"{holder.name}, {holder.agency.name}" if holder else "",
            "mine": holder is not None and holder.pk == self.worker.pk,
            "located": said(state.located, self.today) if state.located else None,
            "adult": day(adult, self.today) if adult else "",
            "overlaps": self._overlaps(),
            "first": named(episode.person).first,
        }

    def _overlaps(self) -> list[dict[str, str]]:
        """Return other episodes of the child that were told of the same time: both stand, to be compared."""
        mine, found = self.episode, []
        for other in episodes_of(mine.person):
            ends, my_end = other.returned_at or self.now, mine.returned_at or self.now
            if other.pk != mine.pk and other.left_at < my_end and mine.left_at < ends:
                found.append(
                    {
                        "url": reverse("episode", args=[other.reference]),
                        "words": f"{day_and_time(other.left_at, self.today)} to "
                        + (day_and_time(other.returned_at, self.today) if other.returned_at else "now"),
                    }
                )
        return found

    def _risk(self) -> dict[str, Any]:
        risk = self.state.risk
        if risk is None:
            return {"words": "", "history": []}
        scale = scale_called(risk.scale)
        return {
            **said(risk, self.today),
            "level": scale.level(risk.code),
            "source": f"{scale.source} ({scale.certainty.words})",
            "history": [said(turn, self.today) for turn in reversed(self.state.all_of(What.RISK)[:-1])],
        }

    def _action(self, turn: Any) -> dict[str, Any]:
        return {
            "words": turn.words,
            "whom": turn.whom,
            "by": turn.changed_by.name,
            "url": reverse("episode_done", args=[self.episode.reference, turn.version]),
            **rows.due_words(turn.due_at, self.now, self.today),
        }

    def _done(self, turn: Any) -> dict[str, Any]:
        end = self.state.ended[turn.pk]
        when = day_and_time(end.happened_at or end.changed_at, self.today)
        return {"words": turn.words, "outcome": end.words, "meta": f"{when}, {end.changed_by.name}"}

    def _told(self, turn: Any) -> dict[str, str]:
        return {
            "whom": who(turn),
            "when": day_and_time(turn.happened_at, self.today),
            "words": turn.words,
            "by": turn.changed_by.name,
        }

    def _linked(self) -> list[dict[str, str]]:
        return [
            {
                "kind": LINKED[mention.kind],
                "named": mention.words,
                "url": reverse("thing", args=[mention.thing]),
                "words": turn.words,
                "grade": grade(turn.report.grade) if turn.report and turn.report.grade else "Not graded",
                "meta": said(turn, self.today)["meta"],
            }
            for turn, mention in linked_to(self.episode)
        ]

    def _plan(self) -> dict[str, Any] | None:
        plan = plans_of(self.episode.person).first()
        if plan is None:
            return None
        return {
            "parts": [(label, getattr(plan, name)) for label, name in PARTS if getattr(plan, name)],
            "meta": f"{day_and_time(plan.made_at, self.today)}, {plan.made_by.name}, {plan.made_by.agency.name}",
        }

    def _protocols(self) -> list[dict[str, Any]]:
        """Return the versions that held when it was reported, and those that came into force while it was open."""
        reports = self.state.all_of(What.REPORTED)
        began_at = reports[0].changed_at if reports else self.episode.left_at
        until = self.episode.returned_at or self.now
        return governed_by(MISSING, began_at=began_at, until=until, now=self.now)

    def _found(self) -> dict[str, Any] | None:
        turn = self.state.newest(What.RETURNED)
        if turn is None or self.episode.returned_at is None:
            return None
        harm = ", ".join(HARM.get(code, code) for code in turn.codes) or "Nothing recorded"
        by_whom = FOUND_BY.get(turn.code, turn.code)
        return {
            "by": f"{by_whom}, {turn.whom}" if turn.whom else by_whom,
            "place": turn.place,
            "harm": harm,
            "words": turn.words,
            "meta": said(turn, self.today)["meta"],
        }

    def _interviewing(self) -> dict[str, str]:
        """Return which service holds the interview, and where to tell the interviewer, or read what came of it."""
        told, reference = briefed(self.episode), self.episode.reference
        if told is None or self.episode.returned_at is None:
            return {}
        owed = running_about(reference, key="return_interview") is not None
        page = "episode_brief" if owed else "episode_review"
        words = "Tell the interviewer what she must know" if owed else "After the return interview"
        return {"service": told.service.name, "url": reverse(page, args=[reference]), "words": words}

    def _may(self) -> dict[str, Any]:
        open_now = self.episode.returned_at is None
        record = Ability.RECORD_RETURN_INTERVIEW in self.abilities and not open_now
        return {
            "open_now": open_now,
            "can_grade": Ability.GRADE_MISSING in self.abilities,
            "can_hold": Ability.HOLD_MISSING in self.abilities,
            "can_write": Ability.HAND_IN in self.abilities,
            "interview_url": reverse("return_interview", args=[self.episode.reference]) if record else "",
            "interviewing": self._interviewing(),
        }
