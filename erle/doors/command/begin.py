"""`erle begin`: a new partnership's office and its first administrator, who appoints everybody else on the pages."""

import argparse
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import product


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("begin", help="begin a partnership: its office and its first administrator")
    parser.add_argument("--office", required=True, metavar="NAME", help="name of the partnership's own office")
    parser.add_argument("--slug", default="partnership-office", help="its short name")
    parser.add_argument("--phone", required=True, help="the number to ring it by day")
    parser.add_argument("--administrator", required=True, metavar="NAME")
    parser.add_argument("--email", required=True, help="the address that the administrator signs in with")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Begin, and print the link by which the administrator chooses a password and a second factor, once."""
    with product():
        from django.utils import timezone

        from erle.doors.staff.signing_in.invitation import LASTS, first_link
        from erle.foundation.agencies.actions import begin_partnership

        worker = begin_partnership(
            slug=asked.slug,
            name=asked.office,
            phone=asked.phone,
            administrator=asked.administrator,
            email=asked.email,
            at=timezone.now(),
        )
        path = first_link(worker=worker, at=timezone.now())
    hours = int(LASTS.total_seconds() // 3600)
    if asked.json:
        say_data({"worker": worker.reference, "path": path, "hours": hours})
    else:
        say(f"{worker.name} is the first administrator. Open this on the staff door once, within {hours} hours:")
        say(path)
    return 0
