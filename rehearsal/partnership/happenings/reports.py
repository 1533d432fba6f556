"""What is written of each episode: the police's report, the notification, the return interview."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from rehearsal.partnership.cast import Worry
from rehearsal.partnership.chance import stream, weighted
from rehearsal.partnership.days import at, hour_between
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.missing import Episode
from rehearsal.partnership.happenings.noting import (
    CARE,
    OFFICERS,
    POLICE,
    RETURNS,
    Around,
    delay,
    mention,
    slots_around,
    unquoted,
)
from rehearsal.partnership.narratives.slots import time_slots
from rehearsal.partnership.narratives.telling import Account
from rehearsal.partnership.parameters import share
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import places
from rehearsal.partnership.world import World

ORDINALS = ("the first episode", "the second episode", "the third episode", "the fourth episode", "the fifth episode")
NOTIFIED, OFFERED = 0.7, 0.96
HOURS = frozenset({"night", "evening", "after_school", "school_hours", "weekend", "time", "day"})
INTERVIEWERS = ("Moses Adair", "Ottoline Frost", "Dinesh Rao")
INTERVIEW_HOURS = ((14, 70), (74, 190))
LATE_BECAUSE = (
    "Child chose the day.", "Child was missing again before it could be held.",
    "Not told of the return until the next week.",
    "Child unwell.", "Placed out of area; travel arranged.",
)  # fmt: skip
SELF, BY_POLICE, BY_FAMILY, LOCATED = (
    "Returned of own accord",
    "Found by officers",
    "Found by family or carer",
    "Located safe",
)
DECLINED, COMPLETED, NOT_REACHED = "declined", "completed", "no contact"


def lines_of(world: World, episodes: Sequence[Episode]) -> Iterator[Line]:
    """Return every row about episodes, in order of the episodes."""
    random = stream(world.seed, "reports")
    for episode in episodes:
        child = world.children[episode.child]
        told = report(world, random, child, episode)
        yield told
        if random.random() < NOTIFIED:
            yield _notification(world, random, child, episode)
        if episode.returned and random.random() < OFFERED:
            line = interview(world, random, child, episode, told)
            if line.recorded_at <= world.days.now:
                yield line


def around(episode: Episode) -> Around:
    """Return what surrounds an episode, for the sentences."""
    return Around(episode.place, episode.adult, episode.evening, others=episode.together)


def _slots(world: World, random: Random, child: Child, episode: Episode) -> dict[str, str]:
    known = slots_around(world, child, episode.reported, around(episode), sure=False)
    if not episode.place:
        known.pop("place", None)
    known |= {
        "left": f"{episode.left:%H:%M}",
        "reported": f"{episode.reported:%H:%M}",
        "risk": episode.risk,
        "due": _due(episode.reported),
        "ordinal": _ordinal(episode.ordinal),
        "ordinal_cap": _ordinal(episode.ordinal).capitalize(),
    }
    known[episode.risk.replace(" ", "_").replace("very_low", "low")] = "yes"
    known["again" if episode.ordinal > 1 else "first_time"] = "yes"
    if episode.since:
        known["since"] = _spelled(episode.since)
    if world.cast.worries.get(child.key) is Worry.CRIMINAL:
        known["owes"] = "yes"
    if episode.together:
        known["friend"] = world.children[episode.together[0]].called
    known["rationale"] = world.teller.tell(random, "missing.rationale", known).text
    return known


def _due(reported: datetime) -> str:
    """Return the half hour by which a child was to be back, some time before the report."""
    due = reported - timedelta(minutes=45)
    return f"{due.replace(minute=30 if due.minute >= 30 else 0):%H:%M}"


def _spelled(since: timedelta) -> str:
    days = since.days
    return "hours" if days < 1 else "a day" if days == 1 else f"{days} days" if days < 14 else f"{days // 7} weeks"


def _ordinal(number: int) -> str:
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"episode number {number}"


def report(world: World, random: Random, child: Child, episode: Episode) -> Line:
    """Return the police's row of an episode."""
    known, at_home = _slots(world, random, child, episode), not _in_care(child, episode.left)
    account = world.teller.tell(random, "missing.home" if at_home else "missing.care", known)
    line = Line(
        agency=POLICE,
        file="missing",
        kind="missing",
        child=child.key,
        happened_at=episode.left,
        ended_at=episode.returned,
        recorded_at=episode.reported,
        title=account.title,
        text=account.text,
        source=random.choice(OFFICERS),
        grade="1 A P",
        urgency=episode.risk,
        extra={"Missing from": "Home address" if at_home else child.lives_with, "Previous": str(episode.ordinal - 1)},
    )
    if episode.together:
        other = world.children[episode.together[0]]
        line.other_person, line.other_relation = f"{other.given} {other.family}", "reported missing the same evening"
    mention(random, line, around(episode), known=False)
    if episode.returned:
        _returned(world, random, episode, line, known)
    return line


