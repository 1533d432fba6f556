"""Kinds of records, and how exact a time is."""

from enum import StrEnum


class Precision(StrEnum):
    """How exactly it is known when something happened."""

    MINUTE = "minute"
    ABOUT = "about"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class EntryKind(StrEnum):
    """What a line of the chronology tells."""

    CONCERN = "concern"
    CONTACT = "contact"
    MISSING = "missing"
    AWAY = "away"
    RETURNED = "returned"
    RETURN_INTERVIEW = "return_interview"
    PLACEMENT = "placement"
    REVIEW = "review"
    OWN_WORDS = "own_words"
    STRENGTH = "strength"
    DECISION = "decision"


class Sex(StrEnum):
    """As the department's returns have it since 2024-25 (docs/glossary.md, sex)."""

    MALE = "M"
    FEMALE = "F"
    UNKNOWN = "U"


class Scheme(StrEnum):
    """Whose number an identifier is."""

    LOCAL_AUTHORITY_CHILD = "la_child"
    UNIQUE_PUPIL = "upn"
    NHS = "nhs"
    POLICE = "police"
    SCHOOL = "school"
