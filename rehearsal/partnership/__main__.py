"""`python -m rehearsal.partnership --out FOLDER`: write the files of a simulated partnership, and its truth."""

import argparse
import sys
from datetime import date, datetime, time
from pathlib import Path

from erle.doors.command.printing import say
from erle.foundation.statute.moments import LONDON
from rehearsal.partnership.days import THIS_MORNING
from rehearsal.partnership.writing import write

SMALLEST = 0.05


def main() -> int:
    """Write the files and say what was written."""
    parser = argparse.ArgumentParser(
        prog="python -m rehearsal.partnership", description="Write a simulated partnership."
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="times the size of one city")
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(LONDON).date())
    parser.add_argument(
        "--until", type=time.fromisoformat, default=THIS_MORNING, help="the hour that today has reached"
    )
    asked = parser.parse_args()
    if asked.scale < SMALLEST:
        parser.error(f"the smallest scale is {SMALLEST}")
    for file in write(asked.out, asked.seed, asked.scale, asked.today, until=asked.until):
        say(f"{file.agency:22} {file.format:8} {file.path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
