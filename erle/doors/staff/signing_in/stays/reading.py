"""The stay and the worker of each request, read by one statement that is compiled once."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY, get_user, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from erle.foundation.database.prepared import Prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from erle.foundation.agencies.models import Worker

OF_THE_PLACE = ("created_at", "ip", "last_seen_at", "user_agent", "data")
"""What is kept of where she signed in, which no request asks for."""


def _signed_in(key: str, at: datetime) -> QuerySet[UserSession]:
    stay = db.SessionStore.get_model_class().objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    places = UserSession.objects.filter(session_key=key).select_related("user").defer(*OF_THE_PLACE)
    found: QuerySet[UserSession] = places.annotate(stay=Subquery(stay.values("session_data")))
    return found


def _stays(key: str, at: datetime) -> QuerySet[Any]:
    return db.SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=at)


def _workers(number: int) -> QuerySet[Worker]:
    return get_user_model().objects.filter(pk=number)


_SIGNED_IN = Prepared(_signed_in, str, datetime)
_STAYS: Prepared[Any] = Prepared(_stays, str, datetime)
_WORKERS = Prepared(_workers, int)


class SessionStore(db.SessionStore):
    """Django's store in the database; only the reading is ours."""

    worker: Worker | None = None
    """Whose stay it is by the list of places where workers are signed in: no more than a row read beforehand."""

    def load(self) -> dict[str, Any]:
        """Return what the stay holds; nothing, and no key, where there is none or it is over."""
        at = timezone.now()
        for place in _SIGNED_IN.objects(self.session_key, at):
            if place.stay is not None:
                self.worker = place.user
                return self.decode(place.stay)
        found = _STAYS.objects(self.session_key, at)
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0].session_data)


class Workers(ModelBackend):
    """Django's backend for workers; only the reading at each request is ours."""

    def get_user(self, user_id: int) -> Worker | None:
        """Return the worker of the number, or None where she may not sign in any more."""
        known = _READ.get()
        found = [known] if known is not None and known.pk == user_id else _WORKERS.objects(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


_READ: ContextVar[Worker | None] = ContextVar("worker_read_with_the_stay", default=None)


def signed_in(request: HttpRequest) -> Worker | AnonymousUser:
    """Return who is signed in, as the stay says and Django checks it; who was read with it is not read again."""
    request.session.get(SESSION_KEY)  # reads the stay
    before = _READ.set(getattr(request.session, "worker", None))
    try:
        return get_user(request)
    finally:
        _READ.reset(before)
