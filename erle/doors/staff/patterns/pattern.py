"""One pattern: the rule, the facts, how it stands to chance, what is not known; and what somebody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.children.banner import banner
from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.page import FormPage
from erle.doors.staff.patterns import words
from erle.doors.staff.patterns.shown import decided, occasions, who
from erle.doors.staff.rendering import Look
from erle.doors.staff.routes import address
from erle.foundation.agencies.rules import Ability
from erle.knowledge.patterns.actions import decide
from erle.knowledge.patterns.queries import new_facts
from erle.knowledge.patterns.rules import LONGEST_REASON, Pattern, Verdict
from erle.knowledge.records.actions.looking import write_listing, write_opening
from erle.knowledge.records.queries import child_called
from erle.practice.missing.queries.patterns import patterns

if TYPE_CHECKING:
    from erle.knowledge.records.models import Person
    from erle.practice.missing.queries.patterns import Item, Patterns


class DecideForm(forms.Form):
    """What follows, and why."""

    verdict = forms.ChoiceField(
        label="What follows from it?", widget=forms.RadioSelect, error_messages={"required": "Choose what follows"}
    )
    look_again_on = DateBoxes(
        label="Look again on",
        name="the day to look again",
        help_text="Where you keep watching. On that day it stands on the list again.",
        required=False,
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Whoever may see every child concerned reads it, with your name.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your reason"},
        max_length=LONGEST_REASON,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a day where one keeps watching, and for none elsewhere."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("verdict") == Verdict.WATCH and not answers.get("look_again_on") and not self.errors:
            self.add_error("look_again_on", "Write the day on which to look again")
        if answers.get("verdict") not in (None, Verdict.WATCH):
            answers["look_again_on"] = None
        return answers


class PatternPage(FormPage):
    """The pattern, and the decision."""

    needs = Ability.READ_RECORDS
    form_class = DecideForm
    template_name = "staff/patterns/pattern.html"
    person: Person
    patterns: Patterns
    item: Item

    def about(self) -> str:
        """Return the child's reference."""
        return str(self.kwargs["reference"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, and show."""
        self._load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then decide."""
        self._load()
        return super().post(request, *args, **kwargs)

    def _load(self) -> None:
        """Load the child and the pattern, or answer that there is none; write who was opened."""
        reference = str(self.kwargs["reference"])
        self.person = self.found(child_called, reference)
        self.patterns = patterns(self.now)
        self.item = self.found(lambda _: self.patterns.called(self.person, str(self.kwargs["pattern"])), reference)
        write_opening(person=self.person, purpose="Opened a pattern of being missing")
        write_listing(people=self._others, purpose="Patterns of being missing")

    @property
    def _others(self) -> list[Person]:
        return self.patterns.others(self.item, self.patterns.child(self.person))

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer what may follow; to put it back only where somebody decided."""
        form = DecideForm(*args, **kwargs)
        offered = [one for one in Verdict if one is not Verdict.AGAIN or self.item.verdicts]
        offer(form, "verdict", [(one.value, words.VERDICTS[one]) for one in offered])
        hints = {one.value: words.HINTS[one] for one in offered}
        form.looks = {"verdict": Look(label="m", hints=hints)}  # type: ignore[attr-defined]
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return the rule, the facts, chance, what is not known, and what was decided."""
        found, item = self.item.found, self.item
        several = found.pattern is Pattern.TOGETHER
        people = [self.patterns.people[child] for child in found.children]
        return {
            **super().context(form),
            **banner(self.person, "child_missing", self.today),
            "heading": words.title(found, self.patterns.rule),
            "raised": found.raised,
            "waits": item.waits,
            "people": [who(one, self.today) for one in people] if several else [],
            "rule": words.by_rule(found, self.patterns.rule),
            "chance": words.by_chance(found),
            "in_common": words.in_common(people) if several else [],
            "not_known": words.not_known(found),
            "alone": len(people) == 1,
            "missing_url": address("child_missing", self.person.reference),
            "occasions": occasions(item, self.patterns, self.today),
            "fresh": len(new_facts(found, item.verdicts)) if item.verdicts else 0,
            "decided": [decided(one, self.today) for one in item.verdicts],
            "read": item.verdicts[0].reference if item.verdicts else "",
            "can_decide": Ability.SHARE in self.abilities,
            "thing_url": address("thing", found.about) if found.pattern is Pattern.THING else "",
            "back_url": address("child_patterns", self.person.reference),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Decide, and go to the list."""
        verdict = Verdict(answers.pop("verdict"))
        decide(
            found=self.item.found,
            rule=self.patterns.rule,
            verdict=verdict,
            **answers,
            read=self.request.POST.get("read", ""),
            by=self.worker,
            at=self.now,
        )
        said = words.VERDICTS[verdict]
        then = words.AFTER.get(verdict, "It can be looked at again.")
        self.done(f"Decided: {said[0].lower()}{said[1:]}. {then}")
        return redirect("missing_patterns")
