"""Reading the code base: what the house tests walk over."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = ("erle", "rehearsal", "benchmarks", "tests", "requirements")


@cache
def modules(*roots: str) -> tuple[Path, ...]:
    """Return the Python files of the folders, and of the checkout itself where no folder is named."""
    found = [path for root in roots or OURS for path in sorted((CHECKOUT / root).rglob("*.py"))]
    if not roots:
        found += sorted(CHECKOUT.glob("*.py"))
    return tuple(path for path in found if "node_modules" not in path.parts)


def named(path: Path) -> str:
    """Return the path as it is spoken of."""
    return path.relative_to(CHECKOUT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the module, read."""
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method of the module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_migration(path: Path) -> bool:
    """Say whether the file is a migration, whose length Django decides."""
    return "migrations" in path.parts
