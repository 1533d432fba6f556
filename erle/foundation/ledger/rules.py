"""What the ledger records, and how a line, a link and a checkpoint are made; pure, so that an outsider can verify."""

import hashlib
from enum import StrEnum

FIRST_ROOT = b"\x00"
FORMAT = "erle-ledger-1"


class Act(StrEnum):
    """What a worker did; the database itself writes `insert`, `update` and `delete`."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REFUSED = "sign_in_refused"
    OPENED = "opened"
    LISTED = "listed"
    SEARCHED = "searched"
    ASKED = "asked"
    SHARED = "shared"
    DID_NOT_SHARE = "did_not_share"
    WITHDREW = "withdrew"
    KEPT_OUT = "kept_out"
    LET_BACK = "let_back"
    SEALED = "sealed"
    UNSEALED = "unsealed"
    BROKE_GLASS = "broke_glass"
    REVIEWED = "reviewed"
    REFUSED = "refused"
    IMPORTED = "imported"
    UNDID_IMPORT = "undid_import"
    EXPORTED = "exported"
    ADMINISTERED = "administered"
    RECORDED = "recorded"
    UNDID = "undid"
    CONFIRMED = "confirmed"
    REPORTED_MISSING = "reported_missing"
    """Under an emergency opening, which the line is about: the report itself stands elsewhere."""


def leaf(text: str) -> bytes:
    """Return the hash of a line's canonical text."""
    return hashlib.sha256(text.encode("utf-8")).digest()


def link(before: bytes, leaf_hash: bytes) -> bytes:
    """Return the chain's hash after one more leaf."""
    return hashlib.sha256(before + leaf_hash).digest()


def checkpoint_message(*, seal: int, lines: int, root: bytes) -> bytes:
    """Return what is signed of a seal."""
    return f"{FORMAT}|{seal}|{lines}|{root.hex()}".encode("ascii")
