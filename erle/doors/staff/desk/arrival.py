"""The page of one arrival: what was said, what is known, what agencies answered, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from erle.doors.staff.desk import panels
from erle.doors.staff.desk.queue import Queued
from erle.doors.staff.desk.rows import URGENCIES, came_in, held_words, time_left
from erle.doors.staff.desk.sitting import AtDesk
from erle.doors.staff.fields import offer
from erle.doors.staff.page import FormPage
from erle.doors.staff.rendering import Look
from erle.doors.staff.words import clock_time, day, in_midst
from erle.foundation.agencies.queries import people_of, worker_called
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import StandingKind
from erle.foundation.statute.moments import last_day
from erle.knowledge.records.actions.looking import write_opening
from erle.practice.desk.actions.deciding import Decided, decide
from erle.practice.desk.actions.opening import open_arrival
from erle.practice.desk.queries import arrivals as desk
from erle.practice.desk.queries.queue import at_the_desk
from erle.practice.desk.rules import READ_BY_ANOTHER, Response

if TYPE_CHECKING:
    from erle.practice.desk.models import Arrival, Decision, HandOver

LIMIT = "1 working day to decide and to tell the referrer"
NOTHING_KNOWN = 10_000
"""The version from which nothing has changed: a page that was just loaded."""


class DecideForm(forms.Form):
    """What is done, why, what is not known, and who answers for the next step."""

    looks: ClassVar = {"response": Look(label="m", small=True, hints={one.value: one.hint for one in Response})}
    response = forms.ChoiceField(
        label="Your decision",
        help_text="Indicators prompt; you judge. Nothing is chosen for you.",
        widget=forms.RadioSelect,
        choices=[(one.value, one.words) for one in Response],
        error_messages={"required": "Choose what is done"},
    )
    reasons = forms.CharField(
        label="Why this decision",
        help_text="Facts first, then what you make of them.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    not_known = forms.CharField(
        label="What we do not know",
        help_text="This is asked every time.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    named = forms.ChoiceField(label="Who answers for the next step", error_messages={"required": "Choose who answers"})


class ArrivalPage(Queued, AtDesk, FormPage):
    """One arrival beside the queue, with the decision."""

    form_class = DecideForm
    template_name = "staff/desk/arrival.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load it, note that the desk has seen it, and show it."""
        self.load()
        open_arrival(arrival=self.arrival, by=self.worker, at=self.now)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load it, then decide."""
        self.load()
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the arrival's reference."""
        return self.arrival.reference

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer for the next step those at the desk and those of children's services."""
        form = DecideForm(*args, **kwargs)
        offer(form, "named", [("", "Choose a person"), *self._people()])
        return form

    def _people(self) -> list[tuple[str, str]]:
        known = desk.known([self.arrival.pk]).get(self.arrival.pk)
        lead = [known.lead] if known is not None and known.lead is not None else []
        host = [one for one in people_of(self.arrival.clock.owed_by_agency) if one.left_on is None]
        people = {one.reference: one for one in [*lead, *at_the_desk(self.now), *host]}
        return [(reference, f"{one.name}, {one.agency}") for reference, one in people.items()]

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Decide."""
        named = worker_called(answers["named"])
        response = Response(answers["response"])
        decided = Decided(response, answers["reasons"], answers["not_known"], named)
        decide(read=self.read, decided=decided, by=self.worker, at=self.now)
        after = "A second person reads it now." if response in READ_BY_ANOTHER else "Tell the referrer next."
        self.done(f"Decided: {response.words}. {after}")
        return redirect(self.url())

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return everything that stands on the page."""
        arrival, picture = self.arrival, desk.picture_of(self.arrival)
        if picture is not None:
            write_opening(person=picture, purpose="Opened at the MASH desk")
        asked = list(desk.checks_of(arrival))
        holds = arrival.held_by_id == self.worker.pk
        head = picture_head(self, arrival, picture)
        return {
            **super().context(form),
            **self._beside(),
            **self.heading(),
            "here": self._here(),
            "said": panels.said(arrival, self.today),
            "meant": panels.meant(arrival, picture, self.today),
            "known": panels.known(arrival, holds=holds),
            "picture": head,
            "checks": panels.checks(asked, arrival=arrival, now=self.now, today=self.today),
            "answered": {
                "number": sum(1 for one in asked if one.answered_at),
                "of": sum(1 for one in asked if one.asked_at),
            },
            "offer": self._offer(desk.offer_of(arrival)),
            "decision": self._decision(desk.decisions_of(arrival)),
            "outcomes": [
                {"words": one.words, "when": in_midst(one.told_at, self.today), "by": one.told_by.name}
                for one in desk.told_about(arrival.report)
            ],
            "history": [self._change(one) for one in desk.history_of(arrival)],
            "meanwhile": self._meanwhile(),
            "typed": self._typed(),
            "at_desk": Ability.TRIAGE in self.abilities,
        }

    def _beside(self) -> dict[str, Any]:
        """Return the queue beside the arrival; those named in person who are not of the desk have none."""
        return (
            self.queued(self.arrival.reference)
            if Ability.TRIAGE in self.abilities
            else {"queue_url": reverse("my_work")}
        )

    def _here(self) -> dict[str, Any]:
        arrival = self.arrival
        left, ends = time_left(arrival.due_at, self.now), last_day(arrival.due_at)
        whole, gone = arrival.due_at - arrival.received_at, self.now - arrival.received_at
        by = (
            f"Decide by end of {day(ends, self.today)}" if ends else f"Decide by {in_midst(arrival.due_at, self.today)}"
        )
        seen = f"Seen by {arrival.seen_by} {in_midst(arrival.seen_at, self.today)}." if arrival.seen_at else ""
        return {
            "left": left,
            "by": left["words"] if left["kind"] == StandingKind.LATE else by,
            "used": 100 if gone >= whole else max(0, int(gone / whole * 100)),
            "late": left["kind"] == StandingKind.LATE,
            "came": f"{came_in(arrival.received_at, self.today)}; {LIMIT}. {seen}",
            "urgency": URGENCIES.get(arrival.urgency, ""),
            "held": held_words(arrival, self.worker),
            "mine": arrival.held_by_id == self.worker.pk,
            "nobody": arrival.held_by_id is None,
            "closed": arrival.told_at is not None,
        }

    def _offer(self, offered: HandOver | None) -> dict[str, Any] | None:
        if offered is None:
            return None
        late = offered.overdue_at <= self.now
        return {
            "to": offered.offered_to.name,
            "by": offered.offered_by.name,
            "reason": offered.reason,
            "when": in_midst(offered.offered_at, self.today),
            "late": late,
            "overdue": clock_time(offered.overdue_at),
            "to_me": offered.offered_to_id == self.worker.pk,
            "by_me": offered.offered_by_id == self.worker.pk,
            "can_take": late or offered.offered_to_id == self.worker.pk,
        }

    def _decision(self, decisions: list[Decision]) -> dict[str, Any] | None:
        if not decisions:
            return None
        newest = decisions[0]
        waits = newest.response in READ_BY_ANOTHER and newest.read_at is None
        return {
            **shown(newest, self),
            "waits": waits,
            "sent_back": newest.agreed is False,
            "can_read": waits and newest.decided_by_id != self.worker.pk,
            "to_tell": self.arrival.decided_at is not None and self.arrival.told_at is None,
            "earlier": [shown(one, self) for one in decisions[1:]],
        }

    def _change(self, change: Any) -> dict[str, str]:
        return {
            "words": change.words,
            "when": in_midst(change.changed_at, self.today),
            "by": change.changed_by.name,
        }

    def _meanwhile(self) -> dict[str, Any] | None:
        """Return what others changed since the page was loaded from which a form was sent, beside what was typed."""
        if self.request.method != "POST":
            return None
        changes = [
            one for one in desk.changes_since(self.arrival, self.read.version) if one.changed_by_id != self.worker.pk
        ]
        if not changes:
            return None
        decisions = [one for one in desk.decisions_of(self.arrival) if one.decided_by_id != self.worker.pk]
        return {
            "changes": [self._change(one) for one in changes],
            "by": changes[-1].changed_by.name,
            "at": clock_time(changes[-1].changed_at),
            "decision": shown(decisions[0], self) if decisions else None,
        }

    def _typed(self) -> dict[str, str]:
        """Return what came with the form, to stand beside what others recorded."""
        given, responses = self.request.POST, dict(DecideForm.base_fields["response"].choices)  # type: ignore[attr-defined]
        return {
            "response": responses.get(given.get("response", ""), ""),
            "reasons": given.get("reasons", ""),
            "not_known": given.get("not_known", ""),
        }


