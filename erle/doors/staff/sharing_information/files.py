"""Files to go with it: each is looked through, made anew and encrypted before it is kept; and giving one out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.page import Page
from erle.doors.staff.sharing_information.sharing_page import SharingPage
from erle.doors.staff.sharing_information.steps import CHECK, Place
from erle.doors.staff.sharing_information.unsent import FILES, enclose, enclosures, locked, take_out
from erle.doors.staff.words import spell
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.attachments.kinds import (
    MOST_BYTES,
    MOST_BYTES_OF_A_REPORT,
    MOST_FILES,
    WHAT_IS_TAKEN,
    NotTaken,
)
from erle.knowledge.records.attachments.taking import give_out, take_in
from erle.knowledge.records.queries import attachment_called

SCANNED = {"clean": "Scanned: nothing found", "not_scanned": "Not scanned: there is no scanner here"}
TOO_LARGE = "This file is larger than 10 MB. Send a smaller copy, or only the pages that matter."


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label="Add a file", help_text=WHAT_IS_TAKEN, required=False, max_length=400)


class Files(SharingPage):
    """Add files, take them out again, go on."""

    kind = FILES
    form_class = FileForm
    template_name = "staff/sharing/files.html"

    def asked(self) -> HttpResponse:
        """Show what was added."""
        return self._shown(FileForm())

    def sent(self) -> HttpResponse:
        """Take a file in, take one out, or go on."""
        out = self.request.POST.get("take_out", "")
        if out:
            take_out(self.unsent, out)
            self.done("The file is taken out.")
            return redirect(self.place.url(self.unsent.reference) + self._then)
        form = FileForm(self.request.POST, self.request.FILES)
        given = form.cleaned_data.get("file") if form.is_valid() else None
        if not form.is_valid():
            return self._shown(form, status=422)
        if given is None:
            if "add" in self.request.POST:
                form.add_error("file", "Choose a file")
                return self._shown(form, status=422)
            return self.go_on()
        try:
            self._take(given)
        except NotTaken as refused:
            form.add_error("file", str(refused))
            return self._shown(form, status=422)
        return redirect(self.place.url(self.unsent.reference) + self._then)

    def _take(self, given: UploadedFile[bytes]) -> None:
        if (given.size or 0) > MOST_BYTES:
            raise NotTaken(TOO_LARGE)
        taken = take_in(given.name or "", given.read())
        self.unsent = locked(self.worker, self.unsent.reference)
        there = enclosures(self.unsent)
        if len(there) >= MOST_FILES:
            raise NotTaken(
                f"That is {spell(MOST_FILES, 'file', 'files')} already. Share these, and send the rest after."
            )
        if sum(one.size for one in there) + taken.size > MOST_BYTES_OF_A_REPORT:
            raise NotTaken("The files of one report may have 30 MB together. Share these, and send the rest after.")
        enclose(self.unsent, taken, at=self.now)

    @property
    def _then(self) -> str:
        return f"?then={CHECK}" if self.request.GET.get("then") == CHECK else ""

    def _shown(self, form: FileForm, *, status: int = 200) -> HttpResponse:
        rows = [file_row(one) for one in enclosures(self.unsent)]
        check_url = Place(CHECK).url(self.unsent.reference)
        return self.show({**self.shell(), "form": form, "rows": rows, "check_url": check_url}, status=status)


class GiveOut(Page):
    """Give a file of a report out, to be saved: never shown in the browser, and written in the ledger."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Decrypt it and hand it over."""
        attachment = self.found(attachment_called, reference)
        content = give_out(reference=attachment.reference, sealed=bytes(attachment.content))
        ledger.write(Act.OPENED, about=attachment.reference, circle_id=attachment.circle_id, purpose="File")
        return to_be_saved(content, name=attachment.name, media_type=attachment.media_type)


def to_be_saved(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Answer with a file that the browser saves and never shows."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = _to_be_saved(name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def file_row(one: Any) -> dict[str, Any]:
    """Return a file as a list shows it."""
    kilobytes = max(1, round(one.size / 1024))
    size = f"{kilobytes:,} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"
    return {
        "reference": one.reference,
        "name": one.name,
        "size": size,
        "scanned": SCANNED.get(one.scanned, one.scanned),
    }


def _to_be_saved(name: str) -> str:
    """Return the header by which a browser saves the file under its name."""
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
