"""The steps of signing in: half way after the first factor, signed in after the second, and signed out.

Nobody is signed in for Django before `enter`, and `enter` takes two factors or nothing, so no page has to ask again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from erle.doors.staff.signing_in import places
from erle.doors.staff.signing_in.assurance import enough
from erle.doors.staff.signing_in.invitation import INVITATION
from erle.doors.staff.signing_in.stays import timeouts
from erle.foundation.access.acting import acting_as
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

HALF_WAY = "half_way"
WAS = "was"
SEED = "new_seed"
"""Where the session keeps the seed that is being set up."""
LASTS = timedelta(minutes=15)
KEPT_FOR = timedelta(hours=12)
TRIES = 6
BACKEND = "erle.doors.staff.signing_in.stays.reading.Workers"


class OneFactorOnly(Refused):
    """A worker was about to be signed in by one factor."""


@dataclass(frozen=True)
class HalfWay:
    """What is known of somebody who has shown the first factor; it opens no page but that of the second."""

    worker: int
    print: str
    methods: list[str]
    at: str
    next: str = ""
    tries: int = 0
    new_password: str = ""
    new_openid: tuple[str, str] | None = None


def start(
    request: HttpRequest,
    *,
    worker: Worker,
    methods: list[str],
    next_page: str = "",
    new_password: str = "",
    new_openid: tuple[str, str] | None = None,
    at: datetime,
) -> HalfWay:
    """Go half way; the session gets a new key, so that none fixed beforehand leads on.

    A new password, or a new account at the agency's own sign-in, is kept only by `enter`, with the second factor.
    """
    if request.user.is_authenticated:
        leave(request, because="Signed in anew", at=at)
    request.session.cycle_key()
    request.session.pop(SEED, None)
    print_ = worker.get_session_auth_hash()
    half = HalfWay(worker.pk, print_, methods, at.isoformat(), next_page, 0, new_password, new_openid)
    request.session[HALF_WAY] = asdict(half)
    return half


def half_way(request: HttpRequest, *, at: datetime) -> tuple[HalfWay, Worker] | None:
    """Return how far she is, and who; nobody after a while, after too many tries, or when her password has changed."""
    held = request.session.get(HALF_WAY)
    if not held:
        return None
    half = HalfWay(**held)
    worker = worker_numbered(half.worker)
    fresh = at - datetime.fromisoformat(half.at) < LASTS and half.tries < TRIES
    if worker is None or not fresh or not constant_time_compare(half.print, worker.get_session_auth_hash()):
        del request.session[HALF_WAY]
        return None
    return half, worker


def count_try(request: HttpRequest, half: HalfWay) -> None:
    """Count a wrong second factor; after some, she starts again from the first."""
    request.session[HALF_WAY] = asdict(replace(half, tries=half.tries + 1))


def worker_numbered(number: int) -> Worker | None:
    """Return the worker, where she may sign in."""
    worker = get_user_model()._default_manager.select_related("agency").filter(pk=number).first()
    return worker if worker is not None and worker.is_active else None


def worker_addressed(email: str) -> Worker | None:
    """Return the worker of the address, if there is one."""
    return get_user_model()._default_manager.filter(email__iexact=email).first()


def enter(
    request: HttpRequest, *, worker: Worker, methods: list[str], half: HalfWay | None = None, at: datetime
) -> None:
    """Sign the worker in, with a new session, and write it in the ledger."""
    if not enough(methods, demo=settings.DEMO):
        raise OneFactorOnly("Two factors are needed to sign in.")
    was = request.session.pop(WAS, None)
    for key in (HALF_WAY, INVITATION):
        request.session.pop(key, None)
    token = request.META.get("CSRF_COOKIE")
    with acting_as(worker):
        if half:
            _keep_new(worker, half)
        login(request, worker, backend=BACKEND)
        timeouts.begin(request.session, methods=methods, at=at)
        request.session.save()
        UserSession.objects.create(
            user=worker,
            ip=places.address(request),
            session_key=request.session.session_key,
            user_agent=request.headers.get("User-Agent", "")[:200],
            created_at=at,
            last_seen_at=at,
        )
        ledger.write(Act.SIGNED_IN, about=worker.reference, detail={"methods": sorted(methods)})
    if was and was["worker"] == worker.pk and token:
        request.META["CSRF_COOKIE"] = token  # the page she left open keeps its token, and can still be sent


def _keep_new(worker: Worker, half: HalfWay) -> None:
    """Keep what came with an invitation, and end it: another password, even an unusable one, makes it void."""
    if half.new_password:
        worker.password = half.new_password
    elif half.new_openid:
        provider, subject = half.new_openid
        SocialAccount.objects.create(user=worker, provider=provider, uid=subject)
        worker.set_unusable_password()
    else:
        return
    worker.save(update_fields=["password"])


def leave(request: HttpRequest, *, because: str, at: datetime, remember: bool = False) -> None:
    """Sign the worker out, and write it; where the time ran out, remember whose forms may still arrive."""
    worker = cast("Worker", request.user)
    with acting_as(worker):
        ledger.write(Act.SIGNED_OUT, about=worker.reference, purpose=because)
        UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    if remember:
        request.session[WAS] = {"worker": worker.pk, "print": worker.get_session_auth_hash(), "at": at.isoformat()}


def who_was(request: HttpRequest, *, at: datetime) -> Worker | None:
    """Return the worker whose time ran out in this browser, for as long as her forms may still arrive."""
    was = request.session.get(WAS)
    if not was or at - datetime.fromisoformat(was["at"]) > KEPT_FOR:
        return None
    worker = worker_numbered(was["worker"])
    if worker is None or not constant_time_compare(was["print"], worker.get_session_auth_hash()):
        return None
    return worker


def refuse(*, worker: Worker | None, because: str) -> None:
    """Write a refused sign-in; whoever tried has not shown that it is she, so nobody acts."""
    ledger.write(Act.SIGN_IN_REFUSED, about=worker.reference if worker else "", purpose=because)


def safe_next(request: HttpRequest, wanted: str) -> str:
    """Return the page to go on to, where it is one of ours."""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else ""
