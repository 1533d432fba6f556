"""The price of the demo: `erle demo --fresh --no-serve` from an empty home: time, memory, size of the database."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bench import Bench, WrongAnswer, at_most
from benchmarks.place import CHECKOUT, Place

MOST_SECONDS, MOST_MEGABYTES = 90.0, 1_000.0
LOOKED_EVERY = 0.2
KILO = 1_024


@dataclass
class Watch:
    """The most memory, in megabytes, that a process, all it started and the database's held, shared pages once."""

    first: int
    postmaster: Path
    most: float = 0.0
    stopped: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> None:
        """Look again and again until stopped."""
        while not self.stopped.wait(LOOKED_EVERY):
            held = sum(_proportional(number) for number in _descendants({self.first, *self._server()}))
            self.most = max(self.most, held / KILO)

    def _server(self) -> set[int]:
        """Return the database's first process: it is nobody's child."""
        try:
            return {int(self.postmaster.read_text().split()[0])}
        except (OSError, ValueError, IndexError):
            return set()


def run(place: Place) -> Bench:
    """Make the demo in a folder of its own, and measure it."""
    home = Path(tempfile.mkdtemp(prefix="erle-demo-"))
    home.chmod(0o711)  # the database's account may pass
    try:
        seconds, megabytes, said = _made(home, scale="0" if place.quick else "1")
        size = _size(home / "postgres") / KILO / KILO
    finally:
        shutil.rmtree(home, ignore_errors=True)
    cases = (
        at_most("demo at scale 1, wall time", ours=seconds, peer=MOST_SECONDS, unit="s", bar=1.0),
        at_most("demo at scale 1, peak memory", ours=megabytes, peer=MOST_MEGABYTES, unit="MB", bar=1.0),
    )
    return Bench("demo", cases, (f"the database takes {size:,.0f} MB on disk", *said.splitlines()[-3:]))


def _made(home: Path, *, scale: str) -> tuple[float, float, str]:
    clean = {key: value for key, value in os.environ.items() if not re.match("ERLE_|DJANGO_|DATABASE_URL", key)}
    command = [str(Path(sys.executable).parent / "erle"), "demo", "--fresh", "--no-serve", "--scale", scale]
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env={**clean, "ERLE_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = Watch(process.pid, home / "postgres" / "data" / "postmaster.pid")
    watching = threading.Thread(target=watch)
    watching.start()
    said, _ = process.communicate()
    seconds = time.perf_counter() - start
    watch.stopped.set()
    watching.join()
    if process.returncode:
        raise WrongAnswer(f"the demo was not made: {said[-2000:]}")
    return seconds, watch.most, said


def _descendants(first: set[int]) -> set[int]:
    """Return the processes and all that descend from them, by /proc."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue  # it ended while it was looked at
    found, grown = set(first), True
    while grown:
        more = {number for number, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def _proportional(number: int) -> int:
    """Return a process's proportional share of memory in kB; 0 where it has ended or may not be looked at."""
    try:
        text = Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
