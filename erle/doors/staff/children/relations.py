"""Writing down somebody around a child, and taking somebody off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.fields import DateBoxes
from erle.doors.staff.page import FormPage
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.around import Somebody, end_relation, record_relation
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.queries import child_called

if TYPE_CHECKING:
    from erle.knowledge.records.models import Person


class SomebodyForm(forms.Form):
    """Who it is, and what is known."""

    name = forms.CharField(label="Who is it?", help_text="As the child or the family says it.", max_length=120)
    relation = forms.CharField(
        label="Who are they to the child?", help_text="For example mum, nan, coach, friend from year 9.", max_length=60
    )
    born_on = DateBoxes(label="Date of birth, if it is known", required=False)
    lives_with = forms.BooleanField(label="They live with the child", required=False)
    trusted = forms.BooleanField(label="The child says that they trust them", required=False)
    note = forms.CharField(
        label="What should those who work with the child know?",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )


class AddSomebody(FormPage):
    """Write down somebody, or take off the one whom the button names."""

    needs = Ability.READ_RECORDS
    form_class = SomebodyForm
    person: Person

    def about(self) -> str:
        """Return the child's reference."""
        return str(self.kwargs["reference"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask who it is."""
        self.person = self.found(child_called, self.about())
        write_opening(person=self.person, purpose="Opened family and network")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write down, or take off."""
        self.person = self.found(child_called, self.about())
        number = request.POST.get("take_off", "")
        return self._take_off(int(number)) if _is_number(number) else super().post(request, *args, **kwargs)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what it is for."""
        first = named(self.person).first
        return {
            **super().context(form),
            **banner(self.person, "child_network", self.today),
            "title": f"Who is around {first}?",
            "lead": "Somebody at a time. It stands with your agency’s name, in the child’s circle.",
            "submit": "Write down",
            "cancel_url": self._back(),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Write it down."""
        record_relation(
            person=self.person, somebody=Somebody(**answers), agency=self.worker.agency, by=self.worker, at=self.now
        )
        self.done(f"{answers['name']} is written down.")
        return redirect(self._back())

    def _take_off(self, number: int) -> HttpResponse:
        form = self.make_form()
        try:
            name = end_relation(person=self.person, number=number, by=self.worker, at=self.now)
        except Refused as refused:
            said = [{"text": str(refused), "href": ""}]
            return self.show({**self.context(form), "refused": said}, status=422)
        self.done(f"{name} no longer stands among the people around the child. The ledger keeps that they did.")
        return redirect(self._back())

    def _back(self) -> str:
        return reverse("child_network", args=[self.person.reference])


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 16
