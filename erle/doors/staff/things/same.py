"""Is this the same place, vehicle, phone, account or organisation? The two side by side, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from erle.doors.staff.children.banner import name_and_age, named
from erle.doors.staff.chronology.gaps import NOT_NAMED
from erle.doors.staff.chronology.lines import as_html
from erle.doors.staff.chronology.shown import Setting, shown
from erle.doors.staff.page import FormPage
from erle.doors.staff.routes import address
from erle.doors.staff.same.answering import AnswerForm
from erle.doors.staff.things.held import BETWEEN, judged_by
from erle.doors.staff.things.page import described, whose
from erle.doors.staff.things.words import SAID, why
from erle.doors.staff.words import spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.rules import LONGEST_REASON, OF_THINGS, Choice
from erle.knowledge.linkage.things.actions import JudgedAnew, judge_things, take_judgement_back
from erle.knowledge.linkage.things.queries import judgements_of, pair_called, why_near
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_thing

if TYPE_CHECKING:
    from erle.knowledge.linkage.models import Judgement
    from erle.knowledge.records.models import Person

LINES, CHILDREN, VERSION = 3, 8, "judged"
READ_BY = "One sentence. Whoever sees both reads it: name no child in it."
DONE = {
    Choice.SAME: "Held to be the same: the page of each shows both. You can take it back.",
    Choice.DIFFERENT: "Held to be different: neither is listed on the page of the other. You can take it back.",
    Choice.CANNOT_TELL: "Cannot tell yet: that is written down, and the two stay as they are.",
}


class JudgeForm(AnswerForm):
    """What the button says of two things, and why."""

    offered = OF_THINGS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say who reads the reason."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = f"{READ_BY} Needed for same and for different."


class BackForm(forms.Form):
    """Why a judgement is taken back."""

    reason = forms.CharField(
        label="Why?",
        help_text="Whoever sees both may read it: name no child in it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )


class AboutPair(FormPage):
    """A page about two things."""

    needs: ClassVar[Ability | None] = Ability.READ_RECORDS
    pair: tuple[records.Thing, records.Thing]
    judgements: list[Judgement]

    def about(self) -> str:
        """Return both references as the address has them."""
        return str(self.kwargs["pair"])

    def load(self) -> None:
        """Load the two, or answer that there are none; write that both were opened."""
        one, _, other = self.about().partition(BETWEEN)
        self.pair = self.found(lambda reference: pair_called(reference, other), one)
        self.judgements = judgements_of(one, other)

    @property
    def settled(self) -> Judgement | None:
        """The judgement that settles it, if one stands."""
        return next((one for one in self.judgements if Choice(one.choice).settles), None)

    @property
    def thing_url(self) -> str:
        """The page of the first thing."""
        return address("thing", self.pair[0].reference)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, and show."""
        self.load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.load()
        return super().post(request, *args, **kwargs)


class SameThing(AboutPair):
    """The two side by side, and the answer."""

    form_class = JudgeForm
    template_name = "staff/things/same.html"

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return both things, what was judged of them, and what an answer does."""
        settled = self.settled
        return {
            **super().context(form),
            "kind": self.pair[0].kind,
            "why": why(why_near(*self.pair)),
            "sides": [self._side(thing) for thing in self.pair],
            "settled": self._judged(settled) if settled else None,
            "unsure": [self._judged(one) for one in self.judgements if not Choice(one.choice).settles],
            "back_url": self.thing_url,
            "back": f"Back to “{self.pair[0].spellings[0]}”",
            "take_back_url": address("thing_take_back", self.about()),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Judge, and go back to the first thing."""
        choice = Choice(answers["choice"])
        one, other = (thing.reference for thing in self.pair)
        judge_things(one=one, other=other, choice=choice, reason=answers["reason"], by=self.worker, at=self.now)
        self.done(DONE[choice])
        return redirect(self.thing_url)

    def _side(self, thing: records.Thing) -> dict[str, Any]:
        children = list(records.children_naming(thing.things))
        lines = list(records.lines_naming(thing.things, records.Wanted())[:LINES])
        total = sum(facet.lines for facet in records.facets_naming(thing.things))
        self._write(thing, children, lines)
        setting = Setting(today=self.today, children=whose(children), gap=0, nothing=NOT_NAMED)
        return {
            **described(thing),
            "url": address("thing", thing.reference),
            "count": f"{spell(total, 'line', 'lines')} you may see",
            "lines": as_html(shown(lines, setting)),
            "children": [self._child(child) for child in children[:CHILDREN]],
            "more_children": max(0, len(children) - CHILDREN),
        }

    def _write(self, thing: records.Thing, children: list[Person], lines: list[dict[str, Any]]) -> None:
        in_lines = {line["person__reference"] for line in lines}
        listed = [child for place, child in enumerate(children) if place < CHILDREN or child.reference in in_lines]
        write_thing(things=thing.things, people=listed, purpose="Is this the same?")

    def _child(self, child: Person) -> dict[str, str]:
        lines: int = vars(child)["lines"]
        return {"name": name_and_age(child, self.today), "url": named(child).url, "meta": spell(lines, "line", "lines")}

    def _judged(self, row: Judgement) -> dict[str, str]:
        return {**judged_by(row, self.today), "words": SAID[row.choice]}


class TakeBackJudgement(AboutPair):
    """Take back what was judged of two things."""

    form_class = BackForm
    stands: Judgement

    def load(self) -> None:
        """Load the two and what was judged, or answer that there is nothing to take back."""
        super().load()
        if self.settled is None:
            raise Http404
        self.stands = self.settled

    @property
    def version(self) -> str:
        """Which judgement stands, as the address of its page has it."""
        return f"{self.stands.choice} {self.stands.judged_at.isoformat()}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what stands, at an address that says which judgement it is: another may stand when she answers."""
        self.load()
        if request.GET.get(VERSION) != self.version:
            return redirect(f"{request.path}?{urlencode({VERSION: self.version})}")
        return super().get(request, *args, **kwargs)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what was judged, and what follows."""
        said = judged_by(self.stands, self.today)
        one, other = (thing.spellings[0] for thing in self.pair)
        return {
            **super().context(form),
            "title": f"Take back: held to be {SAID[self.stands.choice]}",
            "lead": "The two are shown again as if nobody had judged. What was judged stays written down.",
            "summary": [
                ("Of", f"{one} and {other}"),
                ("Judged by", f"{said['by']}, {said['when']}"),
                ("Because", said["reason"]),
            ],
            "submit": "Take it back",
            "cancel_url": self.thing_url,
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Take it back, unless it is another than she read, and go to the first thing."""
        if self.request.GET.get(VERSION, self.version) != self.version:
            raise JudgedAnew("The two were judged anew meanwhile. Read who judged what, above; then begin again.")
        take_judgement_back(judgement=self.stands, because=answers["reason"], by=self.worker, at=self.now)
        self.done("Taken back: the two stand apart, and may be judged again.")
        return redirect(self.thing_url)
