"""Signing in by an agency's own sign-in (OpenID Connect).

An account is known by issuer and subject, never by e-mail address. A new one is tied to a worker only while she holds
an invitation, and only where the issuer is her own agency's. allauth speaks the protocol; what follows is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from erle.doors.staff.signing_in import places, steps
from erle.doors.staff.signing_in.assurance import Method, enough
from erle.doors.staff.signing_in.invitation import INVITATION, invited_by

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin

    from erle.doors.staff.signing_in.openid_settings import WayIn
    from erle.foundation.agencies.models import Worker

NOT_KNOWN = (
    "Your agency’s sign-in knows you, but nobody has let you in here by it. Ask your agency’s administrator for a link,"
    " open it, and choose this way in there."
)
FAILED = (
    "Your agency’s sign-in did not answer as it should. Try again in a while; if it stays so, tell your administrator."
)


@dataclass(frozen=True)
class Arrival:
    """Somebody whom an issuer sent, as it named her."""

    way: WayIn
    subject: str
    claims: dict[str, Any]


def ways_in(agency: str | None = None) -> list[dict[str, str]]:
    """Return the agencies' own ways in, all of them or one agency's."""
    return [
        {"label": way.name, "url": reverse("openid_connect_login", args=[way.key])}
        for way in settings.OPENID_WAYS
        if agency in (None, way.agency)
    ]


def arrival(login: SocialLogin) -> Arrival | None:
    """Return who came, where the claims are the configured issuer's own."""
    claims = (login.account.extra_data or {}).get("id_token") or {}
    way = next((way for way in settings.OPENID_WAYS if way.key == login.account.provider), None)
    if way is None or claims.get("iss") != way.issuer or not claims.get("sub"):
        return None
    return Arrival(way, str(claims["sub"]), claims)


def receive(request: HttpRequest, came: Arrival | None, *, at: datetime) -> HttpResponse:
    """Take her on: signed in, half way, or turned away."""
    if came is None:
        return turn_away(request, None, FAILED)
    worker, new = _worker(request, came, at)
    if worker is None:
        return turn_away(request, None, NOT_KNOWN)
    methods: list[str] = [Method.OPENID, *([Method.INVITATION] if new else [])]
    if came.way.two_factors(came.claims):
        methods.append(Method.OPENID_TWO_FACTORS)
    account = (came.way.key, came.subject) if new else None
    half = steps.start(request, worker=worker, methods=methods, new_openid=account, at=at)
    if not enough(methods, demo=False):
        return redirect("second_factor")
    steps.enter(request, worker=worker, methods=methods, half=half, at=at)
    response = redirect("/")
    places.remember_device(request, response, worker.email)
    return response


def _worker(request: HttpRequest, came: Arrival, at: datetime) -> tuple[Worker | None, bool]:
    """Return the worker of the account, or the one who is invited, and whether the account is new."""
    known = SocialAccount.objects.filter(provider=came.way.key, uid=came.subject).first()
    if known:
        return steps.worker_numbered(known.user_id), False
    invited = invited_by(request.session.get(INVITATION, ""), at=at)
    if invited is None or invited.agency.slug != came.way.agency:
        return None, False
    return invited, True


def turn_away(request: HttpRequest, worker: Worker | None, words: str) -> HttpResponse:
    """Say no, in the ledger too."""
    steps.refuse(worker=worker, because="An agency's own sign-in was not enough")
    return render(request, "account/turned_away.html", {"words": words}, status=403)


class Accounts(DefaultSocialAccountAdapter):
    """What allauth asks when an issuer has answered; it never signs anybody in or up by itself."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take over from here."""
        raise ImmediateHttpResponse(receive(request, arrival(sociallogin), at=timezone.now()))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Say that it failed, without what the other side wrote."""
        raise ImmediateHttpResponse(turn_away(request, None, FAILED))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs herself up."""
        return False
