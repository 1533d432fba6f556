"""Taking a file in: known by content, made anew in a process of its own, scanned, and encrypted."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings

from erle.foundation.agencies.references import new_reference
from erle.foundation.database.context import read_or_make_key
from erle.knowledge.records.attachments.inside import MadeAnew
from erle.knowledge.records.attachments.kinds import KINDS, NotTaken, recognise, shown_name
from erle.knowledge.records.attachments.scanner import scan
from erle.knowledge.records.attachments.sealing import seal, unseal

ROOM = "erle.knowledge.records.attachments"
WAIT_SECONDS = 40
AT_ONCE = BoundedSemaphore(2)
"""So many files are read at the same time by one process of the server; the others wait."""


@dataclass(frozen=True)
class Taken:
    """A file that was taken in: what is kept of it, and what is said of it."""

    reference: str
    name: str
    media_type: str
    size: int
    digest: bytes
    content: bytes
    scanned: str


def take_in(name: str, content: bytes) -> Taken:
    """Return the file as it is kept, or raise `NotTaken` with words that say what to do instead."""
    scanned = scan(content, address=settings.CLAMAV)
    made = make_anew(content)
    reference = new_reference("A")
    return Taken(
        reference=reference,
        name=shown_name(name, made.kind.extension),
        media_type=made.kind.media_type,
        size=len(made.content),
        digest=hashlib.sha256(made.content).digest(),
        content=seal(made.content, reference=reference, key=_key()),
        scanned=scanned,
    )


def give_out(*, reference: str, sealed: bytes) -> bytes:
    """Return the file as it was taken in; raise `DoesNotOpen` where it was changed since."""
    return unseal(sealed, reference=reference, key=_key())


def seal_again(*, reference: str, sealed: bytes, anew: str) -> bytes:
    """Return the file encrypted under another reference: what is shared of it does not open by the first."""
    return seal(give_out(reference=reference, sealed=sealed), reference=anew, key=_key())


def make_anew(content: bytes) -> MadeAnew:
    """Have the file read and made anew by a process that may use little memory and time."""
    kind = recognise(content)
    command = [sys.executable, "-I", "-m", f"{ROOM}.{kind.cleaner}"]
    try:
        with AT_ONCE:
            done = subprocess.run(command, input=content, capture_output=True, timeout=WAIT_SECONDS, env={}, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as broken:
        raise NotTaken(
            "This file cannot be read: it is damaged or made to break its reader. Send another copy."
        ) from broken
    first, _, made = done.stdout.partition(b"\n")
    said = json.loads(first)
    if "refused" in said:
        raise NotTaken(said["refused"])
    return MadeAnew(KINDS[said["kind"]], made)


@cache
def _key() -> bytes:
    return read_or_make_key(settings.ATTACHMENTS_KEY_FILE)
