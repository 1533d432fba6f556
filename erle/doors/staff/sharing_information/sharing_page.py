"""What every page of one draft shares: the draft, the child it is about, and where it goes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from erle.doors.staff.children.banner import Named, facts, named
from erle.doors.staff.page import Page
from erle.doors.staff.sharing_information.lines import lines_to_ring
from erle.doors.staff.sharing_information.steps import CHECK, DESCRIBE, QUESTIONS, Place, after, before
from erle.doors.staff.sharing_information.typed import wants_json, words_of
from erle.doors.staff.sharing_information.unsent import Unsent, unsent_called
from erle.doors.staff.words import clock_time, full_name
from erle.foundation.agencies.queries import posts_of
from erle.foundation.agencies.rules import Ability, AgencyKind
from erle.knowledge.records.queries import child_called, handed_in_from
from erle.knowledge.records.rules import plain

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency, Post

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
            return redirect("handed_in_report", report)
        shown = {"report": report, "typed": words_of(self.request.POST)}
        if wants_json(self.request):
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
    def known_of_subject(self) -> list[str]:
        """What stands beside the name of a child whose record she sees."""
        try:
            return facts(child_called(self.unsent.person), self.today)
        except ObjectDoesNotExist:
            return []

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
            "about_known": self.unsent.has_subject,
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
