"""The Ed25519 key that signs checkpoints; it lies in a file, never in the database."""

import hashlib
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


def read_or_make(path: Path) -> Ed25519PrivateKey:
    """Return the key in the file (raw, in hexadecimal), making it where there is none (0600, never overwritten)."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        draft.write_text(made.hex(), "ascii")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first: its key holds
        finally:
            draft.unlink()
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii")))


def public_bytes(key: Ed25519PublicKey) -> bytes:
    """Return the public key's 32 bytes."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return the public key's fingerprint: the first 16 bytes of its SHA-256, in hexadecimal."""
    return hashlib.sha256(public_bytes(key)).hexdigest()[:32]
