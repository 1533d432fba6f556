"""Asking agencies what they know, and saying why one is not asked or its answer not needed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse

from erle.doors.staff.desk.sitting import DeskForm
from erle.doors.staff.fields import offer
from erle.foundation.agencies.queries import open_agencies
from erle.foundation.statute.bases import LawfulBasis, bases_for
from erle.practice.desk.actions.checking import Asking, NobodyAsked, ask_agencies, do_not_ask, waive
from erle.practice.desk.queries.arrivals import check_at
from erle.practice.desk.queries.judging import subject_of

QUESTION = "What do you know of this child and of the people and things named, and what should we take care of?"
ASK, NOT_ASK = "ask", "not_ask"


class AskForm(forms.Form):
    """Whom, about whom, what, and on what basis."""

    agencies = forms.MultipleChoiceField(
        label="Which agencies?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one agency"},
    )
    about = forms.CharField(
        label="About whom?",
        help_text="What the agency needs to find the child, and no more: it does not see the report.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
    question = forms.CharField(label="What do you ask?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    basis = forms.ChoiceField(label="Lawful basis", error_messages={"required": "Choose the lawful basis"})


class AskAgencies(DeskForm):
    """Ask several agencies at once; each sees the question and its own answer alone."""

    form_class = AskForm
    title, submit = "Ask agencies what they know", "Ask"
    lead = "Each agency sees the question and its own answer, and nothing else of this report."

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the agencies that take part, and the bases of the worker's own."""
        form = AskForm(*args, **kwargs)
        offer(form, "agencies", [(one.slug, one.name) for one in open_agencies().exclude(kind="board")])
        offer(form, "basis", [("", "Choose the basis"), *((one.key, one.label) for one in self._bases())])
        return form

    def _bases(self) -> Sequence[LawfulBasis]:
        return bases_for(self.worker.agency.regime, self.worker.agency.kind, self.today)

    def initial(self) -> dict[str, Any]:
        """Say of the child what the report says, and take the report's own basis where the desk may use it."""
        said = subject_of(self.arrival)
        name = " ".join(filter(None, (said.given_names, said.family_name))) or said.known_as
        born = f"born {said.born_on.day} {said.born_on:%B %Y}" if said.born_on else ""
        about = ", ".join(filter(None, (name, born, said.school)))
        given, offered = self.arrival.report.said.get("basis", ""), [one.key for one in self._bases()]
        return {"about": about, "question": QUESTION, "basis": given if given in offered else offered[0]}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Ask them."""
        agencies = list(open_agencies().filter(slug__in=answers["agencies"]))
        asking = Asking(answers["about"], answers["question"], answers["basis"])
        asked = ask_agencies(read=self.read, agencies=agencies, asking=asking, by=self.worker, at=self.now)
        return self.back(f"Asked: {', '.join(check.agency.name for check in asked)}.")


class NotAskForm(forms.Form):
    """Which agency, and why not."""

    agency = forms.ChoiceField(label="Which agency?", error_messages={"required": "Choose the agency"})
    because = forms.CharField(label="Why is it not asked?", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class NotAsk(DeskForm):
    """Say why an agency is not asked; it does not see this."""

    form_class = NotAskForm
    title, submit = "An agency is not asked", "Record the reason"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the agencies that take part."""
        form = NotAskForm(*args, **kwargs)
        offered = [(one.slug, one.name) for one in open_agencies().exclude(kind="board")]
        offer(form, "agency", [("", "Choose the agency"), *offered])
        return form

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        agency = open_agencies().filter(slug=answers["agency"]).first()
        if agency is None:
            raise NobodyAsked("That agency does not take part any more.")
        do_not_ask(read=self.read, agency=agency, because=answers["because"], by=self.worker, at=self.now)
        return self.back(f"{agency.name} is not asked, and the reason is recorded.")


class NotNeededForm(forms.Form):
    """Why not."""

    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class NotNeeded(DeskForm):
    """Say that an agency's answer is not needed any more."""

    form_class = NotNeededForm
    title, submit = "This answer is not needed any more", "Record the reason"

    def load(self) -> None:
        """Load the check too, or answer that there is none."""
        super().load()
        self.check = self.found(lambda called: check_at(called, arrival=self.arrival), self.kwargs["check"])

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        waive(read=self.read, check=self.check, because=answers["because"], by=self.worker, at=self.now)
        return self.back(f"{self.check.agency.name} need not answer.")
