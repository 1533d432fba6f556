"""Sitting at the desk: what every page about an arrival loads, and what a button does there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.desk.asked import address, parameters, wanted_in
from erle.doors.staff.page import FormPage, Page, Pressed, version_sent
from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.practice.desk.actions.turns import Read
from erle.practice.desk.queries.arrivals import arrival_called, sealed_arrival_called

if TYPE_CHECKING:
    from erle.practice.desk.models import Arrival


class AtDesk(Page):
    """A page about one arrival, for who works at the desk, and of a sealed one for those named in person."""

    arrival: Arrival

    def load(self) -> None:
        """Load the arrival, or answer that there is none; whoever is not of the desk is told that alone."""
        reference = str(self.kwargs["reference"])
        if Ability.TRIAGE in self.abilities:
            self.arrival = self.found(arrival_called, reference)
            return
        try:
            self.arrival = sealed_arrival_called(reference)
        except ObjectDoesNotExist:
            raise gate.NotAble(Ability.TRIAGE) from None

    @property
    def read(self) -> Read:
        """The arrival as the worker had it before her when she sent the form."""
        return Read(self.arrival.pk, version_sent(self.request))

    @property
    def kept(self) -> dict[str, str]:
        """The queue's filters, which the pages of its arrivals carry on."""
        return parameters(wanted_in(self.request.GET))

    def url(self, name: str = "desk_arrival", *more: str) -> str:
        """Return the address of a page about the arrival, with the queue's filters."""
        return address(reverse(name, args=[self.arrival.reference, *more]), self.kept)

    def heading(self) -> dict[str, Any]:
        """Return what stands above every page about the arrival."""
        return {"arrival": self.arrival, "back_url": self.url(), "version": self.arrival.version}


class DeskForm(AtDesk, FormPage):
    """A form about one arrival."""

    template_name = "staff/desk/form.html"
    title: str
    lead: str = ""
    submit: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then show."""
        self.load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.load()
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the arrival's reference."""
        return self.arrival.reference

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add which arrival it is about, and the way back."""
        said = {"title": self.title, "lead": self.lead, "submit": self.submit, "cancel_url": self.url()}
        return {**super().context(form), **self.heading(), **said}

    def back(self, words: str) -> HttpResponse:
        """Say what was done, and go back to the arrival."""
        self.done(words)
        return redirect(self.url())


class Button(AtDesk, Pressed):
    """An act on an arrival without a form."""
