"""The police's scale of risk, as dated reference data: what each level means, since when, and how surely we know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from erle.foundation.statute.certainty import Certainty

NOT_GRADED = "Not graded yet"


class NoSuchLevel(ValueError):
    """Raised for a level that a scale does not have."""


@dataclass(frozen=True)
class Level:
    """One level: its key, its name, its test as the guidance has it, and what follows."""

    key: str
    words: str
    test: str
    follows: str


@dataclass(frozen=True)
class Scale:
    """The levels in force from a day, the highest first."""

    key: str
    in_force_from: date
    levels: tuple[Level, ...]
    source: str
    certainty: Certainty

    def level(self, key: str) -> Level:
        """Return the level, or refuse one that the scale does not have."""
        found = [level for level in self.levels if level.key == key]
        if not found:
            raise NoSuchLevel(f"{key} is no level of the scale in force from {self.in_force_from}.")
        return found[0]


_HIGH = Level(
    "high",
    "High",
    "Serious harm to the child or the public is very likely",
    "Immediate deployment, led by a senior officer",
)
_MEDIUM = Level("medium", "Medium", "Harm is likely, but not serious", "An active and measured response")
_LOW = Level("low", "Low", "Harm is possible, but minimal", "Enquiries in proportion")
_FOLLOWS = "Agree what is done, and when the level is looked at again"
_APP = "College of Policing, Authorised Professional Practice: missing persons"

SCALES = (
    Scale(
        key="2013",
        in_force_from=date(2013, 4, 1),
        levels=(
            _HIGH,
            _MEDIUM,
            _LOW,
            Level("absent", "Absent (2013 to 2017)", "Not where expected, with no apparent risk", _FOLLOWS),
        ),
        source="Association of Chief Police Officers, interim guidance 2013: the category of absent (day not read)",
        certainty=Certainty.SEEN,
    ),
    Scale(
        key="2017",
        in_force_from=date(2017, 1, 1),
        levels=(
            _HIGH,
            _MEDIUM,
            _LOW,
            Level("very_low", "No apparent risk", "No apparent risk of harm to the child or the public", _FOLLOWS),
        ),
        source=f"{_APP}, January 2017 (day not read: the month's first stands for it)",
        certainty=Certainty.SEEN,
    ),
    Scale(
        key="2021",
        in_force_from=date(2021, 1, 1),
        levels=(
            _HIGH,
            _MEDIUM,
            _LOW,
            Level("very_low", "Very low", "No apparent risk of harm to the child or the public", _FOLLOWS),
        ),
        source=(
            f"{_APP}. UNSURE when the lowest level was renamed (about 2021), and whether it may be used of a child who"
            " is or may be exploited: many forces do not"
        ),
        certainty=Certainty.UNSURE,
    ),
)
"""Every edition, the oldest first; one that ends is followed by the next."""
ORDER: Mapping[str, int] = {
    "high": 0, "medium": 1, "": 2, "low": 3, "very_low": 4, "absent": 4,
}  # fmt: skip
"""How the board sorts: what nobody graded stands above low, since nobody has said that little is to be feared."""


def scale_in_force(on: date) -> Scale:
    """Return the scale of the day; before the first edition, the first."""
    return max(
        (scale for scale in SCALES if scale.in_force_from <= on), key=lambda one: one.in_force_from, default=SCALES[0]
    )


def scale_called(key: str) -> Scale:
    """Return the edition by which an episode was graded."""
    return next(scale for scale in SCALES if scale.key == key)
