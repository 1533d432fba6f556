"""Letting the partnership's files in by the exchange, each as one batch of the agency whose file it is.

A file that came in already is passed over, so that a demo that was interrupted goes on where it ended. Files of
times missing came in before too, at the end of each year and of last month: figures count what was known by then.
"""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from erle.doors.exchange.formats import mapping_in, read_file
from erle.doors.exchange.importing import import_file
from erle.doors.exchange.rejects import rejects_file
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import agencies, agency_called, import_worker
from erle.foundation.statute.moments import end_of, in_england
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import batches
from rehearsal.partnership.happenings.noting import CARE
from rehearsal.partnership.writing import TRUTH, FileWritten, write

LIST, CAME_BACK, MANAGER = "files.json", "came-back", "social-work-manager"
SEALED, BASIS, WHY = "sealed_record", "child_in_need", "A relative of the child works for children’s services."
TIMES_MISSING = ("missing-reports", "away-from-placement")
MARCH, A_MOMENT = 3, timedelta(minutes=1)
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
    taken = sum(_let_in(file, name, at, progress) for file in files for name, at in _comings(file, now))
    seal_planted(files[0], now=now)
    return taken


def _comings(file: FileWritten, now: datetime) -> list[tuple[str, datetime]]:
    """Return under which names, and when, the file comes in that is not in yet: what is not so by then comes back."""
    told, earlier = file.path.stem.endswith(TIMES_MISSING), closings(in_england(now).date())
    before = [(f"{file.path.stem}-to-{on}.csv", end_of(on) - A_MOMENT) for on in earlier if told]
    return [(name, at) for name, at in [*before, (file.path.name, now)] if not _is_in(file, name)]


def closings(today: date) -> list[date]:
    """Return the days at whose end files of times missing came in before: of two years, and of the last month."""
    march = date(today.year - (today <= date(today.year, MARCH, 31)), MARCH, 31)
    last_month = today.replace(day=1) - timedelta(days=1)
    return sorted({march.replace(year=march.year - 1), march, last_month})


def _is_in(file: FileWritten, name: str) -> bool:
    with acting_as(import_worker(agency_called(file.agency))):
        return batches().filter(file_name=name, undone_at__isnull=True).exists()


def _let_in(file: FileWritten, name: str, at: datetime, progress: Progress) -> int:
    incoming = read_file(file.format, file.path, mapping=mapping_in(file.mapping) if file.mapping else None, now=at)
    back = file.path.parent / CAME_BACK / f"{file.path.stem}.csv"
    back.parent.mkdir(mode=0o700, exist_ok=True)
    with rejects_file(back, incoming.headers) as rejects:
        agency = agency_called(file.agency)
        outcome = import_file(incoming, agency=agency, name=name, rejects=rejects, at=at)
    refused = outcome.tally.total("refused")
    progress(f"{agency.name}: {name}, {outcome.taken:,} rows, {refused:,} back.")
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
