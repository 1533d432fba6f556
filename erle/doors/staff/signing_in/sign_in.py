"""The page of the first factor: e-mail address and password, and the agencies' own ways in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from erle.doors.staff.signing_in import openid, places, steps
from erle.doors.staff.signing_in.assurance import Method
from erle.doors.staff.words import clock_time

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

INVALID = "Enter an e-mail address, like name@agency.example"
WRONG = "The e-mail address or the password is not right. Check both and try again."


class Password(forms.Form):
    """Who, and her password."""

    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        error_messages={"required": "Enter your work e-mail address", "invalid": INVALID},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=256,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(View):
    """Ask for e-mail address and password; an unknown address gets the same words after the same work."""

    http_method_names = ("get", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send on whoever is signed in already."""
        self.next = steps.safe_next(request, request.POST.get("next") or request.GET.get("next") or "")
        if request.user.is_authenticated and request.method == "GET":
            return redirect(self.next or "/")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._show(Password())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check both, and go half way."""
        form = Password(request.POST)
        if not form.is_valid():
            request.was_no_guess = True  # type: ignore[attr-defined]
            return self._show(form, status=422)
        email = form.cleaned_data["email"]
        worker = authenticate(request, username=email, password=form.cleaned_data["password"])
        if worker is None:
            steps.refuse(worker=steps.worker_addressed(email), because="Wrong password or address")
            form.add_error(None, WRONG)
            return self._show(form, status=422)
        request.was_no_guess = True  # type: ignore[attr-defined]
        steps.start(request, worker=worker, methods=[Method.PASSWORD], next_page=self.next, at=timezone.now())
        return redirect("second_factor")

    def _show(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        said = words_after_the_end(self.request)
        context = {"form": form, "next": self.next, "said": said, "others": openid.ways_in()}
        return render(self.request, "staff/sign_in.html", context, status=status)


def words_after_the_end(request: HttpRequest) -> str:
    """Say when somebody was signed out here because the time ran out, and that what she typed is kept."""
    was = request.session.get(steps.WAS)
    if not was:
        return ""
    words = f"You were signed out at {clock_time(datetime.fromisoformat(was['at']))}."
    return f"{words} What you typed is kept: sign in to check it and send it." if was.get("kept") else words


def signed_in(
    request: HttpRequest, response: HttpResponse, *, half: steps.HalfWay, worker: Worker, by: Method
) -> HttpResponse:
    """Sign in by the half that stands and one more method, and know the device from now on."""
    steps.enter(request, worker=worker, methods=[*half.methods, by], half=half, at=timezone.now())
    request.was_no_guess = True  # type: ignore[attr-defined]
    places.remember_device(request, response, worker.email)
    return response
