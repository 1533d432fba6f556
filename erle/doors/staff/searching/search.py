"""The search box and what it found; the words come by POST and stand nowhere in the clear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.emergencies.ask import AskForm
from erle.doors.staff.page import Page
from erle.doors.staff.searching import address
from erle.doors.staff.searching.results import (
    arrival_row,
    as_one,
    child_row,
    counted,
    episode_row,
    protocol_row,
    record_row,
    thing_row,
)
from erle.doors.staff.signing_in.buckets import Bucket
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.protocols.queries import Naming, protocols_naming
from erle.knowledge.records.actions.looking import write_listing
from erle.knowledge.records.finding.children import Found, children_found
from erle.knowledge.records.finding.question import LONGEST, Question, question
from erle.knowledge.records.finding.records import Record, records_found
from erle.knowledge.records.finding.things import Thing, things_found
from erle.practice.desk.queries.arrivals import arrivals_of
from erle.practice.missing.queries import episodes_called

if TYPE_CHECKING:
    from erle.practice.desk.models import Arrival
    from erle.practice.missing.models import Episode

MOST = 50
SEARCHES = Bucket("search", 60, 2.0)
"""A minute's worth at once and one more each two seconds: enough for a person, too few to go through a city's names."""


@dataclass(frozen=True)
class Answer:
    """What one question found, no more than fits the page."""

    children: list[Found]
    things: list[Thing]
    records: list[Record]
    arrivals: list[Arrival]
    episodes: list[Episode]
    protocols: list[Naming]

    @property
    def found(self) -> dict[str, int]:
        """How much of each, of what is in circles."""
        things = len(self.things) if self.more_things else len(self.as_one)
        return {"children": len(self.children), "things": things, "records": len(self._others)}

    @property
    def more_things(self) -> bool:
        """Whether there are more than the page shows."""
        return len(self.things) > MOST

    @cached_property
    def as_one(self) -> list[list[Thing]]:
        """The things that the page shows, those that are held to be the same as one."""
        return as_one(self.things[:MOST])

    @property
    def named(self) -> list[tuple[str, int]]:
        """What is named beside the children, by reference and circle, for the ledger."""
        things = [(thing.mention, thing.circle_id) for thing in self.things[:MOST]]
        return things + [(one.reference, one.circle_id) for one in self._others]

    @property
    def _others(self) -> list[Record | Arrival | Episode]:
        return [*self.records, *self.arrivals, *self.episodes]


class Search(Page):
    """What a search found, among what the worker's circles hold."""

    template_name = "staff/search.html"
    needs = Ability.READ_RECORDS

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the words and lead to their answer, or to the ask where that is all that was typed."""
        typed = request.POST.get("q", "").replace("\0", " ").strip()[:LONGEST]
        if not typed:
            return redirect("search")
        asked = question(typed, today=self.today)
        if asked.asks and asked.looks_for_nothing and Ability.ASK_WHETHER_KNOWN in self.abilities:
            return redirect("ask")
        return redirect(f"{reverse('search')}?{urlencode({address.FIELD: address.sealed(request, typed)})}")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty search, or the answer to the words in the address."""
        typed = address.opened(request, request.GET.get(address.FIELD, ""))
        if not typed:
            return self.show({"asked": "", "searched": False})
        if not SEARCHES.take(self.worker.reference, at=self.now):
            return self.show({"asked": typed, "searched": False, "too_many": True}, status=429)
        asked = question(typed, today=self.today)
        answer = self._answer(asked, typed)
        self._write(answer)
        return self.show({"asked": typed, "searched": True, **self._shown(answer), **self._ask(asked, answer)})

    def _answer(self, asked: Question, typed: str) -> Answer:
        at_desk = asked.references if Ability.TRIAGE in self.abilities else ()
        return Answer(
            children=children_found(asked, most=MOST + 1),
            things=things_found(asked, most=MOST + 1),
            records=records_found(asked.references),
            arrivals=list(arrivals_of(at_desk)) if at_desk else [],
            episodes=list(episodes_called(asked.references)) if asked.references else [],
            protocols=protocols_naming(typed, self.now)[:MOST],
        )

    def _write(self, answer: Answer) -> None:
        """Write in the ledger how much was found and what was named: references, and none of the words."""
        ledger.write(Act.SEARCHED, purpose="Search", detail=answer.found)
        write_listing(people=[found.person for found in answer.children[:MOST]], purpose="Search")
        ledger.write_each(Act.LISTED, things=answer.named, purpose="Search")

    def _shown(self, answer: Answer) -> dict[str, Any]:
        return {
            "summary": counted({**answer.found, "protocols": len(answer.protocols)}, most=MOST),
            "protocols": [protocol_row(found) for found in answer.protocols],
            "children": [child_row(found, self.today) for found in answer.children[:MOST]],
            "things": [thing_row(same) for same in answer.as_one],
            "records": [
                *(record_row(record, self.today) for record in answer.records),
                *(arrival_row(arrival, self.today) for arrival in answer.arrivals),
                *(episode_row(episode, self.today) for episode in answer.episodes),
            ],
            "more_children": len(answer.children) > MOST,
            "more_things": answer.more_things,
        }

    def _ask(self, asked: Question, answer: Answer) -> dict[str, Any]:
        """Return the ask, filled in, where the words name one child who is not found, or ask themselves."""
        may_ask = Ability.ASK_WHETHER_KNOWN in self.abilities
        wanted = asked.asks or (asked.full and not any(found.exactly for found in answer.children))
        form = AskForm(initial={"name": asked.name, "born_on": asked.born.day if asked.born else None})
        return {
            "may_ask": may_ask,
            "ask": form if may_ask and wanted else None,
            "looks_for_nothing": asked.looks_for_nothing,
        }
