"""How much memory a program and all processes that it starts hold at the most."""

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from benchmarks.place import CHECKOUT

SECONDS_BETWEEN = 0.25


def run_and_watch(command: Sequence[str]) -> tuple[str, float]:
    """Run a command in a session of its own; return what it said, and the most megabytes that its processes held."""
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        most, over = [0], threading.Event()
        watch = threading.Thread(target=_watch, args=(running.pid, most, over))
        watch.start()
        said, _ = running.communicate()
        over.set()
        watch.join()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command[0])
    return said, most[0] / 1024


def _watch(session: int, most: list[int], over: threading.Event) -> None:
    """Keep the most kilobytes that the processes of the session held together; pages that several share count once."""
    while not over.wait(SECONDS_BETWEEN):
        most[0] = max(most[0], sum(_held(process, session) for process in Path("/proc").glob("[0-9]*")))


def _held(process: Path, session: int) -> int:
    try:
        if int((process / "stat").read_text().rpartition(")")[2].split()[3]) != session:
            return 0
        lines = (process / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended meanwhile
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
