"""`erle due`: how many clocks are overdue and due, by who owes them, and which today's calendar would move.

Numbers, never names.
"""

import argparse
from collections import Counter
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import product


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("due", help="count what is overdue and due, by who owes it")
    parser.add_argument(
        "--anew", action="store_true", help="count instead which would be due at another moment by today's calendar"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the counts."""
    if asked.anew:
        return _anew(asked)
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


def _anew(asked: argparse.Namespace) -> int:
    """Print what today's calendar would move; 0 where it moves nothing, 1 where somebody should look."""
    with product(make=False):
        from erle.foundation.clocks.queries.anew import due_anew

        found = due_anew()
    if asked.json:
        say_data([vars(one) for one in found])
    else:
        for one in found:
            reached = "beyond the calendar of today" if one.beyond else f"{one.sooner:>6} sooner {one.later:>6} later"
            say(f"{one.clock:<60} {one.running:>8} running {reached}")
        moved = sum(one.sooner + one.later for one in found)
        say(f"{moved:,} clocks would be due at another moment. None was changed." if found else "No clock is running.")
    return int(any(one.sooner or one.later or one.beyond for one in found))
