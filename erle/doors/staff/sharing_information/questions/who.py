"""Whom it is about: a child of her circles, found by what she knows; or one whom she describes.

What is found is what her own circles hold. Nothing here tells whether anybody else knows the child.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from erle.doors.staff.children.banner import facts, named
from erle.doors.staff.searching import address
from erle.doors.staff.searching.search import SEARCHES
from erle.doors.staff.sharing_information.question import Question
from erle.doors.staff.sharing_information.questions.forms_seen import DescribeForm
from erle.doors.staff.sharing_information.sharing_page import SharingPage
from erle.doors.staff.sharing_information.steps import CHECK, DESCRIBE, Place
from erle.doors.staff.sharing_information.typed import plainly
from erle.doors.staff.sharing_information.unsent import WHO, ChangedMeanwhile, NotKept, bind
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.actions.looking import write_listing
from erle.knowledge.records.finding.children import Found, children_found
from erle.knowledge.records.finding.question import LONGEST, question
from erle.knowledge.records.queries import child_called

MOST = 10


class Who(SharingPage):
    """Find the child, or go on to describe one."""

    kind = WHO
    template_name = "staff/sharing/who.html"

    def asked(self) -> HttpResponse:
        """Show the box, and what was found by the words in the address."""
        typed = address.opened(self.request, self.request.GET.get(address.FIELD, ""))
        if not typed:
            return self._shown()
        if not SEARCHES.take(self.worker.reference, at=self.now):
            problem = "That is more searches than a person makes in so short a while. Wait a minute, and try again."
            return self._shown(typed=typed, problems=[("what", problem)], status=429)
        found = children_found(question(typed, today=self.today), most=MOST + 1)
        ledger.write(Act.SEARCHED, purpose="Share information", detail={"children": len(found)})
        write_listing(people=[one.person for one in found[:MOST]], purpose="Share information")
        return self._shown(typed=typed, found=found, searched=True)

    def sent(self) -> HttpResponse:
        """Search, choose, or go on to describe."""
        act = self.request.POST.get("act", "")
        if act == "find":
            typed = plainly(self.request.POST.get("what", "")).strip()[:LONGEST]
            if not typed:
                return self._shown(problems=[("what", "Enter what you know of the child")], status=422)
            here = {address.FIELD: address.sealed(self.request, typed)}
            if self.request.GET.get("then"):
                here["then"] = CHECK
            return redirect(f"{self.place.url(self.unsent.reference)}?{urlencode(here)}")
        if act == "describe":
            return self._bound(described=True)
        person = self.request.POST.get("person", "")
        if not person:
            return self._shown(problems=[("person", "Choose the child, or describe the child instead")], status=422)
        return self._bound(person=self.found(child_called, person).reference)

    def _bound(self, *, person: str = "", described: bool = False) -> HttpResponse:
        seen = self.request.POST.get("seen", "")
        try:
            self.unsent = bind(self.unsent, person=person, described=described, seen=seen, at=self.now)
        except (ChangedMeanwhile, NotKept) as refused:
            return self._shown(problems=[("", str(refused))], status=409)
        return redirect(Place(DESCRIBE).url(self.unsent.reference)) if described else self.go_on()

    def _shown(
        self,
        *,
        typed: str = "",
        found: list[Found] | None = None,
        searched: bool = False,
        problems: list[tuple[str, str]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        rows = [self._row(one) for one in (found or [])[:MOST]]
        bound = self.unsent.has_subject and self.unsent.has_answers
        context = {
            **self.shell(),
            "typed": typed,
            "found": rows,
            "more": len(found or []) > MOST,
            "searched": searched,
            "bound": bound,
            "chosen": self.unsent.person,
            "problems": [{"text": words, "href": f"#{where}" if where else ""} for where, words in problems or []],
            "next_url": Place("what", self.unsent.items[0]).url(self.unsent.reference),
            "start_url": reverse("share_information"),
        }
        return self.show(context, status=status)

    def _row(self, one: Found) -> dict[str, Any]:
        person = one.person
        return {
            "reference": person.reference,
            "name": named(person).name,
            "facts": ". ".join([*facts(person, self.today)[:-1], person.circle.agency.name]),
        }


class Describe(Question):
    """Say who the child is."""

    kind = DESCRIBE
    form_class = DescribeForm
    title = "Describe the child"
    template_name = "staff/sharing/describe.html"
    lead = (
        "Write what you know, and leave the rest empty. You are told if it may be a child whose record you may see. The"
        " desk looks whether others know the child; of that you are not told, and nobody is told of you but those who"
        " decide."
    )

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return what the page shows, and where it asks whom of hers it may be."""
        return {**super().context(form), "may_be_url": self._may_be_url}

    def answered(self, form: forms.Form) -> HttpResponse:
        """Go on by the page that says whom of hers it may be; where there is none, it leads on."""
        return redirect(self._may_be_url)

    @property
    def _may_be_url(self) -> str:
        query = f"?then={CHECK}" if self.request.GET.get("then") == CHECK else ""
        return reverse("share_information_may_be", args=[self.unsent.reference]) + query

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """A date of birth lies in the past."""
        return super().make_form(*args, today=self.today, **kwargs)

    def asked(self) -> HttpResponse:
        """Ask only where she chose to describe."""
        if not self.unsent.is_described:
            return redirect(Place(WHO).url(self.unsent.reference))
        return super().asked()

    def sent(self) -> HttpResponse:
        """Keep it only where she chose to describe: a draft about a child of hers stays about that child."""
        if not self.unsent.is_described:
            return redirect(Place(WHO).url(self.unsent.reference))
        return super().sent()
