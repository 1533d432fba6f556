"""`erle between`: the steps of an exchange between two partnerships and a unit; none of them needs a database."""

from typing import Any

from erle.doors.command.between import answers, comparing, encodings, keys

STEPS = (keys, encodings, comparing, answers)


def add_to(words: Any) -> None:
    """Add the command, and its steps."""
    parser = words.add_parser("between", help="find whom two partnerships both know, without telling of anybody else")
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    for step in STEPS:
        step.add_to(steps)
