"""Reading the files that came in."""

from django.db.models import QuerySet

from erle.knowledge.records.models import ImportBatch, Report


def batches() -> QuerySet[ImportBatch]:
    """Return the batches that the worker's agency handed in, newest first."""
    return ImportBatch.objects.select_related("agency").order_by("-imported_at")


def batch_called(reference: str) -> ImportBatch:
    """Return the batch, or raise `ImportBatch.DoesNotExist`."""
    return ImportBatch.objects.select_related("agency", "circle").get(reference=reference)


def reports_of_batch(batch: ImportBatch, *, kind: str) -> QuerySet[Report]:
    """Return the standing reports of one kind that a batch brought, with the people they are about."""
    found = Report.objects.filter(batch=batch, kind=kind, withdrawn_at__isnull=True)
    return found.select_related("person__circle__agency")
