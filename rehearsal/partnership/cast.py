"""Who is in what: about whom agencies worry and why, who is missing how often, who is looked after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from rehearsal.partnership.chance import scaled, stream
from rehearsal.partnership.days import Days
from rehearsal.partnership.parameters import number, share
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import an_address
from rehearsal.partnership.repeats import episode_counts

YOUNGEST_EXPLOITED, YOUNGEST_MISSING, YOUNGEST_OF_CONCERN = 12, 11, 6
CARE_BEFORE = (30, 2400)
IN_CARE_NOT_MISSING = 40
REPORTED_MISSING = {"sexual": 0.9, "criminal": 0.9, "home": 0.7, "wellbeing": 0.55, "online": 0.5, "single": 0.2}
LIVES = (
    "Foster carers", "Foster carers", "Children’s home, Sallow House", "Children’s home, The Wheelhouse",
    "With an aunt, kinship care", "Semi-independent, Quay Lodge",
)  # fmt: skip
HEAVY, MIDDLE = 4, 3


class Worry(StrEnum):
    """What agencies worry about, most of all."""

    SEXUAL = "sexual"
    CRIMINAL = "criminal"
    HOME = "home"
    WELLBEING = "wellbeing"
    ONLINE = "online"
    SINGLE = "single"


OTHERS = ((Worry.HOME, 0.5), (Worry.WELLBEING, 0.25), (Worry.ONLINE, 0.1), (Worry.SINGLE, 0.15))
"""How children of concern who are not exploited are shared out; an assumption."""


@dataclass
class Cast:
    """The parts that children have."""

    worries: dict[str, Worry] = field(default_factory=dict)
    episodes: dict[str, int] = field(default_factory=dict)
    in_care: set[str] = field(default_factory=set)
    open_cases: set[str] = field(default_factory=set)

    def of(self, *worries: Worry) -> list[str]:
        """Return the children about whom the worry is one of these."""
        return [key for key, worry in self.worries.items() if worry in worries]


def cast_of(seed: int, scale: float, children: Sequence[Child], days: Days) -> Cast:
    """Share the parts out."""
    random, cast = stream(seed, "cast"), Cast()
    _worries(random, scale, children, days, cast)
    _episodes(random, scale, children, days, cast)
    _in_care(random, children, cast)
    _open(random, cast)
    return cast


def _aged(children: Sequence[Child], days: Days, youngest: int) -> list[Child]:
    """Return those of at least that age, and under eighteen, for long enough of the time told of."""
    enough = timedelta(days=240)
    return [
        child
        for child in children
        if child.birthday(youngest) <= days.today - enough and child.birthday(18) > days.first + enough
    ]


def _worries(random: Random, scale: float, children: Sequence[Child], days: Days, cast: Cast) -> None:
    total = scaled(number("children_with_a_concern"), scale, least=24)
    pool = _aged(children, days, YOUNGEST_EXPLOITED)
    random.shuffle(pool)
    exploited = scaled(number("sexual_exploitation_children"), scale, least=6)
    girls = round(exploited * share("sexual_exploitation_girls"))
    chosen = [child for child in pool if child.is_girl][:girls]
    chosen += [child for child in pool if not child.is_girl][: exploited - girls]
    cast.worries.update({child.key: Worry.SEXUAL for child in chosen})
    to_carry = [
        child for child in pool if child.key not in cast.worries and (not child.is_girl or random.random() < 0.2)
    ]
    wanted = scaled(number("criminal_exploitation_children"), scale, least=5)
    cast.worries.update({child.key: Worry.CRIMINAL for child in to_carry[:wanted]})
    left = total - len(cast.worries)
    for worry, part in OTHERS:
        youngest = YOUNGEST_OF_CONCERN if worry is Worry.HOME else YOUNGEST_EXPLOITED
        rest = [child for child in _aged(children, days, youngest) if child.key not in cast.worries]
        cast.worries.update({child.key: worry for child in random.sample(rest, min(len(rest), round(left * part)))})


def _episodes(random: Random, scale: float, children: Sequence[Child], days: Days, cast: Cast) -> None:
    """Give children their numbers of episodes: the exploited most, the rest so that the share of girls comes right."""
    counts = episode_counts(random, scale)
    pool = _aged(children, days, YOUNGEST_MISSING)
    known = [child for child in pool if random.random() < REPORTED_MISSING.get(cast.worries.get(child.key, ""), 0)]
    known.sort(key=lambda child: (cast.worries[child.key] not in {Worry.SEXUAL, Worry.CRIMINAL}, random.random()))
    known = known[: len(counts)]
    heavy, light = counts[: len(known)], counts[len(known) :]
    cast.episodes.update({child.key: count for child, count in zip(known, _loosely(random, heavy), strict=True)})
    by_girls = sum(cast.episodes[child.key] for child in known if child.is_girl)
    wanted = sum(counts) * share("missing_girls") - by_girls
    others = [child for child in pool if child.key not in cast.worries]
    random.shuffle(others)
    sexes: Mapping[bool, list[Child]] = {sex: [one for one in others if one.is_girl is sex] for sex in (True, False)}
    for place, count in enumerate(light):
        left = sum(light[place:])
        girl = bool(sexes[True]) and random.random() < max(0.0, wanted) / left
        child = (sexes[girl] or sexes[not girl]).pop()
        wanted -= count if child.is_girl else 0
        cast.episodes[child.key] = count


def _loosely(random: Random, counts: Sequence[int]) -> list[int]:
    """Return the counts in nearly falling order, so that the heaviest fall to the exploited, as a rule."""
    return sorted(counts, key=lambda count: -count * random.uniform(0.35, 1.0))


def _in_care(random: Random, children: Sequence[Child], cast: Cast) -> None:
    """Choose who is looked after, so that their shares of the missing children and of the episodes come right."""
    by_count = sorted(cast.episodes, key=lambda key: (-cast.episodes[key], random.random()))
    wanted = round(len(by_count) * share("missing_looked_after_children"))
    episodes = round(sum(cast.episodes.values()) * share("missing_looked_after_incidents"))
    for key in by_count:
        left, still = wanted - len(cast.in_care), episodes - sum(cast.episodes[one] for one in cast.in_care)
        if left > 0 and cast.episodes[key] > 1 and random.random() < 0.5 and still - cast.episodes[key] >= left - 1:
            cast.in_care.add(key)
    singles = [key for key in by_count if key not in cast.in_care and cast.episodes[key] == 1]
    cast.in_care.update(random.sample(singles, min(len(singles), max(0, wanted - len(cast.in_care)))))
    others = [child.key for child in children if child.key not in cast.episodes]
    cast.in_care.update(random.sample(others, min(len(others), scaled(IN_CARE_NOT_MISSING, len(children) / 3200))))


def _open(random: Random, cast: Cast) -> None:
    """Choose who is open to children's services when missing; every child in care is."""
    wanted = round(len(cast.episodes) * share("missing_open_to_social_care"))
    missing = [key for key in cast.episodes if key in cast.in_care]
    order = sorted(
        (key for key in cast.episodes if key not in cast.in_care),
        key=lambda key: (key not in cast.worries, random.random()),
    )
    cast.open_cases = {*cast.in_care, *order[: max(0, wanted - len(missing))], *cast.of(Worry.SEXUAL, Worry.CRIMINAL)}


def with_care(seed: int, child: Child, today: date) -> Child:
    """Return the child as one who is looked after."""
    random = stream(seed, "care", child.key)
    since = today - timedelta(days=random.randint(*CARE_BEFORE))
    return replace(
        child,
        looked_after_since=max(since, child.born + timedelta(days=30)),
        lives_with=random.choice(LIVES),
        care_address=an_address(random),
    )
