"""Making what of the demo is missing, step by step: the partnership, its return, then the files of its agencies."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone

from erle.doors.command.printing import say
from erle.doors.command.standing import home
from erle.foundation.agencies.queries import agencies
from erle.knowledge.linkage.tasks import ask_questions, was_asked
from erle.knowledge.linkage.things.comparing import compare_things
from rehearsal.build import build
from rehearsal.handing_in import hand_in, was_handed_in, write_once
from rehearsal.offices.acts import hand_in_logs, were_handed_in
from rehearsal.partnership import letting_in

DONE = 0


def make(*, scale: int, seed: int, files: float = 0) -> int:
    """Make the demo where there is none; each step is one transaction, and a step that is done is left alone."""
    folder, now, anew = home() / "rehearsal", timezone.now(), not agencies().exists()
    if anew:
        say("Demo partnership: founding agencies, telling children's stories.")
        build(now=now, seed=seed, scale=scale, progress=lambda words: say(f"  {words}"))
    else:
        say("The demo partnership stands already.")
    if not was_handed_in():
        write_once(folder / "return", now=now, seed=seed, anew=anew)
        say("Letting in the return of looked-after children; two of its rows have planted faults and come back.")
        hand_in(folder / "return")
    if not were_handed_in():
        say("Handing a school’s concern logs in: one taken, one undone, one that waits.")
        hand_in_logs(now=now)
    if files:
        _let_files_in(folder / "partnership", now=now, seed=seed, scale=files, anew=anew)
    if not was_asked():
        told = ask_questions(at=now)
        say(f"Comparing {told.records:,} records: of {told.open:,} pairs a person is asked whether they are one child.")
    if (compared := compare_things()).things:
        say(f"Comparing {compared.things:,} places and things: {compared.near:,} pairs may be the same.")
    return DONE


def _let_files_in(folder: Path, *, now: datetime, seed: int, scale: float, anew: bool) -> None:
    """Let the files of the simulated partnership in, which stands beside the children told of by hand."""
    files = letting_in.write_once(folder, seed=seed, scale=scale, now=now, anew=anew)
    if not letting_in.agencies_stand(files):
        say("This demo was made before there were files of more agencies: --fresh makes one that has them.")
        return
    say("Letting in the files of the agencies; rows with planted faults come back.")
    letting_in.let_in(files, now=now, progress=lambda words: say(f"  {words}"))
