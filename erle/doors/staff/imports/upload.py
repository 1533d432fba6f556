"""Handing a file in, and undoing one that came in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.exchange.handed.actions import hand_in_file
from erle.doors.exchange.handed.rules import LARGEST_UPLOAD
from erle.doors.exchange.importing import undo_import
from erle.doors.staff.fields import offer
from erle.doors.staff.imports.office import OfficePage
from erle.doors.staff.imports.wording import format_words
from erle.doors.staff.page import FormPage
from erle.doors.staff.words import day_and_time, spell
from erle.foundation.agencies.queries import agency_called
from erle.knowledge.records.queries import batch_called

MEGABYTE = 1024 * 1024


class UploadForm(forms.Form):
    """One file of one agency."""

    agency = forms.ChoiceField(label="Whose file is it?")
    file = forms.FileField(
        label="File",
        help_text=f"CSV, a spreadsheet (xlsx, xls, ods) or a census in XML; {LARGEST_UPLOAD // MEGABYTE} MB at most.",
        error_messages={"required": "Choose the file", "empty": "The file is empty. Choose another."},
        max_length=255,
    )


class Upload(FormPage, OfficePage):
    """Hand a file in."""

    form_class = UploadForm

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer her agencies, and take the file that came with the form."""
        kwargs["files"] = self.request.FILES or None
        form = UploadForm(*args, **kwargs)
        offices = self.offices
        if len(offices) == 1:
            del form.fields["agency"]
        else:
            offer(form, "agency", [("", "Choose the agency"), *offices.items()])
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what happens to the file."""
        return {
            "form": form,
            "title": "Hand in a file",
            "lead": "Nothing is taken yet. You will see what each row says, and which rows come back and why. "
            "The file is kept encrypted until you take it, or until tomorrow.",
            "submit": "Go on",
            "cancel_url": reverse("imports"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Keep it, and go on to what it is."""
        slug = answers.get("agency") or next(iter(self.offices))
        given = answers["file"]
        file = hand_in_file(
            agency=agency_called(slug),
            name=given.name,
            size=given.size,
            content=given.chunks(),
            by=self.worker,
            at=self.now,
        )
        return redirect("imports_file", file.reference)


class UndoForm(forms.Form):
    """Nothing to fill in: the page says what will happen."""


class Undo(FormPage, OfficePage):
    """Undo a batch as a whole."""

    form_class = UndoForm

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what will be withdrawn."""
        batch = self._batch()
        return {
            "form": form,
            "title": "Undo this file",
            "lead": "Every report that it brought is withdrawn, with its lines, episodes and clocks, and each child of "
            "whom nothing else is said. What was withdrawn stays in the ledger. The file can be handed in again.",
            "summary": [
                ("File", batch.file_name),
                ("Format", format_words(batch.format)),
                ("Came in", day_and_time(batch.imported_at, self.today)),
                ("Reports", f"{batch.taken:,}"),
                ("Batch", batch.reference),
            ],
            "submit": "Undo the file",
            "cancel_url": reverse("imports"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Withdraw it."""
        batch = self._batch()
        withdrawn = undo_import(batch, at=self.now)
        self.done(f"{batch.file_name} is undone: {spell(withdrawn, 'report', 'reports')} withdrawn.")
        return redirect("imports")

    def _batch(self) -> Any:
        batch = self.found(batch_called, self.kwargs["reference"])
        return batch if batch.agency.slug in self.offices else self.found(batch_called, "")
