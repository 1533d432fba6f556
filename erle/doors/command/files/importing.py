"""`erle import`: let an agency's file in, say which rows came back and why, and undo a batch."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from erle.doors.command.files.progress import Progress
from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import product
from erle.foundation.database.refusals import Refused

FORMATS = ("generic", "cin", "ssda903")
DONE, FAULTY, WRONG_CALL = 0, 1, 2


class NoSuchAgency(Refused):
    """There is no agency of that short name."""


class NoSuchBatch(Refused):
    """There is no batch of that reference at that agency."""


class CannotBeRead(Refused):
    """The file, or the place for the rejected rows, cannot be used."""


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("import", help="let an agency's file in, or undo one")
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("file", type=Path, nargs="?", help="a file, or a folder of them")
    parser.add_argument("--agency", required=True, metavar="SLUG", help="short name of the agency whose file it is")
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE", help="what the columns hold (generic); else NAME.mapping.json beside it"
    )
    parser.add_argument("--dry-run", action="store_true", help="check only; nothing is kept")
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE", help="write the rows that came back, with the reason beside each"
    )
    parser.add_argument("--undo", metavar="BATCH", help="undo the batch of this reference instead")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Import or undo; 0 done, 1 where rows were refused, 2 where it is not said what to import."""
    if (asked.file is None) == (asked.undo is None):
        say("erle import: give a file, or --undo BATCH", to=sys.stderr)
        return WRONG_CALL
    with product():
        from erle.foundation.agencies.queries import agencies

        agency = agencies().filter(slug=asked.agency).first()
        if agency is None:
            known = ", ".join(agencies().values_list("slug", flat=True)) or "none yet"
            raise NoSuchAgency(f"There is no agency called {asked.agency!r}. Agencies here: {known}.")
        return _undo(asked, agency) if asked.undo else _import(asked, agency)


def _import(asked: argparse.Namespace, agency: Any) -> int:
    from django.utils import timezone

    from erle.doors.exchange.importing import import_file
    from erle.doors.exchange.opening import Unreadable
    from erle.doors.exchange.rejects import rejects_file

    now = timezone.now()
    try:
        if asked.rejects and asked.rejects.resolve() in _read_from(asked.file):
            raise CannotBeRead(f"{asked.rejects.name} is to be imported: name another file for the rejected rows.")
        incoming = _incoming(asked, now)
        kept = rejects_file(asked.rejects, incoming.headers) if asked.rejects else nullcontext()
        with Progress() as progress, kept as rejects:
            outcome = import_file(
                incoming,
                agency=agency,
                name=asked.file.resolve().name,
                rejects=rejects,
                dry_run=asked.dry_run,
                progress=progress,
                at=now,
            )
    except Unreadable as error:
        raise CannotBeRead(str(error)) from error
    return _tell(asked, incoming, outcome)


def _incoming(asked: argparse.Namespace, now: Any) -> Any:
    from erle.doors.exchange.formats import mapping_beside, mapping_in, read_file

    place = asked.mapping or (mapping_beside(asked.file) if asked.format == "generic" else None)
    return read_file(asked.format, asked.file, mapping=mapping_in(place) if place else None, now=now)


def _read_from(path: Path) -> set[Path]:
    """Return the files that an import of the path may read."""
    return {each.resolve() for each in (path.iterdir() if path.is_dir() else (path,))}


def _tell(asked: argparse.Namespace, incoming: Any, outcome: Any) -> int:
    from erle.doors.exchange.summary import summary_data, summary_words

    passed_over = [(one.file, one.why) for one in incoming.passed_over]
    did = {
        "batch": outcome.batch or None,
        "taken": outcome.taken,
        "known": outcome.known,
        "children": outcome.children,
        "episodes": outcome.episodes,
        "to_desk": list(outcome.to_desk),
        "dry_run": outcome.dry_run,
    }
    if asked.json:
        say_data({**did, **summary_data(outcome.tally, notes=incoming.notes, passed_over=passed_over)})
    else:
        say(summary_words(outcome.tally, rules=incoming.rules, notes=incoming.notes, passed_over=passed_over))
        say("\n" + _words(outcome, asked))
    return FAULTY if outcome.tally.total("refused") else DONE


def _words(outcome: Any, asked: argparse.Namespace) -> str:
    if outcome.dry_run:
        return "Checked only: nothing was kept."
    if not outcome.batch:
        return "Nothing new: every good row is here already, word for word. Nothing was changed."
    desk = f"{len(outcome.to_desk):,} of them go to the MASH desk.\n" if outcome.to_desk else ""
    return (
        f"Batch {outcome.batch}: {outcome.taken:,} reports taken, {outcome.known:,} known already, "
        f"{outcome.children:,} children new, {outcome.episodes:,} episodes of being missing or away.\n"
        f"{desk}To undo it: erle import {asked.format} --agency {asked.agency} --undo {outcome.batch}"
    )


def _undo(asked: argparse.Namespace, agency: Any) -> int:
    from django.utils import timezone

    from erle.doors.exchange.importing import undo_import
    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.queries import import_worker
    from erle.knowledge.records.queries import batches

    with acting_as(import_worker(agency)):
        batch = batches().filter(reference=asked.undo, agency=agency).first()
    if batch is None:
        raise NoSuchBatch(f"{agency.name} handed in no batch {asked.undo}.")
    withdrawn = undo_import(batch, at=timezone.now())
    if asked.json:
        say_data({"batch": batch.reference, "withdrawn": withdrawn})
    else:
        say(f"Batch {batch.reference} is undone: {withdrawn:,} reports withdrawn.")
    return DONE
