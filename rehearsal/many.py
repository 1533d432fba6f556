"""Further children, lightly told: enough of them for lists and pages to be real; the same seed makes the same ones."""

from random import Random
from typing import NamedTuple

from erle.knowledge.records.rules import EntryKind, Sex
from erle.practice.missing.rules import InterviewStatus
from rehearsal.story import Away, Due, Shared, Spoken, Step, Story, Told
from rehearsal.templates import templates

TRIES = 20
LEADS = ("brookfield", "antwi", "wrona")
PRONOUNS = {Sex.FEMALE: "she/her", Sex.MALE: "he/him", Sex.UNKNOWN: "they/them"}
QUIET_DUE = (
    ("single_assessment", "Assessment to your manager for sign-off", (9, 58)),
    ("protection_visit", "Visit under the plan, the child seen alone", (3, 12)),
    ("later_review_conference", "Review conference", (20, 170)),
)
WITH_WORDS, WITH_DUE, WITH_EPISODE, SHARED_WITH_HEALTH = 0.7, 0.3, 0.1, 0.4
LOOKED_BACK = 260
TOLD = (
    "The child and family were told.",
    "The child was told, and agreed.",
    "The family was told; the child will be told at the next visit.",
)
SETTINGS = (
    "at home, seen alone",
    "at school, seen alone",
    "on a walk",
    "at home, with a brother or sister in the room",
)
DAYS, MINUTES = ("Monday", "Wednesday", "Saturday"), (0, 10, 15, 20, 30, 40, 45)
HELD = "Held where the child asked to be seen. What may be shared was agreed."


class Name(NamedTuple):
    """Who a further child is."""

    given: str
    family: str
    sex: Sex


def further_stories(seed: int, number: int) -> list[Story]:
    """Return that many children; two of one name are rare, as among real children."""
    random = Random(seed)
    taken: set[Name] = set()
    return [_story(random, place, _new_name(random, taken)) for place in range(number)]


def _new_name(random: Random, taken: set[Name]) -> Name:
    """Return a name that nobody has yet; where none is found soon, one that somebody has."""
    for _ in range(TRIES):
        people, sex = random.choice(templates().families), random.choice((Sex.FEMALE, Sex.MALE))
        given_names = people.girls if sex is Sex.FEMALE else people.boys
        given, middle = random.sample(given_names, 2)
        family = random.choice(people.family_names)
        name = Name(given if Name(given, family, sex) not in taken else f"{given} {middle}", family, sex)
        if name not in taken:
            break
    taken.add(name)
    return name


def _story(random: Random, place: int, name: Name) -> Story:
    school, safeguarding_lead = random.choice(templates().schools)
    lead, first = random.choice(LEADS), name.given.split(" ", maxsplit=1)[0]
    lines = _lines(random, first, school, {"lead": lead, "school": safeguarding_lead})
    return Story(
        given=name.given,
        family=name.family,
        age=random.randint(10, 16),
        birthday_in=random.randint(5, 360),
        sex=name.sex,
        pronouns=PRONOUNS[name.sex],
        number=f"21{place:05d}",
        school=school,
        lives=random.choice(templates().homes),
        lead=lead,
        purpose=random.choice(templates().purposes),
        shares=_shares(random, safeguarding_lead),
        lines=lines,
        words=_words(random, lead, first),
        episodes=_episodes(random),
        clocks=_due(random, lead),
    )


def _lines(random: Random, first: str, school: str, tellers: dict[str, str]) -> tuple[Told, ...]:
    chosen = random.sample(templates().lines, random.randint(2, 5))
    days = sorted((random.randint(3, LOOKED_BACK) for _ in chosen), reverse=True)
    return tuple(
        Told(
            days=ago,
            time=f"{random.randint(9, 17):02d}:{random.choice(MINUTES):02d}",
            by=tellers.get(template.by, template.by),
            kind=EntryKind(template.kind),
            title=template.title,
            text=template.text.format(first=first, school=school.split(",", maxsplit=1)[0], day=random.choice(DAYS)),
            grade=template.grade,
            star=template.kind == "strength" and random.random() < WITH_DUE,
        )
        for ago, template in zip(days, chosen, strict=True)
    )


def _shares(random: Random, safeguarding_lead: str) -> tuple[Shared, ...]:
    told = random.choice(TOLD)
    made = [
        Shared(
            worker=safeguarding_lead,
            purpose="Support in school",
            told=told,
            days=random.randint(20, 200),
            ends=random.randint(10, 160),
        )
    ]
    if random.random() < SHARED_WITH_HEALTH:
        made.append(
            Shared(
                worker=random.choice(("calloway", "penhale")),
                purpose="Health support",
                told=told,
                days=random.randint(10, 90),
                ends=random.randint(5, 120),
            )
        )
    return tuple(made)


def _words(random: Random, lead: str, first: str) -> tuple[Spoken, ...]:
    if random.random() > WITH_WORDS:
        return ()
    said, wish = random.choice(templates().words)
    setting = random.choice(SETTINGS)
    return (
        Spoken(days=random.randint(4, 33), to=lead, setting=setting, said=said.format(first=first), wishes=(wish,)),
    )


def _episodes(random: Random) -> tuple[Away, ...]:
    if random.random() > WITH_EPISODE:
        return ()
    ago = random.randint(30, 150)
    held = Step(ago - 2, "11:00", InterviewStatus.COMPLETED, "whitcombe", HELD)
    return (Away(left=(ago, f"{random.randint(16, 21)}:20"), returned=(ago, "23:05"), steps=(held,)),)


def _due(random: Random, lead: str) -> tuple[Due, ...]:
    if random.random() > WITH_DUE:
        return ()
    key, title, (soonest, latest) = random.choice(QUIET_DUE)
    return (
        Due(key, random.randint(soonest, latest), title, lead if key != "later_review_conference" else "pemberley"),
    )
