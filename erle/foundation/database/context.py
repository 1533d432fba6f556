"""Who is acting, told to the database in a form that injected SQL cannot forge.

The context is `worker.pid.expires.mac`: the worker's number, the backend's process id, the second it ends, and an
HMAC-SHA-256 over the three. The database checks it in `erle.acting()`; the key lies in a table that only the keeper's
function reads and in a file that only the product's account reads. See docs/security.md, "The signed context".
"""

import hashlib
import hmac
import secrets
from pathlib import Path

KEY_BYTES = 32
BLOCK_BYTES = 64
LIFETIME_SECONDS = 60
"""A transaction may outlast it: the database compares with the transaction's start."""


def read_or_make_key(path: Path) -> bytes:
    """Return the key in the file, making file and key where there is none (0600, never overwritten)."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_bytes(KEY_BYTES))
    key = bytes.fromhex(path.read_text("ascii"))
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path.name} holds {len(key)} bytes; expected a key of {KEY_BYTES}.")
    return key


def _write_once(path: Path, key: bytes) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(key.hex(), "ascii")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return  # another process was first: its key holds
    finally:
        draft.unlink()


def sign(worker_id: int, *, backend_pid: int, now: float, key: bytes) -> str:
    """Return the context in which this backend acts as this worker; `now` in seconds since 1970."""
    claim = f"{worker_id}.{backend_pid}.{int(now) + LIFETIME_SECONDS}"
    return f"{claim}.{hmac.new(key, claim.encode('ascii'), hashlib.sha256).hexdigest()}"


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer pads of HMAC (RFC 2104), so that the database needs only `sha256`."""
    padded = key.ljust(BLOCK_BYTES, b"\0")
    return bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded)
