"""Only doors and tasks read the clock: everything else is told the moment, so that it can be tested and shown again."""

import ast
from pathlib import Path

import pytest

from tests.house.reading import modules, named, tree

READS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
MAY = ("erle/doors/", "rehearsal/", "benchmarks/", "tests/", "up.py", "requirements/")
REASONS = {
    "erle/foundation/access/acting.py": "The context is signed for sixty seconds of the real clock.",
}
"""Files outside the doors that read the clock, each with its reason."""


def reads(path: Path) -> list[int]:
    """Return the lines on which a module reads the system's clock."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in READS:
            found.append(node.lineno)
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}:
            found += [
                node.lineno for name in node.names if name.name in {"time", "time_ns", "now", "localdate", "localtime"}
            ]
    return found


@pytest.mark.parametrize("path", [path for path in modules() if not named(path).startswith(MAY)], ids=named)
def test_below_the_doors_the_moment_is_given(path: Path) -> None:
    if path.name == "tasks.py":
        return

    assert bool(reads(path)) == (named(path) in REASONS)
