"""`python -m rehearsal`: make the demo partnership where there is none, and let a file of its own in."""

import argparse
import sys

from erle.doors.command.printing import say
from erle.doors.command.standing import product
from erle.foundation.database.refusals import Refused

REFUSED = 1


def main() -> int:
    """Make what is missing; run again, it changes nothing."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal", description="Make the demo partnership.")
    parser.add_argument("--scale", type=int, default=1, help="times sixty further children")
    parser.add_argument("--files", type=float, help="the size of the agencies' files; else as --scale, 0 for none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stands", action="store_true", help="the tables were made just now: do not look again")
    asked = parser.parse_args()
    try:
        with product(make=not asked.stands):
            from erle.foundation.database.bootstrap import garbage_looked_for_seldom
            from rehearsal.making import make

            files = asked.scale if asked.files is None else asked.files
            with garbage_looked_for_seldom():
                return make(scale=max(0, asked.scale), files=max(0.0, files), seed=asked.seed)
    except Refused as refused:
        say(f"Refused: {refused}", to=sys.stderr)
    except KeyboardInterrupt:
        say("Stopped. Nothing of the demo was kept half done; start again.", to=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
