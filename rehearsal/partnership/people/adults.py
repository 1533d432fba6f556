"""A few adults of concern, the children around each, and the places, vehicles, phones and accounts they use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rehearsal.partnership.chance import scaled, some, stream
from rehearsal.partnership.parameters import number
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.people.numbers import mobile, plate
from rehearsal.partnership.places.towns import Place, adult_names, places

AT_THE_CENTRE = 4
"""Adults who are part of several groups; each of the others is part of one."""
YOUNGEST, OLDEST = 21, 47
FIRST_PHONE = 300
EXPLOITED_SEXUALLY, EXPLOITED_TO_CARRY = "sexual", "criminal"
OF_AN_ADULT = frozenset(
    {"adult", "an_adult", "An_adult", "adult_name", "vehicle", "vehicle_cap", "plate", "phone", "account"}
)
"""What sentences ask for of an adult."""


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult of concern: what children call him, his name as police know it, and what he uses."""

    key: str
    name: str
    nickname: str
    born: date
    vehicle: str
    plate: str
    phone: str
    account: str
    places: tuple[Place, ...]

    def slots(self, *, sure: bool) -> dict[str, str]:
        """Return the adult as sentences ask for him; those who are not sure do not know his name."""
        called = f"“{self.nickname}”"
        return {
            "adult": called,
            "an_adult": f"a man called {called}" if sure else "a man",
            "An_adult": f"A man called {called}" if sure else "A man",
            "adult_name": self.name,
            "vehicle": self.vehicle,
            "vehicle_cap": self.vehicle[0].upper() + self.vehicle[1:],
            "plate": self.plate,
            "phone": self.phone,
            "account": self.account,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Children whom the same adults exploit, where and how."""

    key: str
    nature: str
    children: tuple[str, ...]
    adults: tuple[Adult, ...]
    places: tuple[Place, ...]


def adults_of(seed: int, scale: float, today: date) -> list[Adult]:
    """Return the adults; names run out at 20, and then carry a number."""
    random, told = stream(seed, "adults"), adult_names()
    wanted = scaled(number("adults_of_concern"), scale, least=AT_THE_CENTRE)
    given, families = random.sample(told["given"], 20), random.sample(told["families"], 20)
    nicknames = random.sample(told["nicknames"], len(told["nicknames"]))
    harm = [place for place in places() if place.busy]
    return [
        Adult(
            key=f"A{place + 1:03d}",
            name=f"{given[place % 20]} {_numbered(families[place % 20], place // 20)}",
            nickname=_numbered(nicknames[place % len(nicknames)], place // len(nicknames)),
            born=today - timedelta(days=random.randint(YOUNGEST * 365, OLDEST * 365)),
            vehicle=told["vehicles"][place % len(told["vehicles"])],
            plate=plate(random),
            phone=mobile(FIRST_PHONE + place),
            account=f"@{nicknames[place % len(nicknames)].lower().replace(' ', '.')}_{random.randint(10, 99)}",
            places=tuple(some(random, harm, 5 if place < AT_THE_CENTRE else 3)),
        )
        for place in range(wanted)
    ]


def _numbered(name: str, again: int) -> str:
    return f"{name} {again + 1}" if again else name


def groups_of(
    seed: int, scale: float, adults: Sequence[Adult], exploited: Sequence[tuple[str, Sequence[Child]]]
) -> list[Group]:
    """Return the groups: the adults at the centre are part of several, each other adult of one or two."""
    random = stream(seed, "groups")
    made: list[Group] = []
    wanted = scaled(number("groups"), scale, least=2)
    centre, around = adults[:AT_THE_CENTRE], adults[AT_THE_CENTRE:]
    total = sum(len(children) for _, children in exploited)
    for nature, children in exploited:
        parts = max(1, round(wanted * len(children) / max(1, total)))
        for place in range(parts):
            members = tuple(child.key for child in children[place::parts])
            own = tuple(dict.fromkeys((centre[len(made) % len(centre)], *_next(random, around, len(made)))))
            where = tuple(dict.fromkeys(one for adult in own for one in adult.places[:3]))
            made.append(Group(f"G{len(made) + 1:02d}", nature, members, own, where))
    return made


def _next(random: Random, around: Sequence[Adult], place: int) -> list[Adult]:
    """Return one or two adults of the outer ring, every one of whom comes to be part of a group."""
    if not around:
        return []
    first = around[place % len(around)]
    return [first, around[(place + 12) % len(around)]] if random.random() < 0.7 else [first]