class Changes(AtDesk):
    """What others changed since the page was loaded; the page asks by itself, and shows it without moving anything."""

    def get(self, request: HttpRequest, reference: str, version: int) -> HttpResponse:
        """Answer with the words, or with nothing."""
        self.load()
        since = desk.changes_since(self.arrival, min(version, NOTHING_KNOWN))
        changes = [one for one in since if one.changed_by_id != self.worker.pk]
        if not changes:
            return HttpResponse(status=204)
        last = changes[-1]
        shown_there = {
            "by": last.changed_by.name,
            "at": clock_time(last.changed_at),
            "words": last.words,
            "url": self.url(),
        }
        return render(request, "staff/desk/changed.html", {"change": shown_there})


def shown(decision: Decision, page: AtDesk) -> dict[str, Any]:
    """Return a decision in words."""
    return {
        "response": Response(decision.response).words,
        "reasons": decision.reasons,
        "not_known": decision.not_known,
        "named": f"{decision.named}, {decision.named.agency}",
        "by": decision.decided_by.name,
        "when": in_midst(decision.decided_at, page.today),
        "read_by": decision.read_by.name if decision.read_by else "",
        "read_when": in_midst(decision.read_at, page.today) if decision.read_at else "",
        "agreed": decision.agreed,
        "read_words": decision.read_words,
    }


def picture_head(page: AtDesk, arrival: Arrival, picture: Any) -> dict[str, Any] | None:
    """Return what is known of the child, where the worker may see it."""
    return panels.picture_head(picture, arrival, now=page.now, today=page.today) if picture is not None else None
