"""What runs in the process that reads one file: limits first, then the file in, and the file made anew out."""

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass

from erle.knowledge.records.attachments.kinds import FileKind, NotTaken

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 20
LIMITS = (
    (resource.RLIMIT_AS, MOST_MEMORY),
    (resource.RLIMIT_CPU, MOST_SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 64),
)


@dataclass(frozen=True)
class MadeAnew:
    """The file as it is kept: what it is, and its bytes."""

    kind: FileKind
    content: bytes


def run(clean: Callable[[bytes], MadeAnew]) -> None:
    """Read a file from the input, make it anew within the limits, and write it after a line that says what it is."""
    for which, most in LIMITS:
        resource.setrlimit(which, (most, most))
    try:
        made = clean(sys.stdin.buffer.read())
    except NotTaken as refused:
        _write({"refused": str(refused)})
    else:
        _write({"kind": made.kind.key}, made.content)


def _write(said: dict[str, str], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(said).encode("ascii") + b"\n" + content)
    sys.stdout.buffer.flush()
