"""Setting one of the partnership's own limits."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.fields import DateBoxes
from erle.doors.staff.page import FormPage
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.actions import set_limit
from erle.foundation.clocks.queries import local_values
from erle.foundation.statute.settings import LOCAL_SETTINGS, LocalSetting


class LimitForm(forms.Form):
    """How many, from when, and why."""

    value = forms.IntegerField(label="How many?", min_value=0)
    in_force_from = DateBoxes(
        label="From which day?", help_text="Clocks that run already keep the limit they started under."
    )
    reason = forms.CharField(label="Why, and who agreed it?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class Limit(FormPage):
    """Set one limit."""

    needs = Ability.SET_LIMITS
    form_class = LimitForm

    def setting(self) -> LocalSetting:
        """Return the setting, or answer that there is none."""
        found = LOCAL_SETTINGS.get(self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    def initial(self) -> dict[str, Any]:
        """Start from what holds today."""
        return {"in_force_from": self.today, "value": local_values(self.today)[self.setting().key]}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what is usual, and where that is written."""
        setting = self.setting()
        usual = f"Usually {setting.usual} {setting.unit.words}; from {setting.least} to {setting.most}."
        lead = f"{usual} Source: {setting.source}"
        return {
            **super().context(form),
            "title": setting.words,
            "lead": lead,
            "submit": "Set the limit",
            "cancel_url": reverse("administration"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Set it."""
        set_limit(self.setting().key, **answers, by=self.worker, at=self.now)
        self.done("The limit is set.")
        return redirect("administration")
