"""Letting the partnership's files in by the exchange, each as one batch of the agency whose file it is.

A file that came in already is passed over, so that a demo that was interrupted goes on where it ended.
"""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from erle.doors.exchange.formats import mapping_in, read_file
from erle.doors.exchange.importing import import_file
from erle.doors.exchange.rejects import rejects_file
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import agencies, agency_called, import_worker
from erle.foundation.statute.moments import in_england
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import batches
from rehearsal.partnership.happenings.noting import CARE
from rehearsal.partnership.writing import TRUTH, FileWritten, write

LIST, CAME_BACK, MANAGER = "files.json", "came-back", "social-work-manager"
SEALED, BASIS, WHY = "sealed_record", "child_in_need", "A relative of the child works for children’s services."
Progress = Callable[[str], None]


def write_once(folder: Path, *, seed: int, scale: float, now: datetime, anew: bool = False) -> list[FileWritten]:
    """Write the files up to this moment, unless they stand there already from a demo that was not finished."""
    listed = folder / LIST
    if anew or not listed.exists():
        here = in_england(now)
        written = write(folder, seed, scale, here.date(), until=here.time())
        told = [[one.agency, one.path.name, one.mapping.name if one.mapping else "", one.format] for one in written]
        listed.write_text(json.dumps(told, indent=1), "utf-8")
    return [
        FileWritten(agency, folder / name, folder / mapping if mapping else None, form)
        for agency, name, mapping, form in json.loads(listed.read_text("utf-8"))
    ]


def agencies_stand(files: Sequence[FileWritten]) -> bool:
    """Tell whether every agency whose file it is takes part."""
    return {file.agency for file in files} <= set(agencies().values_list("slug", flat=True))


def let_in(files: Sequence[FileWritten], *, now: datetime, progress: Progress = lambda words: None) -> int:
    """Let each file in that is not in yet; return how many rows were taken. Rows with a fault come back beside it."""
    taken = sum(_let_in(file, now, progress) for file in files if not _is_in(file))
    seal_planted(files[0], now=now)
    return taken


def _is_in(file: FileWritten) -> bool:
    with acting_as(import_worker(agency_called(file.agency))):
        return batches().filter(file_name=file.path.name, undone_at__isnull=True).exists()


def _let_in(file: FileWritten, now: datetime, progress: Progress) -> int:
    incoming = read_file(file.format, file.path, mapping=mapping_in(file.mapping) if file.mapping else None, now=now)
    back = file.path.parent / CAME_BACK / f"{file.path.stem}.csv"
    back.parent.mkdir(mode=0o700, exist_ok=True)
    with rejects_file(back, incoming.headers) as rejects:
        agency = agency_called(file.agency)
        outcome = import_file(incoming, agency=agency, name=file.path.name, rejects=rejects, at=now)
    refused = outcome.tally.total("refused")
    progress(f"{agency.name}: {file.path.name}, {outcome.taken:,} rows, {refused:,} back.")
    return outcome.taken


def seal_planted(first: FileWritten, *, now: datetime) -> None:
    """Seal what children's services, whose file is the first, hold of the child whose record is to be sealed."""
    manager = Worker.objects.get(agency__slug=first.agency, posts__role__slug=MANAGER)
    numbers = _numbers_to_seal(first.path.parent)
    with acting_as(manager):
        found = Person.objects.filter(identifiers__value__in=numbers, circle__agency__slug=first.agency)
        for person in found.filter(circle__sealed=False).select_related("circle"):
            seal(circle=person.circle, stays=[manager], basis=BASIS, reason=WHY, by=manager, at=now)


def _numbers_to_seal(folder: Path) -> list[str]:
    """Return the numbers by which children's services know the child; the truth says who it is."""
    hard = json.loads((folder / TRUTH / "hard_cases.json").read_text("utf-8"))
    [children] = [case["children"] for case in hard if case["case"] == SEALED]
    with (folder / TRUTH / "records.csv").open(encoding="utf-8", newline="") as file:
        return [row["number"] for row in csv.DictReader(file) if row["agency"] == CARE and row["child"] in children]
