"""Is this child known, and whom do I ring? And where it cannot wait: open the record for an hour."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.fields import DateBoxes
from erle.doors.staff.page import FormPage
from erle.doors.staff.rendering import Look
from erle.doors.staff.words import clock_time
from erle.foundation.access.rules import BREAK_GLASS_LASTS, EMERGENCY_REASONS, REVIEW_WITHIN_WORKING_DAYS
from erle.foundation.agencies.rules import Ability
from erle.foundation.statute.bases import bases_for
from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.limits import WorkingDays
from erle.knowledge.records.actions.asking import ask_whether_known, break_glass

VITAL = "vital_interests"


class AskForm(forms.Form):
    """Whom the worker already knows of."""

    name = forms.CharField(label="Full name", help_text="Given name and family name, in any order.", max_length=200)
    born_on = DateBoxes(label="Date of birth")
    why = forms.CharField(
        label="Why do you ask?",
        help_text="The child’s lead worker reads this.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class Ask(FormPage):
    """Answer whether a child is known, and whom to ring."""

    needs = Ability.ASK_WHETHER_KNOWN
    form_class = AskForm
    template_name = "staff/ask.html"

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say whether this worker could open a record in an emergency."""
        return {
            **super().context(form),
            "emergency_url": reverse("emergency") if Ability.BREAK_GLASS in self.abilities else "",
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Ask, and answer on the same page; nothing of it stands in an address."""
        known = ask_whether_known(name=answers["name"], born_on=answers["born_on"], why=answers["why"], by=self.worker)
        shown: dict[str, Any] = {"known": known is not None}
        if known is not None:
            agency = known.agency
            shown |= {
                "agency": agency.name,
                "phone": agency.phone,
                "night_phone": agency.night_phone,
                "lead": str(known.lead) if known.lead else "",
                "lead_phone": known.lead.phone if known.lead else "",
                "url": reverse("child", args=[known.reference]) if known.reference else "",
            }
        again = self.make_form() if known is not None else self.make_form(initial=answers)
        return self.show({**self.context(again), "answer": shown})


class EmergencyForm(forms.Form):
    """Whom, why it cannot wait, and what is happening."""

    looks: ClassVar = {"reason": Look(label="m", small=True)}
    name = forms.CharField(label="Full name of the child", max_length=200)
    born_on = DateBoxes(label="Date of birth")
    reason = forms.ChoiceField(
        label="Why can it not wait?",
        widget=forms.RadioSelect,
        choices=[(one.key, one.words) for one in EMERGENCY_REASONS],
    )
    happening = forms.CharField(
        label="What is happening?",
        help_text="One or two sentences. The manager reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class Emergency(FormPage):
    """Open a child's record for an hour."""

    needs = Ability.BREAK_GLASS
    form_class = EmergencyForm
    template_name = "staff/emergency.html"

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what will happen."""
        return {
            **super().context(form),
            "closes": clock_time(self.now + BREAK_GLASS_LASTS),
            "cancel_url": reverse("ask"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Open it."""
        offered = {basis.key for basis in bases_for(self.worker.agency.regime, self.worker.agency.kind, self.today)}
        due = WorkingDays(REVIEW_WITHIN_WORKING_DAYS).due(self.now, ENGLAND)
        reference = break_glass(
            **answers,
            basis=VITAL if VITAL in offered else sorted(offered)[0],
            review_due_at=due,
            by=self.worker,
            at=self.now,
        )
        self.done(
            f"Open until {clock_time(self.now + BREAK_GLASS_LASTS)}. Those who answer for the child have been told."
        )
        return redirect("child", reference)
