"""A worker's own account: where she is signed in, her password, her recovery codes; and signing out."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from erle.doors.staff.page import Page
from erle.doors.staff.signing_in import factors, steps
from erle.doors.staff.signing_in.invited import new_password_field
from erle.doors.staff.signing_in.second_factor import WRONG, Code
from erle.doors.staff.signing_in.stays import timeouts
from erle.doors.staff.words import day_and_time
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

CLEARED = '"cache", "storage"'
BROWSERS = ("Edg", "Firefox", "Chrome", "Safari")
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


class Account(Page):
    """Where the worker is signed in, and what she signs in with."""

    template_name = "account/account.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        own = {
            "sessions": [self._session(one) for one in signed_in_places(self.worker)],
            "has_password": self.worker.has_usable_password(),
            "has_factor": factors.has_second_factor(self.worker),
            "codes_left": factors.recovery_codes_left(self.worker),
        }
        return self.show(own)

    def _session(self, one: UserSession) -> dict[str, Any]:
        return {
            "number": one.pk,
            "device": device_words(one.user_agent),
            "address": one.ip,
            "since": day_and_time(one.created_at, self.today),
            "here": one.session_key == self.request.session.session_key,
            "end_url": reverse("account_end_session", args=[one.pk]),
        }


def signed_in_places(worker: Any) -> list[UserSession]:
    """Return the worker's sessions that still stand, the newest first."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    every = UserSession.objects.filter(user=worker).order_by("-created_at")
    return [one for one in every if timeouts.still_stands(store(one.session_key), at=timezone.now())]


def device_words(agent: str) -> str:
    """Return browser and system in words a worker knows."""
    browser = next((name for name in BROWSERS if name in agent), "A browser")
    system = next((words for name, words in SYSTEMS.items() if name in agent), "")
    named = {"Edg": "Edge"}.get(browser, browser)
    return f"{named} on {system}" if system else named


class EndSession(Page):
    """Sign out somewhere else; it holds from that place's next request."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """End it."""
        one = UserSession.objects.filter(pk=number, user=self.worker).first()
        if one is None:
            raise Http404
        ledger.write(Act.SIGNED_OUT, about=self.worker.reference, purpose="Ended from another device")
        one.end()
        return redirect("account")


class Confirmed(Page):
    """A page of the account that asks for a fresh code of the second factor before it does anything."""

    template_name = "account/confirmed.html"
    title: str
    lead: str
    submit: str

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check the code, then do it."""
        form = self.form(request.POST)
        if form.is_valid():
            used = factors.use_code(code=form.cleaned_data["code"], by=self.worker, at=self.now)
            if used:
                request.was_no_guess = True  # type: ignore[attr-defined]
                return self.do(form.cleaned_data)
            steps.refuse(worker=self.worker, because="Wrong code")
            form.add_error("code", WRONG)
        return self._show(form, status=422)

    def form(self, *given: Any) -> forms.Form:
        """Return the form."""
        return Code(*given)

    def do(self, answers: dict[str, Any]) -> HttpResponse:
        """Do the one thing."""
        raise NotImplementedError  # every page below does something

    def _show(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        told = {"form": form, "title": self.title, "lead": self.lead, "submit": self.submit}
        return self.show({**told, "cancel_url": reverse("account")}, status=status)


class NewCodes(Confirmed):
    """New recovery codes."""

    title = "Make new recovery codes"
    lead = "The codes you have now stop working. The new ones are shown once: print them, and keep them safe."
    submit = "Make new codes"

    def do(self, answers: dict[str, Any]) -> HttpResponse:
        """Make them and show them."""
        codes = factors.make_recovery_codes(by=self.worker)
        ledger.write(Act.ADMINISTERED, about=self.worker.reference, purpose="Made new recovery codes")
        return self.show({"title": "Your new recovery codes", "recovery_codes": codes, "form": None})


class ChangedPassword(Code):
    """A new password, and a code."""

    password = new_password_field()
    field_order = ("password", "code")

    def __init__(self, *args: Any, worker: Any, **kwargs: Any) -> None:
        """Keep whose it is."""
        super().__init__(*args, **kwargs)
        self.worker = worker

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.worker)
        return password


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class ChangePassword(Confirmed):
    """Another password; every other place where she is signed in ends."""

    title = "Change your password"
    lead = "You are signed out everywhere else."
    submit = "Change the password"

    def form(self, *given: Any) -> forms.Form:
        """Return the form."""
        return ChangedPassword(*given, worker=self.worker)

    def do(self, answers: dict[str, Any]) -> HttpResponse:
        """Change it; sessions are bound to the password, so all others end."""
        before = self.request.session.session_key
        self.worker.set_password(answers["password"])
        self.worker.save(update_fields=["password"])
        update_session_auth_hash(self.request, self.worker)
        UserSession.objects.filter(session_key=before).update(session_key=self.request.session.session_key)
        ledger.write(Act.ADMINISTERED, about=self.worker.reference, purpose="Changed own password")
        return redirect("account")


class SignOut(View):
    """Sign out, and have the browser forget the pages."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it."""
        if request.user.is_authenticated:
            steps.leave(request, because="Signed out", at=timezone.now())
        request.session.flush()
        response = redirect("sign_in")
        response.headers["Clear-Site-Data"] = CLEARED
        return response


class Extend(View):
    """Stay signed in: the request itself is the sign of life."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Say until when."""
        held = timeouts.stay(request.session) if request.user.is_authenticated else None
        if held is None:
            return JsonResponse({"signed_out": True}, status=401)
        return JsonResponse({"ends_at": held.ends_at.isoformat(), "limit": held.limit.isoformat()})
