"""Whom of her own circles' children it may be whom she describes: certain, possible or none, in words.

What stands outside her circles changes nothing here: not the answer, its words, its counts, nor what is looked through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from erle.doors.staff.children.banner import facts, named
from erle.doors.staff.fields import DATE_PARTS, DateBoxes
from erle.doors.staff.same.weights import FAMILY, LABELS, NUMBERS, agree
from erle.doors.staff.searching.search import SEARCHES
from erle.doors.staff.sharing_information.questions.forms_seen import DescribeForm
from erle.doors.staff.sharing_information.questions.one_look import OneLook, one_look
from erle.doors.staff.sharing_information.questions.who import Describe
from erle.doors.staff.sharing_information.sending.gathering import boxes
from erle.doors.staff.sharing_information.sharing_page import SharingPage
from erle.doors.staff.sharing_information.steps import CHECK, DESCRIBE, Place, after
from erle.doors.staff.sharing_information.typed import late, plainly, typed_in
from erle.doors.staff.sharing_information.unsent import (
    MOST_OTHERS,
    WHO,
    ChangedMeanwhile,
    NotKept,
    keep,
    known_as,
    put_beside,
    said_another,
)
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.engine.sending import commit_meanwhile
from erle.knowledge.linkage.entering.looking import Described, MayBe, may_be
from erle.knowledge.linkage.rules import UNKNOWN
from erle.knowledge.records.actions.looking import write_search
from erle.knowledge.records.queries import child_called

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

PURPOSE, FRAGMENT, EXACT = "Share information", "staff/sharing/may_be_list.html", "exact"
TOO_MANY, LONGEST = 429, 120
NOT_LOOKED = (
    "That is more looks than a person makes in so short a while. Whether it may be a child whose record you may see was"
    " not looked for: search for the child before you share."
)
NAMES = ("given_names", "family_name", "known_as", "sex", "lives")
BORN_ON = DateBoxes(required=False)
ASKED = LABELS.keys() - NUMBERS - FAMILY
"""What is compared and asked of her: no number is, nor who is around the child."""


@dataclass(frozen=True)
class Row:
    """A child whom it may be, in words: what is the same, what is not, and what one of the two does not say."""

    reference: str
    name: str
    facts: str
    certain: bool
    same: str
    differs: str
    unknown: str


class MayBePage(SharingPage):
    """The children of hers whom it may be: a part of the page while she describes, and a page as she goes on."""

    kind = DESCRIBE
    template_name = "staff/sharing/may_be.html"

    @property
    def abilities(self) -> frozenset[Ability]:
        """What her posts let her do; for a part of a page nothing is counted that stands around a whole one."""
        return self._looked.abilities if self.request.method == "POST" else super().abilities

    def asked(self) -> HttpResponse:
        """Ask whether it is one of them; where there is none of whom she has not said so, go on."""
        if not self.unsent.is_described:
            return redirect(Place(WHO).url(self.unsent.reference))
        if not self._may_look():
            self.done(NOT_LOOKED)
            return self.go_on()
        found = self._written(may_be(self._kept, today=self.today))
        if not found:
            return self.go_on()
        url = self.place.url(self.unsent.reference)
        return self.show({**self.shell(), "rows": self._rows(found), "title": "Is it this child?", "back_url": url})

    def sent(self) -> HttpResponse:
        """Take the record of one of them, go on with another child, or tell the page whom it may be."""
        if not self.unsent.is_described:
            if "HX-Request" in self.request.headers:  # the script still asks, though she took a record elsewhere
                return HttpResponse("")
            return redirect(Place(WHO).url(self.unsent.reference))
        if person := plainly(self.request.POST.get("person", "")):
            return self._taken(person)
        if "another" in self.request.POST:
            others = [plainly(one)[:LONGEST] for one in self.request.POST.getlist("another")[:MOST_OTHERS]]
            self.unsent = said_another(self.unsent, others, at=self.now)
            return self.go_on()
        return self._told()

    def _load(self) -> HttpResponse | None:
        if self.request.method == "POST" and self._looked.unsent is not None:
            self.unsent = self._looked.unsent
            return None
        return super()._load()

    @cached_property
    def _looked(self) -> OneLook:
        sent = self.request.POST
        looks = not plainly(sent.get("person", "")) and "another" not in sent and self._said.tells
        reference = str(self.kwargs["reference"])
        return one_look(self.worker, reference, self._said, looks=looks, today=self.today, at=self.now)

    @cached_property
    def _said(self) -> Described:
        return said_in(self.request.POST, today=self.today)

    def _told(self) -> HttpResponse:
        """Answer with the part of the page that says whom it may be, by what stands in the form."""
        if not self._said.tells:
            return HttpResponse("")
        shown: dict[str, Any] = {"too_many": True}
        if (found := self._looked.found) is not None:
            shown = {"rows": self._rows(self._written(found)), "others": bool(self.unsent.others)}
            commit_meanwhile()
        shown["action"] = f"may-be/{self._then}"
        return HttpResponse(render_to_string(FRAGMENT, shown), status=TOO_MANY if found is None else 200)

    def _taken(self, person: str) -> HttpResponse:
        """Take the record; what she typed is kept first, also where it is gone meanwhile."""
        try:
            self._keep_typed()
            self.unsent = known_as(self.unsent, self.found(child_called, person).reference, at=self.now)
        except (ChangedMeanwhile, NotKept) as refused:
            self.done(str(refused))
            return redirect(Place(WHO).url(self.unsent.reference))
        if self.request.GET.get("then") == CHECK:
            return redirect(Place(CHECK).url(self.unsent.reference))
        return redirect(after(Place(WHO), self.unsent, grades=self.grades).url(self.unsent.reference))

    def keep_typed(self) -> bool:
        """Keep it in the draft, which is hers also while she holds no post that lets her share it."""
        return self.keep_late(self.worker, self.kwargs, self.request.POST, self.now)

    @classmethod
    def keep_late(cls, worker: Worker, kwargs: dict[str, Any], typed: QueryDict, at: datetime) -> bool:
        """Keep what arrives after her time ran out, as the question itself does; whom she took is not kept."""
        sent = typed.copy()
        for name in ("person", "another"):
            sent.pop(name, None)
        return bool(late(sent)) and Describe.keep_late(worker, kwargs, sent, at)

    def _keep_typed(self) -> None:
        """Keep what she typed and the page has not kept yet, where she takes the record while she describes."""
        typed = typed_in(DescribeForm(self.request.POST, today=self.today), self.request.POST)
        if not typed:
            return
        try:
            self.unsent = keep(self.unsent, DESCRIBE, typed, seen=self.request.POST.get("seen", ""), at=self.now)
        except ChangedMeanwhile as changed:
            self.unsent = put_beside(changed.unsent, DESCRIBE, typed, at=self.now)

    @cached_property
    def _kept(self) -> Described:
        return said_in(boxes(self.unsent.answers(DESCRIBE)), today=self.today)

    @property
    def _then(self) -> str:
        return f"?then={CHECK}" if self.request.GET.get("then") == CHECK else ""

    def _may_look(self) -> bool:
        return SEARCHES.take(self.worker.reference, at=self.now)

    def _written(self, found: list[MayBe]) -> list[MayBe]:
        """Write the look in the ledger as a search is written, with a line for each who is shown, and return these."""
        shown = [one for one in found if one.person.reference not in self.unsent.others]
        write_search(people=[one.person for one in shown], purpose=PURPOSE)
        return shown

    def _rows(self, found: list[MayBe]) -> list[Row]:
        return [self._row(one) for one in found]

    def _row(self, one: MayBe) -> Row:
        person, words = one.person, [_compared(each) for each in one.compared if each["field"] in ASKED]
        return Row(
            reference=person.reference,
            name=named(person).name,
            facts=". ".join([*facts(person, self.today)[:-1], person.agency]),
            certain=one.certain,
            same=", ".join(label for label, level, _ in words if level == EXACT),
            differs="; ".join(f"{label} ({said})" for label, level, said in words if level not in (EXACT, UNKNOWN)),
            unknown=", ".join(label for label, level, _ in words if level == UNKNOWN),
        )


def said_in(sent: Mapping[str, Any], *, today: date) -> Described:
    """Return what stands in the form's fields; a date that is none yet is not known. To make the form takes longer."""
    said = {name: plainly(str(sent.get(name) or "")).strip()[:LONGEST] for name in NAMES}
    try:
        born_on = BORN_ON.clean([str(sent.get(f"born_on-{part.key}") or "").strip() for part in DATE_PARTS])
    except ValidationError:
        born_on = None
    return Described(**said, born_on=born_on if born_on and born_on <= today else None)


def _compared(one: dict[str, str | float]) -> tuple[str, str, str]:
    """Return of a thing what it is called, its level, and what that means."""
    field, level = str(one["field"]), cast("str", one["level"])
    label = LABELS[field]
    return label[:1].lower() + label[1:], level, agree(field, level)
