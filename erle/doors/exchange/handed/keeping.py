"""Keeping what was handed in: encrypted in blocks, each bound to its file and place, and read back in order.

A block is AES-256-GCM: a nonce of twelve bytes drawn by chance, the ciphertext, the tag. What it is bound to says
whether it is the last, so that blocks cannot be left out, put in another order or taken from another file.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from erle.doors.exchange.handed.models import Block, HandedFile
from erle.doors.exchange.handed.rules import Sort
from erle.foundation.database.context import read_or_make_key
from erle.foundation.database.refusals import Refused

NONCE = 12
LARGEST = 1024 * 1024
PREFIX = "erle-"


class Spoiled(Refused):
    """What was kept is not what was handed in."""


@cache
def _cipher() -> AESGCM:
    return AESGCM(read_or_make_key(settings.FILES_KEY_FILE))


def keep(file: HandedFile, sort: Sort, content: Iterable[bytes]) -> int:
    """Encrypt and keep a content as it comes; return its size. What was kept of that sort before is thrown away."""
    Block.objects.filter(file=file, sort=sort).delete()
    size, place, waiting = 0, 0, b""
    for each in _evenly(content):
        if place:
            _keep_block(file, sort, place, waiting, last=False)
        waiting, place, size = each, place + 1, size + len(each)
    _keep_block(file, sort, max(place, 1), waiting, last=True)
    return size


def kept(file: HandedFile, sort: Sort) -> Iterator[bytes]:
    """Yield a content block by block, or raise `Spoiled` where it is not what was kept."""
    blocks = Block.objects.filter(file=file, sort=sort).order_by("place")
    number = blocks.count()
    for place, block in enumerate(blocks.iterator(chunk_size=2), 1):
        sealed, bound = bytes(block.content), _bound(file, sort, place, last=place == number)
        try:
            yield _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], bound)
        except InvalidTag as error:
            raise Spoiled("What was kept of this file is damaged. Hand it in again.") from error


@contextmanager
def laid_out(file: HandedFile) -> Iterator[Path]:
    """Lay a file out in a folder of its own, for as long as it is read; only this account can enter it."""
    settings.READING_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.READING_DIR, prefix=PREFIX) as folder:
        path = Path(folder) / _safe(file.name)
        with path.open("xb") as out:
            out.writelines(kept(file, Sort.FILE))
        yield path


def forget(file: HandedFile, *sorts: Sort) -> None:
    """Throw away what was kept of a file."""
    Block.objects.filter(file=file, sort__in=sorts).delete()


def sweep_reading(older_than: float) -> None:
    """Throw away what a reading left that was ended by force, where it is older than that moment."""
    for left in settings.READING_DIR.glob(f"{PREFIX}*"):
        if left.stat().st_mtime < older_than:
            shutil.rmtree(left, ignore_errors=True)


def _safe(name: str) -> str:
    """Return a name that a file can have here, with the ending of the one that was given."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_" for letter in name)
    return plain[-100:].lstrip(". ") or "file"


def _keep_block(file: HandedFile, sort: Sort, place: int, content: bytes, *, last: bool) -> None:
    nonce = os.urandom(NONCE)
    sealed = nonce + _cipher().encrypt(nonce, content, _bound(file, sort, place, last=last))
    Block.objects.create(file=file, worker_id=file.worker_id, sort=sort, place=place, content=sealed)


def _bound(file: HandedFile, sort: Sort, place: int, *, last: bool) -> bytes:
    return f"{file.reference}\0{sort.value}\0{place}\0{'last' if last else 'more'}".encode()


def _evenly(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a content in blocks of one size, the last one shorter."""
    held = bytearray()
    for each in content:
        held += each
        while len(held) >= LARGEST:
            yield bytes(held[:LARGEST])
            del held[:LARGEST]
    if held:
        yield bytes(held)
