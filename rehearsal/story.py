"""The shape of one child's story, as data: days are counted back from the day on which the demo is made."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from erle.knowledge.records.rules import EntryKind, Precision, Sex
from erle.practice.missing.rules import InterviewStatus, Moment

LONDON = ZoneInfo("Europe/London")
MIDDAY = time(12)
STILL_DAY, TONIGHT, LATE_TONIGHT = time(19, 30), time(20), time(23, 50)


@dataclass(frozen=True)
class Told:
    """A report that became a line: days ago, the time, who said it, and what was said."""

    days: int
    time: str
    by: str
    kind: EntryKind
    title: str
    text: str
    grade: str = "1 A P"
    quote: str = ""
    star: bool = False
    narrow: bool = False
    conditions: str = ""


@dataclass(frozen=True)
class Spoken:
    """What the child said and asked for: days ago, to whom, in which setting."""

    days: int
    to: str
    setting: str
    said: str
    wishes: tuple[str, ...] = ()
    again: int = 28


@dataclass(frozen=True)
class Shared:
    """An act of sharing, with a worker or with everybody of one role at an agency."""

    worker: str = ""
    agency: str = ""
    role: str = ""
    purpose: str = ""
    basis: str = "public_task_safeguarding"
    reason: str = ""
    told: str = ""
    by: str = ""
    days: int = 60
    ends: int = 120
    withdrawn: str = ""
    withdrawn_days: int = 0


@dataclass(frozen=True)
class Step:
    """A step towards a return interview; where the child declined, the note says what the child would like instead."""

    days: int
    time: str
    status: InterviewStatus
    by: str
    note: str


@dataclass(frozen=True)
class Away:
    """An episode: when the child left, when the child returned if so, and what was done about the return interview."""

    left: tuple[int, str]
    returned: tuple[int, str] | None = None
    by: str = "marchbank"
    steps: tuple[Step, ...] = ()
    care: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """A clock of the law: in how many days it is due, what has to be done, and the worker who owes it."""

    key: str
    in_days: int
    title: str
    owed_by: str
    note: str = ""


@dataclass(frozen=True)
class KeptOut:
    """A worker who is kept out of the circle, and why."""

    worker: str
    reason: str
    days: int


@dataclass(frozen=True)
class NotShared:
    """A request that was refused, and why."""

    asked_by: str
    purpose: str
    reason: str
    told: str
    by: str
    days: int


@dataclass(frozen=True)
class Near:
    """Somebody around the child, as one of those who work with the child has it."""

    name: str
    relation: str
    by: str
    age: int = 0
    lives_with: bool = False
    trusted: bool = False
    note: str = ""


@dataclass(frozen=True)
class Noted:
    """What somebody makes of a line, which is found by its title: the newest of that title."""

    line: str
    by: str
    text: str
    days: int


@dataclass(frozen=True)
class Mentioned:
    """Somebody or something that lines name, which are found by words that stand in them."""

    kind: str
    words: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """What somebody judged of two things that lines name."""

    kind: str
    one: str
    other: str
    choice: str
    by: str
    days: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """One child: who the child is, who works with the child, and what is on record."""

    given: str
    family: str
    age: int
    birthday_in: int
    sex: Sex
    lead: str
    purpose: str
    known_as: str = ""
    pronouns: str = ""
    number: str = ""
    school: str = ""
    lives: str = ""
    basis: str = "child_in_need"
    led_for: int = 200
    shares: tuple[Shared, ...] = ()
    lines: tuple[Told, ...] = ()
    narrow_with: tuple[str, ...] = ()
    words: tuple[Spoken, ...] = ()
    episodes: tuple[Away, ...] = ()
    clocks: tuple[Due, ...] = ()
    kept_out: KeptOut | None = None
    not_shared: NotShared | None = None
    sealed: str = ""
    looked: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    notes: tuple[Noted, ...] = ()
    named: tuple[Mentioned, ...] = ()
    judged: tuple[Judged, ...] = ()
    weeks: tuple[str, ...] = ()

    def born_on(self, now: datetime) -> date:
        """Return the day of birth that gives the age on the day."""
        return self.born_on_day(now.astimezone(LONDON).date())

    def born_on_day(self, today: date) -> date:
        """Return the day of birth that gives the age today."""
        coming = today + timedelta(days=self.birthday_in)
        return date(coming.year - self.age - 1, coming.month, min(coming.day, 28))


def moment(days: int, at: str, now: datetime) -> Moment:
    """Return a past time as a story has it: `17:20`, `about 17:20`, `157 min ago`, `tonight`, or nothing."""
    if at.endswith(" min ago"):
        return Moment(_whole(now) - timedelta(minutes=int(at.split(maxsplit=1)[0])), Precision.MINUTE)
    if at == "tonight":
        found = tonight(now) - timedelta(days=days)
    else:
        hour = time.fromisoformat(at.removeprefix("about ")) if at else MIDDAY
        found = datetime.combine(now.astimezone(LONDON).date() - timedelta(days=days), hour, LONDON)
    precision = Precision.ABOUT if at.startswith("about ") else Precision.MINUTE if at else Precision.DAY
    return Moment(min(found, _whole(now)), precision)


def tonight(now: datetime) -> datetime:
    """Return an hour of this evening that has not come yet."""
    today = now.astimezone(LONDON)
    return datetime.combine(today.date(), TONIGHT if today.time() < STILL_DAY else LATE_TONIGHT, LONDON)


def _whole(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
