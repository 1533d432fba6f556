"""What workers handed in themselves, and the files that came with it."""

from django.db.models import QuerySet

from erle.foundation.agencies.models import Worker
from erle.knowledge.records.models import Attachment, Report


def handed_in_from(draft: str, *, by: Worker) -> str | None:
    """Return the reference of the report that the worker handed in from a draft of hers, or held back."""
    own = Report.objects.filter(recorded_by=by, batch__isnull=True, said__draft=draft)
    return own.values_list("reference", flat=True).first()


def reports_of(worker: Worker) -> QuerySet[Report]:
    """Return what the worker handed in or held back herself, the newest first."""
    own = Report.objects.filter(recorded_by=worker, batch__isnull=True, withdrawn_at__isnull=True)
    return own.filter(said__has_key="draft").order_by("-recorded_at")


def report_of(reference: str, *, by: Worker) -> Report:
    """Return what the worker handed in or held back herself, or raise `Report.DoesNotExist`."""
    return reports_of(by).get(reference=reference)


def attachments_of(report: Report) -> QuerySet[Attachment]:
    """Return the files that came with the report, without their bytes."""
    return Attachment.objects.filter(report=report).defer("content").order_by("id")


def attachment_called(reference: str) -> Attachment:
    """Return the file of a report that the worker may see, or raise `Attachment.DoesNotExist`."""
    return Attachment.objects.get(reference=reference)
