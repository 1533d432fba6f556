"""Making what of the demo is missing, step by step: the partnership, then the file that it hands in."""

from django.utils import timezone

from erle.doors.command.printing import say
from erle.doors.command.standing import home
from erle.foundation.agencies.queries import agencies
from rehearsal.build import build
from rehearsal.handing_in import hand_in, was_handed_in, write_once

DONE = 0


def make(*, scale: int, seed: int) -> int:
    """Make the demo where there is none; each step is one transaction, and a step that is done is left alone."""
    folder, now = home() / "rehearsal" / "return", timezone.now()
    if agencies().exists():
        say("The demo partnership stands already.")
    else:
        say("Demo partnership: founding agencies, telling children's stories.")
        build(now=now, seed=seed, scale=scale, progress=lambda words: say(f"  {words}"))
        write_once(folder, now=now, seed=seed, anew=True)
    if was_handed_in():
        return DONE
    write_once(folder, now=now, seed=seed)
    say("Letting in the return of looked-after children; two of its rows have planted faults and come back.")
    return hand_in(folder)
