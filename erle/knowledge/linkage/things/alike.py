"""Why two things of one kind are near, each kind by its own rules; given in reasons, never in a number."""

from collections.abc import Callable, Iterable

from erle.knowledge.linkage.things.characters import handles, phones, plates
from erle.knowledge.linkage.things.naming import names, sought
from erle.knowledge.linkage.things.reasons import Reason
from erle.knowledge.records.rules import MentionKind

RULES: dict[MentionKind, Callable[[str, str], tuple[Reason, ...]]] = {
    MentionKind.VEHICLE: plates,
    MentionKind.PHONE: phones,
    MentionKind.ACCOUNT: handles,
    MentionKind.PLACE: names,
    MentionKind.ORGANISATION: names,
}


def reasons(kind: MentionKind, one: str, other: str) -> tuple[Reason, ...]:
    """Return why two things are near, by the one form of each; nothing where they are not."""
    return RULES[kind](*sorted((one, other)))


def looked_for(kind: MentionKind, keys: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the names like which candidates are written, and pieces that stand in theirs."""
    found = [sought(key) if RULES[kind] is names else ([key], []) for key in keys]
    return [one for wholes, _ in found for one in dict.fromkeys(wholes)], [one for _, pieces in found for one in pieces]
