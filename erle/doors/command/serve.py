"""`erle serve`: the staff door and the jobs beside it, until it is told to stop."""

import argparse
import signal
import subprocess
import sys
import threading
from typing import Any

from erle.doors.command.printing import say
from erle.doors.command.standing import product

STOP_SECONDS = 10


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("serve", help="serve the staff door")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes that answer")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    with product():
        return serve(host=asked.host, port=asked.port, workers=asked.workers)


def serve(*, host: str, port: int, workers: int = 1) -> int:
    """Run the web server and the jobs side by side; when one ends, end the other."""
    from erle.doors.staff.fitness import refuse_unless_fit

    refuse_unless_fit(host=host)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    processes = [
        subprocess.Popen([*server, "erle.doors.staff.wsgi:application"], start_new_session=True),
        subprocess.Popen([sys.executable, "-m", "erle.doors.command.main", "worker"], start_new_session=True),
    ]
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    say(f"Serving on http://{host}:{port}/ (stop with Ctrl-C)")
    while not stopping.wait(0.5) and all(process.poll() is None for process in processes):
        pass
    return _end(processes, asked=stopping.is_set())


def _end(processes: list[subprocess.Popen[bytes]], *, asked: bool) -> int:
    fallen = [process.returncode for process in processes if process.poll() not in (None, 0)]
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if fallen and not asked:
        say("A process of the product ended by itself; its last words are above.", to=sys.stderr)
        return 1
    return 0
