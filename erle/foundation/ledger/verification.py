"""Checking an export of the ledger with no database: streaming, in constant memory, naming the first broken link.

An export is lines of UTF-8: `# erle-ledger-1 {…}`, then for each seal `S {…}` and, after it, one line for each of its
links: `L <link> <canonical text>`, or `H <link> <leaf>` where the text is held back; both hashes in hexadecimal.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from erle.foundation.ledger.keys import fingerprint
from erle.foundation.ledger.rules import FIRST_ROOT, FORMAT, checkpoint_message

HEADER = f"# {FORMAT} ".encode("ascii")
LINK, SPACE, REST = slice(2, 66), slice(66, 67), 67
HASH_BYTES = 32


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: on which line of the file, at which line of the ledger, and what."""

    line: int
    ledger_id: int | None
    words: str

    def __str__(self) -> str:
        """Return the fault as a sentence."""
        where = f"line {self.line}" + (f" (ledger line {self.ledger_id})" if self.ledger_id is not None else "")
        return f"{where}: {self.words}"


@dataclass(frozen=True)
class Verdict:
    """What the check found; `fault` is None where the chain holds from its first link to its last."""

    seals: int
    links: int
    hidden: int
    root: str
    signed: bool
    fault: Fault | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None


@dataclass(frozen=True)
class Checkpoint:
    """A seal that an outsider kept: an export that is shorter, or has another root there, was cut or rewritten."""

    seal: int
    root: str


class _Broken(Exception):
    """Carries the first fault out of the walk."""


@dataclass
class _Walk:
    """How far the check has come."""

    key: Ed25519PublicKey | None
    checkpoint: Checkpoint | None
    state: bytes = FIRST_ROOT
    place: int = 0
    seals: int = 0
    links: int = 0
    hidden: int = 0
    left: int = 0
    root: str = ""
    signed: bool = True


def verify(lines: Iterable[bytes], public_key: bytes | None, *, checkpoint: Checkpoint | None = None) -> Verdict:
    """Check an export line by line and return the verdict; without a key the signatures are not looked at."""
    walk = _Walk(Ed25519PublicKey.from_public_bytes(public_key) if public_key is not None else None, checkpoint)
    line = b""
    try:
        for line in lines:
            walk.place += 1
            _step(walk, line[:-1] if line.endswith(b"\n") else line)
        line = b""
        _end(walk)
    except _Broken as broken:
        return _verdict(walk, Fault(max(walk.place, 1), _ledger_id(line), str(broken)))
    return _verdict(walk, None)


def _step(walk: _Walk, line: bytes) -> None:
    kind = line[:2]
    if kind == b"L ":
        _link(walk, line, sha256(line[REST:]).digest(), "its text does not fit its link")
    elif kind == b"H ":
        walk.hidden += 1
        leaf = _hash(line[REST:].decode("utf-8", "replace"))
        _link(walk, line, leaf, "its link does not follow from its leaf and the link before")
    elif kind == b"S " and walk.place > 1:
        _begin(walk, line[2:])
    elif walk.place != 1 or not line.startswith(HEADER):
        raise _Broken(f"this is no record of {FORMAT}")


def _link(walk: _Walk, line: bytes, leaf: bytes, words: str) -> None:
    if not walk.left:
        raise _Broken(f"the line stands in no seal: seal {walk.seals} has all of its own, and the next is missing")
    walk.state = state = sha256(walk.state + leaf).digest()
    if state.hex().encode("ascii") != line[LINK] or line[SPACE] != b" ":
        raise _Broken(words)
    walk.links += 1
    walk.left -= 1
    if not walk.left:
        _close(walk)


def _close(walk: _Walk) -> None:
    root = walk.state.hex()
    if root != walk.root:
        raise _Broken(f"the root of seal {walk.seals} is not what its lines make")
    kept = walk.checkpoint
    if kept is not None and kept.seal == walk.seals and kept.root != root:
        raise _Broken(f"the root of seal {walk.seals} is not the one in the checkpoint kept: the ledger was rewritten")


def _begin(walk: _Walk, text: bytes) -> None:
    if walk.left:
        raise _Broken(f"seal {walk.seals} lacks {walk.left} of its lines")
    seal = _seal(text)
    if seal["seal"] != walk.seals + 1:
        raise _Broken(f"seal {seal['seal']} stands where seal {walk.seals + 1} should: one is missing or out of order")
    if seal["previous"] != walk.state.hex():
        raise _Broken(f"seal {seal['seal']} does not follow the root before it")
    if seal["lines"] < 1:
        raise _Broken(f"seal {seal['seal']} counts {seal['lines']} lines: a seal closes one at least")
    _signature(walk, seal)
    walk.seals, walk.left, walk.root = seal["seal"], seal["lines"], seal["root"]


def _seal(text: bytes) -> dict[str, Any]:
    try:
        seal = json.loads(text)
        kinds = [type(seal[name]) for name in ("seal", "lines", "previous", "root")]
    except (ValueError, KeyError, TypeError) as error:
        raise _Broken("the seal cannot be read") from error
    if kinds != [int, int, str, str]:
        raise _Broken("the seal cannot be read")
    return dict(seal)


def _signature(walk: _Walk, seal: dict[str, Any]) -> None:
    signature, number = seal.get("signature"), seal["seal"]
    if not signature or walk.key is None:
        walk.signed = False
        if walk.key is not None:
            raise _Broken(f"seal {number} has no signature")
        return
    message = checkpoint_message(seal=number, lines=seal["lines"], root=_hash(seal["root"]))
    try:
        walk.key.verify(bytes.fromhex(str(signature)), message)
    except (InvalidSignature, ValueError) as error:
        raise _Broken(f"seal {number} is not signed by the key that was given") from error
    if seal.get("key") != fingerprint(walk.key):
        raise _Broken(f"seal {number} names another key than the one that signed it")


def _end(walk: _Walk) -> None:
    if not walk.place:
        raise _Broken("the file is empty")
    if walk.left:
        raise _Broken(f"seal {walk.seals} lacks {walk.left} of its lines: the end was cut off")
    kept = walk.checkpoint
    if kept is not None and kept.seal > walk.seals:
        raise _Broken(f"the file ends at seal {walk.seals}, and seal {kept.seal} was kept elsewhere: it was cut off")


def _verdict(walk: _Walk, fault: Fault | None) -> Verdict:
    signed = walk.signed and walk.seals > 0
    return Verdict(walk.seals, walk.links, walk.hidden, walk.state.hex(), signed, fault)


def _ledger_id(line: bytes) -> int | None:
    """Return the number that a line of the ledger gives itself, where it can be read."""
    if line[:2] != b"L ":
        return None
    try:
        number = json.loads(line[REST:])[0]
    except (ValueError, IndexError, KeyError, TypeError):
        return None
    return number if isinstance(number, int) else None


def _hash(text: str) -> bytes:
    """Return the 32 bytes that 64 small hexadecimal digits stand for."""
    try:
        made = bytes.fromhex(text)
    except ValueError as error:
        raise _Broken("a hash cannot be read") from error
    if len(made) != HASH_BYTES or made.hex() != text:
        raise _Broken("a hash cannot be read")
    return made
