"""What a worker may do, and the roles the partnership starts with; information governance owns this file."""

from dataclasses import dataclass
from enum import StrEnum


class Ability(StrEnum):
    """Something that a role lets a worker do; never a right to see a child, which only a circle gives."""

    READ_RECORDS = "read_records"
    SHARE = "share"
    SHARE_EVERYTHING = "share_everything"
    KEEP_OUT = "keep_out"
    SEAL = "seal"
    ASK_WHETHER_KNOWN = "ask_whether_known"
    BREAK_GLASS = "break_glass"
    REVIEW_BREAK_GLASS = "review_break_glass"
    RECORD_RETURN_INTERVIEW = "record_return_interview"
    HOLD_INTERVIEWS = "hold_interviews"
    GRADE_MISSING = "grade_missing"
    HOLD_MISSING = "hold_missing"
    IMPORT_RECORDS = "import_records"
    HOLD_AGENCY_CIRCLES = "hold_agency_circles"
    HAND_IN = "hand_in"
    HAND_IN_FILES = "hand_in_files"
    TRIAGE = "triage"
    ANSWER_CHECKS = "answer_checks"
    JUDGE_SAME_PERSON = "judge_same_person"
    MANAGE_AGENCIES = "manage_agencies"
    MANAGE_WORKERS = "manage_workers"
    SET_LIMITS = "set_limits"
    MAKE_RETURNS = "make_returns"
    SEE_FIGURES = "see_figures"
    WRITE_PROTOCOLS = "write_protocols"
    SIGN_PROTOCOLS = "sign_protocols"

    @property
    def words(self) -> str:
        """The ability in words a worker knows."""
        return ABILITY_WORDS[self]


ABILITY_WORDS = {
    Ability.READ_RECORDS: "read the records of children whose circle she is in",
    Ability.SHARE: "share a child's record with a worker or an agency",
    Ability.SHARE_EVERYTHING: "agree, as the second person, that a worker sees every child not sealed",
    Ability.KEEP_OUT: "keep a worker out of a circle",
    Ability.SEAL: "seal and unseal a circle",
    Ability.ASK_WHETHER_KNOWN: "ask whether a child is known, and whom to ring",
    Ability.BREAK_GLASS: "open a child's record in an emergency",
    Ability.REVIEW_BREAK_GLASS: "say whether an emergency opening was fitting",
    Ability.RECORD_RETURN_INTERVIEW: "record an offer of, and the answer to, a return interview",
    Ability.HOLD_INTERVIEWS: "hold the return interviews of her own service, shown what safety needs and no more",
    Ability.GRADE_MISSING: "say how great the risk to a missing child is",
    Ability.HOLD_MISSING: "hold a missing child's episode, and hand it over between shifts",
    Ability.IMPORT_RECORDS: "let in an agency's file",
    Ability.HOLD_AGENCY_CIRCLES: "enter each circle that her own agency opens",
    Ability.HAND_IN: "share information about a child with the partnership",
    Ability.HAND_IN_FILES: "let in her own agency's file, and undo it",
    Ability.TRIAGE: "work at the MASH desk",
    Ability.ANSWER_CHECKS: "answer for her own agency what the MASH desk asks",
    Ability.JUDGE_SAME_PERSON: "say whether records of two agencies are of one child, shown who each is and no more",
    Ability.MANAGE_AGENCIES: "manage agencies",
    Ability.MANAGE_WORKERS: "manage workers and their posts",
    Ability.SET_LIMITS: "set the partnership's local limits",
    Ability.MAKE_RETURNS: "make the yearly returns of her own agency",
    Ability.SEE_FIGURES: "see the partnership's figures, rounded and without names",
    Ability.WRITE_PROTOCOLS: "propose protocols to the agencies that own them, and withdraw what is not in force",
    Ability.SIGN_PROTOCOLS: "sign protocols for her own agency",
}


ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. Contains National Statistics"
    " data, OS data and Royal Mail data © Crown copyright, Royal Mail copyright and database right 2025."
)
"""Stands wherever the public registers of schools, postcodes and wards, or street crime, are shown."""


class AgencyKind(StrEnum):
    """What an agency is; the list is of docs/glossary.md, agency kinds."""

    CHILDRENS_SERVICES = "csc"
    POLICE = "police"
    HEALTH = "community_health"
    SCHOOL = "school"
    EDUCATION_SERVICE = "education_service"
    YOUTH_JUSTICE = "youth_justice"
    HOUSING = "housing"
    LICENSING = "licensing"
    CHARITY = "vcs"
    ADVOCACY = "advocacy"
    PLACEMENT_PROVIDER = "placement_provider"
    PARTNERSHIP = "board"
    OTHER = "other"


