"""The stay and the worker of each request, each read by a statement that is compiled once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from erle.foundation.database.prepared import Prepared

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker


def _stays(key: str, at: datetime) -> QuerySet[Any]:
    return db.SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=at)


def _workers(number: int) -> QuerySet[Worker]:
    return get_user_model().objects.filter(pk=number)


_STAYS: Prepared[Any] = Prepared(_stays, str, datetime)
_WORKERS = Prepared(_workers, int)


class SessionStore(db.SessionStore):
    """Django's store in the database; only the reading is ours."""

    def load(self) -> dict[str, Any]:
        """Return what the stay holds; nothing, and no key, where there is none or it is over."""
        found = _STAYS.objects(self.session_key, timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0].session_data)


class Workers(ModelBackend):
    """Django's backend for workers; only the reading at each request is ours."""

    def get_user(self, user_id: int) -> Worker | None:
        """Return the worker of the number, or None where she may not sign in any more."""
        found = _WORKERS.objects(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
