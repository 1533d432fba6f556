"""Let one file in by the exchange door, in a process of its own: prints what it took, the seconds and the memory."""

import json
import sys
import time
from pathlib import Path

from erle.doors.command.standing import set_up

AGENCY = "childrens-services"


def main(file_format: str, where: Path) -> None:
    """Import the file or folder for the bench's agency, into the database that stands."""
    set_up()
    from django.utils import timezone

    from erle.doors.exchange.formats import mapping_beside, mapping_in, read_file
    from erle.doors.exchange.importing import import_file
    from erle.foundation.agencies.queries import agency_called

    agency, beside = agency_called(AGENCY), mapping_beside(where)
    before = time.perf_counter()
    mapping = mapping_in(beside) if beside else None
    incoming = read_file(file_format, where, mapping=mapping, now=timezone.now())
    outcome = import_file(incoming, agency=agency, name=where.name, at=timezone.now())
    seconds = time.perf_counter() - before
    print(json.dumps({"taken": outcome.taken, "seconds": seconds, "megabytes": _most_held()}))


def _most_held() -> float:
    """Return the most memory this program held; `getrusage` would count that of the process it was forked from too."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
