"""`erle routes`: every address of the staff door."""

import argparse
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import set_up


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("routes", help="list every address")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the addresses, their names and the classes that answer."""
    set_up()
    from erle.doors.staff.routes import routes

    found = [{"path": route.path, "name": route.name, "view": route.view} for route in routes()]
    if asked.json:
        say_data(found)
    else:
        for route in found:
            say(f"{route['path']:<60} {route['name']}")
    return 0
