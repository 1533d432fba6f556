"""Whether a worker wants an e-mail when there is something new: hers to say, and never with a word of what it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.page import FormPage
from erle.doors.staff.routes import address
from erle.foundation.access.actions.mailing import ask_for_mail, wants_mail


class MailForm(forms.Form):
    """Yes or no."""

    wanted = forms.ChoiceField(
        label="Do you want an e-mail when there is something new for you?",
        choices=[("yes", "Yes, at most one an hour"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you want an e-mail"},
    )


class Mail(FormPage):
    """The worker's own setting."""

    form_class = MailForm

    def initial(self) -> dict[str, Any]:
        """Show what stands."""
        return {"wanted": "yes" if wants_mail(self.worker) else "no"}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what such an e-mail holds, and what it never does."""
        lead = (
            f"It goes to {self.worker.email} and says only that there is something new: no name, no reference, no link."
        )
        off = "" if settings.MAILS else " This installation has no post office yet, so none is sent before it has one."
        return {
            **super().context(form),
            "title": "E-mail when there is something new",
            "lead": lead + off,
            "submit": "Save",
            "cancel_url": address("notices"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Keep it."""
        wanted = answers["wanted"] == "yes"
        ask_for_mail(wanted=wanted, by=self.worker, at=self.now)
        self.done("You get an e-mail when there is something new." if wanted else "You get no e-mail.")
        return redirect("notices")
