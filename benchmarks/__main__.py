"""Run: `python -m benchmarks [NAME ...] [--json FILE] [--quick] [--full] [--plans DIR]`; 1 where one is missed."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench import Bench, as_json, table
from benchmarks.place import place

NAMES = (
    "rls", "ledger", "page", "start", "import", "demo", "load", "search", "desk", "chronology", "linkage-quality",
    "linkage-train", "linkage-batch", "linkage-entry", "linkage-leak", "linkage-between", "linkage-spark",
    "missing-now", "due", "pairs", "patterns-truth",
)  # fmt: skip
MODULES = {
    "linkage-quality": "linkage.quality",
    "linkage-batch": "linkage.batch",
    "linkage-train": "linkage.train",
    "linkage-entry": "linkage.entering.look",
    "linkage-leak": "linkage.leak",
    "linkage-between": "linkage.between",
    "linkage-spark": "linkage.spark.sides",
    "missing-now": "load.missing_now",
    "pairs": "patterns.pairs",
    "patterns-truth": "patterns.truth",
    "import": "files.importing",
    "search": "searching",
    "page": "pages.child",
    "chronology": "pages.chronology",
}
"""Where a bench's module has another name."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the named benches, or every one, and show what they found."""
    asked = _parser().parse_args(argv)
    benches = [_run(name, plans=asked.plans, quick=asked.quick, full=asked.full) for name in asked.name or NAMES]
    if asked.json:
        asked.json.write_text(as_json(benches), "utf-8")
    return 0 if all(bench.holds for bench in benches) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="up.py bench", description="Measure Erle against peers and limits.")
    parser.add_argument(
        "name",
        nargs="*",
        choices=[*NAMES, []],
        metavar="NAME",
        help=f"one of {', '.join(NAMES)}; every one if none is named",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file")
    parser.add_argument("--plans", type=Path, metavar="DIR", help="write query plans there")
    parser.add_argument("--quick", action="store_true", help="on little data and for a short while; proves nothing")
    parser.add_argument("--full", action="store_true", help="the longest cases too: a million rows let in")
    return parser


def _run(name: str, *, plans: Path | None, quick: bool, full: bool) -> Bench:
    with place(plans=plans, quick=quick, full=full) as stands:
        bench: Bench = importlib.import_module(f"benchmarks.{MODULES.get(name, name)}").run(stands)
    print(table(bench), flush=True)
    return bench


if __name__ == "__main__":
    sys.exit(main())
