"""`erle due`: how many clocks are overdue and due, by the agency and role that owe them; numbers, never names."""

import argparse
from collections import Counter
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import product


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("due", help="count what is overdue and due, by who owes it")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the counts."""
    with product(make=False):
        from django.utils import timezone

        from erle.foundation.clocks.queries import due_counts

        counts = due_counts(timezone.now())
    if asked.json:
        say_data(counts)
    elif not counts:
        say("No clock is running.")
    else:
        total: Counter[str] = Counter()
        for line in counts:
            say(f"{line['agency']:<34} {line['role']:<32} {line['overdue']:>6} overdue {line['running']:>6} running")
            total.update(overdue=line["overdue"], running=line["running"])
        say(f"{'All':<67} {total['overdue']:>6} overdue {total['running']:>6} running")
    return 0
