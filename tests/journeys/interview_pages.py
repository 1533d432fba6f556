"""The pages of return interviews: short ones, looked at on a phone above all."""

from __future__ import annotations

from tests.journeys.desk import Desk
from tests.journeys.shown import ADMINISTRATOR, LEAD, Shown, press

INTERVIEWER, IN_CARE = "Petra Holloway", "Silas Wetherby"
NO_PAGE = {
    "episode_offer": "takes a form and leads on to the plan, or back",
    "interview_keep": "takes a form and leads back to the interview",
    "interview_offered": "has its journey in test_interview, where an interview is offered",
    "interview_help": "has its journey in test_interview, after the talk was held",
    "withheld": "has its journey in test_interview, where something is kept apart",
    "withheld_override": "has its journey in test_interview",
}
AT, SERVICES = "/interviews/{interview}/", "/administration/interviews/"


def offer_it(desk: Desk) -> None:
    """Write down an offer that the child accepts."""
    desk.tick("By message")
    desk.tick("The child accepts")
    desk.press("Save and continue")


def _open_first(desk: Desk) -> None:
    desk.page.locator(".erle-work__what").first.click()


SHOWN = (
    Shown("interviews", "interviews", INTERVIEWER, "/interviews/"),
    Shown("interviews-care", "interviews", IN_CARE, "/interviews/"),
    Shown("interview", "interview", INTERVIEWER, "/interviews/", then=_open_first),
    Shown("interview-offered", "interview", INTERVIEWER, AT),
    Shown("interview-offer", "interview_offer", INTERVIEWER, AT + "offer/"),
    Shown("interview-offer-empty", "interview_offer", INTERVIEWER, AT + "offer/", 422, press("Save and continue")),
    Shown("interview-attempt", "interview_attempt", INTERVIEWER, AT + "attempt/"),
    Shown("interview-choice", "interview_choice", INTERVIEWER, AT + "choice/"),
    Shown("interview-held", "interview_held", INTERVIEWER, AT + "talk/"),
    Shown("interview-why", "interview_why", INTERVIEWER, AT + "why/"),
    Shown("interview-why-empty", "interview_why", INTERVIEWER, AT + "why/", 422, press("Save and continue")),
    Shown("interview-account", "interview_account", INTERVIEWER, AT + "account/"),
    Shown("interview-learned", "interview_learned", INTERVIEWER, AT + "learned/"),
    Shown("interview-plan", "interview_plan", INTERVIEWER, AT + "plan/"),
    Shown("interview-told", "interview_told", INTERVIEWER, AT + "told/"),
    Shown("interview-late", "interview_late", INTERVIEWER, AT + "late/"),
    Shown("interview-hand-over", "interview_hand_over", INTERVIEWER, AT + "hand-over/"),
    Shown("interview-hand-over-empty", "interview_hand_over", INTERVIEWER, AT + "hand-over/", 422, press("Offer it")),
    Shown("interview-not-shared", "interview_withhold", INTERVIEWER, AT + "not-shared/"),
    Shown("interview-finish", "interview_finish", INTERVIEWER, AT + "finish/"),
    Shown("my-work-interviewer", "my_work", INTERVIEWER, "/"),
    Shown("episode-interviewer", "episode_brief", LEAD, "/episodes/{owed}/interviewer/"),
    Shown("episode-after-interview", "episode_review", LEAD, "/episodes/{owed}/after-interview/"),
    Shown("interview-services", "interview_services", ADMINISTRATOR, SERVICES),
    Shown(
        "interview-services-empty",
        "interview_services",
        ADMINISTRATOR,
        "/administration/interviews/",
        422,
        press("Set it"),
    ),
)
OWED = (
    " FROM missing_covered c JOIN missing_interview i ON i.id = c.interview_id"
    " JOIN missing_episode e ON e.id = c.episode_id"
    " WHERE i.given_names = 'Maisie' AND c.ended_at IS NULL LIMIT 1"
)
REFERENCES = {"interview": f"SELECT i.reference{OWED}", "owed": f"SELECT e.reference{OWED}"}
