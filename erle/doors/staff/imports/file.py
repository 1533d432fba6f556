"""One handed file: how far it is, what was found, what becomes of it, and the rows that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.exchange.handed.actions import check_again, give_up, needs_mapping, take_file
from erle.doors.exchange.handed.keeping import kept
from erle.doors.exchange.handed.queries import file_called, has_rows_that_came_back
from erle.doors.exchange.handed.rules import AT_WORK, Sort, State
from erle.doors.staff.imports import wording
from erle.doors.staff.imports.office import OfficePage
from erle.doors.staff.words import day_and_time, in_midst, spell
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.queries import batches

if TYPE_CHECKING:
    from erle.doors.exchange.handed.models import HandedFile


class File(OfficePage):
    """How a file stands; this page takes what is to be done next, by POST."""

    template_name = "staff/imports/file.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show how it stands; a file whose columns nobody has named yet goes there first."""
        file = self.found(file_called, reference)
        if file.state == State.UPLOADED:
            return redirect("imports_columns", reference)
        return self.show(self._context(file))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Do what was asked, and show how it stands then."""
        file = self.found(file_called, reference)
        try:
            self._do(request.POST.get("act", ""), file)
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("imports" if file.state == State.GIVEN_UP else "imports_file", *(
            () if file.state == State.GIVEN_UP else (reference,)
        ))  # fmt: skip

    def _do(self, what: str, file: HandedFile) -> None:
        if what == "take":
            take_file(file=file, by=self.worker)
        elif what == "again":
            check_again(file=file, by=self.worker)
        elif what == "give_up":
            give_up(file=file, by=self.worker, at=self.now)
            messages.success(self.request, f"{file.name} was given up, and is thrown away.")

    def _context(self, file: HandedFile) -> dict[str, Any]:
        found, undone = file.found, self._undone(file)
        shown = {
            "name": file.name,
            "summary": [
                ("File", file.name),
                ("Format", wording.format_words(file.format)),
                ("Agency", file.agency.name),
                ("Handed in", day_and_time(file.handed_in_at, self.today)),
            ],
            "standing": {"kind": "plain", "words": f"Undone {undone}"} if undone else wording.standing(file.state),
            "undone": undone,
            "at_work": file.state in AT_WORK,
            "rows": spell(file.rows, "row", "rows") if file.rows else "",
            "state": file.state,
            "why": found.get("why", ""),
            "back_url": reverse("imports"),
            "columns_url": reverse("imports_columns", args=[file.reference]) if needs_mapping(file) else "",
            "undo_url": reverse("imports_undo", args=[file.batch]) if file.batch and not undone else "",
            "batch": file.batch,
        }
        return {**shown, **self._found(file, found)} if "total" in found else shown

    def _undone(self, file: HandedFile) -> str:
        """Return when the batch that the file became was undone, in words, if it was."""
        batch = batches().filter(reference=file.batch).first() if file.batch else None
        return in_midst(batch.undone_at, self.today) if batch and batch.undone_at else ""

    def _found(self, file: HandedFile, found: dict[str, Any]) -> dict[str, Any]:
        total = found["total"]
        faults = wording.problems(found) if "faults" in found else []
        came_back = total["refused"] + total["repeated"]
        return {
            "counts": wording.results(found) if file.state == State.TAKEN else wording.counts(found),
            "notes": found["notes"],
            "good": total["taken"],
            "good_words": spell(total["taken"], "good row", "good rows"),
            "problems": faults,
            "more_problems": total["refused"] - len(faults) if total["refused"] > len(faults) else 0,
            "questions": wording.questions(found) if "faults" in found else [],
            "sample": found.get("sample", []),
            "came_back_url": reverse("imports_came_back", args=[file.reference])
            if came_back and has_rows_that_came_back(file)
            else "",
            "came_back": spell(came_back, "row that came back", "rows that came back"),
        }


class CameBack(OfficePage):
    """The rows that came back, with the reason beside each."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Give them as CSV; cells are inert in a spreadsheet."""
        file = self.found(file_called, reference)
        content = b"".join(kept(file, Sort.CAME_BACK))
        if not content:
            raise Http404
        ledger.write(Act.EXPORTED, about=file.reference, purpose="rows that came back", detail={"bytes": len(content)})
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="came-back-{file.reference}.csv"'
        return response
