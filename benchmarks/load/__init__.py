"""Many workers at once: fifty of them click the real journeys, on Erle and on a bare Django, in turns in one run.

The bare Django answers the same addresses from the same database on the same server: its session tells who asks, each
page is one or two plain queries without policies and a plain template, and nothing is written of who looked.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.bench import Bench, Case, WrongAnswer, at_least
from benchmarks.place import CHECKOUT, DATABASE, Place

WORKERS = 50
SECONDS, ROUNDS = 20, 3
QUICK_SECONDS = 3
WARMING = 5
"""Seconds for which each side is clicked before it counts: a server that runs all day has its statements planned."""
BAR = 0.4
PATIENCE = 60.0
OURS, BARE = "benchmarks.load.ours:application", "benchmarks.load.bare:app"
READERS = """
SELECT DISTINCT w.id FROM agencies_worker w
JOIN agencies_post p ON p.worker_id = w.id JOIN agencies_role r ON r.slug = p.role_id
WHERE 'read_records' = ANY (r.abilities) AND w.kind = 'person' AND w.left_on IS NULL ORDER BY w.id
"""
SERVER = ["--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "4", "--no-ws"]


@dataclass(frozen=True)
class Clicked:
    """What one side answered: requests a second, the 95th percentile in milliseconds, and what went wrong."""

    per_second: float
    p95: float
    faults: int
    said: dict[str, int]


def run(place: Place) -> Bench:
    """Make the demo, serve both, click in turns, and compare."""
    _make_demo(place)
    seconds = QUICK_SECONDS if place.quick else SECONDS
    workers = _workers(place)
    with (
        jobs(place),
        served(place, OURS, "erle.settings") as ours,
        served(place, BARE, "benchmarks.load.bare_settings") as bare,
    ):
        for side in (ours, bare):
            _click(side, WARMING, workers)
        turns = range(1 if place.quick else ROUNDS)
        rounds = [(_click(ours, seconds, workers), _click(bare, seconds, workers)) for _ in turns]
    faults = [side.said for pair in rounds for side in pair if side.faults]
    if faults:
        raise WrongAnswer(f"not every click was answered: {faults}")
    mine = [one for one, _ in rounds]
    theirs = [other for _, other in rounds]
    rate, peer = _mean(mine), _mean(theirs)
    case = at_least("requests a second, 50 workers / a bare Django", ours=rate, peer=peer, unit="a second", bar=BAR)
    slow, other = max(one.p95 for one in mine), max(one.p95 for one in theirs)
    reported = Case("95th percentile of an answer (reported)", slow, other, "ms", slow / other, float("inf"), True)
    return Bench("load", (case, reported), (f"{WORKERS} workers, no pause between clicks, {seconds} s a turn",))


def _mean(sides: list[Clicked]) -> float:
    return sum(side.per_second for side in sides) / len(sides)


def _make_demo(place: Place) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rehearsal"],
        cwd=CHECKOUT,
        env=_environment(place),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WrongAnswer(f"the demo was not made: {done.stderr[-2000:]}")
    with place.connect() as connection:
        connection.execute("VACUUM ANALYZE")  # or the server does it by itself, in the midst of the first turn


def _workers(place: Place) -> list[str]:
    """Return the numbers of the workers who read records."""
    with place.peer() as connection:
        return [str(number) for (number,) in connection.execute(READERS)]


def _environment(place: Place, settings: str = "erle.settings") -> dict[str, str]:
    here = {"ERLE_HOME": str(place.home), "ERLE_SOCKET_DIR": str(place.socket_dir), "ERLE_DATABASE": DATABASE}
    return {**os.environ, **here, "ERLE_MODE": "demo", "DJANGO_SETTINGS_MODULE": settings}


@contextmanager
def jobs(place: Place) -> Iterator[None]:
    """Run the jobs beside the server, as `erle serve` does: the ledger is sealed and each standing kept."""
    command = [sys.executable, "-m", "erle.doors.command.main", "worker"]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=_environment(place), start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def served(place: Place, application: str, settings: str) -> Iterator[str]:
    """Serve an application on a port of its own, and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", *SERVER, "--log-level", "warning", "--port", str(port), application]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=_environment(place, settings), start_new_session=True)
    try:
        yield _up(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(20)


def _up(url: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/sign-in/", timeout=5):
                return url
        except OSError:
            time.sleep(0.1)
    raise WrongAnswer(f"{url} did not come up")


def _click(url: str, seconds: int, workers: list[str]) -> Clicked:
    words = [sys.executable, "-m", "benchmarks.load.clicks", url, str(WORKERS), str(seconds), ",".join(workers)]
    done = subprocess.run(words, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return Clicked(**json.loads(done.stdout))
