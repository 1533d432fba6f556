"""The jobs on handed files: each is checked, or taken, by the agency's import account, and says how far it is.

The queue is the table of handed files itself. A job takes one under a lock that others pass over, says each second
that it lives, and where it dies another takes the file up anew: an import is kept whole or not at all.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from erle.doors.exchange.formats import GENERIC, read_file
from erle.doors.exchange.generic.days import LONDON
from erle.doors.exchange.generic.mapping import checked_mapping
from erle.doors.exchange.handed import keeping
from erle.doors.exchange.handed.models import HandedFile
from erle.doors.exchange.handed.rules import FAULTS_FOR, KEPT_FOR, QUIET_FOR, Sort, State
from erle.doors.exchange.importing import Outcome, import_file
from erle.doors.exchange.incoming import Incoming, PassedOver, Portion
from erle.doors.exchange.opening import OpenFile
from erle.doors.exchange.rejects import rejects_file
from erle.doors.exchange.summary import summary_data
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.queries import worker_numbered
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.files.rows import Row

BEAT = 1.0
SHOWN = 5
"""Rows of which the page shows how they were understood."""
BROKEN = "Something broke in Erle. The file is kept, and nothing of it was taken; have it checked again."


def waiting() -> bool:
    """Return whether any file waits for a job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.handed_file_waits(%s)", [QUIET_FOR.total_seconds()])
        [waits] = cursor.fetchone()
    return bool(waits)


def work_off() -> int:
    """Do the jobs that wait, one after the other; return how many they were."""
    done = 0
    while job := _next():
        _work_on(*job)
        done += 1
    return done


def sweep(at: datetime) -> None:
    """Throw away files that nobody took within a day, and what came back of those that ended a week ago."""
    with connection.cursor() as cursor:
        given = (at - KEPT_FOR, at - FAULTS_FOR, QUIET_FOR.total_seconds())
        cursor.execute("SELECT erle.sweep_handed_files(%s, %s, %s)", given)
    if settings.READING_DIR.is_dir():
        keeping.sweep_reading((at - KEPT_FOR).timestamp())


def _next() -> tuple[int, int] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_id, worker_id FROM erle.next_handed_file(%s)", [QUIET_FOR.total_seconds()])
        found: tuple[int, int] | None = cursor.fetchone()
    return found


def _work_on(number: int, worker_id: int) -> None:
    """Do one job, and write down what it found, or why it could not go on."""
    worker = worker_numbered(worker_id)
    with acting_as(worker):
        file = HandedFile.objects.select_related("agency", "worker").get(pk=number)
    found: dict[str, Any] = {"state": State.FAILED, "found": {"why": BROKEN}}
    try:
        with Beating(file) as beating:
            found = _done(file, beating)
    except Refused as refused:
        found["found"] = {"why": str(refused)}
    finally:
        with acting_as(worker):
            _write_down(file, found)


def _done(file: HandedFile, beating: "Beating") -> dict[str, Any]:
    """Check the file, or take it; return how it stands then, and what was found."""
    now, taking = timezone.now(), file.state == State.TO_TAKE
    with ExitStack() as held:
        with acting_as(file.worker):
            path = held.enter_context(keeping.laid_out(file))
        watched = Watched(_incoming(file, path, now))
        came_back = path.with_name("came back.csv")
        with rejects_file(came_back, watched.headers) as rejects:
            outcome = import_file(
                watched,
                agency=file.agency,
                name=file.name,
                rejects=rejects,
                dry_run=not taking,
                progress=beating.passed,
                at=now,
            )
        with acting_as(file.worker), OpenFile(came_back) as back:
            keeping.keep(file, Sort.CAME_BACK, back.blocks())
    found = {**_told(outcome), **summary_data(outcome.tally, notes=watched.notes, passed_over=watched.passed_over)}
    found |= {"rule_words": {code: watched.rules[code] for code in found["rules"]["query"] if code in watched.rules}}
    if taking:
        return {"state": State.TAKEN, "found": found, "batch": outcome.batch, "ended_at": now}
    return {"state": State.CHECKED, "found": {**found, "sample": watched.sample}}


def _incoming(file: HandedFile, path: Path, now: datetime) -> Incoming:
    mapping = checked_mapping(file.mapping) if file.format == GENERIC else None
    return read_file(file.format, path, mapping=mapping, name=file.name, now=now)


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "taken": outcome.taken,
        "known": outcome.known,
        "children": outcome.children,
        "episodes": outcome.episodes,
        "to_desk": len(outcome.to_desk),
    }


def _write_down(file: HandedFile, found: dict[str, Any]) -> None:
    """Write down how a file stands, unless somebody gave it up meanwhile; a file that was taken is thrown away."""
    standing = HandedFile.objects.filter(pk=file.pk, state=file.state)
    if standing.update(**found, heard_of_at=None) and found["state"] is State.TAKEN:
        keeping.forget(file, Sort.FILE)


class Watched:
    """A file on its way, of whose first rows it is kept how they were understood."""

    def __init__(self, incoming: Incoming) -> None:
        """Take what is to be watched."""
        self._incoming = incoming
        self.format, self.purpose = incoming.format, incoming.purpose
        self.headers, self.rules = incoming.headers, incoming.rules
        self.sample: list[dict[str, Any]] = []

    @property
    def notes(self) -> Sequence[str]:
        """What is unusual about the file."""
        return self._incoming.notes

    @property
    def passed_over(self) -> Sequence[PassedOver]:
        """Files that are not read."""
        return self._incoming.passed_over

    def portions(self) -> Iterator[Portion]:
        """Yield the rows as they come."""
        for portion in self._incoming.portions():
            self.sample += [_understood(row) for row in portion.rows[: SHOWN - len(self.sample)]]
            yield portion


def _understood(row: Row) -> dict[str, Any]:
    """Return how a row was understood, for the person who sees whether that is what it says."""
    child = row.child
    name = " ".join(filter(None, (child.given_names, child.family_name)))
    when = ""
    if row.happened_at:
        local = row.happened_at.astimezone(LONDON)
        when = f"{local.day} {local:%B %Y}" + (f", {local:%H:%M}" if row.precision in {"minute", "about"} else "")
    born = f"born {child.born_on.day} {child.born_on:%B %Y}" if child.born_on else ""
    known = ", ".join(filter(None, (name, born, child.number and f"number {child.number}")))
    told = [piece.title for piece in row.pieces] or ([row.missing.value] if row.missing else [])
    return {
        "line": row.line,
        "who": known or "A child who is not named",
        "when": when,
        "what": "; ".join(told),
        "text": row.text[:160] or (row.week.marks if row.week else ""),
        "desk": row.to_desk,
    }


class Beating:
    """Says each second, on a connection of its own, that a job lives and how far it is."""

    def __init__(self, file: HandedFile) -> None:
        """Take the file that is in hand."""
        self._file, self._rows, self._over = file, 0, threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def passed(self, rows: int) -> None:
        """Take how many rows have passed."""
        self._rows = rows

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and wait until the last word is written."""
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(BEAT):
                with acting_as(self._file.worker):
                    standing = HandedFile.objects.filter(pk=self._file.pk, state=self._file.state)
                    standing.update(rows=self._rows, heard_of_at=timezone.now())
        finally:
            connections["default"].close()
