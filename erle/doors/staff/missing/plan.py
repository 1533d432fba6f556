"""The child's plan for when the child is missing: whom to ring, where to look, what helped."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.page import FormPage, version_sent
from erle.doors.staff.protocols.reading import says
from erle.doors.staff.words import day_and_time
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.queries import child_called
from erle.practice.missing.actions.learning import answer_offer
from erle.practice.missing.actions.planning import Planned, write_plan
from erle.practice.missing.queries.interviewing import offers_of
from erle.practice.missing.queries.standing import plans_of

PARTS = (
    ("Whom to ring first", "ring"),
    ("Where to look", "look"),
    ("What helped before", "helped"),
    ("What the child asked for, and what not to do", "note"),
)


class PlanForm(forms.Form):
    """The parts of the plan."""

    ring = forms.CharField(
        label="Whom to ring first",
        help_text="Names and numbers, in order. Agreed words, where the child agreed to some.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )
    look = forms.CharField(
        label="Where to look", widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=4000
    )
    helped = forms.CharField(
        label="What helped before", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )
    note = forms.CharField(
        label="What the child asked for, and what not to do",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something."""
        answers: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(answers[name].strip() for _, name in PARTS):
            self.add_error("ring", "Write at least one thing.")
        return answers


class Plan(FormPage):
    """Write or change the plan; what stood before is kept."""

    needs = Ability.READ_RECORDS
    form_class = PlanForm
    template_name = "staff/missing/plan.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, write that it was opened, and show."""
        self._load()
        write_opening(person=self.person, purpose="Opened plan for when missing")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then keep."""
        self._load()
        return super().post(request, *args, **kwargs)

    def _load(self) -> None:
        self.person = self.found(child_called, self.about())
        self.plans = list(plans_of(self.person))
        self.place = self.request.POST.get("offer", "") or self.request.GET.get("offer", "")
        self.offer = offers_of(self.person.pk).get(self.place)

    def about(self) -> str:
        """Return the child's reference."""
        return str(self.kwargs["reference"])

    def initial(self) -> dict[str, Any]:
        """Begin with what holds."""
        begun = {name: getattr(self.plans[0], name) for _, name in PARTS} if self.plans else {}
        if self.offer is not None:
            held = begun.get(self.offer.part, "")
            begun[self.offer.part] = f"{held}\n{self.offer.words}".strip()
        return begun

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add the versions."""
        first = named(self.person).first
        sent = version_sent(self.request) if self.request.method == "POST" else None
        newest = self.plans[0] if self.plans else None
        changed = newest is not None and sent is not None and sent != newest.version
        return {
            **super().context(form),
            **banner(self.person, "child_missing", self.today),
            "title": f"If {first} is missing",
            "lead": "Who opens an episode reads this first. What stood before is kept.",
            "submit": "Keep the plan",
            "says": says("missing.plan", self.now),
            "cancel_url": reverse("child_missing", args=[self.about()]),
            "version": newest.version if newest else 0,
            "offer": self.place if self.offer else "",
            "theirs": self._shown(newest) if changed else None,
            "versions": [self._shown(plan) for plan in self.plans],
        }

    def _shown(self, plan: Any) -> dict[str, Any]:
        return {
            "parts": [(label, getattr(plan, name)) for label, name in PARTS if getattr(plan, name)],
            "by": f"{plan.made_by.name}, {plan.made_by.agency.name}",
            "when": day_and_time(plan.made_at, self.today),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Keep it."""
        write_plan(
            person=self.person,
            read=version_sent(self.request),
            planned=Planned(**answers),
            by=self.worker,
            at=self.now,
        )
        if self.offer is not None:
            answer_offer(offer=self.offer, taken=True, by=self.worker, at=self.now)
        self.done("The plan is kept.")
        return redirect("child_missing", self.about())
