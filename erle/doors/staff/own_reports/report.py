"""The receipt of what was shared, and later what the desk told of it: kept as she said it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse

from erle.doors.staff.own_reports.standing import due_at, due_words, standing_of
from erle.doors.staff.page import Page
from erle.doors.staff.sharing_information.files import file_row
from erle.doors.staff.sharing_information.lines import lines_to_ring
from erle.doors.staff.sharing_information.sending.summary import BASES
from erle.doors.staff.words import clock_time, day_and_time, grade, long_day
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.actions.holding_back import HELD_BACK
from erle.knowledge.records.queries import attachments_of, report_of
from erle.knowledge.records.rules import Nature
from erle.practice.desk.queries.arrivals import items_of
from erle.practice.desk.queries.referrer import heard_of

if TYPE_CHECKING:
    from erle.knowledge.records.models import Item, Report
    from erle.practice.desk.queries.referrer import Heard

NATURES = {
    Nature.FACT: "What you saw or heard",
    Nature.OPINION: "What you make of it",
    Nature.OWN_WORDS: "In the child’s own words",
    Nature.WISH: "What the child asked for",
    Nature.STRENGTH: "What is going well",
}
QUOTED = (Nature.OWN_WORDS, Nature.WISH)


class SharedReport(Page):
    """One report of hers: that it arrived, who acts next by when, and what became of it."""

    template_name = "staff/shared/report.html"
    needs = Ability.HAND_IN

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show it, and write that she opened it."""
        report = self.found(lambda called: report_of(called, by=self.worker), reference)
        heard = heard_of([report]).get(report.pk)
        ledger.write(Act.OPENED, about=report.reference, circle_id=report.circle_id, purpose="Shared by me")
        when = f"{long_day(local_day(report.recorded_at))}, {clock_time(report.recorded_at)}"
        return self.show(
            {
                "reference": report.reference,
                "held_back": report.kind == HELD_BACK,
                "because": report.said.get("because", ""),
                "when": when,
                "about": report.said.get("about", ""),
                "first": report.said.get("first", ""),
                "steps": self._steps(report, heard),
                "standing": standing_of(report, heard, now=self.now, today=self.today),
                "outcomes": [self._outcome(one) for one in heard.told] if heard else [],
                "items": [self._item(item, report) for item in items_of(report)],
                "files": [file_row(one) for one in attachments_of(report)],
                "basis": BASES.get(report.said.get("basis", ""), ""),
                "lines": lines_to_ring(self.now),
                "late": due_at(report) <= self.now and not (heard and heard.told),
                "due": _midway(due_words(report, self.today)),
                "again": self._again(report),
            }
        )

    def _steps(self, report: Report, heard: Heard | None) -> list[dict[str, Any]]:
        """Return who acts, by when."""
        seen = heard.seen_at if heard else None
        told = heard.told if heard else []
        read = (
            f"A person on the desk read it {day_and_time(seen, self.today)}."
            if seen
            else ("A person on the desk can read it. Nobody else is told automatically.")
        )
        decides = "A named person decides what to do, with reasons. This is one working day."
        tells = "You are told the decision here, and what is asked of you."
        then = f"Told {day_and_time(told[0].at, self.today)}" if told else "Then"
        return [
            {"when": "Now" if not seen else "Read", "words": read, "done": True},
            {"when": due_words(report, self.today), "words": decides, "done": bool(told)},
            {"when": then, "words": tells, "done": bool(told)},
        ]

    def _outcome(self, one: Any) -> dict[str, Any]:
        return {"words": one.words, "who": one.by, "when": day_and_time(one.at, self.today)}

    def _item(self, item: Item, report: Report) -> dict[str, Any]:
        said = report.said.get("when", [])
        facts = item.number - 1
        when = said[facts].get("understood", "") if facts < len(said) and isinstance(said[facts], dict) else ""
        return {
            "key": NATURES[Nature(item.nature)],
            "lines": [item.text],
            "quoted": item.nature in QUOTED,
            "meta": ". ".join(filter(None, (when, item.place, grade(item.grade), item.conditions))),
        }

    def _again(self, report: Report) -> str:
        """Return the child about whom she may share something more, where the record is one of her circles."""
        try:
            return report.person.reference
        except ObjectDoesNotExist:
            return ""


def _midway(words: str) -> str:
    """Return words as they stand in the midst of a sentence."""
    return words[:1].lower() + words[1:]
