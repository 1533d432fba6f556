"""Handing the return in by the same command as anyone's."""

from datetime import datetime
from pathlib import Path

from erle.doors.command.main import main
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.queries import agency_called, import_worker
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.queries import batches
from rehearsal.files import write_return
from rehearsal.story import LONDON

AGENCY = "childrens-services"


class DidNotLand(Refused):
    """The return was not let in."""


def write_once(folder: Path, *, now: datetime, seed: int, anew: bool = False) -> None:
    """Write the return into the folder, where it is not there yet or belongs to an earlier demo."""
    if anew or not (folder / "header.csv").exists():
        write_return(folder, today=now.astimezone(LONDON).date(), seed=seed)


def hand_in(folder: Path) -> int:
    """Let the return in; rows come back, and that is no failure of the demo."""
    main(["import", "ssda903", str(folder), "--agency", AGENCY, "--rejects", str(folder.parent / "came-back.csv")])
    if not was_handed_in():
        raise DidNotLand("The return of looked-after children did not come in: its own message stands above.")
    return 0


def was_handed_in() -> bool:
    """Tell whether Children's Services has handed in a return."""
    with acting_as(import_worker(agency_called(AGENCY))):
        return batches().exists()
