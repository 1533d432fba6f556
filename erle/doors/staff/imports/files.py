"""The files of a worker's agency: those that wait for her, and the batches that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.exchange.handed.queries import files_by_batch, open_files
from erle.doors.staff.imports.office import OfficePage
from erle.doors.staff.imports.wording import format_words, standing
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.words import day_and_time, in_midst, spell
from erle.knowledge.records.queries import batches

if TYPE_CHECKING:
    from erle.doors.exchange.handed.models import HandedFile
    from erle.knowledge.records.models import ImportBatch

SHOWN = 100


class Files(OfficePage):
    """What waits, and what came in."""

    template_name = "staff/imports/files.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show both, the newest first; `state` in the address narrows the batches."""
        state = request.GET.get("state", "")
        found = batches().filter(agency__slug__in=self.offices)
        if state in {"standing", "undone"}:
            found = found.filter(undone_at__isnull=state == "standing")
        shown = list(found[:SHOWN])
        mine = files_by_batch(self.worker, [batch.reference for batch in shown])
        return self.show(
            {
                "new_url": reverse("imports_new"),
                "waiting": [self._waiting(file) for file in open_files(self.worker)],
                "batches": [self._batch(batch, mine) for batch in shown],
                "views": saved_views(self),
                "states": [
                    {"words": words, "url": f"{reverse('imports')}{'?state=' + key if key else ''}", "on": state == key}
                    for key, words in (("", "All"), ("standing", "Standing"), ("undone", "Undone"))
                ],
            }
        )

    def _waiting(self, file: HandedFile) -> dict[str, Any]:
        return {
            "name": file.name,
            "url": reverse("imports_file", args=[file.reference]),
            "standing": standing(file.state),
            "when": in_midst(file.handed_in_at, self.today),
            "agency": file.agency.name,
        }

    def _batch(self, batch: ImportBatch, mine: dict[str, str]) -> dict[str, Any]:
        file = mine.get(batch.reference)
        return {
            "name": batch.file_name,
            "reference": batch.reference,
            "format": format_words(batch.format),
            "when": day_and_time(batch.imported_at, self.today),
            "taken": spell(batch.taken, "report", "reports"),
            "refused": batch.refused,
            "undone": in_midst(batch.undone_at, self.today) if batch.undone_at else "",
            "url": reverse("imports_file", args=[file]) if file else "",
            "undo_url": "" if batch.undone_at else reverse("imports_undo", args=[batch.reference]),
        }
