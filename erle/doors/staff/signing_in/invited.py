"""The pages of an invitation: an administrator makes the link, and the worker it invites chooses a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from erle.doors.staff.page import Page
from erle.doors.staff.signing_in import factors, openid, steps
from erle.doors.staff.signing_in.assurance import Method
from erle.doors.staff.signing_in.invitation import INVITATION, NotInvited, invited_by, make_link
from erle.foundation.agencies.queries import worker_called
from erle.foundation.agencies.rules import Ability

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker


class Invite(Page):
    """Make a worker's link, and show it once."""

    template_name = "account/invite.html"
    needs = Ability.MANAGE_WORKERS
    http_method_names = ("post",)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Make it."""
        worker = self.found(worker_called, reference)
        try:
            path = make_link(worker=worker, by=self.worker, at=self.now)
        except NotInvited as refused:
            return self.show({"person": worker, "words": str(refused)}, status=422)
        return self.show({"person": worker, "link": request.build_absolute_uri(path)})


class InvitationLink(View):
    """Take the link's token out of the address, where it would stay in the browser's history."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Keep it in a new session."""
        if request.user.is_authenticated:
            steps.leave(request, because="Opened an invitation", at=timezone.now())
        request.session.flush()
        request.session[INVITATION] = token
        return redirect("invitation")


def new_password_field() -> forms.CharField:
    """Return the field for a password that is chosen."""
    return forms.CharField(
        label="Choose a password",
        max_length=256,
        strip=False,
        help_text="At least 12 characters. Three words that do not belong together are good.",
        error_messages={"required": "Choose a password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewPassword(forms.Form):
    """A password that she chooses, once."""

    password = new_password_field()

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        """Keep whose it is."""
        super().__init__(*args, **kwargs)
        self.worker = worker

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.worker)
        return password


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class Invitation(View):
    """Choose a password; it is kept only once the second factor stands too."""

    http_method_names = ("get", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find whom the link invites."""
        worker = invited_by(request.session.get(INVITATION, ""), at=timezone.now())
        if worker is None:
            return render(request, "account/invitation_over.html", status=410)
        self.worker = worker
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._show(NewPassword(worker=self.worker))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Go half way with the new password."""
        request.was_no_guess = True  # type: ignore[attr-defined]
        form = NewPassword(request.POST, worker=self.worker)
        if not form.is_valid():
            return self._show(form, status=422)
        steps.start(
            request,
            worker=self.worker,
            methods=[Method.PASSWORD, Method.INVITATION],
            next_page="",
            new_password=make_password(form.cleaned_data["password"]),
            at=timezone.now(),
        )
        return redirect("second_factor" if factors.has_second_factor(self.worker) else "second_factor_setup")

    def _show(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        ways = openid.ways_in(agency=self.worker.agency.slug)
        context = {"form": form, "person": self.worker, "others": ways}
        return render(self.request, "account/invitation.html", context, status=status)
