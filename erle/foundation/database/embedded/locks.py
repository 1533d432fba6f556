"""Locks between processes, held on a file for as long as it is open; the system lets go when a process dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from erle.foundation.database.embedded.refusals import StillAtWork

LONGEST_WAIT_SECONDS = 900
PAUSE_SECONDS = 0.05


@contextmanager
def exclusive(path: Path, *, patience: float = LONGEST_WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock alone, waiting for whoever has it."""
    descriptor = _open(path)
    try:
        waited_until = time.monotonic() + patience
        while not _lock(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > waited_until:
                raise StillAtWork(
                    f"Another process has held {path} for {patience:.0f} seconds: end it, and start Erle again."
                )
            time.sleep(PAUSE_SECONDS)
        yield
    finally:
        os.close(descriptor)


def share(path: Path) -> int:
    """Join those who hold the lock together, and return the open file that holds it."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def is_shared(path: Path) -> bool:
    """Whether anybody holds the lock."""
    descriptor = _open(path)
    try:
        return not _lock(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
