"""Is a server at work on this data? Asked of the system, because a file may outlive the process that it names."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from erle.foundation.database.embedded.places import SOCKET, Places
from erle.foundation.database.embedded.refusals import StillAtWork

PROC = Path("/proc")
PID_FILE = "postmaster.pid"
READY = "ready"
LINES = 8
LEFTOVERS_END_WITHIN_SECONDS = 30.0
PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class PidFile:
    """What the server wrote about itself in `postmaster.pid`."""

    pid: int
    socket_dir: Path
    status: str

    @classmethod
    def read(cls, data: Path) -> "PidFile | None":
        """Return what stands there; None where nothing stands, or half of it."""
        try:
            lines = (data / PID_FILE).read_text("utf-8").splitlines()
        except FileNotFoundError:
            return None
        if len(lines) < LINES or not lines[0].isdigit():
            return None
        return cls(int(lines[0]), Path(lines[4]), lines[7].strip())


def server_at_work(places: Places) -> PidFile | None:
    """Return the server that runs on this data, coming up or ready; a stale file, or a number used again, is none."""
    found = PidFile.read(places.data)
    return found if found is not None and found.pid in _at_work_in(places.data, found) else None


def clear_away(places: Places) -> None:
    """Wait for the last process of a server that was killed, and remove what would forbid a new one to start.

    The pid file of a process that is gone stays: PostgreSQL itself looks there for memory still in use.
    """
    found = PidFile.read(places.data)
    waited_until = time.monotonic() + LEFTOVERS_END_WITHIN_SECONDS
    while left := _at_work_in(places.data, found):
        if time.monotonic() > waited_until:
            numbers = ", ".join(str(pid) for pid in sorted(left))
            raise StillAtWork(
                f"The database server was killed, and a part of it still works on {places.data} (process {numbers}): "
                "wait or end it, and start Erle again. Nothing that was saved is lost."
            )
        time.sleep(PAUSE_SECONDS)
    if found is None or _lives(found.pid):
        (places.data / PID_FILE).unlink(missing_ok=True)
    for name in (SOCKET, f"{SOCKET}.lock"):
        (places.socket_dir / name).unlink(missing_ok=True)


def _at_work_in(data: Path, found: PidFile | None) -> set[int]:
    """Return the server's processes on this data, by their name and working folder; without /proc, by the file."""
    if not PROC.is_dir():
        return {found.pid} if found is not None and _lives(found.pid) else set()
    state = data.stat()
    working = set()
    for process in PROC.glob("[0-9]*"):
        try:
            folder = (process / "cwd").stat()
            name = (process / "comm").read_text("utf-8").strip()
        except OSError:  # gone meanwhile, or another account's
            continue
        if name == "postgres" and (folder.st_dev, folder.st_ino) == (state.st_dev, state.st_ino):
            working.add(int(process.name))
    return working


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another account's
        return True
    return True
