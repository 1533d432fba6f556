"""What a worker does with a file: hands it in, says what its columns hold, has it checked and taken, or gives it up."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import transaction

from erle.doors.exchange.formats import GENERIC
from erle.doors.exchange.handed import keeping
from erle.doors.exchange.handed.models import HandedFile, RememberedMapping
from erle.doors.exchange.handed.rules import LARGEST_UPLOAD, MOST_WAITING, WAITING, Sort, State
from erle.doors.exchange.handed.sniffing import Look, look_at
from erle.foundation.access import gate
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

if TYPE_CHECKING:
    from erle.doors.exchange.generic.mapping import ColumnMapping
    from erle.foundation.agencies.models import Agency, Worker


class TooLarge(Refused):
    """The file is larger than a page takes."""


class TooMany(Refused):
    """Too many files wait already."""


class NotNow(Refused):
    """The file does not stand where that could be done."""


def hand_in_file(
    *, agency: "Agency", name: str, size: int, content: Iterable[bytes], by: "Worker", at: datetime
) -> HandedFile:
    """Keep a file, encrypted, and look at what it is; raise `Refused` where it can be no file of any format."""
    gate.require(Ability.HAND_IN_FILES, by=by)
    if size > LARGEST_UPLOAD:
        limit = LARGEST_UPLOAD // 1024 // 1024
        raise TooLarge(f"The file has {size / 1e6:,.0f} MB; a page takes {limit} MB. Hand it in in parts.")
    if HandedFile.objects.filter(worker=by, state__in=WAITING).count() >= MOST_WAITING:
        raise TooMany(f"{MOST_WAITING} of your files wait already. Take some of them, or give them up.")
    with transaction.atomic():  # of a file that can be none of any format nothing is kept
        return _kept(agency=agency, name=name, size=size, content=content, by=by, at=at)


def _kept(
    *, agency: "Agency", name: str, size: int, content: Iterable[bytes], by: "Worker", at: datetime
) -> HandedFile:
    file = HandedFile.objects.create(
        reference=new_reference("F"),
        worker=by,
        agency=agency,
        name=PurePath(name.replace("\\", "/")).name[:255] or "file",
        size=size,
        format="",
        state=State.UPLOADED,
        handed_in_at=at,
    )
    file.size = keeping.keep(file, Sort.FILE, content)
    look = look_of(file, at=at)
    file.format, file.header = look.format, list(look.header)
    if look.format != GENERIC:
        file.state = State.TO_CHECK
    file.save(update_fields=["size", "format", "header", "state"])
    ledger.write(Act.RECORDED, about=file.reference, purpose="file", detail={"bytes": file.size})
    return file


def look_of(file: HandedFile, *, sheet: str = "", at: datetime) -> Look:
    """Return what kind of file it is, its headings and its first rows."""
    with keeping.laid_out(file) as path:
        return look_at(path, name=file.name, sheet=sheet, at=at)


def map_columns(*, file: HandedFile, mapping: "ColumnMapping", by: "Worker", at: datetime) -> None:
    """Say what the columns hold, remember it for the agency's next file, and have the file checked."""
    gate.require(Ability.HAND_IN_FILES, by=by)
    _require(file, State.UPLOADED, State.CHECKED, State.FAILED)
    _change(file, mapping=mapping.data(), state=State.TO_CHECK, rows=0, heard_of_at=None, found={})
    RememberedMapping.objects.update_or_create(
        agency=file.agency,
        headings=headings_digest(file.header),
        defaults={"mapping": mapping.data(), "kept_at": at},
    )


def note_columns(*, file: HandedFile, mapping: "ColumnMapping", by: "Worker") -> None:
    """Note what the columns hold, while it is still to be said what the agency's words mean."""
    gate.require(Ability.HAND_IN_FILES, by=by)
    _require(file, State.UPLOADED, State.CHECKED, State.FAILED)
    _change(file, mapping=mapping.data(), state=State.UPLOADED, found={})


def take_file(*, file: HandedFile, by: "Worker") -> None:
    """Have the good rows of a checked file taken."""
    gate.require(Ability.HAND_IN_FILES, by=by)
    _require(file, State.CHECKED)
    _change(file, state=State.TO_TAKE, rows=0, heard_of_at=None)


def check_again(*, file: HandedFile, by: "Worker") -> None:
    """Have a file checked once more, after its job failed."""
    gate.require(Ability.HAND_IN_FILES, by=by)
    _require(file, State.FAILED)
    _change(file, state=State.TO_CHECK, rows=0, heard_of_at=None, found={})


def give_up(*, file: HandedFile, by: "Worker", at: datetime) -> None:
    """Give a file up: nothing of it was taken, and it is thrown away now."""
    gate.require(Ability.HAND_IN_FILES, by=by)
    _require(file, State.UPLOADED, State.CHECKED, State.FAILED, State.TO_CHECK)
    _change(file, state=State.GIVEN_UP, found={}, ended_at=at)
    keeping.forget(file, *Sort)


def remembered(agency: "Agency", header: Sequence[str]) -> dict[str, Any] | None:
    """Return the mapping that the agency's last file of the same headings had, if there was one."""
    found = RememberedMapping.objects.filter(agency=agency, headings=headings_digest(header)).first()
    return found.mapping if found else None


def headings_digest(header: Sequence[str]) -> str:
    """Return what is the same of all files with these headings, in whatever order."""
    said = json.dumps(sorted(name.strip().upper() for name in header))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def needs_mapping(file: HandedFile) -> bool:
    """Return whether somebody says what the file's columns hold."""
    return file.format == GENERIC


def _require(file: HandedFile, *states: State) -> None:
    if file.state not in states:
        raise NotNow("This file stands elsewhere by now: somebody, or you in another window, went on with it.")


def _change(file: HandedFile, **values: Any) -> None:
    """Change a file that stands where it was read, so that two windows do not both go on with it."""
    if not HandedFile.objects.filter(pk=file.pk, state=file.state).update(**values):
        raise NotNow("This file stands elsewhere by now: somebody, or you in another window, went on with it.")
    for name, value in values.items():
        setattr(file, name, value)
