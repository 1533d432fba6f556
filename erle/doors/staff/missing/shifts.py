"""Handing over to the next shift, and saying that one has read it and takes over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.children.banner import name_and_age
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.protocols.reading import says
from erle.doors.staff.words import day_and_time, elapsed
from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.looking import write_listing
from erle.practice.missing.actions.shifts import acknowledge, hand_over_shift
from erle.practice.missing.queries.now import board
from erle.practice.missing.queries.standing import State
from erle.practice.missing.rules.times import gone_for

MOST_NOTES = 400


class NotesForm(forms.Form):
    """A note for each child; the page adds the fields."""


class HandOver(FormPage):
    """Write for each child what the next shift must know."""

    needs = Ability.HOLD_MISSING
    form_class = NotesForm
    template_name = "staff/missing/hand_over.html"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Ask about each open episode, the highest risk first; those that somebody holds already come first of all."""
        self.states = sorted(board(), key=lambda state: not self._mine(state))
        write_listing(people=[state.episode.person for state in self.states], purpose="Hand-over of missing children")
        form = NotesForm(*args, **kwargs)
        for state in self.states:
            form.fields[state.episode.reference] = forms.CharField(
                label=name_and_age(state.episode.person, self.today),
                help_text=self._help(state),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=1000,
            )
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say how many there are."""
        return {
            **super().context(form),
            "title": "Hand over to the next shift",
            "lead": "What must they know, and what comes next? Leave a child empty who needs no word.",
            "submit": "Hand over",
            "says": says("missing.hand_over", self.now),
            "cancel_url": reverse("missing_now"),
            "none": not self.states,
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Hand over."""
        notes = {state.episode.pk: answers[state.episode.reference] for state in self.states}
        made = hand_over_shift(notes=notes, by=self.worker, at=self.now)
        number = len(made)
        self.done(
            f"Handed over: {number} {'child' if number == 1 else 'children'}. It stands on Missing now until"
            " somebody has read it and takes over."
        )
        return redirect("missing_now")

    def _mine(self, state: State) -> bool:
        return state.holder is not None and state.holder.worker_id == self.worker.pk

    def _help(self, state: State) -> str:
        since = day_and_time(state.episode.left_at, self.today)
        risk = state.risk_words or "not graded"
        return f"Risk: {risk}. Since {since}, {elapsed(gone_for(state.episode.left_at, self.now))}."


class TakeOver(Page):
    """Say that one has read what the last shift wrote, and takes over."""

    http_method_names = ("post",)
    needs = Ability.HOLD_MISSING

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take over what the page showed."""
        wanted = set(request.POST.getlist("note")[:MOST_NOTES])
        notes = [
            turn.pk
            for state in board()
            for turn in state.handed
            if f"{state.episode.reference}~{turn.version}" in wanted
        ]
        try:
            taken = acknowledge(handed=notes, by=self.worker, at=self.now)
        except gate.NotAble:
            raise
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            number = len(taken)
            messages.success(
                request, f"You have taken over: you hold {number} {'episode' if number == 1 else 'episodes'} now."
            )
        return redirect("missing_now")
