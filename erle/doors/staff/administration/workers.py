"""Registering workers, giving and ending posts, and seeing a worker off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.administration.agencies import choices_of_agencies, post_row
from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.words import LONDON
from erle.foundation.access.rules import NEVER
from erle.foundation.agencies.actions import appoint, end_post, leave, register_worker
from erle.foundation.agencies.queries import agency_called, every_post_of, roles, worker_called
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Post, Worker

NOT_GIVEN_BY_HAND = {"records-import"}


class NotToOneself(Refused):
    """Nobody gives herself a post, or ends a colleague's on her own behalf."""


class WorkerForm(forms.Form):
    """Who comes."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Work e-mail address", help_text="They sign in with it.", max_length=254)
    phone = forms.CharField(label="Phone", max_length=30, required=False)


class NewWorker(FormPage):
    """Register a worker at an agency."""

    needs = Ability.MANAGE_WORKERS
    form_class = WorkerForm

    def about(self) -> str:
        """Return the agency's short name."""
        return str(self.kwargs["slug"])[:40]

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Name the agency."""
        agency = self.found(agency_called, self.kwargs["slug"])
        cancel = reverse("administration_agency", args=[agency.slug])
        return {
            **super().context(form),
            "title": f"Register a worker at {agency.name}",
            "submit": "Register",
            "cancel_url": cancel,
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Register."""
        worker = register_worker(agency=self.found(agency_called, self.kwargs["slug"]), **answers, at=self.now)
        ledger.write(Act.ADMINISTERED, about=worker.reference, purpose="Registered a worker")
        self.done(f"{worker.name} is registered. Give a post, and the link to sign in.")
        return redirect("administration_worker", worker.reference)


class WorkerPage(Page):
    """One worker and her posts."""

    template_name = "staff/administration/worker.html"
    needs = Ability.MANAGE_WORKERS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show them."""
        worker = self.found(worker_called, reference)
        gone = worker.left_on is not None
        return self.show(
            {
                "person": {
                    "name": worker.name,
                    "email": worker.email,
                    "phone": worker.phone,
                    "agency": worker.agency.name,
                    "left": gone,
                },
                "posts": [post_row(post, self) for post in every_post_of(worker)],
                "appoint_url": "" if gone else reverse("administration_appoint", args=[reference]),
                "invite_url": "" if gone else reverse("administration_invite", args=[reference]),
                "leave_url": "" if gone else reverse("administration_leave", args=[reference]),
                "back_url": reverse("administration_agency", args=[worker.agency.slug]),
            }
        )


class PostForm(forms.Form):
    """Which role, where, from when until when."""

    agency = forms.ChoiceField(label="Agency")
    role = forms.ChoiceField(label="Role")
    starts_on = DateBoxes(label="From")
    ends_on = DateBoxes(label="Last day, if one is set", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer agencies and roles."""
        super().__init__(*args, **kwargs)
        offered = [(role.slug, role.name) for role in roles() if role.slug not in NOT_GIVEN_BY_HAND]
        for name, choices in (("agency", choices_of_agencies()), ("role", offered)):
            offer(self, name, choices)


class AboutWorker(FormPage):
    """A form about one worker."""

    needs = Ability.MANAGE_WORKERS

    def about(self) -> str:
        """Return the worker's reference."""
        return str(self.kwargs["reference"])

    def person(self) -> Worker:
        """Return the worker, or answer that there is none."""
        return self.found(worker_called, self.about())

    def refuse_oneself(self, worker: Worker) -> None:
        """Refuse where the worker is the one who asks."""
        if worker.pk == self.worker.pk:
            raise NotToOneself("Nobody changes her own posts. Ask another administrator.")

    def back(self, worker: Worker, words: str) -> HttpResponse:
        """Write it, say it, and go back."""
        ledger.write(Act.ADMINISTERED, about=worker.reference, purpose=words)
        self.done(words)
        return redirect("administration_worker", worker.reference)

    def cancel(self) -> dict[str, str]:
        """Return the way back."""
        return {"cancel_url": reverse("administration_worker", args=[self.about()])}


class Appoint(AboutWorker):
    """Give a post."""

    form_class = PostForm

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": self.today, "agency": self.person().agency.slug}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Name the worker."""
        return {
            **super().context(form),
            **self.cancel(),
            "title": f"Give {self.person().name} a post",
            "submit": "Give the post",
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Give it; a post from today begins now."""
        worker = self.person()
        self.refuse_oneself(worker)
        starts_at = max(datetime.combine(answers["starts_on"], time(), LONDON), self.now)
        ends_at = (
            datetime.combine(answers["ends_on"] + timedelta(days=1), time(), LONDON) if answers["ends_on"] else NEVER
        )
        role = roles().get(slug=answers["role"])
        appoint(worker=worker, agency=agency_called(answers["agency"]), role=role, starts_at=starts_at, ends_at=ends_at)
        return self.back(worker, f"Post given: {role.name}.")


class EndPost(AboutWorker):
    """End a post now."""

    form_class = forms.Form

    def post_to_end(self) -> Post:
        """Return the post, or answer that there is none."""
        post = every_post_of(self.person()).filter(pk=self.kwargs["number"]).first()
        if post is None:
            raise Http404
        return post

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say which."""
        post = self.post_to_end()
        title = f"End {post.worker.name}’s post as {post.role.name}"
        lead = (
            "Whatever the post opened closes with it, from this moment. Clocks that the role owes stay with the role."
        )
        return {**super().context(form), **self.cancel(), "title": title, "lead": lead, "submit": "End it now"}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """End it."""
        post = self.post_to_end()
        self.refuse_oneself(post.worker)
        end_post(post=post, at=self.now)
        return self.back(post.worker, f"Post ended: {post.role.name}.")


class Leave(AboutWorker):
    """See a worker off."""

    form_class = forms.Form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what will be so."""
        worker = self.person()
        lead = "Every post ends now, and they can no longer sign in."
        return {
            **super().context(form),
            **self.cancel(),
            "title": f"{worker.name} leaves",
            "lead": lead,
            "submit": "End every post and the sign-in",
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """See her off."""
        worker = self.person()
        self.refuse_oneself(worker)
        leave(worker=worker, at=self.now)
        return self.back(worker, "Left; every post ended.")
