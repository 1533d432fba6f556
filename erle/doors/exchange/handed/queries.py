"""Reading handed files: a worker's own, and none else."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from erle.doors.exchange.handed.models import Block, HandedFile
from erle.doors.exchange.handed.rules import Sort, State

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker


def file_called(reference: str) -> HandedFile:
    """Return the acting worker's file, or raise `HandedFile.DoesNotExist`."""
    return HandedFile.objects.select_related("agency").get(reference=reference)


def has_rows_that_came_back(file: HandedFile) -> bool:
    """Return whether rows came back and are kept still: a week after the file ended they are thrown away."""
    return Block.objects.filter(file=file, sort=Sort.CAME_BACK).exists()


def open_files(worker: "Worker") -> QuerySet[HandedFile]:
    """Return the worker's files that neither were taken nor given up, the newest first."""
    over = (State.TAKEN, State.GIVEN_UP)
    found = HandedFile.objects.filter(worker=worker).exclude(state__in=over).select_related("agency")
    return found.order_by("-handed_in_at")


def files_by_batch(worker: "Worker", batches: list[str]) -> dict[str, str]:
    """Return which of the worker's files became which batch: references by references."""
    taken = HandedFile.objects.filter(worker=worker, batch__in=batches)
    return dict(taken.values_list("batch", "reference"))
