"""`erle ledger`: verify an export, write one, show the last checkpoint, and begin anew after a restore."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.doors.command.standing import product
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger.rules import FORMAT
from erle.foundation.ledger.verification import Checkpoint, Verdict, verify

DONE, BROKEN = 0, 1


class CannotBeOpened(Refused):
    """The file, the key or the checkpoint cannot be used."""


def add_to(words: Any) -> None:
    """Add the command and its own words."""
    parser = words.add_parser("ledger", help="verify, export, checkpoint, restart")
    own = parser.add_subparsers(dest="ledger", required=True, metavar="WORD")
    checking = own.add_parser("verify", help="check an export, with no database")
    checking.add_argument("file", type=Path)
    checking.add_argument("--public-key", metavar="HEX", help="the key you know; else the one in the file is used")
    checking.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint that you kept")
    writing = own.add_parser("export", help="write the sealed ledger to a file")
    writing.add_argument("file", type=Path)
    own.add_parser("checkpoint", help="print the newest signed seal, to be kept by somebody else")
    own.add_parser("restart", help="begin the count anew after a restore")
    own.add_parser("status", help="how many lines wait for a seal, and for how long")
    for each in own.choices.values():
        each.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Do the word; verifying starts nothing else."""
    if asked.ledger == "verify":
        return _verify(asked)
    with product(make=False):
        return WORDS[asked.ledger](asked)


def _verify(asked: argparse.Namespace) -> int:
    try:
        key = bytes.fromhex(asked.public_key or _key_in(asked.file))
        kept = json.loads(asked.checkpoint.read_text("utf-8")) if asked.checkpoint else None
        checkpoint = Checkpoint(int(kept["seal"]), str(kept["root"])) if kept else None
        with asked.file.open("rb") as lines:
            verdict = verify(lines, key, checkpoint=checkpoint)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotBeOpened(f"{asked.file} cannot be verified: {error}.") from error
    _say_verdict(asked, verdict, own_key=not asked.public_key)
    return DONE if verdict.holds else BROKEN


def _key_in(file: Path) -> str:
    """Return the public key that the export names in its first line."""
    with file.open("rb") as lines:
        first = lines.readline(65_536)
    start = f"# {FORMAT} ".encode("ascii")
    if not first.startswith(start):
        raise ValueError("it is no export of a ledger")
    return str(json.loads(first[len(start) :])["public_key"])


def _say_verdict(asked: argparse.Namespace, verdict: Verdict, *, own_key: bool) -> None:
    fault = verdict.fault
    if asked.json:
        broken = {"line": fault.line, "ledger_id": fault.ledger_id, "what": fault.words} if fault else None
        counts = {"links": verdict.links, "hidden": verdict.hidden, "seals": verdict.seals, "signed": verdict.signed}
        say_data({"whole": verdict.holds, **counts, "root": verdict.root, "broken": broken})
    elif fault:
        say(f"BROKEN: {fault}")
        say(f"{verdict.links:,} links before it hold.")
    else:
        signed = "each signed" if verdict.signed else "not all of them signed"
        say(f"Unbroken: {verdict.links:,} links in {verdict.seals:,} seals, {signed}.")
        if own_key:
            say("The key was taken from the file itself. To trust the signatures, give the one you know: --public-key")


def _export(asked: argparse.Namespace) -> int:
    from django.conf import settings

    from erle.foundation.ledger.export import export
    from erle.foundation.ledger.keys import public_bytes, read_or_make

    key = public_bytes(read_or_make(settings.LEDGER_KEY_FILE).public_key())
    try:
        descriptor = os.open(asked.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise CannotBeOpened(f"{asked.file} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
        lines = export(stream.write, partnership=settings.PARTNERSHIP, public_key=key)
    if asked.json:
        say_data({"lines": lines, "public_key": key.hex()})
    else:
        say(f"{lines:,} lines written to {asked.file}. Public key: {key.hex()}")
    return DONE


def _checkpoint(asked: argparse.Namespace) -> int:
    from erle.foundation.ledger.export import last_checkpoint

    checkpoint = last_checkpoint()
    if checkpoint is None:
        say("Nothing has been sealed yet.", to=sys.stderr)
        return BROKEN
    say_data(checkpoint)
    return DONE


def _restart(asked: argparse.Namespace) -> int:
    from django.conf import settings

    from erle.foundation.access.actions.standing import forget_standing
    from erle.foundation.ledger.export import restart
    from erle.foundation.ledger.keys import read_or_make

    forget_standing()
    sealed = restart(key=read_or_make(settings.LEDGER_KEY_FILE))
    if asked.json:
        say_data({"sealed": sealed})
    else:
        say(f"{sealed:,} lines of the old server were sealed; the count begins anew.")
    return DONE


def _status(asked: argparse.Namespace) -> int:
    from erle.foundation.ledger.export import unsealed

    lines, seconds = unsealed()
    if asked.json:
        say_data({"unsealed": lines, "oldest_seconds": seconds})
    else:
        say(f"{lines:,} lines wait for a seal, the oldest for {seconds:,} seconds.")
    return DONE


WORDS = {"export": _export, "checkpoint": _checkpoint, "restart": _restart, "status": _status}
