"""Return interviews: groups by which they are routed, their steps, and the lists, as dated reference data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from erle.foundation.statute.certainty import Certainty


class Group(StrEnum):
    """By what is known of a child's care, the group whose interviews one service holds."""

    HOME = "home"
    CARE = "care"
    PLACED_HERE = "placed_here"
    NOT_KNOWN = "not_known"

    @property
    def words(self) -> str:
        """The group in words."""
        return GROUP_WORDS[self]


GROUP_WORDS = {
    Group.HOME: "Children who live at home",
    Group.CARE: "Children in care of this authority",
    Group.PLACED_HERE: "Children placed here by another authority",
    Group.NOT_KNOWN: "Children of whose care nothing is recorded",
}


class Step(StrEnum):
    """One step of an interview, in the order in which they usually come."""

    OFFER = "offer"
    ATTEMPT = "attempt"
    CHOICE = "choice"
    HELD = "held"
    WHY = "why"
    ACCOUNT = "account"
    LEARNED = "learned"
    HELP = "help"
    PLAN = "plan"
    TOLD = "told"
    LATE = "late"
    FINISHED = "finished"
    ELSEWHERE = "elsewhere"
    HANDED = "handed"

    @property
    def words(self) -> str:
        """The step as a page names it."""
        return STEP_WORDS[self]


STEP_WORDS = {
    Step.OFFER: "Offer",
    Step.ATTEMPT: "Try to meet",
    Step.CHOICE: "What the child chose",
    Step.HELD: "The talk",
    Step.WHY: "Why the child left",
    Step.ACCOUNT: "In the child’s own words",
    Step.LEARNED: "People and places",
    Step.HELP: "What would help",
    Step.PLAN: "For the plan when missing",
    Step.TOLD: "Who was told what",
    Step.LATE: "Why it is late",
    Step.FINISHED: "Finished",
    Step.ELSEWHERE: "Ended by others",
    Step.HANDED: "Handed over",
}
SEVERAL = frozenset({Step.OFFER, Step.ATTEMPT, Step.LEARNED, Step.PLAN, Step.TOLD})
"""Steps of which each stands beside those before it."""

HOW: Mapping[str, str] = {
    "phone": "By phone",
    "message": "By message",
    "in_person": "Face to face",
    "through_family": "Through the family",
    "through_carer": "Through carers or the placement",
    "through_worker": "Through a worker whom the child knows",
}
ANSWERS: Mapping[str, str] = {
    "no_answer": "No answer yet",
    "accepted": "The child accepts",
    "declined": "The child declines",
}
CAME_OF_IT: Mapping[str, str] = {
    "no_reply": "No reply",
    "not_there": "The child was not there",
    "later": "The child asked for another time",
    "kept_from": "Somebody would not let us meet",
    "missing_again": "The child is missing again",
}
PASSED_BECAUSE: Mapping[str, str] = {
    "moved": "The child lives elsewhere now, or is looked after by another authority",
    "conflict": "One of us knows the child or the family",
    "other": "Another reason",
}
"""Why a service hands an interview over to another."""
CAN_READ = "The partnership's own list; no national list was read"


@dataclass(frozen=True)
class ReferenceList:
    """A list of codes in force from a day, with its source and how sure we are of it."""

    in_force_from: date
    codes: Mapping[str, str]
    source: str
    certainty: Certainty


_FACTORS_SOURCE = "Redcar and Cleveland, children missing from home or care: push and pull factors"
PUSH = (
    ReferenceList(
        date(2014, 1, 1),
        {
            "family_conflict": "Conflict in the family",
            "parents_parting": "Parents parting",
            "domestic_abuse": "Domestic abuse at home",
            "neglect": "Neglect",
            "abuse": "Abuse",
            "parent_substances": "A parent’s drinking or drug use",
            "mental_health": "The child’s mental health",
            "placement": "Something about the placement",
            "school": "Something about school",
            "other_push": "Something else that pushed",
        },
        _FACTORS_SOURCE,
        Certainty.SEEN,
    ),
)
PULL = (
    ReferenceList(
        date(2014, 1, 1),
        {
            "criminal_exploitation": "Somebody may be using the child for crime",
            "sexual_exploitation": "Somebody may be exploiting the child sexually",
            "peers": "Pressure from peers",
            "antisocial": "Antisocial activity that others began",
            "substances": "Drink or drugs offered",
            "parties": "A party",
            "family_visit": "To see family or friends",
            "other_pull": "Something else that pulled",
        },
        _FACTORS_SOURCE,
        Certainty.SEEN,
    ),
)
LATENESS = (
    ReferenceList(
        date(2014, 1, 1),
        {
            "told_late": "We were told late that the child was back",
            "no_contact": "The child could not be reached",
            "child_asked": "The child asked for a later time",
            "missing_again": "The child was missing again",
            "not_well": "The child was not well enough",
            "police_first": "Police asked us to wait",
            "kept_from": "Somebody would not let us meet",
            "out_of_area": "The child is placed far away",
            "nobody_free": "No interviewer was free",
            "chosen_person": "The person whom the child chose was not free",
            "other": "Another reason",
        },
        f"{CAN_READ}. UNSURE: agree it locally",
        Certainty.UNSURE,
    ),
)


def list_in_force(editions: tuple[ReferenceList, ...], on: date) -> ReferenceList:
    """Return the edition that governs the day; the first, of a day before any."""
    held = [edition for edition in editions if edition.in_force_from <= on]
    return held[-1] if held else editions[0]


def words_of_code(editions: tuple[ReferenceList, ...], code: str) -> str:
    """Return a code in words, by the newest edition that has it."""
    found = [edition.codes[code] for edition in editions if code in edition.codes]
    return found[-1] if found else code


REVIEW_AFTER = "after_return_interview"
"""Key of the clock by which risk and plan are looked at again."""
SEES_WITHHELD = timedelta(days=90)
"""How long whom a decision lets in sees what was withheld (the partnership's own rule)."""
