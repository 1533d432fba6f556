"""The seeds of authenticator apps and recovery codes, encrypted under a key that the database does not hold.

AES-256-GCM with a random nonce; the worker's number is bound in, so that a seed copied to another worker's row does not
open. The text is `1.` (the key's number) and base64 of nonce and ciphertext.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from erle.foundation.database.context import read_or_make_key

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

NONCE_BYTES = 12
KEY_NUMBER = "1"
_whose: ContextVar[int] = ContextVar("whose_seeds")


@contextmanager
def seeds_of(worker: Worker) -> Iterator[None]:
    """Bind what is encrypted and decrypted in the block to the worker; outside such a block neither is done."""
    token = _whose.set(worker.pk)
    try:
        yield
    finally:
        _whose.reset(token)


def encrypt(text: str) -> str:
    """Encrypt a seed of the worker of the block."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key()).encrypt(nonce, text.encode("utf-8"), _bound())
    return f"{KEY_NUMBER}.{base64.b64encode(nonce + sealed).decode('ascii')}"


def decrypt(text: str) -> str:
    """Decrypt a seed of the worker of the block; raises `InvalidTag` where it is not hers or was changed."""
    number, _, body = text.partition(".")
    if number != KEY_NUMBER:
        raise ValueError(f"The seed is under key {number!r}; expected {KEY_NUMBER!r}.")
    held = base64.b64decode(body, validate=True)
    return AESGCM(_key()).decrypt(held[:NONCE_BYTES], held[NONCE_BYTES:], _bound()).decode("utf-8")


def _bound() -> bytes:
    return f"mfa_authenticator|{_whose.get()}".encode("ascii")


@cache
def _key() -> bytes:
    return read_or_make_key(settings.TOTP_KEY_FILE)


class Factors(DefaultMFAAdapter):
    """What allauth asks about second factors."""

    def encrypt(self, text: str) -> str:
        """Encrypt under our key."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt under our key."""
        return decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name that an authenticator app shows."""
        return f"Erle, {settings.PARTNERSHIP}"
