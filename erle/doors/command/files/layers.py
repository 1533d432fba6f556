"""`erle layer`: load a public register, or the background of the map, from the file as it is published."""

import argparse
from pathlib import Path
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import product

NAMES = ("schools", "postcodes", "wards", "street-crime")
DONE, FAULTY = 0, 1


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("layer", help="load a public register: schools, postcodes, wards, street crime")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Load the file; 0 done, 1 where rows were passed over."""
    with product():
        from erle.doors.exchange.layers import load_layer
        from erle.foundation.agencies.rules import ATTRIBUTION

        loaded = load_layer(asked.name, asked.file)
        if asked.json:
            say_data({"layer": asked.name, **vars(loaded)})
        else:
            say(f"{asked.name}: {loaded.read - loaded.passed_over:,} rows loaded, {loaded.passed_over:,} passed over.")
            for reason in loaded.reasons:
                say(f"  {reason}")
            say(ATTRIBUTION)
        return FAULTY if loaded.passed_over else DONE
