"""What the desk may decide, and the turns that an arrival takes."""

from enum import StrEnum


class Response(StrEnum):
    """What is done about a report: the outcomes of the decision on a referral (Working Together, flowchart 1)."""

    PROTECTION = "protection"
    STRATEGY = "strategy"
    SECTION_17 = "section_17"
    OPEN_WORK = "open_work"
    EARLY_HELP = "early_help"
    ADVICE = "advice"
    NO_ACTION = "no_action"

    @property
    def words(self) -> str:
        """The response as a page names it."""
        return WORDS[self][0]

    @property
    def hint(self) -> str:
        """What it rests on, or what follows."""
        return WORDS[self][1]


WORDS = {
    Response.PROTECTION: ("Immediate protection", "Danger now: police, or an order; ring, do not wait for this page"),
    Response.STRATEGY: ("Strategy discussion today", "Reasonable cause to suspect significant harm (section 47)"),
    Response.SECTION_17: ("Section 17 assessment", "A child in need of help that only services can give"),
    Response.OPEN_WORK: ("Add to work already open", "Whoever leads that work is told now"),
    Response.EARLY_HELP: ("Early help", "With the family’s agreement"),
    Response.ADVICE: ("Advice or signposting", "Who is told what, and where they are sent"),
    Response.NO_ACTION: ("No further action", "A second person reads the reason before it counts"),
}
READ_BY_ANOTHER = frozenset({Response.NO_ACTION})
"""Responses that count once a second person has read the reason and agrees."""


class Turn(StrEnum):
    """What an act changed of an arrival."""

    CLAIMED = "claimed"
    RELEASED = "released"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    TOOK_BACK = "took_back"
    ASKED = "asked"
    ANSWERED = "answered"
    WAIVED = "waived"
    JUDGED = "judged"
    DECIDED = "decided"
    READ = "read"
    TOLD = "told"
