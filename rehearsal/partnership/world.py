"""The town and everybody in it, from a seed: what is true before any agency has written a word."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rehearsal.partnership.cast import Cast, Worry, cast_of, with_care
from rehearsal.partnership.chance import scaled
from rehearsal.partnership.days import Days
from rehearsal.partnership.narratives.slots import slots_of
from rehearsal.partnership.narratives.telling import Teller
from rehearsal.partnership.parameters import number
from rehearsal.partnership.people.adults import Adult, Group, adults_of, groups_of
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.people.households import Homes
from rehearsal.partnership.places.towns import Place

FRIENDS = 40
"""Of the children of a school, those whom others name as friends."""


@dataclass
class Evening:
    """A planted evening: when, where, with which adult, which children."""

    at: datetime
    place: Place | None
    adult: Adult | None
    children: set[str] = field(default_factory=set)


@dataclass
class World:
    """What is true; `teller` remembers what was told, so that each account is told in words of its own.

    `written_as` says of a few children what an agency's record of them holds, whatever the agency's habits.
    """

    seed: int
    scale: float
    days: Days
    homes: Homes
    children: dict[str, Child]
    cast: Cast
    adults: Sequence[Adult]
    groups: Sequence[Group]
    teller: Teller = field(default_factory=Teller)
    group_of: dict[str, Group] = field(default_factory=dict)
    written_as: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    friends: dict[str, Child | None] = field(default_factory=dict)
    evenings: dict[str, Evening] = field(default_factory=dict)
    by_household: Mapping[str, Sequence[str]] = field(default_factory=dict)
    by_school: Mapping[str, Sequence[Child]] = field(default_factory=dict)

    def times(self, parameter: str, *, least: int = 1) -> int:
        """Return a number of the parameters at this scale."""
        return scaled(number(parameter), self.scale, least=least)

    def slots(self, child: Child, moment: datetime) -> dict[str, str]:
        """Return who and when, for the sentences, with a friend of the same school."""
        known = slots_of(child, moment)
        friend = self.friend(child)
        known |= {"friend": friend.called, "language": "Polish"} if friend else {}
        return known

    def friend(self, child: Child) -> Child | None:
        """Return the friend whom accounts of a child name: somebody of the group, or of the same school."""
        if child.key not in self.friends:
            group = self.group_of.get(child.key)
            others = [self.children[key] for key in group.children] if group and len(group.children) > 1 else []
            near = [
                one for one in others or self.by_school.get(child.school, ())[:FRIENDS] if one.called != child.called
            ]
            self.friends[child.key] = near[int(child.key[1:]) % len(near)] if near else None
        return self.friends[child.key]

    def told_of(self, child: Child, *, youngest: int = 9) -> tuple[date, date]:
        """Return from which day something can be told of a child, from an age on, and the day until which it can."""
        return max(self.days.first, child.birthday(youngest)), min(self.days.today, child.birthday(18))


def world_of(seed: int, scale: float, days: Days) -> World:
    """Return the town of a seed."""
    homes = Homes(seed, days)
    homes.fill(scaled(number("children_known"), scale, least=300))
    cast = cast_of(seed, scale, homes.children, days)
    children = {
        child.key: with_care(seed, child, days.today) if child.key in cast.in_care else child
        for child in homes.children
    }
    exploited = [(worry.value, [children[key] for key in cast.of(worry)]) for worry in (Worry.SEXUAL, Worry.CRIMINAL)]
    adults = adults_of(seed, scale, days.today)
    groups = groups_of(seed, scale, adults, exploited)
    world = World(seed, scale, days, homes, children, cast, adults, groups)
    world.group_of = {key: group for group in groups for key in group.children}
    settle(world)
    return world


def settle(world: World) -> None:
    """Note who lives with whom and who goes to which school."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    schools: defaultdict[str, list[Child]] = defaultdict(list)
    for child in world.children.values():
        homes[child.household.key].append(child.key)
        schools[child.school].append(child)
    world.by_household, world.by_school = homes, schools
