"""`erle between key`: make the secret that two partnerships share, and that the unit never has."""

import argparse
import secrets
from pathlib import Path
from typing import Any

from erle.doors.command.between.places import written
from erle.doors.command.printing import say, say_data
from erle.foundation.database.refusals import Refused

DONE = 0


class CannotBeAgreed(Refused):
    """Parameters that nobody can encode by."""


def add_to(steps: Any) -> None:
    """Add the step."""
    parser = steps.add_parser("key", help="make the key of one exchange; for the two partnerships, never for the unit")
    parser.add_argument("file", type=Path, metavar="KEY.json", help="write the key there")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="FIELD",
        help="do not compare by this field: one that either partnership does not have",
    )
    parser.add_argument(
        "--unsalted",
        action="store_true",
        help="encode all years of birth in one way: finds more, hides less, the less the larger a file is",
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Draw a key and write it with what the partnerships agree on."""
    from erle.knowledge.linkage.between.documents import key_document
    from erle.knowledge.linkage.between.parameters import NotParameters, Parameters
    from erle.knowledge.linkage.between.secret import KEY_BYTES, Secret

    usual = Parameters()
    unknown = sorted(set(asked.without) - {*usual.fields, *usual.identifiers})
    if unknown:
        known = ", ".join((*usual.fields, *usual.identifiers))
        raise CannotBeAgreed(f"--without: {', '.join(unknown)} is not known; expected one of {known}.")
    try:
        parameters = Parameters(
            fields=tuple(name for name in usual.fields if name not in asked.without),
            identifiers=tuple(name for name in usual.identifiers if name not in asked.without),
            salted=not asked.unsalted,
        )
    except NotParameters as error:
        raise CannotBeAgreed(f"--without: {error}.") from error
    key = secrets.token_bytes(KEY_BYTES)
    written((asked.file, key_document(key, parameters)))
    told = {"file": asked.file.name, "check": Secret(key, parameters).check, "parameters": parameters.to_data()}
    if asked.json:
        say_data(told)
    else:
        say(
            f"{asked.file.name} is the key of one exchange, check value {told['check']}. Hand it to the other "
            "partnership by a way that the unit cannot see, and to nobody else; delete it when the answers are read."
        )
    return DONE
