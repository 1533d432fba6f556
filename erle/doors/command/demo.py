"""`erle demo`: the product with its demo partnership, ready to click through."""

import argparse
import os
import subprocess
import sys
from typing import Any

from erle.doors.command import standing
from erle.doors.command.printing import say
from erle.doors.command.serve import serve


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("demo", help="start with the demo partnership")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--scale", type=int, default=1, help="times the usual size")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's database away first")
    parser.add_argument("--no-serve", action="store_true", help="end when the data stands")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Make the database, fill it on the first run, print who can sign in, and serve."""
    os.environ["ERLE_MODE"] = "demo"
    with standing.database_server():
        if asked.fresh:
            _throw_away()
        say("Database: making roles and tables where they are missing.")
        standing.make_ready()
        _refuse_real_data()
        filling = _fill(asked.scale)
        if asked.no_serve or not _stands():
            _end_well(filling)
        _print_who_can_sign_in(asked.port)
        ended = 0 if asked.no_serve else serve(host="127.0.0.1", port=asked.port)
        _end_well(filling)
        return ended


def _refuse_real_data() -> None:
    from erle.doors.staff.fitness import refuse_unless_fit

    refuse_unless_fit(host="127.0.0.1")


def _throw_away() -> None:
    from erle.foundation.database import bootstrap

    say("Throwing the demo's database away.")
    bootstrap.drop_database(socket_dir=standing.socket_dir(), name=standing.database_name())


def _fill(scale: int) -> "subprocess.Popen[bytes]":
    """Let the rehearsal partnership come in; it is a program of its own, since nothing in the house imports it."""
    command = [sys.executable, "-m", "rehearsal", "--scale", str(scale), "--stands"]
    return subprocess.Popen(command, cwd=standing.CHECKOUT)


def _stands() -> bool:
    """Return whether the partnership stands: what may be missing of it then comes in while it is served."""
    from erle.foundation.agencies.queries import agencies

    return agencies().exists()


def _end_well(filling: "subprocess.Popen[bytes]") -> None:
    """Wait for what comes in, and end as it does where it does not end well."""
    if filling.wait():
        raise SystemExit(filling.returncode)


def _print_who_can_sign_in(port: int) -> None:
    from django.utils import timezone

    from erle.foundation.agencies.queries import working

    say(f"\nWho can sign in, each with one click, at http://127.0.0.1:{port}/\n")
    for worker in working(timezone.now()).order_by("agency__name", "name").prefetch_related("posts__role"):
        roles = ", ".join(sorted(post.role.name for post in worker.posts.all()))
        say(f"  {worker.agency.name:<34} {worker.name:<20} {roles}")
    say("")
