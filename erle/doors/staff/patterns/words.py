"""A pattern in words: what it is, by which rule it is raised, how it stands to chance, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from erle.doors.staff.words import elapsed, spell
from erle.knowledge.patterns.rules import Chance, Found, Pattern, Rule, Verdict

if TYPE_CHECKING:
    from erle.knowledge.records.models import Person

DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
PARTS = ("between midnight and 06:00", "between 06:00 and noon", "between noon and 18:00", "between 18:00 and midnight")
SLOTS = (*(f"on {day}" for day in DAYS), *PARTS)
VERDICTS = {
    Verdict.MEETING: "To be brought to a meeting",
    Verdict.ACTING: "Somebody is acting on it",
    Verdict.WATCH: "Keep watching",
    Verdict.EXPLAINED: "Explained: nothing follows from it now",
    Verdict.AGAIN: "Put it back on the list",
}
HINTS = {
    Verdict.MEETING: "Say which meeting, and who brings it. Erle invites nobody and tells nobody: you do.",
    Verdict.ACTING: "Say who does what, and by when. Erle sets nobody a task by it.",
    Verdict.WATCH: "Say until when, below.",
    Verdict.EXPLAINED: "Say how: one household, one outing, two records of one child.",
    Verdict.AGAIN: "Say what was overlooked.",
}
AFTER = {
    Verdict.MEETING: "Nobody was told or invited by it: tell whoever brings it.",
    Verdict.ACTING: "Nobody was told by it: tell whoever acts.",
}
"""What the page says once it is decided, where somebody else has to know."""
ALWAYS_RARE = 1_000_000


def title(found: Found, rule: Rule) -> str:
    """Return the pattern as a heading has it."""
    number = len(found.times)
    if found.pattern is Pattern.REPEATED:
        return f"Missing {spell(number, 'time', 'times')} in {rule.repeat_days} days"
    if found.pattern is Pattern.LONGER:
        lasted = (elapsed(one.back - one.left) for (one,) in found.times if one.back is not None)
        return f"Each time longer: {', then '.join(lasted)}"
    if found.pattern is Pattern.HOURS:
        return f"Left {SLOTS[int(found.about)]} {number} of {found.numbers['of']:.0f} times"
    if found.pattern is Pattern.TOGETHER:
        of_three = "Three or more left" if len(found.children) > 2 else "Left"
        return f"{of_three} at about the same time, {spell(number, 'time', 'times')}"
    return f"“{found.words}” named about {spell(len(found.children), 'child', 'children')}"


def by_rule(found: Found, rule: Rule) -> str:
    """Return the rule by which it is raised, as the partnership has set it."""
    return {
        Pattern.REPEATED: f"{rule.repeat_episodes} or more times missing within {rule.repeat_days} days until now.",
        Pattern.LONGER: f"The last {rule.longer_episodes} times that ended were each longer than the one before, and"
        " the last at least twice the first of them.",
        Pattern.HOURS: "Three or more times on one day of the week, or in one part of the day, and more often than"
        f" chance brings. {_share(rule)}",
        Pattern.TOGETHER: f"Left within {rule.together_minutes} minutes of each other while both were away,"
        f" {rule.together_times} or more times in {rule.days} days, and more often than chance brings. {_share(rule)}",
        Pattern.THING: f"Named in what was reported about times missing, from 12 hours before to 72 hours after, of"
        f" {rule.thing_children} or more children within {rule.days} days.",
        Pattern.PERSON: f"Somebody called so is named in what was reported about times missing of {rule.thing_children}"
        f" or more children within {rule.days} days.",
    }[found.pattern]


def by_chance(found: Found) -> list[str]:
    """Return how often so much comes by chance, or that this is not worked out."""
    chance = found.chance
    if chance is None:
        if found.pattern in (Pattern.THING, Pattern.PERSON):
            return ["Not compared with chance: a place where many go is named often."]
        return []
    if found.pattern is Pattern.HOURS:
        usual = f"Of all times missing that you may see, {found.numbers['usual']:.0%} began {SLOTS[int(found.about)]}."
        often = f"A child whose times fall as those do would do so as often {_one_in(chance)}."
        return [
            usual,
            often,
            _among(chance, "day or part of a day of one child", "days and parts of the day, child by child"),
        ]
    how = (
        "If each had left at another time within four weeks, at the hours and days at which children leave whose"
        f" records you may see, they would be together as often {_one_in(chance)}."
    )
    if len(found.children) > 2:
        return [how, _among(chance, "child beside two such", "children, each beside two such")]
    return [how, _among(chance, "pair of children", "pairs of children")]


def not_known(found: Found) -> list[str]:
    """Return what nobody can read from it."""
    said = {
        Pattern.REPEATED: ["What each time was about: read the return interviews and ask the child.", UNREPORTED],
        Pattern.LONGER: [
            "Where the child was, and why longer. A time that is not over yet is not counted.",
            UNREPORTED,
        ],
        Pattern.HOURS: ["What happens then. Times without a known hour are left out.", UNREPORTED],
        Pattern.TOGETHER: [
            "Whether they were together, or left apart for reasons of their own. No child is said to have led another.",
            "Times without a known hour are left out.",
        ],
        Pattern.THING: ["Whether any of them was there or used it: it was named, in whatever sense. Read the lines."],
        Pattern.PERSON: ["Whether it is one person: the name is the same, no more is known. Read the lines."],
    }
    return said[found.pattern]


UNREPORTED = "Times that nobody reported."


def in_common(people: Sequence[Person]) -> list[str]:
    """Return what the records of several children say alike, which may explain it."""
    found = []
    for label, values in (("home", {one.lives for one in people}), ("school", {one.school for one in people})):
        [value, *others] = values
        if value and not others:
            found.append(f"The same {label} stands in their records: {value}.")
    births = [one.born_on for one in people]
    names = [{*f"{one.given_names} {one.family_name}".casefold().split()} for one in people]
    if len(people) == 2 and births[0] and births[0] == births[1] and names[0] & names[1]:
        found.append("Born on the same day, with a name in common: they may be two records of one child, or twins.")
    return found


def _share(rule: Rule) -> str:
    return f"Of what is raised so, {rule.chance_percent} in 100 are expected to be chance, at the most."


def _one_in(chance: Chance) -> str:
    if chance.likely * ALWAYS_RARE < 1:
        return f"in less than 1 of {ALWAYS_RARE:,} cases"
    return f"in 1 of {_round(1 / chance.likely):,} cases"


def _among(chance: Chance, one: str, many: str) -> str:
    expected = chance.expected
    number = f"{expected:.1f}" if expected >= 0.1 else ("less than 0.01" if expected < 0.01 else f"{expected:.2f}")
    return f"Looked at: {spell(chance.looked_at, one, many)}. By chance {number} of them would show as much."


def _round(number: float) -> int:
    """Return two leading figures: more would say more than is known."""
    digits = max(0, len(str(int(number))) - 2)
    return int(round(number / 10**digits) * 10**digits)
