"""Deciding not to share: recorded with the same fields as a share, in her own agency's record of the child."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.sharing_information.question import Question
from erle.doors.staff.sharing_information.questions.forms_around import PURPOSE, NotSharingForm
from erle.doors.staff.sharing_information.sending.gathering import about, handed
from erle.doors.staff.sharing_information.start import subject_words
from erle.doors.staff.sharing_information.steps import CHECK, Place
from erle.doors.staff.sharing_information.unsent import WHO, throw_away
from erle.foundation.access import gate
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.holding_back import hold_back


class NotSharing(Question):
    """Decide not to share it, and say why."""

    kind = "not"
    form_class = NotSharingForm
    template_name = "staff/sharing/not_sharing.html"
    title = "Decide not to share, and say why"
    lead = (
        "Not sharing is a decision too, and may have to be answered for. It is kept with what you wrote, in your own"
        " agency’s record of the child. The desk and other agencies do not see it."
    )

    def asked(self) -> HttpResponse:
        """Ask for the reason; of whom it is about must be known."""
        if not self.unsent.has_subject:
            return redirect(Place(WHO).url(self.unsent.reference))
        return super().asked()

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """The purpose is the one it would have been shared for."""
        if "initial" in kwargs:
            purpose = self.unsent.answers("why").get("purpose") or PURPOSE
            kwargs["initial"] = {"purpose": purpose, **kwargs["initial"]}
        return super().make_form(*args, **kwargs)

    def answered(self, form: forms.Form) -> HttpResponse:
        """Record the decision, and what it is about."""
        said = form.cleaned_data
        try:
            report = hold_back(
                about=about(self),
                agency=self.agency,
                handed=handed(self),
                because=said["reason"],
                purpose=said["purpose"],
                told=said["told"],
                by=self.worker,
                at=self.now,
            )
        except gate.NotAble:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.show(self.context(form), status=422)
        throw_away(self.unsent)
        self.done("The decision not to share is recorded.")
        return redirect("handed_in_report", report.reference)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say whom it is about, and where to go back to."""
        back = Place(CHECK).url(self.unsent.reference)
        rows = [("About", subject_words(self.unsent))]
        return {**super().context(form), "back_url": back, "about_rows": rows, "submit": "Record the decision"}
