"""Asking for a copy of a chronology, or of a thing, with the filters of the page that one comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.children.banner import banner, facts, named
from erle.doors.staff.chronology.asked import Asked
from erle.doors.staff.chronology.listing import LISTS, everything
from erle.doors.staff.chronology.wanting import wanting
from erle.doors.staff.copies.printing import Paper, pdf, printed
from erle.doors.staff.page import FormPage
from erle.doors.staff.words import clock_time, day, long_day, spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.moments import local_day
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.copying import LostMeanwhile, Numbered, take_copy
from erle.knowledge.records.actions.looking import write_opening

if TYPE_CHECKING:
    from erle.doors.staff.chronology.shown import Shown

MOST_LINES = 2_000
PURPOSE_ON_EACH_PAGE = 90


class TooLong(Refused):
    """More lines than one copy can hold."""


class CopyForm(forms.Form):
    """What the copy is for."""

    purpose = forms.CharField(
        label="What is this copy for, and who will hold it?",
        help_text="It stands on every page. For example: for the conference on 25 November; held by the chair.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )


class Copy(FormPage):
    """What the copies of a child and of a thing share."""

    needs = Ability.READ_RECORDS
    form_class = CopyForm
    template_name = "staff/copy.html"
    asked: Asked

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask what it is for."""
        self.asked = Asked.of(request.GET)
        self.load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then make it."""
        self.asked = Asked.of(request.GET)
        self.load()
        try:
            return super().post(request, *args, **kwargs)
        except LostMeanwhile as lost:
            raise Http404 from lost

    def load(self) -> None:
        """Load what the copy is of, or answer that there is no such thing."""
        raise NotImplementedError  # each copy is of something

    @property
    def printed_by(self) -> str:
        """Who prints, and when."""
        when = f"{long_day(self.today)}, {clock_time(self.now)}"
        return f"Printed by {self.worker.name}, {self.worker.agency.name}, {when}"

    def paper(self, *, title: str, number: str, lines: list[Shown], purpose: str, **more: Any) -> Paper:
        """Return the copy in words."""
        short = purpose if len(purpose) <= PURPOSE_ON_EACH_PAGE else f"{purpose[:PURPOSE_ON_EACH_PAGE]}…"
        told = sum(not line.gap for line in lines)
        return Paper(
            title=title,
            partnership=str(settings.PARTNERSHIP),
            number=number,
            printed=self.printed_by,
            purpose_short=" ".join(short.split()),
            lines=lines,
            end=f"End of the copy: {spell(told, 'line', 'lines')}. What the printing worker may not see is not in it.",
            **more,
        )

    def filter_words(self, facets: list[records.Facet]) -> str:
        """Return the filters in words, for whoever reads the copy without the page."""
        asked, names = self.asked, {facet.slug: facet.agency for facet in facets}
        said = [", ".join(names.get(slug, slug) for slug in asked.agencies)] if asked.agencies else []
        said += [", ".join(asked.kinds).replace("_", " ")] if asked.kinds else []
        said += [f"the last {spell(asked.weeks, 'week', 'weeks')}"] if asked.weeks else []
        said += [f"from {day(asked.since, self.today)}"] if asked.since else []
        said += [f"to {day(asked.until, self.today)}"] if asked.until else []
        said += ["lines that name one person or thing"] if asked.mention else []
        marks = (("starred", asked.starred), ("own words", asked.voiced), ("strengths", asked.strengths))
        said += [f"{mark} only" for mark, on in marks if on]
        return f"Only: {'; '.join(said)}" if said else "Every line that the printing worker may see"


class CopyChild(Copy):
    """A copy of a child's chronology."""

    def about(self) -> str:
        """Return the child's reference."""
        return str(self.kwargs["reference"])

    def load(self) -> None:
        """Load the child."""
        self.portrait = self.found(lambda asked: records.portrait(asked, lists=(*LISTS, "said")), self.about())
        if self.request.method == "GET":
            write_opening(person=self.portrait.person, purpose="Opened print or PDF")

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what will be in it."""
        person = self.portrait.person
        back = reverse("child_chronology", args=[person.reference])
        return {
            **super().context(form),
            **banner(person, "child_chronology", self.today),
            "title": "Print or PDF",
            "lead": "The copy is numbered. Your name, the time and what it is for stand on every page.",
            "summary": [
                ("Of", f"Chronology of {named(person).name}"),
                ("Holds", self.filter_words(self.portrait.facets)),
            ],
            "submit": "Make the copy",
            "cancel_url": self.asked.url(back),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Make it, number it, and hand it over."""
        person = self.portrait.person
        lines = list(records.chronology(person, wanting(self.asked, self.today))[: MOST_LINES + 1])
        if len(lines) > MOST_LINES:
            raise TooLong(f"A copy holds {MOST_LINES:,} lines at most. Choose dates, and make more than one.")
        shown = everything(self.portrait, self.asked, lines, today=self.today)["lines"]
        made: list[Numbered] = []

        def make(numbered: Numbered) -> bytes:
            made.append(numbered)
            return printed(self._paper(numbered, shown, answers["purpose"]))

        content = take_copy(
            about=person.reference,
            circles={person.circle_id, *(line["circle_id"] for line in lines)},
            lines=len(lines),
            asked=self.asked.query,
            purpose=answers["purpose"],
            made=make,
            by=self.worker,
            at=self.now,
        )
        return pdf(content, f"{person.reference}-copy-{made[0].numbers[person.circle_id]}")

    def _paper(self, numbered: Numbered, lines: list[Shown], purpose: str) -> Paper:
        person, first = self.portrait.person, named(self.portrait.person).first
        return self.paper(
            title=f"Chronology of {named(person).name}",
            number=f"Copy {numbered.numbers[person.circle_id]} of this record, {numbered.reference}",
            lines=lines,
            purpose=purpose,
            facts=facts(person, self.today),
            summary=[
                ("What for", purpose),
                ("Holds", self.filter_words(self.portrait.facets)),
                ("Printed", self.printed_by.removeprefix("Printed by ")),
            ],
            voice="In the child’s own words" if first == "this child" else f"In {first}’s own words",
            said=[
                {"words": one.words, "how": f"Said to {one.to}, {long_day(local_day(one.at))}"}
                for one in self.portrait.said[:3]
            ],
        )
