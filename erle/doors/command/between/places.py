"""Files of an exchange on the disk: read whole, and written so that only their owner can read them, over nothing."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.between.envelopes import Unfit

LARGEST = 2**30
Read = TypeVar("Read")


class CannotBeUsed(Refused):
    """A file that cannot be read, or is not what it should be."""


class CannotBeWritten(Refused):
    """A file that cannot be written, or is there already."""


def read_text(path: Path, reader: Callable[[str], Read]) -> Read:
    """Return what a file holds, or raise `CannotBeUsed` with the file, the line and what was expected."""
    try:
        with path.open("rb") as stream:
            held = stream.read(LARGEST + 1)
        if len(held) > LARGEST:
            raise CannotBeUsed(f"{path.name} is larger than {LARGEST:,} bytes.")
        return reader(held.decode("utf-8"))
    except OSError as error:
        raise CannotBeUsed(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CannotBeUsed(f"{path.name} is no text in UTF-8.") from error
    except Unfit as error:
        raise CannotBeUsed(f"{path.name}: {error}.") from error


def written(*texts: tuple[Path, str]) -> None:
    """Write all of the files or none: where one is there already, nothing is written."""
    places = [path.resolve() for path, _ in texts]
    if len(set(places)) != len(places):
        raise CannotBeWritten(f"{places[0].name} is named twice.")
    made: list[Path] = []
    try:
        for path, text in texts:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            made.append(path)
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
    except FileExistsError as error:
        _undo(made)
        raise CannotBeWritten(f"{path.name} is there already: name another file, or move it away.") from error
    except OSError as error:
        _undo(made)
        raise CannotBeWritten(f"{path.name} cannot be written: {error.strerror}.") from error


def _undo(made: list[Path]) -> None:
    for path in made:
        path.unlink(missing_ok=True)
