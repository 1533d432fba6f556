"""What stands around it: the child's own words, what goes well, who else was there, how soon, who knows, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.sharing_information.question import Question
from erle.doors.staff.sharing_information.questions.forms_around import (
    MORE_ROWS,
    PURPOSE,
    NamedForm,
    StrengthsForm,
    ToldForm,
    UrgencyForm,
    VoiceForm,
    WhyForm,
)
from erle.doors.staff.sharing_information.unsent import Unsent

ROW = "words_"


class Voice(Question):
    """The child's own words and wishes."""

    kind = "voice"
    form_class = VoiceForm
    title = "In {first}’s own words"
    lead = "Listen, and do not question. If you have not talked, leave this empty; you can add it later."


class Strengths(Question):
    """What is going well."""

    kind = "strengths"
    form_class = StrengthsForm


class Named(Question):
    """Who and what else was there."""

    kind = "named"
    form_class = forms.Form
    template_name = "staff/sharing/named.html"
    title = "Who or what else was there?"
    lead = (
        "People, vehicles, phones, accounts and places, one in each row, as you saw or heard them: a part of a number"
        " plate helps. Leave it empty if there is nothing."
    )

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """As many rows as were answered, and some more where they are asked for."""
        said = {**self.unsent.answers(self.kind), **(self.request.POST.dict() if args else {})}
        rows = rows_in(said)
        return NamedForm(*args, rows=rows + (MORE_ROWS if self._wants_more else 0), **kwargs)

    def sent(self) -> HttpResponse:
        """Keep the rows; where more are asked for, show the page with more of them."""
        if not self._wants_more:
            return super().sent()
        answer = super().sent()
        if answer.status_code in {409, 422}:
            return answer
        return redirect(f"{self.place.url(self.unsent.reference)}?more=1" + self._then)

    def asked(self) -> HttpResponse:
        """Show the rows."""
        return super().asked()

    @property
    def _wants_more(self) -> bool:
        return "more" in self.request.POST or "more" in self.request.GET

    @property
    def _then(self) -> str:
        return "&then=check" if self.request.GET.get("then") else ""


class Urgency(Question):
    """How soon somebody must act."""

    kind = "urgency"
    form_class = UrgencyForm


class Told(Question):
    """Who knows that it is shared."""

    kind = "told"
    form_class = ToldForm
    title = "Who knows that you are sharing this?"
    lead = (
        "You do not need anybody’s agreement to protect a child. Tell the child and the family where that is safe, and"
        " before you share if you can."
    )


class Why(Question):
    """On what grounds it is shared."""

    kind = "why"
    form_class = WhyForm
    title = "Why you may share it"
    lead = "Filled in for your agency. Consent is not the basis: you do not need it to share this."

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer what her agency may use; the usual ground first."""
        if "initial" in kwargs:
            kwargs["initial"] = {"purpose": PURPOSE, **kwargs["initial"]}
        form = super().make_form(*args, agencies=self.agencies, grades=self.grades, now=self.now, **kwargs)
        if "initial" in kwargs and not kwargs["initial"].get("basis"):
            form.initial["basis"] = next((key for key, _ in form.fields["basis"].choices), "")  # type: ignore[attr-defined]
        return form


def rows_in(said: dict[str, Any]) -> int:
    """Return the number of the last row in which something was typed."""
    numbers = [
        int(name.rpartition("_")[2])
        for name, value in said.items()
        if name.startswith((ROW, "kind_", "more_")) and value and name.rpartition("_")[2].isdecimal()
    ]
    return min(max(numbers, default=0), 99)


def named_form(unsent: Unsent) -> NamedForm:
    """Return the form of who else was there, as it was answered."""
    said = unsent.answers("named")
    return NamedForm(said, rows=rows_in(said))
