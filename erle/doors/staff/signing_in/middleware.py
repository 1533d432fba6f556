"""What every request passes before a worker acts: kind time-outs, and the brakes on guessing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import urlencode

from erle.doors.staff import drafts
from erle.doors.staff.signing_in import brakes, steps
from erle.doors.staff.signing_in.stays import timeouts
from erle.doors.staff.signing_in.stays.reading import signed_in
from erle.doors.staff.words import clock_time
from erle.foundation.access.acting import acting_as

if TYPE_CHECKING:
    from datetime import datetime

    from erle.foundation.agencies.models import Worker

GetResponse = Callable[[HttpRequest], HttpResponse]
BY_PASSWORD = frozenset({"sign_in", "invitation"})
BY_CODE = frozenset({"second_factor", "second_factor_setup"})
OWN = frozenset({"account_password", "account_codes"})
COUNTED = ("/sign-in/", "/invitation/", "/second-factor/", "/account/")
"""How the addresses begin that those names have."""
TOO_MANY = 429


class Staying:
    """Ends a stay whose time is over, or that two factors did not begin, and keeps the form that arrives after it.

    The form is never acted on: it becomes a draft of the worker whose time ran out, and nobody else is shown it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the sign of life, or sign out."""
        request.user = signed_in(request)  # as it is: Django's lazy stand-in costs at every look
        if request.user.is_authenticated:
            at, held = timezone.now(), timeouts.stay(request.session)
            if held is None:
                steps.leave(request, because="Not enough was shown", at=at)
            elif at >= held.ends_at:
                steps.leave(request, because="Time-out", at=held.ends_at, remember=True)
            else:
                timeouts.note_sign_of_life(request, held, at=at)
        return _for_fragments(request, self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Keep what arrives too late; CSRF has been checked by then."""
        if request.method != "POST" or request.user.is_authenticated:
            return None
        at = timezone.now()
        worker = steps.who_was(request, at=at)
        saved = _keep(request, worker, kwargs, at) if worker else False
        if request.headers.get("Accept") == "application/json" and request.resolver_match:
            return JsonResponse({"saved_at": clock_time(at)}) if saved else None
        return redirect(f"/sign-in/?{urlencode({'next': request.path})}") if saved else None


def _for_fragments(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have the whole page go to sign-in where a part of it was asked for."""
    if not request.headers.get("HX-Request") or not response.headers.get("Location", "").startswith("/sign-in/"):
        return response
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    return HttpResponse(status=401, headers={"HX-Redirect": f"/sign-in/?{urlencode({'next': page})}"})


def _keep(request: HttpRequest, worker: Worker, kwargs: dict[str, Any], at: datetime) -> bool:
    match = request.resolver_match
    own = getattr(getattr(match.func, "view_class", None), "keep_late", None) if match else None
    if own is not None:
        with acting_as(worker):
            return _noted(request, kept=own(worker, kwargs, request.POST, at))
    if match is not None and match.view_name == "draft":
        sent = (kwargs["form"], kwargs.get("about", ""))
    else:
        found = drafts.sent_to(request.path)
        if found is None:
            return False
        sent = found
    try:
        with acting_as(worker):
            drafts.keep(worker, *sent, request.POST, at)
    except drafts.NotKept:
        return False
    return _noted(request, kept=True)


def _noted(request: HttpRequest, *, kept: bool) -> bool:
    if kept:
        request.session[steps.WAS] = {**request.session[steps.WAS], "kept": True}
    return kept


class Brakes:
    """Counts tries at signing in before a transaction begins, so that no lock is held while a password is checked."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep what comes after."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the try be made, or ask to wait; a try that was no guess costs nothing."""
        turn = _turn(request) if request.method == "POST" else None
        if turn is None:
            return self.get_response(request)
        if not turn.granted:
            return render(request, "account/wait.html", status=TOO_MANY)
        response = self.get_response(request)
        if getattr(request, "was_no_guess", False):
            turn.was_no_guess()
        return response


def _turn(request: HttpRequest) -> brakes.Turn | None:
    name, at = _name(request.path), timezone.now()
    if settings.DEMO and name == "sign_in":
        return None  # one click signs in there, and nothing can be guessed
    if name in BY_PASSWORD:
        return brakes.try_password(request, email=request.POST.get("email", ""), at=at)
    half = steps.half_way(request, at=at) if name in BY_CODE else None
    if half:
        return brakes.try_code(request, email=half[1].email, at=at)
    if name in OWN and request.user.is_authenticated:
        return brakes.try_code(request, email=request.user.email, at=at)
    return None


def _name(path: str) -> str:
    """Return the name of the address where tries are counted there; most are not, and need not be looked up."""
    if not path.startswith(COUNTED):
        return ""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
