"""Signing a version for one's agency, and taking a version back before it is in force."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.fields import offer
from erle.doors.staff.page import FormPage, version_sent
from erle.doors.staff.protocols.one import AtProtocol
from erle.doors.staff.protocols.reading import version_url
from erle.doors.staff.rendering import Look
from erle.doors.staff.routes import address
from erle.doors.staff.words import day
from erle.foundation.agencies.rules import Ability
from erle.foundation.protocols.actions import ChangedMeanwhile, answer_version, withdraw_version
from erle.foundation.protocols.queries import agencies_signed_for, version_numbered
from erle.foundation.protocols.rules.editions import State

SIGN, NOT_YET = "sign", "not_yet"


class AtOpenVersion(AtProtocol, FormPage):
    """A form about the newest version, while it is not in force."""

    template_name = "staff/protocols/answer.html"
    nothing: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or say that there is nothing to do here."""
        self.load()
        if not self.open_now():
            messages.warning(request, self.nothing)
            return redirect(self.url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.load()
        return super().post(request, *args, **kwargs)

    def load(self) -> None:
        """Load the newest version too."""
        super().load()
        self.edition = self.editions[-1]
        self.version = version_numbered(self.protocol, self.edition.number)

    def open_now(self) -> bool:
        """Tell whether the version is not in force, and was not withdrawn."""
        return self.state(self.edition) in (State.PROPOSED, State.AGREED)

    def about(self) -> str:
        """Return the protocol's short name."""
        return self.protocol.slug

    def require_newest(self) -> None:
        """Refuse where another version was proposed since the page was read."""
        if version_sent(self.request) != self.edition.number:
            raise ChangedMeanwhile(f"Version {self.edition.number} was proposed since. Read it first.")

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say which version it is, and where it is read."""
        slug, number = self.protocol.slug, self.edition.number
        return {
            **super().context(form),
            "version": number,
            "name": self.version.title,
            "read_url": version_url(slug, number),
            "changes_url": address("protocols_changes", slug, str(self.holds.number), str(number))
            if self.holds
            else "",
            "news": self.version.news,
            "begins": day(self.version.in_force_from, self.today),
            "cancel_url": version_url(slug, number),
        }


class SignForm(forms.Form):
    """For which agency, whether it is signed, and what is to be said."""

    looks: ClassVar = {
        "answer": Look(
            label="m",
            hints={
                SIGN: "Your name, your post and the time stand on the version. A signature is not taken back.",
                NOT_YET: "The version waits. You can still sign it, or the writer withdraws it and proposes another.",
            },
        )
    }
    agency = forms.ChoiceField(label="For which agency?", widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label="Does your agency sign it?",
        widget=forms.RadioSelect,
        choices=[(SIGN, "Yes: signed"), (NOT_YET, "Not as it stands")],
        error_messages={"required": "Choose whether your agency signs it"},
    )
    words = forms.CharField(
        label="What would have to change, or what do you want to say with it?",
        help_text="Needed where your agency does not sign.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


class SignProtocol(AtOpenVersion):
    """Sign, or say why not."""

    needs = Ability.SIGN_PROTOCOLS
    form_class = SignForm
    nothing = "No version of this protocol waits for your agency’s signature."

    def load(self) -> None:
        """Load for which agencies she can answer."""
        super().load()
        self.mine = list(agencies_signed_for(self.worker, self.now).filter(pk__in=self.edition.waits_for))

    def open_now(self) -> bool:
        """Tell whether an agency of hers has not signed."""
        return bool(self.mine) and super().open_now()

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer her agencies, the only one chosen."""
        form = SignForm(*args, **kwargs)
        offer(form, "agency", [(agency.slug, agency.name) for agency in self.mine])
        if len(self.mine) == 1:
            form.initial = {"agency": self.mine[0].slug, **form.initial}
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what it is about."""
        return {**super().context(form), "title": "Sign for your agency", "submit": "Record the answer"}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record the answer."""
        self.require_newest()
        [agency] = [one for one in self.mine if one.slug == answers["agency"]]
        signed = answers["answer"] == SIGN
        answer_version(
            version=self.version, agency=agency, signed=signed, words=answers["words"], by=self.worker, at=self.now
        )
        self.done(f"Signed for {agency.name}." if signed else "Your answer is recorded. The version waits.")
        return redirect(version_url(self.protocol.slug, self.edition.number))


class WithdrawForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="It stays to be read, with this reason, and never comes into force.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class WithdrawProtocol(AtOpenVersion):
    """Take the newest version back."""

    needs = Ability.WRITE_PROTOCOLS
    form_class = WithdrawForm
    nothing = "No version of this protocol can be withdrawn: the newest is in force, or was withdrawn already."

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what it is about."""
        title = f"Withdraw version {self.edition.number}"
        return {**super().context(form), "title": title, "submit": "Withdraw it"}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Withdraw it."""
        self.require_newest()
        withdraw_version(version=self.version, reason=answers["reason"], by=self.worker, at=self.now)
        self.done("The version is withdrawn.")
        return redirect(version_url(self.protocol.slug, self.edition.number))
