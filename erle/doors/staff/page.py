"""What every page of the staff door shares: a worker, a moment, and one way to say that there is no such thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from erle.doors.staff import drafts
from erle.doors.staff.shell import acting_worker, held
from erle.doors.staff.words import LONDON, clock_time
from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.actions.looking import write_refusal

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

Thing = TypeVar("Thing")
LONGEST_VERSION = 10
"""Figures of a number for which the column of a version has no room."""


def version_sent(request: HttpRequest) -> int:
    """Return the number of the version that a form carried: what its sender had before her; 0 where it is none."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_VERSION else 0


class Page(View):
    """A page for a signed-in worker; it loads, and answers with its template."""

    template_name: str
    needs: ClassVar[Ability | None] = None
    suffices: ClassVar[frozenset[Ability]] = frozenset()
    """Abilities of which each opens the page as well as the one that it needs."""
    worker: Worker
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn a stranger to the sign-in page, and a worker whose role does not fit to the page that says so."""
        worker = acting_worker(request)
        if worker is None:
            return redirect(f"/sign-in/?next={quote(request.get_full_path())}")
        self.worker, self.now = worker, timezone.now()
        try:
            if self.needs is not None and not self.abilities & {self.needs, *self.suffices}:
                raise gate.NotAble(self.needs)
            return super().dispatch(request, *args, **kwargs)
        except gate.NotAble as refused:
            kept = request.method == "POST" and self.keep_typed()
            ledger.write(Act.REFUSED, about="", purpose=self.route, detail={"ability": refused.ability.value})
            return render(request, "403.html", {"words": str(refused), "kept": kept}, status=403)

    def keep_typed(self) -> bool:
        """Keep what was typed by one who may not send it any more, where a draft of hers is there; say whether."""
        return False

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(LONDON).date()

    @property
    def abilities(self) -> frozenset[Ability]:
        """What the worker's posts let her do."""
        posts, _ = held(self.request, self.worker, self.now)
        return frozenset(Ability(ability) for post in posts for ability in post.abilities)

    @property
    def route(self) -> str:
        """The name of this page's address."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    def found(self, query: Callable[[str], Thing], reference: str) -> Thing:
        """Return the thing, or answer that there is none; outside the circle the same words, and the ledger knows."""
        try:
            return query(reference)
        except ObjectDoesNotExist as error:
            write_refusal(reference=reference, route=self.route)
            raise Http404 from error

    def show(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Answer with the template."""
        return render(self.request, self.template_name, context, status=status)

    def done(self, words: str) -> None:
        """Say at the top of the next page what was done."""
        messages.success(self.request, words)


class Pressed(Page):
    """An act without a form, beside what it is about: it is done, or the page that it stands on says why not."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, say so, and go back."""
        self.load()
        try:
            self.done(self.act())
        except gate.NotAble:
            raise
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect(self.url())

    def load(self) -> None:
        """Load what it is about, or answer that there is no such thing."""
        raise NotImplementedError  # what the page is about loads itself

    def url(self) -> str:
        """Return the address of the page that it stands on."""
        raise NotImplementedError  # as above

    def act(self) -> str:
        """Do it, and return what was done in words."""
        raise NotImplementedError  # every button says what it does


class FormPage(Page):
    """A page that asks for one action: it shows a form, keeps what was typed, and translates the answer."""

    form_class: type[forms.Form]
    template_name = "staff/form_page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, filled from the draft where there is one."""
        draft = drafts.draft_of(self.worker, self.route, self.about())
        form = self.make_form(initial={**self.initial(), **(draft.fields if draft else {})})
        return self.show({**self.context(form), "draft_kept": clock_time(draft.saved_at) if draft else ""})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the action; a refusal stands at the top of the form, with everything that was typed."""
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                answer = self.act(form.cleaned_data)
            except gate.NotAble:
                raise
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                drafts.discard(self.worker, self.route, self.about())
                return answer
        return self.show(self.context(form), status=422)

    def keep_typed(self) -> bool:
        """Keep it in her draft of this form."""
        sent = drafts.sent_to(self.request.path)
        if sent is None or drafts.draft_of(self.worker, *sent) is None:
            return False
        try:
            drafts.keep(self.worker, *sent, self.request.POST, self.now)
        except drafts.NotKept:
            return False
        return True

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Return the form."""
        return self.form_class(*args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Return what the form starts with."""
        return {}

    def about(self) -> str:
        """Return the reference of the thing, to which a draft is bound."""
        return ""

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return what the template shows."""
        return {"form": form, "draft_url": drafts.url(self.route, self.about())}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Do the one thing, and say where to go."""
        raise NotImplementedError  # every form page says what it does
