"""The command `erle`: one word for each thing that an operator does."""

import argparse
import sys
from collections.abc import Sequence

from erle.doors.command import begin, demo, due, jobs, ledger, link, routes, serve
from erle.doors.command.between import between
from erle.doors.command.exports import exporting
from erle.doors.command.files import importing, layers
from erle.doors.command.matching import match
from erle.doors.command.printing import say
from erle.foundation.database.refusals import Refused

DONE, REFUSED, WRONG_CALL = 0, 1, 2
ROOMS = (demo, begin, serve, importing, exporting, layers, match, between, link, due, ledger, jobs, routes)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused or faulty input, 2 wrong call."""
    parser = argparse.ArgumentParser(prog="erle", description="Erle, the safeguarding platform of one partnership.")
    words = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for room in ROOMS:
        room.add_to(words)
    asked = parser.parse_args(argv)
    try:
        return int(asked.run(asked))
    except Refused as refused:
        say(f"Refused: {refused}", to=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        say("Stopped. What was begun and not finished has been undone.", to=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
