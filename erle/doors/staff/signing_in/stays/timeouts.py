"""How long a worker stays signed in: some minutes without a sign of life, some hours at the longest.

A page that is loaded, a form that is sent and a draft that saves itself because somebody types are signs of life. What
a page fetches by itself says so (`Erle-Unattended`) and is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from erle.doors.staff.routes import address
from erle.doors.staff.signing_in.assurance import enough
from erle.doors.staff.words import clock_time

SIGNED_IN_AT = "signed_in_at"
LAST_SEEN_AT = "last_seen_at"
METHODS = "methods"
NOTED_EVERY = timedelta(seconds=20)
"""A sign of life is written this often at most, so that a page costs no write each time."""


@dataclass(frozen=True)
class Stay:
    """From when until when a worker is signed in."""

    signed_in_at: datetime
    last_seen_at: datetime

    @property
    def limit(self) -> datetime:
        """The latest end, whatever she does."""
        return self.signed_in_at + timedelta(hours=settings.SESSION_LONGEST_HOURS)

    @property
    def ends_at(self) -> datetime:
        """The end if nothing more is heard of her."""
        return min(self.last_seen_at + timedelta(minutes=settings.SESSION_IDLE_MINUTES), self.limit)


def begin(session: SessionBase, *, methods: list[str], at: datetime) -> None:
    """Start a stay."""
    session[SIGNED_IN_AT] = session[LAST_SEEN_AT] = at.isoformat()
    session[METHODS] = methods


def stay(session: Mapping[str, Any] | SessionBase) -> Stay | None:
    """Return the stay that the session holds; none where it holds no two factors."""
    started, seen = session.get(SIGNED_IN_AT), session.get(LAST_SEEN_AT)
    if not started or not seen or not enough(session.get(METHODS) or (), demo=settings.DEMO):
        return None
    return Stay(datetime.fromisoformat(started), datetime.fromisoformat(seen))


def note_sign_of_life(request: HttpRequest, held: Stay, *, at: datetime) -> None:
    """Write that she is there, unless the page fetched by itself or it was written just now."""
    if request.headers.get("Erle-Unattended") or request.headers.get("Sec-Purpose"):
        return
    if at - held.last_seen_at >= NOTED_EVERY:
        request.session[LAST_SEEN_AT] = at.isoformat()


def session_context(request: HttpRequest) -> dict[str, str]:
    """Return what the layout tells of the stay: now, end and limit in ISO 8601, words, and where to extend it."""
    held = stay(request.session)
    if held is None:
        return {}
    return {
        "now": timezone.now().isoformat(),
        "ends_at": held.ends_at.isoformat(),
        "limit": held.limit.isoformat(),
        "ends_words": clock_time(held.ends_at),
        "extend_url": address("session_extend"),
    }


def still_stands(session: SessionBase, *, at: datetime) -> bool:
    """Tell whether somebody is signed in by the session."""
    held = stay(session)
    return held is not None and SESSION_KEY in session and at < held.ends_at
