"""Invitations: a link that lets one worker choose a password and set up a second factor, once, within three days.

An administrator makes it and hands it over; nothing is mailed. It is also how a forgotten password is mended: the old
one stops when the link is made, and a second factor that she has stays and is asked for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

SALT = "erle.invitation"
INVITATION = "invitation"
"""Where the session keeps the link's token."""
LASTS = timedelta(hours=72)


class NotInvited(Refused):
    """No link can be made for the worker."""


def make_link(*, worker: Worker, by: Worker, at: datetime) -> str:
    """Make the link's path; every link and password from before stops, and so does whatever is signed in by them."""
    gate.require(Ability.MANAGE_WORKERS, by=by)
    if settings.DEMO:
        raise NotInvited("On the demo everybody signs in with one click, so nobody needs a link.")
    if worker.pk == by.pk:
        raise NotInvited("Nobody makes a link for herself. Ask another administrator.")
    if not worker.is_active:
        raise NotInvited(f"{worker.name} can no longer sign in here. Register the worker again.")
    worker.set_unusable_password()
    worker.save(update_fields=["password"])
    return first_link(worker=worker, at=at)


def first_link(*, worker: Worker, at: datetime) -> str:
    """Make the path for a worker who has no password, such as a new partnership's first administrator."""
    if worker.has_usable_password():
        raise NotInvited(f"{worker.name} has a password. An administrator makes the link.")
    ledger.write(Act.ADMINISTERED, about=worker.reference, purpose="Made a link to sign in")
    claim = {"worker": worker.reference, "print": _print(worker), "made": int(at.timestamp())}
    return reverse("invitation_link", args=[signing.dumps(claim, salt=SALT)])


def invited_by(token: str, *, at: datetime) -> Worker | None:
    """Return the worker whom the link invites; nobody where it was used, replaced, changed or is too old."""
    try:
        claim = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    worker = get_user_model()._default_manager.select_related("agency").filter(reference=claim["worker"]).first()
    if worker is None or not worker.is_active or at.timestamp() > claim["made"] + LASTS.total_seconds():
        return None
    return worker if constant_time_compare(claim["print"], _print(worker)) else None


def _print(worker: Worker) -> str:
    """Return what changes as soon as a password is set, or made unusable again."""
    return salted_hmac(SALT, f"{worker.pk}|{worker.password}", algorithm="sha256").hexdigest()[:32]
