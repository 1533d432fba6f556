"""The lists of an episode: what a turn says, who reported, who is told, care, harm, and by whom a child is found."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class What(StrEnum):
    """What one turn of an episode says."""

    REPORTED = "reported"
    RISK = "risk"
    CARE = "care"
    TOLD = "told"
    SEEN = "seen"
    ACTION = "action"
    DONE = "done"
    TAKEN = "taken"
    HANDED = "handed"
    ACKNOWLEDGED = "acknowledged"
    LOCATED = "located"
    RETURNED = "returned"
    REOPENED = "reopened"
    PREVENTION = "prevention"
    LINKED = "linked"

    @property
    def words(self) -> str:
        """The turn as a page names it."""
        return WHAT_WORDS[self]


WHAT_WORDS = {
    What.REPORTED: "Reported",
    What.RISK: "Risk graded",
    What.CARE: "Care and authorities",
    What.TOLD: "Told",
    What.SEEN: "Seen or heard of",
    What.ACTION: "To be done",
    What.DONE: "Done",
    What.TAKEN: "Taken on",
    What.HANDED: "Handed over",
    What.ACKNOWLEDGED: "Hand-over read and taken",
    What.LOCATED: "Located",
    What.RETURNED: "Returned",
    What.REOPENED: "Return taken back",
    What.PREVENTION: "Prevention interview",
    What.LINKED: "Linked",
}
CONTESTED = frozenset({What.RISK, What.CARE, What.TAKEN, What.LOCATED, What.RETURNED, What.REOPENED})
"""Turns of which the newest holds: who did not read the newest of its kind is told first, and nothing is recorded."""
AFTERWARDS = frozenset(
    {What.PREVENTION, What.REOPENED, What.TOLD, What.DONE, What.CARE, What.ACKNOWLEDGED, What.LINKED}
)
"""Turns that an episode still takes once the child is back."""

REPORTED_BY: Mapping[str, str] = {
    "parent": "A parent or the family",
    "carer": "A carer or the placement",
    "school": "School or college",
    "social_worker": "A social worker",
    "police": "Police",
    "friend": "A friend",
    "public": "A member of the public",
    "other": "Somebody else",
}
"""Who reported; source: docs/glossary.md, reported by (a list of the partnership's own)."""

WHOM: Mapping[str, str] = {
    "family": "Family",
    "carer": "Carers or placement",
    "social_worker": "Social worker",
    "police": "Police",
    "responsible": "Responsible authority",
    "host": "Host authority",
    "school": "School",
    "other": "Somebody else",
}
"""Who may be told."""

CARE: Mapping[str, str] = {
    "none": "No care status known",
    "early_help": "Early help",
    "cin_s17": "Child in need (section 17)",
    "s47_open": "Section 47 enquiries under way",
    "cp_plan": "Child protection plan",
    "cla_s20": "Looked after, section 20",
    "cla_s31_full": "Looked after, care order",
    "cla_interim": "Looked after, interim care order",
    "cla_remand": "Looked after, on remand",
    "police_protection": "Police protection",
    "epo": "Emergency protection order",
    "supervision_order": "Supervision order",
    "uasc": "Unaccompanied, seeking asylum",
    "care_leaver": "Care leaver",
    "privately_fostered": "Privately fostered",
    "placed_here_by_other_la": "Placed here by another authority",
}
"""Care status at the time; more than one may be true (a list of the partnership's own)."""
LOOKED_AFTER = frozenset({"cla_s20", "cla_s31_full", "cla_interim", "cla_remand", "uasc", "placed_here_by_other_la"})
HAS_SOCIAL_WORKER = LOOKED_AFTER | {
    "cin_s17", "s47_open", "cp_plan", "police_protection", "epo", "supervision_order", "care_leaver",
}  # fmt: skip

MISSING_FROM: Mapping[str, str] = {
    "home": "Home",
    "foster": "Foster home",
    "childrens_home": "Children’s home",
    "semi_independent": "Semi-independent home",
    "kinship": "Home of family or friends who care",
    "school": "School or college",
    "hospital": "Hospital",
    "custody_or_secure": "Secure home or custody",
    "other_placement": "Another placement",
    "no_fixed_abode": "No fixed address",
}
"""From where; a list of the partnership's own."""

LINKED: Mapping[str, str] = {
    "person": "A person",
    "place": "A place",
    "vehicle": "A vehicle",
    "phone": "A phone number",
    "account": "An online account",
    "organisation": "A business or organisation",
}
"""What may be linked to an episode."""

FOUND_BY: Mapping[str, str] = {
    "returned_self": "Came back alone",
    "found_police": "Found by police",
    "found_family_carer": "Found by family or carers",
    "found_social_care": "Found by social care",
    "found_other": "Found by somebody else",
    "located_other_force": "Found by another police force",
    "arrested": "In police custody",
    "hospital": "In hospital",
    "deceased": "Has died",
}
"""By whom and how; a list of the partnership's own."""

HARM: Mapping[str, str] = {
    "none_disclosed": "No harm told of",
    "physical": "Physical harm",
    "sexual": "Sexual harm",
    "self_harm": "Self-harm",
    "exploitation_suspected": "Exploitation suspected",
    "other": "Other harm",
    "not_asked": "Not asked yet",
    "declined_to_say": "The child would rather not say",
}
"""What is known of harm as the child comes back; a list of the partnership's own."""


def to_be_told(care: Collection[str]) -> list[str]:
    """Return who is told of every such episode, by what is known of the child's care.

    Responsible and host authority both: local missing procedure (seen), and statutory guidance of 2014 on children
    who are placed out of area (known, not read again).
    """
    owed = ["police"]
    if LOOKED_AFTER & {*care}:
        owed += ["carer", "responsible"]
    else:
        owed += ["family"]
    if "placed_here_by_other_la" in care:
        owed += ["host"]
    if HAS_SOCIAL_WORKER & {*care}:
        owed += ["social_worker"]
    return owed
