"""Whom or what a page of sharing onwards is about: a child, or a report; and how it is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.onward.basket import Basket, basket_of, keep
from erle.doors.staff.page import Page
from erle.doors.staff.words import grade, line_time, long_day, spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.disclosing.rules import LEAVE_OUT_REASONS, Handling
from erle.knowledge.records.disclosing.sources import subject_called

if TYPE_CHECKING:
    from erle.knowledge.records.disclosing.sources import Source
    from erle.knowledge.records.models import DisclosedLine, Person, Report

LEFT_OUT = {reason.key: reason.words for reason in LEAVE_OUT_REASONS}


class AboutSubject(Page):
    """A page about one child or one report that may be shared onwards."""

    needs = Ability.SHARE
    subject: Person | Report
    purpose = "Opened sharing onwards"

    def about(self) -> str:
        """Return the reference."""
        return str(self.kwargs["reference"])

    def load(self) -> None:
        """Load it, or answer that there is none; write that the page was opened."""
        self.subject = self.found(subject_called, self.about())
        ledger.write(Act.OPENED, about=self.subject.reference, circle_id=self.subject.circle_id, purpose=self.purpose)

    @property
    def basket(self) -> Basket:
        """What is chosen so far."""
        return basket_of(self.worker, self.about())

    def keep(self, basket: Basket) -> None:
        """Keep what is chosen now."""
        keep(basket, about=self.about(), by=self.worker, at=self.now)

    def url(self, name: str) -> str:
        """Return the address of one of the steps."""
        return reverse(name, args=[self.about()])

    @property
    def first(self) -> str:
        """What the child or the report is called in the midst of a sentence."""
        return named(self.subject).first if is_child(self.subject) else f"report {self.subject.reference}"

    def around(self) -> dict[str, Any]:
        """Return what stands around the page."""
        if is_child(self.subject):
            return banner(self.subject, "child_access", self.today)
        return {}

    @property
    def back_url(self) -> str:
        """Where the worker came from."""
        return reverse("child_access", args=[self.about()]) if is_child(self.subject) else reverse("my_work")


def is_child(subject: Person | Report) -> TypeGuard[Person]:
    """Say whether it is a child rather than a report."""
    return str(subject.reference).startswith("E-")


def when(source: Source | DisclosedLine) -> str:
    """Return when the line happened, as exactly as it is known."""
    if source.happened_at is None:
        return "No day given"
    time = line_time(source.happened_at, source.precision)
    return f"{long_day(local_day(source.happened_at))}{f', {time}' if time else ''}"


def line_words(source: Source | DisclosedLine) -> dict[str, Any]:
    """Return a line as those who receive it read it."""
    left_out = getattr(source, "left_out", "")
    return {
        "when": when(source),
        "title": source.title,
        "text": source.text,
        "quote": source.quote,
        "opinion": source.nature == "opinion",
        "agency": source.agency,
        "source": source.source,
        "grade": grade(source.grade),
        "conditions": source.conditions,
        "left_out": LEFT_OUT.get(left_out, left_out),
    }


def handling_words(source: Source) -> str:
    """Return what keeps a line from going on, or goes with it."""
    if source.handling is Handling.ORIGINATOR:
        return f"Goes no further by its grade. Ask {source.agency} to share it."
    if source.handling is Handling.CONDITIONS:
        return f"With conditions: {source.conditions or f'ask {source.agency} which'}"
    return ""


def lines_counted(number: int) -> str:
    """Return `3 lines`."""
    return spell(number, "line", "lines")
