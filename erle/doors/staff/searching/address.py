"""What was searched for, carried in the address of its answer, so that a worker can go back to it from a child's page.

It holds names, so it is encrypted by a key of the worker's own stay: in a log or a history it is letters without sense,
and once she has signed out nobody can read it, the server included.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

FIELD = "for"
LONGEST = 4_000


def sealed(request: HttpRequest, words: str) -> str:
    """Return the words as the address carries them."""
    return _lock(request).encrypt(words.encode("utf-8", "replace")).decode("ascii")


def opened(request: HttpRequest, token: str) -> str:
    """Return the words of an address; nothing where it is of another stay, or was made up."""
    if len(token) > LONGEST or not token.isascii():
        return ""
    try:
        return _lock(request).decrypt(token.encode("ascii")).decode("utf-8")
    except InvalidToken:
        return ""


def _lock(request: HttpRequest) -> Fernet:
    key = salted_hmac("erle.search", str(request.session.session_key), algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
