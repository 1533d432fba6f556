"""What every question shares: the draft, the child it is about, keeping as she types, and where it goes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from erle.doors.staff.children.banner import Named, named
from erle.doors.staff.fields import DATE_PARTS, ThreeBoxes
from erle.doors.staff.page import Page
from erle.doors.staff.sharing_information.hints import suggestions, understood
from erle.doors.staff.sharing_information.lines import lines_to_ring
from erle.doors.staff.sharing_information.steps import CHECK, DESCRIBE, QUESTIONS, Place, after, before
from erle.doors.staff.sharing_information.unsent import ChangedMeanwhile, NotKept, Unsent, keep, unsent_called
from erle.doors.staff.signing_in.timeouts import stay
from erle.doors.staff.words import clock_time, full_name
from erle.foundation.agencies.queries import posts_of
from erle.foundation.agencies.rules import Ability, AgencyKind
from erle.knowledge.records.queries import child_called, handed_in_from
from erle.knowledge.records.rules import plain

if TYPE_CHECKING:
    from datetime import datetime

    from erle.foundation.agencies.models import Agency, Post, Worker

GRADING = frozenset({AgencyKind.POLICE})
"""Kinds of agency whose workers grade what they hear; the desk reads what others say as it stands."""
NOT_NAMED = Named("", "a child whom you describe", "the child", "")
CONFLICT = 409


class SharingPage(Page):
    """A page of one draft: it loads what is hers, or says that there is no such thing."""

    needs = Ability.HAND_IN
    kind: ClassVar[str]
    unsent: Unsent

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load the draft, then show the page; one that was shared already leads to its receipt."""
        gone = self._load()
        return gone or self.asked()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load the draft, then take what was sent; what was sent of one that is gone is shown again, to be kept."""
        gone = self._load()
        return gone or self.sent()

    def asked(self) -> HttpResponse:
        """Show the page."""
        raise NotImplementedError  # every page says what it shows

    def sent(self) -> HttpResponse:
        """Take what was sent."""
        raise NotImplementedError  # every page says what it takes

    def _load(self) -> HttpResponse | None:
        reference = str(self.kwargs["reference"])
        try:
            self.unsent = unsent_called(self.worker, reference)
        except ObjectDoesNotExist:
            report = handed_in_from(reference, by=self.worker)
            if report is None:
                self.found(lambda called: unsent_called(self.worker, called), reference)
            return self._shared_already(str(report))
        return None

    def _shared_already(self, report: str) -> HttpResponse:
        if self.request.method == "GET":
            return redirect("shared_report", report)
        words = [str(words) for name, words in self.request.POST.items() if name not in {"csrfmiddlewaretoken", "seen"}]
        shown = {"report": report, "typed": [one for one in words if one.strip()]}
        if _wants_json(self.request):
            said = "This was shared already, from another window. Copy what you have just typed, and add it there."
            return JsonResponse({"words": said}, status=CONFLICT)
        self.template_name = "staff/sharing/shared_already.html"
        return self.show(shown, status=CONFLICT)

    @property
    def place(self) -> Place:
        """Which page this is."""
        return Place(self.kind, self.kwargs.get("number"))

    @cached_property
    def posts(self) -> list[Post]:
        """The posts that let her share."""
        return [post for post in posts_of(self.worker, self.now) if Ability.HAND_IN in post.role.abilities]

    @property
    def agencies(self) -> dict[str, Agency]:
        """The agencies for which she may share, by slug."""
        return {post.agency.slug: post.agency for post in self.posts}

    @property
    def agency(self) -> Agency:
        """The agency for which she shares this: the one she chose, or the only one."""
        chosen = self.unsent.answers("why").get("agency", "")
        return self.agencies.get(chosen) or next(iter(self.agencies.values()))

    @property
    def grades(self) -> bool:
        """Whether her agency grades what it hears."""
        return any(agency.kind in GRADING for agency in self.agencies.values())

    @property
    def subject(self) -> Named:
        """The child it is about, in the words she has for the child."""
        if self.unsent.person:
            try:
                return named(child_called(self.unsent.person))
            except ObjectDoesNotExist:
                return Named(self.unsent.person, "a child whose record you no longer see", "the child", "")
        said = self.unsent.answers(DESCRIBE)
        name = full_name(said.get("given_names", ""), said.get("family_name", ""), "")
        first = said.get("known_as") or said.get("given_names", "").partition(" ")[0]
        return Named("", name, first, "") if plain(name + first) and first else NOT_NAMED

    def shell(self) -> dict[str, Any]:
        """Return what stands around every question."""
        place, reference = self.place, self.unsent.reference
        back = before(place, self.unsent, grades=self.grades)
        start = reverse("share_information")
        return {
            "unsent": reference,
            "subject": self.subject,
            "lines": lines_to_ring(self.now),
            "back_url": back.url(reference) if back else start,
            "later_url": start,
            "seen": self.unsent.stamp(place.step),
            "saved_at": clock_time(self.unsent.saved_at) if self.unsent.stamp(place.step) else "",
            "progress": f"question {place.question} of {len(QUESTIONS)}" if place.question else "",
        }

    def go_on(self) -> HttpResponse:
        """Lead to the page that follows, or back to the check where she came from there."""
        if self.request.GET.get("then") == CHECK:
            return redirect(Place(CHECK).url(self.unsent.reference))
        return redirect(after(self.place, self.unsent, grades=self.grades).url(self.unsent.reference))


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
        if _wants_json(self.request):
            return self._kept_while_typing(form, typed)
        try:
            valid = form.is_valid()
            self.unsent = self.kept(typed, done=valid)
        except ChangedMeanwhile as changed:
            return self._changed(form, changed)
        except NotKept as refused:
            form.add_error(None, str(refused))
            valid = False
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
        }

    def _kept_while_typing(self, form: forms.Form, typed: dict[str, Any]) -> HttpResponse:
        try:
            self.unsent = self.kept(typed, done=None)
        except ChangedMeanwhile as changed:
            at = clock_time(changed.unsent.saved_at)
            return JsonResponse({"words": f"You changed this page in another window at {at}."}, status=CONFLICT)
        except NotKept as refused:
            return JsonResponse({"words": str(refused)}, status=413)
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
        meanwhile = [(field.label, shown_value(field)) for field in other.visible_fields() if shown_value(field)]
        form.full_clean()
        shown = {"meanwhile": meanwhile, "meanwhile_at": clock_time(changed.unsent.saved_at)}
        return self.show({**self.context(form), **shown}, status=CONFLICT)

    @classmethod
    def keep_late(cls, worker: Worker, kwargs: dict[str, Any], typed: QueryDict, at: datetime) -> bool:
        """Keep what arrives after her time ran out, if nothing else was kept meanwhile."""
        place = Place(cls.kind, kwargs.get("number"))
        fields = {name: plainly(str(typed[name])) for name in typed if name not in {"csrfmiddlewaretoken", "seen"}}
        try:
            unsent = unsent_called(worker, str(kwargs["reference"]))
            keep(unsent, place.step, _gathered(fields), seen=typed.get("seen", ""), at=at)
        except (ObjectDoesNotExist, ChangedMeanwhile, NotKept):
            return False
        return True


def typed_in(form: forms.Form, sent: QueryDict) -> dict[str, Any]:
    """Return what was typed in the form's own fields, in the shape in which a form is filled again."""
    typed: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field.widget, ThreeBoxes):
            typed[name] = [plainly(sent.get(f"{name}-{part.key}", "")) for part in DATE_PARTS]
        elif name in sent:
            typed[name] = plainly(str(sent[name]))
    return {name: value for name, value in typed.items() if any(value)}


def plainly(words: str) -> str:
    """Return words with one sign for the end of a line, and none that a database cannot keep."""
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def shown_value(field: Any) -> str:
    """Return a field's answer as words."""
    value = field.value()
    if isinstance(value, list):
        return " ".join(str(part) for part in value if part)
    if isinstance(field.field, forms.BooleanField):
        return "Yes" if value else ""
    if isinstance(field.field, forms.ChoiceField):
        choices: Any = field.field.choices
        return next((str(label) for key, label in choices if key == value), "") if value else ""
    return str(value or "")


def _gathered(fields: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser sent with the three boxes of a date as one."""
    ends = tuple(f"-{part.key}" for part in DATE_PARTS)
    dates = {name.rpartition("-")[0] for name in fields if name.endswith(ends)}
    made = {name: value for name, value in fields.items() if not name.endswith(ends)}
    for name in dates:
        made[name] = [str(fields.get(f"{name}-{part.key}", "")) for part in DATE_PARTS]
    return {name: value for name, value in made.items() if any(value)}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