class Regime(StrEnum):
    """Which part of data-protection law governs the agency's processing."""

    UK_GDPR = "uk_gdpr"
    LAW_ENFORCEMENT = "dpa_part3"


class WorkerKind(StrEnum):
    """A person who signs in, or the account by which an agency's file comes in, which cannot."""

    PERSON = "person"
    SERVICE = "service"


@dataclass(frozen=True)
class StartingRole:
    """A role that stands in a new partnership; later changes are made on the page and kept in the ledger."""

    slug: str
    name: str
    abilities: frozenset[Ability]


_ANY = frozenset({Ability.HAND_IN})
_CASEWORK = _ANY | {Ability.READ_RECORDS, Ability.SHARE, Ability.ASK_WHETHER_KNOWN, Ability.BREAK_GLASS}
_SPEAKS = frozenset({Ability.ANSWER_CHECKS})
_KEEPS = _SPEAKS | {Ability.HAND_IN_FILES, Ability.HOLD_AGENCY_CIRCLES}
"""Speaks for her agency; and keeps its records."""

STARTING_ROLES = (
    StartingRole("social-worker", "Social worker", _CASEWORK | _SPEAKS | {Ability.KEEP_OUT}),
    StartingRole(
        "social-work-manager",
        "Social work team manager",
        _CASEWORK | _KEEPS | {Ability.KEEP_OUT, Ability.SEAL, Ability.REVIEW_BREAK_GLASS, Ability.SEE_FIGURES},
    ),
    StartingRole(
        "return-interview-coordinator",
        "Return interview co-ordinator",
        _CASEWORK | {Ability.RECORD_RETURN_INTERVIEW, Ability.HOLD_AGENCY_CIRCLES, Ability.SEE_FIGURES},
    ),
    StartingRole(
        "return-interviewer",
        "Return interviewer",
        _ANY | {Ability.READ_RECORDS, Ability.RECORD_RETURN_INTERVIEW, Ability.HAND_IN_FILES},
    ),
    StartingRole("independent-interviewer", "Independent return interviewer", _ANY | {Ability.HOLD_INTERVIEWS}),
    StartingRole(
        "police-missing-officer",
        "Missing team officer",
        _CASEWORK | _SPEAKS | {Ability.GRADE_MISSING, Ability.HOLD_MISSING},
    ),
    StartingRole("police-analyst", "Analyst", _ANY | _KEEPS | {Ability.READ_RECORDS, Ability.ASK_WHETHER_KNOWN}),
    StartingRole(
        "mash-decision-maker",
        "MASH decision maker",
        _CASEWORK | {Ability.REVIEW_BREAK_GLASS, Ability.TRIAGE, Ability.HOLD_MISSING},
    ),
    StartingRole(
        "mash-manager",
        "MASH manager",
        _CASEWORK
        | {Ability.KEEP_OUT, Ability.REVIEW_BREAK_GLASS, Ability.TRIAGE, Ability.HOLD_MISSING, Ability.SEE_FIGURES},
    ),
    StartingRole("mash-information-officer", "MASH information officer", _ANY | {Ability.JUDGE_SAME_PERSON}),
    StartingRole("safeguarding-lead", "Designated safeguarding lead", (_CASEWORK | _KEEPS) - {Ability.BREAK_GLASS}),
    StartingRole("health-practitioner", "Health practitioner", (_CASEWORK | _KEEPS) - {Ability.BREAK_GLASS}),
    StartingRole("practitioner", "Practitioner", _ANY | _SPEAKS | {Ability.READ_RECORDS, Ability.ASK_WHETHER_KNOWN}),
    StartingRole("licensing-officer", "Licensing officer", _ANY | _KEEPS | {Ability.ASK_WHETHER_KNOWN}),
    StartingRole(
        "information-governance",
        "Information governance lead",
        frozenset({Ability.REVIEW_BREAK_GLASS, Ability.SHARE_EVERYTHING, Ability.SET_LIMITS, Ability.SEE_FIGURES}),
    ),
    StartingRole("data-officer", "Data officer", _ANY | {Ability.MAKE_RETURNS, Ability.SEE_FIGURES}),
    StartingRole("partnership-manager", "Partnership manager", frozenset({Ability.WRITE_PROTOCOLS})),
    StartingRole("protocol-signatory", "Protocol signatory", frozenset({Ability.SIGN_PROTOCOLS})),
    StartingRole(
        "technical-administrator",
        "Technical administrator",
        frozenset({Ability.MANAGE_AGENCIES, Ability.MANAGE_WORKERS}),
    ),
    StartingRole("records-import", "Records import", frozenset({Ability.IMPORT_RECORDS, Ability.HOLD_AGENCY_CIRCLES})),
)
