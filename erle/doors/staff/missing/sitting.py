"""What every page about one episode loads, and what a form or a button there does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.children.banner import banner
from erle.doors.staff.fields import begun
from erle.doors.staff.missing.saying import said
from erle.doors.staff.page import FormPage, Page, Pressed, version_sent
from erle.doors.staff.protocols.reading import says
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions.turns import Read
from erle.practice.missing.queries import episode_called
from erle.practice.missing.queries.standing import State, state_of, turns_since
from erle.practice.missing.rules import Moment
from erle.practice.missing.rules.times import moment_said


def moment(answers: dict[str, Any]) -> Moment:
    """Return the moment that a form asked for."""
    return Moment(moment_said(answers["on"], answers["time"]), Precision.MINUTE)


class AtEpisode(Page):
    """A page about one episode, for those in the child's circle."""

    needs = Ability.READ_RECORDS
    state: State

    def load(self) -> None:
        """Load the episode and how it stands, or answer that there is none."""
        episode = self.found(episode_called, str(self.kwargs["reference"]))
        self.episode, self.state = episode, state_of(episode)

    @property
    def read(self) -> Read:
        """The episode as the worker had it before her when she sent the form."""
        return Read(self.episode.pk, version_sent(self.request))

    def url(self) -> str:
        """Return the address of the episode's page."""
        return reverse("episode", args=[self.episode.reference])


class EpisodeForm(AtEpisode, FormPage):
    """A form about one episode."""

    template_name = "staff/missing/form.html"
    title: str
    lead: str = ""
    submit: str
    moment_of_work: str = ""
    """The moment by which a protocol's section is shown here, where there is one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, write that it was opened, and show."""
        self.load()
        write_opening(person=self.episode.person, purpose="Opened missing episode")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.load()
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the episode's reference."""
        return self.episode.reference

    def initial(self) -> dict[str, Any]:
        """Begin with this moment."""
        return begun(self.now)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add whom it is about, what was recorded meanwhile, and the way back."""
        newer = turns_since(self.episode, self.read.version) if self.request.method == "POST" else []
        return {
            **super().context(form),
            **banner(self.episode.person, "", self.today),
            "title": self.title,
            "lead": self.lead,
            "submit": self.submit,
            "cancel_url": self.url(),
            "version": newer[0].version if newer else self.state.version,
            "meanwhile": [said(turn, self.today) for turn in newer],
            "says": says(self.moment_of_work, self.now) if self.moment_of_work else [],
        }

    def back(self, words: str) -> HttpResponse:
        """Say what was done, and go back to the episode."""
        self.done(words)
        return redirect(self.url())


class Button(AtEpisode, Pressed):
    """An act on an episode without a form."""
