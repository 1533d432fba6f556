"""The return interviews of a service: what is due by when, and for each what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.interviews.sitting import PAGES, called, next_step, next_words
from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.words import age, day_and_time, in_midst, spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import standing
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.missing.queries.interviewing import (
    State,
    finished_lately,
    handed_on,
    offered_by_us,
    offered_to_us,
    worklist,
)
from erle.practice.missing.rules import InterviewStatus
from erle.practice.missing.rules.interviewing import PASSED_BECAUSE, Step

if TYPE_CHECKING:
    from erle.practice.missing.models import InterviewHandOver

FINISHED_SHOWN = 20
DONE = {
    Step.OFFER: "Offered",
    Step.ATTEMPT: "Tried",
    Step.CHOICE: "Asked what the child would like",
    Step.HELD: "Talked",
}

CAME_TO = {
    InterviewStatus.COMPLETED: "Held",
    InterviewStatus.DECLINED: "Declined",
    "joined": "Goes on under the child’s other record",
}
PARTED = "The records were found not to be the same child"


class Worklist(Page):
    """What the service owes, the first due first."""

    needs = Ability.HOLD_INTERVIEWS
    template_name = "staff/interviews/worklist.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, and write who was shown."""
        waiting, done = worklist(), finished_lately(self.now, most=FINISHED_SHOWN)
        offered, gone = offered_to_us(), handed_on(self.now, most=FINISHED_SHOWN)
        self.given = {one.interview_id: f"Offered to {one.to_service.name}, not taken yet" for one in offered_by_us()}
        things = [(one.interview.reference, one.interview.circle_id) for one in [*waiting, *done]]
        things += [(one.reference, one.circle_id) for one in [*offered, *gone]]
        ledger.write_each(Act.LISTED, things=things, purpose="Return interviews of the service")
        return self.show(
            {
                "offered": [self._offered(one) for one in offered],
                "handed_on": [self._handed_on(one) for one in gone],
                "owed": [self._row(state) for state in waiting if state.open_ones],
                "to_finish": [self._row(state) for state in waiting if not state.open_ones],
                "done": [self._done(state) for state in done],
                "lede": interviews_wait(self)["interviews_words"],
            }
        )

    def _row(self, state: State) -> dict[str, Any]:
        one, step = state.interview, next_step(state, self.now)
        late = step != Step.LATE and state.is_late(self.now)
        name = called(state) + (f", {age(one.born_on, self.today)}" if one.born_on else "")
        return {
            "name": name,
            "url": address("interview", one.reference),
            "standing": standing(state.due_at, self.now) if state.due_at else None,
            "episodes": [f"Back {in_midst(each.returned_at, self.today)}" for each in state.open_ones],
            "notes": [*([PARTED] if len(state.of_the_child) < len(state.covered) else []), *self._given(one.pk)],
            "state": self._state(state),
            "late_url": address(PAGES[Step.LATE], one.reference) if late else "",
            "act": next_words(state, step),
            "act_url": address(PAGES[step], one.reference),
        }

    def _given(self, number: int) -> list[str]:
        return [self.given[number]] if number in self.given else []

    def _offered(self, one: InterviewHandOver) -> dict[str, Any]:
        return {
            "name": one.called + (f", {age(one.born_on, self.today)}" if one.born_on else ""),
            "url": address("interview_offered", one.reference),
            "standing": standing(one.due_at, self.now),
            "words": f"{one.from_service.name}: {PASSED_BECAUSE.get(one.why, one.why)}",
        }

    def _handed_on(self, one: InterviewHandOver) -> dict[str, str]:
        when = day_and_time(one.ended_at, self.today) if one.ended_at else ""
        url = address("interview_offered", one.reference)
        return {"name": one.called or one.reference, "url": url, "when": when, "to": one.to_service.name}

    def _state(self, state: State) -> str:
        newest = state.newest(Step.HELD, Step.ATTEMPT, Step.OFFER, Step.CHOICE)
        if newest is None:
            return "Not offered yet"
        booked = newest.what == Step.CHOICE and newest.happened_at is not None
        words = "Booked" if booked else DONE[Step(newest.what)]
        return f"{words}, {in_midst(newest.happened_at or newest.changed_at, self.today)}"

    def _done(self, state: State) -> dict[str, Any]:
        one = state.interview
        outcomes = {each.outcome for each in state.of_the_child}
        said = [words for outcome, words in CAME_TO.items() if outcome in outcomes]
        return {
            "name": called(state),
            "url": address("interview", one.reference),
            "when": day_and_time(one.ended_at, self.today) if one.ended_at else "",
            "words": next(iter(said), "Not owed any more" if state.of_the_child else PARTED),
        }


def interviews_wait(page: Page) -> dict[str, str]:
    """Return what My work says of the interviews that the worker's service owes, where she holds any."""
    if Ability.HOLD_INTERVIEWS not in page.abilities:
        return {}
    waiting = worklist()
    owed = [state.due_at for state in waiting if state.due_at is not None]
    late = sum(due <= page.now for due in owed)
    late_words = f", {late} late" if late else ""
    words = f"{spell(len(owed), 'talk is', 'talks are')} owed{late_words}" if owed else "No talk is owed"
    rest = len(waiting) - len(owed)
    more = f"; {spell(rest, 'is', 'are')} to be finished" if rest else ""
    offered = offered_to_us().count()
    more += f"; {spell(offered, 'is', 'are')} offered to your service" if offered else ""
    return {"interviews_words": f"{words}{more}.".capitalize(), "interviews_url": address("interviews")}
