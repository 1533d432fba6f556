"""The system's faults and the server's last words, put into one sentence that says what to do."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from erle.foundation.database.embedded.accounts import name_of, own_account
from erle.foundation.database.embedded.refusals import DatabaseRefused, DidNotStart, DiskFull, OutOfReach

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
FULL_IN_WORDS = ("No space left on device", "Disk quota exceeded")
LEAST_FREE_BYTES = 20_000_000  # a server makes a log segment of 16 MiB before it answers
LAST_LINES = 5
TAIL_BYTES = 20_000


@contextmanager
def in_plain_words(folder: Path) -> Iterator[None]:
    """Turn a full disk and a missing permission, wherever they are met, into a refusal."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL or _says_full(str(error)):
            raise disk_full(folder) from error
        if error.errno in FORBIDDEN:
            raise _out_of_reach(Path(error.filename or folder)) from error
        raise


def disk_full(folder: Path) -> DiskFull:
    """Return the refusal for a disk without room."""
    free = shutil.disk_usage(_standing(folder)).free // 1_000_000
    return DiskFull(
        f"The disk of {folder} is full ({free} MB are free): make room, at least 100 MB, and start Erle again. "
        "Nothing that was saved is lost."
    )


def size(log: Path) -> int:
    """Return how long the log is now, to tell new words from old ones."""
    return log.lstat().st_size if log.exists() else 0


def why_not_started(said: str, log: Path, *, since: int, seconds: float | None) -> DatabaseRefused:
    """Return why the server did not come up, from what it wrote in its log since then."""
    words = f"{_written(log, since)}\n{said}"
    short_of_room = shutil.disk_usage(log.parent).free < LEAST_FREE_BYTES
    if short_of_room or _says_full(words):
        return disk_full(log.parent)
    last = " / ".join([line for line in words.splitlines() if line.strip()][-LAST_LINES:])
    if seconds is not None:
        return DidNotStart(
            f"The database did not come up within {seconds:.0f} seconds; it may still be recovering, so start Erle "
            f"again to wait on. Its log ({log}) ends: {last}"
        )
    return DidNotStart(f"The database did not start. Its log ({log}) ends: {last}")


def _says_full(words: str) -> bool:
    return any(sign in words for sign in FULL_IN_WORDS)


def _written(log: Path, since: int) -> str:
    """Read the end of the log; it lies in the account's folder, so that a link put there is not followed."""
    try:
        descriptor = os.open(log, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return ""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(max(since, size(log) - TAIL_BYTES))
        return file.read().decode("utf-8", "replace")


def _out_of_reach(path: Path) -> OutOfReach:
    standing = _standing(path)
    return OutOfReach(
        f"The account {own_account().name} may not use {standing}, which belongs to {name_of(standing.stat().st_uid)}: "
        "start Erle as that account, or set ERLE_HOME to a folder of your own."
    )


def _standing(path: Path) -> Path:
    """Return the nearest part of the path that exists."""
    for part in (path, *path.parents):
        try:
            if part.exists():
                return part
        except PermissionError:
            continue
    return Path("/")
