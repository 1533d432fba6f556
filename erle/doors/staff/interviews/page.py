"""One interview: what to know before one meets the child, what comes next, and what is written so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.interviews.sitting import PAGES, SAID, AtInterview, next_step, next_words
from erle.doors.staff.protocols.reading import says
from erle.doors.staff.routes import address
from erle.doors.staff.words import day_and_time, elapsed, in_midst
from erle.foundation.clocks.rules import standing
from erle.practice.missing.queries.interviewing import briefings_of, offered_by_us, withheld_of
from erle.practice.missing.rules.interviewing import LATENESS, SEVERAL, Group, Step, words_of_code

if TYPE_CHECKING:
    from erle.practice.missing.models import Covered, InterviewTurn

BRIEFED = (
    ("Where and how to reach {first}", "reach"),
    ("Who may be told, and who not", "may_be_told"),
    ("Risks, to {first} and to you", "risks"),
    ("What {first} asks for", "wishes"),
)
OUTCOMES = {
    "": "A talk is owed",
    "completed": "Talked about",
    "declined": "Declined",
    "withdrawn": "Not owed any more",
    "joined": "Goes on under the child’s other record",
}
BEFORE, AFTER = (
    (Step.OFFER, Step.ATTEMPT, Step.CHOICE, Step.HELD),
    (Step.WHY, Step.ACCOUNT, Step.LEARNED, Step.HELP, Step.PLAN, Step.TOLD),
)


class Interview(AtInterview):
    """The page of one interview."""

    template_name = "staff/interviews/interview.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show it, and write that it was opened."""
        self.load()
        self.write_opened("Opened return interview")
        state, one = self.state, self.interview
        over = one.ended_at is not None
        step = next_step(state, self.now)
        late = step != Step.LATE and not over and state.is_late(self.now)
        return self.show(
            {
                **self.head(),
                "care": Group(one.care).words,
                "over": day_and_time(one.ended_at, self.today) if one.ended_at else "",
                "standing": standing(state.due_at, self.now) if state.due_at and not over else None,
                "next": "" if over else next_words(state, step),
                "late_url": address(PAGES[Step.LATE], one.reference) if late else "",
                "next_url": address(PAGES[step], one.reference),
                "briefed": self._briefed(),
                "covered": [self._covered(each) for each in state.of_the_child],
                "measures": [(words, self._took(at)) for words, at in state.measures],
                "before": self._tasks(BEFORE, over=over or not state.open_ones),
                "after": self._tasks(AFTER, over=over) if state.held else [],
                "withheld": [
                    {"url": address("withheld", kept.reference), "when": day_and_time(kept.kept_at, self.today)}
                    for kept in withheld_of(one)
                ],
                **self._handing_over(over=over or not state.open_ones),
                "withhold_url": "" if over else address("interview_withhold", one.reference),
                "elsewhere": [turn.words for turn in state.all_of(Step.ELSEWHERE)],
                "late": [self._late(turn) for turn in state.all_of(Step.LATE)],
                "says": says("missing.interview", self.now),
            }
        )

    def _briefed(self) -> dict[str, Any]:
        briefing = briefings_of(self.interview).first()
        if briefing is None:
            return {"parts": [], "meta": ""}
        first = self.head()["first"]
        parts = [(label.replace("{first}", first), getattr(briefing, name)) for label, name in BRIEFED]
        when = day_and_time(briefing.written_at, self.today)
        return {
            "parts": [(label, words) for label, words in parts if words],
            "meta": f"{when}, {briefing.written_by.name}, {briefing.written_by.agency.name}",
        }

    def _handing_over(self, *, over: bool) -> dict[str, Any]:
        """Return to whom it is offered, what became of earlier offers, and where it is offered or kept."""
        offered = offered_by_us().filter(interview_id=self.interview.pk).first()
        page = "" if over else "interview_keep" if offered else "interview_hand_over"
        return {
            "handed": [turn.words for turn in self.state.all_of(Step.HANDED)],
            "offered": f"Offered to {offered.to_service.name}, not taken yet: it is yours" if offered else "",
            "hand_over_url": address(page, self.interview.reference) if page else "",
        }

    def _covered(self, one: Covered) -> dict[str, Any]:
        running = one.ended_at is None
        return {
            "words": f"Away from {in_midst(one.left_at, self.today)} to {in_midst(one.returned_at, self.today)}",
            "lasted": elapsed(one.returned_at - one.left_at),
            "outcome": OUTCOMES.get(one.outcome, one.outcome),
            "standing": standing(one.due_at, self.now) if running else None,
        }

    def _took(self, at: Any) -> str:
        """Return how long after the first return it was."""
        returned = min((one.returned_at for one in self.state.of_the_child), default=None)
        if at is None or returned is None:
            return "Not yet"
        return f"{elapsed(at - returned)} after the return ({in_midst(at, self.today)})"

    def _tasks(self, steps: tuple[Step, ...], *, over: bool) -> list[dict[str, Any]]:
        rows = []
        for step in steps:
            turns = self.state.all_of(step)
            newest = turns[-1:] if step not in SEVERAL else turns
            rows.append(
                {
                    "title": step.words,
                    "url": "" if over else address(PAGES[step], self.interview.reference),
                    "status": _status(turns),
                    "said": [words for words in (SAID[step](turn) for turn in newest) if words],
                    "own": step == Step.ACCOUNT,
                }
            )
        return rows

    def _late(self, turn: InterviewTurn) -> str:
        because = words_of_code(LATENESS, turn.code)
        return f"{because}. {turn.words}".strip()


def _status(turns: list[InterviewTurn]) -> str:
    """Return how a step stands; an offer is done when the child has answered."""
    if not turns:
        return "Not yet"
    newest = turns[-1]
    return "No answer yet" if newest.what == Step.OFFER and "no_answer" in newest.codes else "Done"
