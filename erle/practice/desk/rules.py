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
FOR_THE_REFERRER = {
    Response.PROTECTION: (
        "We acted on what you shared straight away, and may ring you today. If a child is in danger now, ring 999."
    ),
    Response.STRATEGY: (
        "We take what you shared seriously, and talk with other agencies today. We may ring you for more. Go on noting"
        " what you see and hear, and share it."
    ),
    Response.SECTION_17: (
        "We look further into what you shared, and what help is needed. We may ring you for more. Go on sharing what"
        " you see and hear."
    ),
    Response.OPEN_WORK: "A worker has what you shared and will act on it. Go on sharing what you see and hear.",
    Response.EARLY_HELP: (
        "We think that early help may be right, with the family’s agreement. Go on sharing what you see and hear."
    ),
    Response.ADVICE: "We looked at what you shared. This is what we advise, and who can help: ",
    Response.NO_ACTION: (
        "Two of us read what you shared. We take no further step now, and keep what you said. Share anything new: it"
        " may make the difference."
    ),
}
"""Usual words for who handed a report in; none tells whether the child was known. The desk may change them."""
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
