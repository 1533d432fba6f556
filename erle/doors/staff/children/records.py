"""Whose records stand in a child's picture: how each agency writes the child, who said that it is one, and undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.children.sharing import BecauseForm, ChildForm
from erle.doors.staff.page import Page
from erle.doors.staff.words import day_and_time, full_name, spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.actions import undo_tie
from erle.knowledge.linkage.queries import Held, records_of, tie_called
from erle.knowledge.linkage.rules import How
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.queries import child_called

if TYPE_CHECKING:
    from erle.knowledge.linkage.models import Tie
    from erle.knowledge.records.models import Person

RULES = {
    How.NUMBER.value: "The same NHS or unique pupil number, and the same birth or full name",
    How.NAME_AND_BIRTH.value: "The same full name and date of birth",
}


class ChildRecords(Page):
    """The page of the records."""

    template_name = "staff/records.html"
    needs: ClassVar[Ability | None] = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show them, and write that the page was opened."""
        person = self.found(child_called, reference)
        write_opening(person=person, purpose="Opened whose records stand here")
        held = records_of(person)
        standing = [one for one in held if one.undone_at is None]
        number = spell(len(standing), "record", "records")
        return self.show(
            {
                **banner(person, "child_records", self.today),
                "heading": f"Whose records stand in {named(person).first}’s picture",
                "lede": f"{number} of other agencies. Each stays theirs; what it holds is read here too.",
                "records": [self._record(person, one) for one in standing],
                "undone": [self._undone(one) for one in held if one.undone_at is not None],
            }
        )

    def _record(self, person: Person, one: Held) -> dict[str, str]:
        born = f"born {one.born_on.day} {one.born_on:%b %Y}" if one.born_on else "date of birth not given"
        return {
            "agency": one.agency,
            "name": full_name(one.given_names or "", one.family_name or "", "No name"),
            "born": born,
            "why": self._why(one),
            "when": day_and_time(one.tied_at, self.today),
            "lines": spell(one.lines, "line", "lines"),
            "undo_url": reverse("child_undo_tie", args=[person.reference, one.reference]),
        }

    def _undone(self, one: Held) -> dict[str, str]:
        return {
            "agency": one.agency,
            "why": self._why(one),
            "when": day_and_time(one.tied_at, self.today),
            "undone": day_and_time(one.undone_at, self.today) if one.undone_at else "",
            "by": one.undone_by or "",
            "because": one.undone_because,
        }

    def _why(self, one: Held) -> str:
        """Say by which rule, or whose judgement."""
        if one.how in RULES:
            return f"{RULES[one.how]}. No person judged this."
        return f"{one.tied_by} judged that it is one child{': ' if one.reason else '.'}{one.reason}"


class UndoTie(ChildForm):
    """Say that a record is not of this child after all."""

    needs: ClassVar[Ability | None] = Ability.SHARE
    form_class = BecauseForm
    tab: ClassVar[str] = "child_records"
    title, submit = "This record is not of {first}", "Take it out of the picture"
    lead = (
        "What came into the picture by this record goes out of it, line by line; what the agency itself holds stays as"
        " it is. Everybody who opened the picture meanwhile is told. No rule ties the two again."
    )

    def setup_child(self) -> None:
        """Load the child and the tie, or answer that there is none."""
        super().setup_child()
        self.tie: Tie = self.found(tie_called, str(self.kwargs["tie"]))
        if self.tie.picture_id != self.person.pk or self.tie.undone_at is not None:
            raise Http404

    def about(self) -> str:
        """Return the child's reference."""
        return str(self.kwargs["reference"])

    def back_url(self) -> str:
        """Return the address of the records' page."""
        return reverse("child_records", args=[self.person.reference])

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Undo it."""
        undo_tie(tie=self.tie, because=answers["reason"], by=self.worker, at=self.now)
        return self.back("Taken out: the record stands in this picture no longer.")
