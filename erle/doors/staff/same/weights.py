"""What was compared, in words and as a picture: the words say all that the picture says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.fields import field_called
from erle.knowledge.linkage.matching.normal.places import home_in
from erle.knowledge.linkage.rules import STRONG, Strength, strength
from erle.knowledge.records.rules import Sex

if TYPE_CHECKING:
    from erle.knowledge.records.models import Person

LABELS = {
    "forename": "Given name",
    "middle": "Middle names",
    "surname": "Family name",
    "born": "Date of birth",
    "sex": "Sex",
    "address": "Address",
    "postcode": "Postcode",
    "identifier:nhs": "NHS number",
    "identifier:upn": "Unique pupil number",
}
NUMBERS = {"identifier:nhs", "identifier:upn"}
HOME = frozenset({"address", "postcode"})
"""What a household shares: it speaks for one child, and for brothers and sisters nearly as much."""
SEXES = {Sex.FEMALE.value: "Female", Sex.MALE.value: "Male"}
WORDS = {
    Strength.STRONGLY_FOR: "Strongly for",
    Strength.A_LITTLE_FOR: "A little for",
    Strength.HARDLY: "Hardly counts",
    Strength.A_LITTLE_AGAINST: "A little against",
    Strength.STRONGLY_AGAINST: "Strongly against",
    Strength.UNKNOWN: "Unknown",
}
MIDDLE, LONGEST, A_BIT = 140.0, 130.0, 10.0
"""Of the picture of a weight: where nothing speaks, the longest bar, and the length of one bit."""
NOT_GIVEN, NOT_SHOWN = "Not given", "Not shown to you"
TWINS = (
    "Family name and date of birth agree, and the given names do not. Brothers and sisters born on one day look"
    " like that, and so does one child under two names. Only a person can tell."
)


@dataclass(frozen=True)
class Bar:
    """A bar to the side on which a thing speaks; none where it is unknown."""

    start: str
    length: str
    against: bool


@dataclass(frozen=True)
class Row:
    """One thing that was compared."""

    label: str
    left: str
    right: str
    words: str
    agree: str
    bits: float
    bar: Bar | None
    shared: bool = False
    """Whether a household shares it."""

    @property
    def unknown(self) -> bool:
        """Whether one of the two records does not have it."""
        return self.bar is None


def rows(
    compared: Sequence[Mapping[str, Any]],
    left: Mapping[str, str],
    right: Mapping[str, str],
    *,
    hidden: frozenset[str] = frozenset(),
) -> list[Row]:
    """Return a row for each thing compared, with what either record holds of it; of what is `hidden`, how it agrees."""
    return [_row(one, left, right, hidden) for one in compared if one["field"] in LABELS]


def held_of(person: Person, numbers: Mapping[str, str]) -> dict[str, str]:
    """Return what a record holds of each thing that is compared, as matching takes it."""
    given, home = (person.given_names or person.known_as).split(), home_in(person.lives)
    held = {
        "forename": given[0] if given else "",
        "middle": " ".join(given[1:]),
        "surname": person.family_name,
        "born": f"{person.born_on.day} {person.born_on:%b %Y}" if person.born_on else "",
        "sex": SEXES.get(person.sex, ""),
        "address": home[0],
        "postcode": home[1],
    }
    return held | {f"identifier:{scheme}": value for scheme, value in numbers.items()}


def together(weight: float, found: Sequence[Row], *, held: bool) -> tuple[str, str]:
    """Return what all of it says together: a heading, and what carries it."""
    if held:
        return "Taken together: they may be twins", TWINS
    speaks = "strongly for" if weight >= STRONG else "for" if weight > 0 else "as much against as for"
    missing = [row for row in found if row.unknown]
    known = f", but {_count(len(missing))} not known of both" if missing else ""
    return f"Taken together: it speaks {speaks} one child{known}", " ".join(filter(None, (_carry(found), _ask(found))))


def signed(bits: float) -> str:
    """Return a weight as `+12.7`."""
    return f"{bits:+.1f}".replace("-", "−")


def _row(one: Mapping[str, Any], left: Mapping[str, str], right: Mapping[str, str], hidden: frozenset[str]) -> Row:
    field, level, bits = str(one["field"]), str(one["level"]), float(one["bits"])
    speaks = strength(bits, level)
    missing = NOT_SHOWN if field in hidden else NOT_GIVEN
    return Row(
        label=LABELS[field],
        left=left.get(field) or missing,
        right=right.get(field) or missing,
        words=WORDS[speaks],
        agree=agree(field, level),
        bits=bits,
        bar=None if speaks is Strength.UNKNOWN else bar(bits),
        shared=field in HOME,
    )


def bar(bits: float) -> Bar:
    """Return the bar of a weight."""
    length = min(abs(bits) * A_BIT, LONGEST)
    return Bar(f"{MIDDLE if bits >= 0 else MIDDLE - length:.1f}", f"{length:.1f}", bits < 0)


def agree(field: str, level: str) -> str:
    """Return in words how two values of a field agree."""
    return next((one.words for one in levels_of(field_called(field)) if one.name == level), "")


def _carry(found: Sequence[Row]) -> str:
    """Say which one or two things most of it hangs on."""
    speaking = sorted((row for row in found if row.bits > 0), key=lambda row: -row.bits)[:2]
    if not speaking:
        return "Nothing speaks for it by itself."
    named = " and ".join(row.label if place == 0 else _lower(row.label) for place, row in enumerate(speaking))
    return f"{named} {'carries' if len(speaking) == 1 else 'carry'} most of what speaks for it."


def _ask(found: Sequence[Row]) -> str:
    labels = {LABELS[field] for field in (*NUMBERS, "born")}
    asked = [row.label for row in found if row.unknown and row.label in labels]
    return f"To ask for the {_lower(asked[0])} would settle most." if asked else ""


def _lower(label: str) -> str:
    return label if label.startswith("NHS") else label[:1].lower() + label[1:]


def _count(number: int) -> str:
    return "one thing is" if number == 1 else f"{number} things are"
