"""Opening a file that somebody handed in: only a regular file, only as long as it was when it was opened."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from erle.foundation.database.refusals import Refused

BLOCK = 64 * 1024
"""Bytes read at a time."""


class Unreadable(Refused):
    """A file that cannot be read at all, and why, in one sentence."""


class OpenFile:
    """A regular file, read in blocks as far as it reached when it was opened."""

    def __init__(self, path: Path) -> None:
        """Open the file, or say in one sentence why it cannot be."""
        self.name = shown_name(path)
        self.descriptor = _open(path, self.name)
        opened = os.fstat(self.descriptor)
        if not stat.S_ISREG(opened.st_mode):
            os.close(self.descriptor)
            raise Unreadable(f"{self.name} is {_kind(opened.st_mode)}, not a file.")
        self.size = opened.st_size
        self._stamp = (opened.st_size, opened.st_mtime_ns)
        self._taken = 0

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes there were at opening; bytes added since are left where they are."""
        while self._taken < self.size:
            try:
                block = os.read(self.descriptor, min(BLOCK, self.size - self._taken))
            except OSError as error:
                raise Unreadable(f"it could not be read to its end ({error.strerror})") from error
            if not block:
                return
            self._taken += len(block)
            yield block

    def first(self, number: int) -> bytes:
        """Return the first bytes, and leave them where they are."""
        return os.pread(self.descriptor, number, 0)

    def change(self, *, whole: bool = False) -> str:
        """Return in words how the file changed since it was opened, or nothing; `whole`: another read all of it."""
        now = os.fstat(self.descriptor)
        if (now.st_size, now.st_mtime_ns) == self._stamp and (whole or self._taken == self.size):
            return ""
        if now.st_size != self.size:
            return f"changed while it was read: it had {self.size:,} bytes at first and {now.st_size:,} at the end"
        return "was written to while it was read"

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        os.close(self.descriptor)


def shown_name(path: Path) -> str:
    """Return the file's name fit to be printed, whatever bytes it is made of."""
    printable = path.name.encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else "?" for letter in printable) or "."


def _open(path: Path, name: str) -> int:
    """Open for reading without waiting for anybody at the other end of a pipe."""
    try:
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except FileNotFoundError as error:
        raise Unreadable(f"{name}: there is no such file.") from error
    except PermissionError as error:
        raise Unreadable(f"{name}: this account is not allowed to read it.") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"{name} cannot be opened: {getattr(error, 'strerror', None) or error}.") from error


def _kind(mode: int) -> str:
    """Return in words what is there instead of a file."""
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((words for is_kind, words in kinds if is_kind(mode)), "a device")
