"""What every hard case needs: a child made for it, and rows written of the child as agencies write them."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from rehearsal.partnership.chance import stream
from rehearsal.partnership.days import at, is_school_day, working_day_before
from rehearsal.partnership.happenings.contacts import away_line, contact
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.missing import Episode
from rehearsal.partnership.happenings.noting import NOTHING, Around, note, slots_around
from rehearsal.partnership.happenings.referrals import Referral
from rehearsal.partnership.happenings.reports import interview, report
from rehearsal.partnership.happenings.steps import Steps
from rehearsal.partnership.people.children import Child, Household
from rehearsal.partnership.people.names import cultures
from rehearsal.partnership.places.towns import an_address, places, schools
from rehearsal.partnership.world import World

FILE = Path(__file__).parent / "cases.toml"
EVENING, MORNING, AFTERNOON = time(21, 30), time(9, 40), time(14, 20)


@dataclass
class HardCase:
    """A hard case: what is true, what a good product does with it, the children and the rows."""

    key: str
    true: str
    expects: str
    children: list[Child] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)


class Planter:
    """Makes children and rows for one hard case."""

    def __init__(self, world: World, key: str) -> None:
        """Begin a case."""
        self.world, self.random = world, stream(world.seed, "hard case", key)
        self.told = tomllib.loads(FILE.read_text("utf-8"))[key]
        self.case = HardCase(key, self.told["true"], self.told["expects"])
        self.steps = Steps(world, self.random)

    @property
    def today(self) -> date:
        """The day on which the files are written."""
        return self.world.days.today

    def ago(self, days: int, hour: time = AFTERNOON) -> datetime:
        """Return a moment some days ago."""
        return at(self.today - timedelta(days=days), hour)

    def working(self, days: int) -> date:
        """Return the last working day at least so many days ago."""
        return working_day_before(self.today - timedelta(days=days))

    def at_school(self, days: int) -> datetime:
        """Return a moment of the last school day at least so many days ago."""
        day = self.today - timedelta(days=days)
        while not is_school_day(day):
            day -= timedelta(days=1)
        return at(day, AFTERNOON)

    def home(self, culture: str, family: str, *, moved: date | None = None) -> Household:
        """Return a home made for the case."""
        return self.world.homes.home(cultures()[culture], family=family, moved=moved)

    def child(self, home: Household, *, age: float = 0, born: date | None = None, school: int = 0, **who: Any) -> Child:
        """Return a child of the home, at the school of that place in the list; `in_care` and names come as words."""
        changes = {name: who.pop(name) for name in ("former_family", "renamed_on", "upn", "school_name") if name in who}
        lives = who.pop("in_care", "")
        born = born or self.today - timedelta(days=round(age * 365.25))
        chosen = schools()[school]
        made = self.world.homes.child(home, born=born, family=who.pop("family", home.family), **who)
        made = replace(made, school=chosen.slug, school_name=chosen.name)
        if lives:
            since = self.today - timedelta(days=500)
            made = replace(made, looked_after_since=since, lives_with=lives, care_address=an_address(self.random))
        return self.keep(replace(made, known_as=who.get("known_as", ""), **changes))

    def keep(self, child: Child) -> Child:
        """Keep a child as part of the town and of the case."""
        self.world.children[child.key] = child
        self.case.children = [one for one in self.case.children if one.key != child.key] + [child]
        return child

    def add(self, *lines: Line) -> Line:
        """Add rows to the case; return the last."""
        for line in lines:
            line.case = self.case.key
            self.case.lines.append(line)
        return lines[-1]

    def note(
        self,
        topic: str,
        child: Child,
        moment: datetime,
        around: Around = NOTHING,
        *,
        said: str = "",
        filed_under: str = "",
    ) -> Line:
        """Add a row on a topic; `said` names the words of the case that replace what the row would say."""
        line = note(self.world, self.random, topic, child, moment, around)
        line.filed_under = filed_under
        self._say(line, said, slots_around(self.world, child, moment, around, sure=True))
        line.recorded_at = min(line.recorded_at, max(self.world.days.now, moment))
        return self.add(line)

    def contact(self, topic: str, child: Child, moment: datetime, *, said: str = "") -> Line:
        """Add a contact at children's services."""
        line = contact(self.world, self.random, topic, child, moment)
        self._say(line, said, slots_around(self.world, child, moment, NOTHING, sure=False))
        return self.add(line)

    def _say(self, line: Line, said: str, slots: dict[str, str]) -> None:
        for name, words in self.told["said"][said].items() if said else ():
            setattr(line, name, words.format(**slots))

    def step(self, topic: str, child: Child, day: date, slots: dict[str, str], *, said: str = "") -> Line:
        """Add a step of children's services' work."""
        line = self.steps.line(topic, child, day, slots)
        self._say(line, said, {})
        return self.add(line)

    def missing(
        self, child: Child, left: datetime, returned: datetime | None, *, ordinal: int = 1
    ) -> tuple[Episode, Line]:
        """Add a report of a missing child."""
        reported = left + timedelta(minutes=50)
        episode = Episode(child.key, left, reported, returned, "medium", ordinal=ordinal)
        return episode, self.add(report(self.world, self.random, child, episode))

    def interview(self, child: Child, told: tuple[Episode, Line], status: str, hours: float, **extra: str) -> Line:
        """Add a return interview after so many hours."""
        line = interview(self.world, self.random, child, told[0], told[1], status=status, hours=hours)
        line.extra |= {name.replace("_", " ").capitalize(): words for name, words in extra.items()}
        return self.add(line)

    def away(self, child: Child, left: datetime, ended: datetime) -> Line:
        """Add an episode away from placement."""
        return self.add(away_line(self.world, self.random, child, left, ended))

    def written_as(self, agency: str, child: Child, **record: Any) -> None:
        """Say what an agency's record holds, whatever its habits."""
        self.world.written_as.setdefault((agency, child.key), {}).update(record)


def everywhere(planter: Planter, child: Child, *, days: tuple[int, int] = (20, 200)) -> None:
    """Add one ordinary row of the child at each agency that the linking of records is tried on."""
    random = planter.random
    for topic in ("school.contact_pupil", "police.harmed_by_theft", "health.gp", "around.session"):
        ago = random.randint(*days)
        moment = planter.at_school(ago) if topic.startswith("school.") else at(planter.working(ago), AFTERNOON)
        if topic != "school.contact_pupil" or child.is_pupil_on(moment.date()):
            planter.note(topic, child, moment, Around(random.choice(places())))
    planter.contact("care.support", child, at(planter.working(random.randint(*days)), AFTERNOON))