def _returned(world: World, random: Random, episode: Episode, line: Line, known: dict[str, str]) -> None:
    """Add how the child came back; where nothing drew the child away, a place that means nothing may be named."""
    place, returned = episode.place or random.choice(places()), episode.returned or episode.reported
    at_hours = {name: words for name, words in known.items() if name not in HOURS}
    slots = (
        at_hours | time_slots(returned) | {"returned": f"{returned:%H:%M}", "place": place.name, "at_place": place.at}
    )
    back = world.teller.tell(random, "missing.returned", slots)
    line.extra["Return"] = back.text
    if place.name in back.text:
        line.place = place.name
    found = (
        (("Found by",), BY_POLICE),
        (("Brought back", "Rang", "Telephoned"), BY_FAMILY),
        (("Located", "Met by"), LOCATED),
    )
    line.extra["Outcome"] = next((how for starts, how in found if back.text.startswith(starts)), SELF)
    harm = random.random() < share("missing_harm_reported")
    line.extra["Harm"] = "Injury, seen by a doctor" if harm else "None reported"


def _in_care(child: Child, moment: datetime) -> bool:
    return child.looked_after_since is not None and child.looked_after_since <= moment.date()


def _notification(world: World, random: Random, child: Child, episode: Episode) -> Line:
    account = world.teller.tell(random, "care.missing_notification", _slots(world, random, child, episode))
    return Line(
        agency=CARE,
        file="contacts",
        kind="contact",
        child=child.key,
        happened_at=episode.reported,
        recorded_at=min(episode.reported + delay(random, (0.2, 3, 15)), world.days.now),
        title=account.title,
        text=account.text,
        source="Police",
        category="Missing",
        evening=episode.evening,
        adult="",
        extra={"Outcome": "Missing notification"},
    )


def interview(
    world: World, random: Random, child: Child, episode: Episode, told: Line, *, status: str = "", hours: float = 0
) -> Line:
    """Return the row of a return interview: held in time or late, declined, or the child not reached."""
    if episode.returned is None:
        raise ValueError("A return interview follows a return.")
    returned = episode.returned
    status = status or _status(random)
    in_time = random.random() < share("interviews_in_time")
    hours = hours or random.uniform(*INTERVIEW_HOURS[0 if in_time or status != COMPLETED else 1])
    held = _waking(random, returned + timedelta(hours=hours))
    known = _slots(world, random, child, replace_place(episode, random))
    account, drawn = _account(world, random, status, known, drawn=episode.adult is not None)
    line = Line(
        agency=RETURNS,
        file="interviews",
        kind="return_interview",
        child=child.key,
        happened_at=held,
        recorded_at=held + delay(random, (1, 20, 60)),
        title=account.title,
        text=account.text,
        own_words=unquoted(account.said),
        wishes=account.wish,
        strength=account.strength,
        source=random.choice(INTERVIEWERS),
        extra=_interview_columns(random, episode, status, held) | drawn,
        answers=told,
    )
    mention(random, line, around(episode) if drawn else Around(evening=episode.evening), known=False)
    return line


def replace_place(episode: Episode, random: Random) -> Episode:
    """Return the episode with some place, where it has none."""
    return episode if episode.place else replace(episode, place=random.choice(places()))


def _status(random: Random) -> str:
    declined, not_reached = share("interviews_declined"), share("interviews_no_contact")
    pairs = [(DECLINED, declined), (NOT_REACHED, not_reached), (COMPLETED, 1 - declined - not_reached)]
    return weighted(random, pairs)


def _account(
    world: World, random: Random, status: str, known: dict[str, str], *, drawn: bool
) -> tuple[Account, dict[str, str]]:
    if status == DECLINED:
        known["instead"] = world.teller.tell(random, "interviews.instead", known).text
        return world.teller.tell(random, "interviews.declined", known), {}
    if status == NOT_REACHED:
        return world.teller.tell(random, "interviews.no_contact", known), {}
    topic = "interviews.pulled" if drawn else "interviews.pushed"
    push, pull = (world.teller.part(random, topic, part, known) for part in ("push", "pull"))
    return world.teller.tell(random, topic, known), {"Push": push, "Pull": pull}


def _interview_columns(random: Random, episode: Episode, status: str, held: datetime) -> dict[str, str]:
    returned = episode.returned or held
    hours = (held - returned).total_seconds() / 3600
    return {
        "Returned": f"{returned:%d/%m/%Y %H:%M}",
        "Outcome": status,
        "Hours": f"{hours:.0f}",
        "Late because": random.choice(LATE_BECAUSE) if hours > 72 and status == COMPLETED else "",
    }


def _waking(random: Random, moment: datetime) -> datetime:
    """Return a moment of the same day at which a child can be seen."""
    return moment if 9 <= moment.hour < 20 else at(moment.date(), hour_between(random, 10, 18))
