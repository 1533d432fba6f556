"""Drafts: what a worker has typed and not yet sent, kept to her alone and filled in when she comes back.

A draft belongs to one form about one thing. Kept are the form's own fields and nothing else: never a password, a file
or a token. Each of these runs while the worker acts, so the database shows no draft but hers.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone
from django.views.generic import View

from erle.doors.staff.models import Draft
from erle.doors.staff.signing_in.stays.timeouts import stay
from erle.doors.staff.words import clock_time
from erle.foundation.access.acting import acting_as
from erle.foundation.database.prepared import Prepared
from erle.foundation.database.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from erle.foundation.agencies.models import Worker

MOST_BYTES = 100_000
MOST_DRAFTS = 200
DATE_PARTS = ("day", "month", "year")


class NotKept(Refused):
    """What was typed cannot be kept as a draft."""


def keep(worker: Worker, form: str, about: str, fields: QueryDict, at: datetime) -> Draft:
    """Keep what was typed in one form about one thing, instead of what was kept before."""
    form_class = form_of(form, about)
    if form_class is None:
        raise NotKept("Erle keeps no draft of this form.")
    kept = typed_in(form_class, fields)
    if len(json.dumps(kept).encode("utf-8")) > MOST_BYTES:
        raise NotKept("This is too long to keep as a draft.")
    if not draft_of(worker, form, about) and drafts_of(worker).count() >= MOST_DRAFTS:
        raise NotKept("You have too many drafts. Send or throw away some of them.")
    draft = Draft(worker=worker, form=form, about=about, fields=kept, saved_at=at)
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["worker", "form", "about"], update_fields=["fields", "saved_at"]
    )
    return draft


def draft_of(worker: Worker, form: str, about: str) -> Draft | None:
    """Return what the worker has typed in the form about the thing, if anything."""
    return next(iter(_DRAFTS.objects(worker.pk, form, about)), None)


def _drafts(worker: int, form: str, about: str) -> QuerySet[Draft]:
    return Draft.objects.filter(worker=worker, form=form, about=about)


_DRAFTS = Prepared(_drafts, int, str, str)


def drafts_of(worker: Worker) -> QuerySet[Draft]:
    """Return the worker's drafts, the newest first."""
    return Draft.objects.filter(worker=worker).order_by("-saved_at")


def discard(worker: Worker, form: str, about: str) -> None:
    """Throw the draft away, where there is one."""
    Draft.objects.filter(worker=worker, form=form, about=about).delete()


def form_of(form: str, about: str) -> type[forms.Form] | None:
    """Return the form that stands at the address of the name, where drafts of it are kept."""
    page = _page(form, about)
    view = getattr(resolve(page).func, "view_class", None) if page else None
    form_class: type[forms.Form] | None = getattr(view, "form_class", None)
    if form_class is None or not any(_kept(field) for field in form_class.base_fields.values()):
        return None
    return form_class


def url(form: str, about: str) -> str:
    """Return where the page's script sends the draft; nothing where none is kept."""
    if form_of(form, about) is None:
        return ""
    return reverse("draft", args=[form, about] if about else [form])


def page_url(draft: Draft) -> str:
    """Return the page on which the worker carries on writing."""
    return _page(draft.form, draft.about) or "/"


def typed_in(form_class: type[forms.Form], fields: QueryDict) -> dict[str, Any]:
    """Return what was typed in the form's own fields, in the shape in which a form is filled again."""
    typed: dict[str, Any] = {}
    for name, field in form_class.base_fields.items():
        if not _kept(field):
            continue
        parts = [fields.get(f"{name}-{part}") for part in DATE_PARTS]
        if any(part is not None for part in parts):
            typed[name] = [part or "" for part in parts]
        elif name in fields:
            values = fields.getlist(name)
            typed[name] = values[0] if len(values) == 1 else values
    return typed


def _kept(field: forms.Field) -> bool:
    return not isinstance(field.widget, forms.PasswordInput | forms.FileInput)


def _page(form: str, about: str) -> str:
    """Return the page's address; a page about one thing has its reference and nothing else in the address."""
    try:
        return reverse(form, args=[about] if about else [])
    except NoReverseMatch:
        return ""


def sent_to(path: str) -> tuple[str, str] | None:
    """Return form and thing of the page at the path, where it keeps drafts."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    about = "".join(str(value) for value in match.kwargs.values()) if len(match.kwargs) == 1 else ""
    if _page(match.view_name, about) != path or form_of(match.view_name, about) is None:
        return None
    return match.view_name, about


class KeepDraft(View):
    """Takes what the page's script sends while somebody types."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, form: str, about: str = "") -> HttpResponse:
        """Keep it and say when."""
        worker = request.user
        if not worker.is_authenticated:
            return JsonResponse({"signed_out": True}, status=401)
        at = timezone.now()
        try:
            with acting_as(worker):
                keep(worker, form, about, request.POST, at)
        except NotKept as refused:
            return JsonResponse({"words": str(refused)}, status=413)
        return JsonResponse({"saved_at": clock_time(at), **_stay(request)})


def _stay(request: HttpRequest) -> dict[str, str]:
    held = stay(request.session)
    return {"ends_at": held.ends_at.isoformat(), "limit": held.limit.isoformat()} if held else {}
