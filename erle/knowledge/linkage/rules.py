"""How a tie came about."""

from enum import StrEnum


class How(StrEnum):
    """By which rule, or by whose judgement, two records are held to be of one child."""

    NUMBER = "number"
    """The same valid NHS or unique pupil number, and the same date of birth or full name."""
    NAME_AND_BIRTH = "name_and_birth"
    """The same full name and date of birth, with one candidate only."""
    JUDGEMENT = "judgement"
    """Somebody who sees both says so."""
