"""What was compared, in words and as a picture: the words say all that the picture says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.fields import field_called
from erle.knowledge.linkage.matching.normal.around import BESIDE, kind_of
from erle.knowledge.linkage.matching.normal.places import home_in
from erle.knowledge.linkage.rules import NAMED, STRONG, UNKNOWN, Strength, strength
from erle.knowledge.records.rules import Sex

if TYPE_CHECKING:
    from erle.knowledge.linkage.queries import Beside
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
    "around": "Family and carers",
    "phones": "Telephone numbers",
    NAMED: "Brothers, sisters, cousins",
}
NUMBERS = {"identifier:nhs", "identifier:upn"}
HOME, FAMILY = frozenset({"address", "postcode"}), frozenset({"around", "phones", NAMED})
HIDDEN = HOME | FAMILY
"""What a household or a family shares: it speaks for one child, and for brothers and sisters nearly as much. Of it she
who judges by her role is told how it agrees, and not what it is."""
SHARED = {**dict.fromkeys(HOME, "A household shares it"), **dict.fromkeys(("around", "phones"), "A family shares it")}
NOT_COUNTED, DECIDES = "Does not count", "A person decides"
UNCOUNTED = {
    "around": "the same relation is not named by both",
    "phones": "many records have such a number, as of a home or a school",
}
"""Why a thing that both records hold says nothing."""
TOLD_OF = {
    "around": ("a relation agrees", "the relations do not agree"),
    "phones": ("a number agrees", "no number agrees"),
}
"""How it agrees, and how it does not, for her who is not shown whom and what a record names."""
OF_BOTH = "one record names somebody beside its own child who is called as the other’s"
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


ONE_FAMILY = (
    "What speaks for it a family shares, or one record names somebody beside its own child who is called as the"
    " other’s. Brothers, sisters and cousins look like that, and so does one child. Only a person can tell."
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
    shared: str = ""
    """Who else shares it, in words."""
    beside: bool = False
    """Whether it is of those around the child, which most records do not have."""

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


def held_of(person: Person, numbers: Mapping[str, str], beside: Beside) -> dict[str, str]:
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
    related = [(kind_of(relation), f"{name}, {relation}") for relation, name in beside.people]
    held |= {
        "around": "; ".join(words for kind, words in related if kind),
        "phones": "; ".join(beside.phones),
        NAMED: "; ".join(words for kind, words in related if kind in BESIDE),
    }
    return held | {f"identifier:{scheme}": value for scheme, value in numbers.items()}


def together(weight: float, found: Sequence[Row], *, held: bool) -> tuple[str, str]:
    """Return what all of it says together: a heading, and what carries it."""
    if held:
        return _held(found)
    speaks = "strongly for" if weight >= STRONG else "for" if weight > 0 else "as much against as for"
    missing = [row for row in found if row.unknown and not row.beside]
    known = f", but {_count(len(missing))} not known of both" if missing else ""
    return f"Taken together: it speaks {speaks} one child{known}", " ".join(filter(None, (_carry(found), _ask(found))))


def _held(found: Sequence[Row]) -> tuple[str, str]:
    """Return what is said of a pair that a guard holds back: twins have two given names."""
    alike = any(row.label == LABELS["forename"] and row.bits > 0 for row in found)
    if alike or any(row.label == LABELS[NAMED] for row in found):
        return "Taken together: they may be two of one family", ONE_FAMILY
    return "Taken together: they may be twins", TWINS


def signed(bits: float) -> str:
    """Return a weight as `+12.7`."""
    return f"{bits:+.1f}".replace("-", "−")


def _row(one: Mapping[str, Any], left: Mapping[str, str], right: Mapping[str, str], hidden: frozenset[str]) -> Row:
    field, level, bits = str(one["field"]), str(one["level"]), float(one["bits"])
    speaks = strength(bits, level)
    missing = NOT_SHOWN if field in hidden else NOT_GIVEN
    both = bool(left.get(field) and right.get(field))
    words, agreed = WORDS[speaks], _agreed(field, level, hidden=field in hidden)
    if field == NAMED:
        words, agreed = DECIDES, OF_BOTH
    elif speaks is Strength.UNKNOWN and both and field in UNCOUNTED:
        words, agreed = NOT_COUNTED, UNCOUNTED[field]
    return Row(
        label=LABELS[field],
        left=left.get(field) or missing,
        right=right.get(field) or missing,
        words=words,
        agree=agreed,
        bits=bits,
        bar=None if speaks is Strength.UNKNOWN or field == NAMED else bar(bits),
        shared=SHARED.get(field, ""),
        beside=field in FAMILY,
    )


def bar(bits: float) -> Bar:
    """Return the bar of a weight."""
    length = min(abs(bits) * A_BIT, LONGEST)
    return Bar(f"{MIDDLE if bits >= 0 else MIDDLE - length:.1f}", f"{length:.1f}", bits < 0)


def _agreed(field: str, level: str, *, hidden: bool) -> str:
    if field == NAMED:
        return ""
    if hidden and field in TOLD_OF and level != UNKNOWN:
        return TOLD_OF[field][level == "different"]
    return agree(field, level)


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
