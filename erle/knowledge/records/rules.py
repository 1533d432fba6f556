"""Kinds of records, how exact a time is, and the one form in which a thing is named."""

import hashlib
import hmac
import re
import unicodedata
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
    INCIDENT = "incident"
    ATTENDANCE = "attendance"
    ASSESSMENT = "assessment"
    STATUS = "status"


class Nature(StrEnum):
    """Whether an item is what was seen or heard, what somebody makes of it, or the child's own."""

    FACT = "fact"
    OPINION = "opinion"
    OWN_WORDS = "own_words"
    WISH = "wish"
    STRENGTH = "strength"


class Urgency(StrEnum):
    """How soon the reporter thinks that somebody must act; danger now is for 999."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"


class MentionKind(StrEnum):
    """What a report names."""

    PERSON = "person"
    PLACE = "place"
    VEHICLE = "vehicle"
    PHONE = "phone"
    ACCOUNT = "account"
    ORGANISATION = "organisation"


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
    OWN = "own"
    """The number by which the agency that handed in a file knows the child."""


REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
UK, ABROAD, NATIONAL_DIGITS = "+44", "+", 10
THING_LETTERS = 10


def plain(words: str) -> str:
    """Return the words in small letters, without marks and signs, one blank apart."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def thing_key(kind: MentionKind, words: str) -> str:
    """Return a thing's name in one form: a plate without blanks, a phone with its country, an account without its @.

    Blank where the words hold nothing that could be a name of that kind.
    """
    if kind is MentionKind.VEHICLE:
        return "".join(plain(words).split()).upper()
    if kind is MentionKind.PHONE:
        return _phone(words)
    if kind is MentionKind.ACCOUNT:
        return re.sub(r"\s+", "", words.casefold()).lstrip("@")
    return plain(words)


def _phone(words: str) -> str:
    """Return a number as E.164 has it, where its country is known: a number of this one, or one with its code."""
    digits = re.sub(r"\D", "", words)
    if words.strip().startswith("+") or digits.startswith("00"):
        whole = ABROAD + digits.removeprefix("00")
        return whole if not whole.startswith(f"{UK}0") else UK + whole.removeprefix(f"{UK}0")
    if digits.startswith("0") and len(digits) == NATIONAL_DIGITS + 1:
        return UK + digits[1:]
    return ABROAD + digits if digits.startswith(UK[1:]) and len(digits) == NATIONAL_DIGITS + 2 else digits


def thing_reference(kind: MentionKind, key: str, *, secret: bytes) -> str:
    """Return the opaque reference of a thing: the same wherever it is named, and not to be worked out from its name."""
    if kind is MentionKind.PERSON or not key:
        return ""
    drawn = hmac.new(secret, f"{kind.value}\0{key}".encode(), hashlib.sha256).digest()
    return "T-" + "".join(REFERENCE_LETTERS[byte % len(REFERENCE_LETTERS)] for byte in drawn[:THING_LETTERS])
