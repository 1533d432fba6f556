"""The pages of the second factor: show it, or set it up with an invitation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from erle.doors.staff.signing_in import factors, seeds, steps
from erle.doors.staff.signing_in.assurance import Method
from erle.doors.staff.signing_in.sign_in import signed_in

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

WRONG = "That code is not right, or it was used already. Wait for the next one and enter it."
NO_FACTOR = (
    "Your password is right, but no second factor is set up for you yet. That is done with the link by which you are"
    " invited: ask your agency’s administrator for a new one."
)


class Code(forms.Form):
    """A code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        error_messages={"required": "Enter the code"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )


class HalfWayPage(View):
    """A page for somebody who has shown the first factor."""

    http_method_names: Sequence[str] = ("get", "post")
    half: steps.HalfWay
    worker: Worker

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back whoever is not half way."""
        found = steps.half_way(request, at=timezone.now())
        if found is None:
            return redirect("sign_in")
        self.half, self.worker = found
        return super().dispatch(request, *args, **kwargs)

    @property
    def invited(self) -> bool:
        """Whether she came by an invitation, and may set a factor up."""
        return Method.INVITATION in self.half.methods

    def wrong(self, form: forms.Form) -> None:
        """Count the wrong code, write it, and say it."""
        steps.count_try(self.request, self.half)
        steps.refuse(worker=self.worker, because="Wrong code")
        form.add_error("code", WRONG)


class SecondFactor(HalfWayPage):
    """Ask for a code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form; where there is no factor, set one up or say why not."""
        if not factors.has_second_factor(self.worker):
            if self.invited:
                return redirect("second_factor_setup")
            return render(request, "account/turned_away.html", {"words": NO_FACTOR}, status=403)
        return self._show(Code())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Use the code up, and sign in."""
        form = Code(request.POST)
        if form.is_valid():
            used = factors.use_code(code=form.cleaned_data["code"], by=self.worker, at=timezone.now())
            if used:
                return signed_in(request, redirect(self.half.next or "/"), half=self.half, worker=self.worker, by=used)
            self.wrong(form)
        return self._show(form, status=422)

    def _show(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        lead = "Enter the six figures that your authenticator app shows now, or one of your recovery codes."
        return render(self.request, "staff/second_factor.html", {"form": form, "lead": lead}, status=status)


class SetUp(HalfWayPage):
    """Set up an authenticator app; the first code shows that it works."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only by an invitation, and only where there is none: a password alone never sets one up."""
        found = steps.half_way(request, at=timezone.now())
        if found and (Method.INVITATION not in found[0].methods or factors.has_second_factor(found[1])):
            return redirect("second_factor")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Make a seed and show it."""
        with seeds.seeds_of(self.worker):
            request.session[steps.SEED] = seeds.encrypt(factors.new_seed())
        return self._show(Code())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, sign in, and show the recovery codes once."""
        form, seed = Code(request.POST), seed_of(request, self.worker)
        if not seed:
            return redirect("second_factor_setup")
        if form.is_valid():
            if factors.set_up_app(seed=seed, code=form.cleaned_data["code"], by=self.worker, at=timezone.now()):
                codes = factors.make_recovery_codes(by=self.worker)
                del request.session[steps.SEED]
                response = render(request, "staff/second_factor_setup.html", {"recovery_codes": codes, "form": None})
                return signed_in(request, response, half=self.half, worker=self.worker, by=Method.TOTP)
            self.wrong(form)
        return self._show(form, status=422)

    def _show(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        seed = seed_of(self.request, self.worker)
        context = {"form": form, "secret": factors.in_fours(seed), "image_url": "/second-factor/picture/"}
        return render(self.request, "staff/second_factor_setup.html", context, status=status)


class Picture(HalfWayPage):
    """The seed as a picture to scan."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Draw it."""
        seed = seed_of(request, self.worker)
        if not seed:
            raise Http404
        return HttpResponse(factors.picture(seed, self.worker), content_type="image/svg+xml")


def seed_of(request: HttpRequest, worker: Worker) -> str:
    """Return the seed that is being set up; the session holds it encrypted."""
    held = request.session.get(steps.SEED, "")
    if not held:
        return ""
    with seeds.seeds_of(worker):
        return seeds.decrypt(held)
