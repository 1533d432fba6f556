"""One question: a form that is kept as it is typed, and answered when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect

from erle.doors.staff.sharing_information.hints import suggestions, understood
from erle.doors.staff.sharing_information.sharing_page import CONFLICT, SharingPage
from erle.doors.staff.sharing_information.steps import Place
from erle.doors.staff.sharing_information.typed import LATER, late, shown_value, typed_in, wants_json
from erle.doors.staff.sharing_information.unsent import (
    ChangedMeanwhile,
    NotKept,
    Unsent,
    keep,
    put_beside,
    unsent_called,
)
from erle.doors.staff.signing_in.stays.timeouts import stay
from erle.doors.staff.words import clock_time

if TYPE_CHECKING:
    from datetime import datetime

    from erle.foundation.agencies.models import Worker

TOO_MUCH = 413


class Question(SharingPage):
    """One question: a form that is kept as it is typed, and answered when it is sent."""

    form_class: type[forms.Form]
    template_name = "staff/sharing/question.html"
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""

    def asked(self) -> HttpResponse:
        """Show the question, with what was answered before."""
        return self.show(self.context(self.make_form(initial=self.unsent.answers(self.place.step))))

    def sent(self) -> HttpResponse:
        """Keep what was typed, and go on where it is an answer."""
        form = self.make_form(self.request.POST)
        typed = typed_in(form, self.request.POST)
        if wants_json(self.request):
            return self._kept_while_typing(form, typed)
        try:
            valid = form.is_valid()
            self.unsent = self.kept(typed, done=valid)
        except ChangedMeanwhile as changed:
            return self._changed(form, changed)
        except NotKept as refused:
            form.add_error(None, str(refused))
            valid = False
        if LATER in self.request.POST and not form.non_field_errors():
            self.done("It is kept. You can go on from here, or from My work.")
            return redirect("share_information")
        if not valid:
            return self.show(self.context(form), status=422)
        return self.answered(form)

    def answered(self, form: forms.Form) -> HttpResponse:
        """Go on."""
        return self.go_on()

    def kept(self, typed: dict[str, Any], *, done: bool | None) -> Unsent:
        """Keep what was typed in this step."""
        seen = self.request.POST.get("seen", "")
        return keep(self.unsent, self.place.step, typed, seen=seen, done=done, at=self.now)

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Return the form, with the child called by name."""
        form = self.form_class(*args, **kwargs)
        for field in form.fields.values():
            field.label = str(field.label or "").replace("{first}", self.subject.first)
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            **self.shell(),
            "form": form,
            "title": self.title.replace("{first}", self.subject.first),
            "lead": self.lead.replace("{first}", self.subject.first),
            "keeps": True,
            "beside": self._beside(),
        }

    def _beside(self) -> list[tuple[str, str]]:
        """Return what came too late from another window, to be put together by her."""
        late_words = self.unsent.beside(self.place.step)
        return _told(self.make_form(initial=late_words)) if late_words else []

    def _kept_while_typing(self, form: forms.Form, typed: dict[str, Any]) -> HttpResponse:
        try:
            self.unsent = self.kept(typed, done=None)
        except ChangedMeanwhile as changed:
            at = clock_time(changed.unsent.saved_at)
            return JsonResponse({"words": f"You changed this page in another window at {at}."}, status=CONFLICT)
        except NotKept as refused:
            return JsonResponse({"words": str(refused)}, status=TOO_MUCH)
        held = stay(self.request.session)
        ends = {"ends_at": held.ends_at.isoformat(), "limit": held.limit.isoformat()} if held else {}
        return JsonResponse(
            {
                "saved_at": clock_time(self.unsent.saved_at),
                "seen": self.unsent.stamp(self.place.step),
                "suggestions": suggestions(form, typed),
                "understood": understood(form, typed, self.now),
                **ends,
            }
        )

    def _changed(self, form: forms.Form, changed: ChangedMeanwhile) -> HttpResponse:
        """Show both: what she typed here, in the form, and what was kept meanwhile, beside it."""
        self.unsent = changed.unsent
        other = self.make_form(initial=changed.unsent.answers(changed.step))
        form.full_clean()
        shown = {"meanwhile": _told(other), "meanwhile_at": clock_time(changed.unsent.saved_at)}
        return self.show({**self.context(form), **shown}, status=CONFLICT)

    def keep_typed(self) -> bool:
        """Keep it in the draft, which is hers also while she holds no post that lets her share it."""
        return self.keep_late(self.worker, self.kwargs, self.request.POST, self.now)

    @classmethod
    def keep_late(cls, worker: Worker, kwargs: dict[str, Any], typed: QueryDict, at: datetime) -> bool:
        """Keep what arrives after her time ran out; beside what another window kept meanwhile, if it did."""
        place = Place(cls.kind, kwargs.get("number"))
        try:
            unsent = unsent_called(worker, str(kwargs["reference"]))
            keep(unsent, place.step, late(typed), seen=typed.get("seen", ""), at=at)
        except ChangedMeanwhile as changed:
            put_beside(changed.unsent, place.step, late(typed), at=at)
        except (ObjectDoesNotExist, NotKept):
            return False
        return True


def _told(form: forms.Form) -> list[tuple[str, str]]:
    """Return the answers of a form in words, each under its question."""
    return [(str(field.label), shown_value(field)) for field in form.visible_fields() if shown_value(field)]
