"""Encrypting a file with a key that the database does not hold, bound to its reference: swapped, it does not open."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12


class DoesNotOpen(Exception):
    """The bytes were changed, belong to another reference, or were encrypted with another key."""


def seal(content: bytes, *, reference: str, key: bytes) -> bytes:
    """Return the content encrypted (AES-256-GCM), bound to the reference."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, content, _bound(reference))


def unseal(sealed: bytes, *, reference: str, key: bytes) -> bytes:
    """Return the content, or raise `DoesNotOpen`."""
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != VERSION or len(nonce) != NONCE_BYTES:
        raise DoesNotOpen
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, _bound(reference))
    except InvalidTag as changed:
        raise DoesNotOpen from changed


def _bound(reference: str) -> bytes:
    return f"erle attachment {reference}".encode()
