"""Where a request comes from, as far as it can be believed, and whether the device is one that a worker used before."""

import ipaddress
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "erle.device"
KNOWN_FOR_SECONDS = 90 * 24 * 3600
MOST_WORKERS = 12
NETWORK_OF_IPV6 = 64
NO_ADDRESS = "127.0.0.1"
"""What a request that came through a socket counts as."""


def address(request: HttpRequest) -> str:
    """Return the caller's address: what the outermost of our own proxies saw, and never what a stranger wrote."""
    trusted: int = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if trusted and len(seen) >= trusted:
        return _plain(seen[-trusted])
    return _plain(request.META.get("REMOTE_ADDR", ""))


def network(request: HttpRequest) -> str:
    """Return what one source can hardly change: the address, or the /64 of IPv6."""
    found = ipaddress.ip_address(address(request))
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, NETWORK_OF_IPV6), strict=False))


def _plain(text: str) -> str:
    try:
        found = ipaddress.ip_address(text.rpartition("%")[0] or text)
    except ValueError:
        return NO_ADDRESS
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def mark(email: str) -> str:
    """Return what stands for a sign-in address where the address itself must not stand."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]


def known_device(request: HttpRequest, email: str) -> str | None:
    """Return the device's number where this worker has signed in on it, by its signed cookie."""
    device, workers = _cookie(request)
    return device if device and mark(email) in workers else None


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Mark the device as one that the worker signs in on."""
    device, workers = _cookie(request)
    kept = [worker for worker in workers if worker != mark(email)][: MOST_WORKERS - 1]
    value = signing.dumps({"device": device or secrets.token_hex(16), "workers": [mark(email), *kept]}, salt=SALT)
    response.set_cookie(
        cookie_name(),
        value,
        max_age=KNOWN_FOR_SECONDS,
        secure=settings.OVER_TLS,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    """Return the cookie's name."""
    return "__Host-erle-device" if settings.OVER_TLS else "erle-device"


def _cookie(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        held = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KNOWN_FOR_SECONDS)
    except signing.BadSignature:
        return "", []
    return str(held["device"]), [str(worker) for worker in held["workers"]]
