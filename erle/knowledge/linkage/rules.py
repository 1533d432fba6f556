"""How a tie came about, what is said to a question, and how strongly a weight speaks."""

from enum import StrEnum


class How(StrEnum):
    """By which rule, or by whose judgement, two records are held to be of one child."""

    NUMBER = "number"
    """The same valid NHS or unique pupil number, and the same date of birth or full name."""
    NAME_AND_BIRTH = "name_and_birth"
    """The same full name and date of birth, with one candidate only."""
    JUDGEMENT = "judgement"
    """Somebody who sees both says so."""


class Choice(StrEnum):
    """What somebody says to the question whether two records are of one child."""

    SAME = "same"
    """A tie by judgement is made."""
    DIFFERENT = "different"
    """No rule ties them, and nobody is asked again, while this stands."""
    CANNOT_TELL = "cannot_tell"
    """Others are still asked; she is asked last."""
    ASK_AGENCY = "ask_agency"
    """As `CANNOT_TELL`: the agency whose record it is has to be asked first."""

    @property
    def settles(self) -> bool:
        """Whether nobody is asked any more while it stands; such an answer needs a reason."""
        return self in {Choice.SAME, Choice.DIFFERENT}


SETTLING = [choice.value for choice in Choice if choice.settles]
OF_THINGS = (Choice.SAME, Choice.DIFFERENT, Choice.CANNOT_TELL)
"""What is said of two things: no agency has to be asked whose record they are."""
LONGEST_REASON = 1000
UNKNOWN = "unknown"
"""The level of a field that one of the two records does not have."""
NAMED = "named"
"""Said beside what was compared, where one record names a brother, a sister or a cousin called as the other's child."""
STRONG, LITTLE = 4.0, 0.5
"""Bits from which a weight speaks strongly, and below which it hardly counts; each bit doubles the odds."""


class Strength(StrEnum):
    """How strongly one thing speaks for one person, or against."""

    STRONGLY_FOR = "strongly_for"
    A_LITTLE_FOR = "a_little_for"
    HARDLY = "hardly"
    A_LITTLE_AGAINST = "a_little_against"
    STRONGLY_AGAINST = "strongly_against"
    UNKNOWN = "unknown"


def strength(bits: float, level: str) -> Strength:
    """Return how strongly a field speaks."""
    if level == UNKNOWN:
        return Strength.UNKNOWN
    if abs(bits) < LITTLE:
        return Strength.HARDLY
    if bits > 0:
        return Strength.STRONGLY_FOR if bits >= STRONG else Strength.A_LITTLE_FOR
    return Strength.STRONGLY_AGAINST if bits <= -STRONG else Strength.A_LITTLE_AGAINST
