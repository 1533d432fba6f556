"""Let one return in by the exchange door, in a process of its own: prints what it took, the seconds and the memory."""

import json
import sys
import time
from pathlib import Path

from erle.doors.command.standing import set_up

AGENCY = "childrens-services"


def main(where: Path) -> None:
    """Import the file or folder for the bench's agency, into the database that stands."""
    set_up()
    from django.utils import timezone

    from erle.doors.exchange.importing import import_return
    from erle.doors.exchange.ssda903.returns import read_return
    from erle.foundation.agencies.queries import agency_called

    agency = agency_called(AGENCY)
    before = time.perf_counter()
    reading = read_return(where, today=timezone.localdate())
    outcome = import_return(reading, agency=agency, name=where.name, at=timezone.now())
    seconds = time.perf_counter() - before
    print(json.dumps({"taken": outcome.taken, "seconds": seconds, "megabytes": _most_held()}))


def _most_held() -> float:
    """Return the most memory this program held; `getrusage` would count that of the process it was forked from too."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
