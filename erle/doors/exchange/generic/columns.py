"""The cells of one field: what each text means, worked out once; and what is wrong with it, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from erle.doors.exchange.faults import Finding, Severity
from erle.doors.exchange.generic import days, numbers, words
from erle.doors.exchange.generic.days import Unreadable
from erle.doors.exchange.generic.fields import SEVERAL, Field
from erle.doors.exchange.generic.mapping import ColumnMapping
from erle.knowledge.records.rules import Precision

MOST_KNOWN = 5_000
"""Different texts of one column that are remembered with what they mean."""
MOST_LISTED = 20
"""Things that one cell may list."""
MOST_MENTION = 200

Read = Callable[[str], Any]


class Meaning(NamedTuple):
    """What a cell says, and what is wrong with it."""

    value: Any
    wrong: Finding | None = None


@dataclass(frozen=True)
class Reader:
    """How a field is read: what is expected of it, what stands for it when blank, and what a fault of it does."""

    read: Read
    expected: str
    blank: Any = ""
    severity: Severity = Severity.QUERY
    longest: int = 0


class Column(dict[str, Meaning]):
    """What each text seen in the cells of one field means; its memory is bounded."""

    def __init__(self, heading: str, reader: Reader, hint: Callable[[str], str] = lambda text: "") -> None:
        """Start knowing nothing."""
        self.heading, self.reader = heading, reader
        self._hint = hint

    def __missing__(self, said: str) -> Meaning:
        """Work out what a text means."""
        if len(self) >= MOST_KNOWN:
            self.clear()
        meaning = self[said] = self._meaning(said.strip())
        return meaning

    def _meaning(self, text: str) -> Meaning:
        reader = self.reader
        if words.is_nothing(text.replace(APART, " ")):
            return Meaning(reader.blank)
        try:
            value = reader.read(text)
        except Unreadable as unfit:
            hint = self._hint(text)
            problem = f"{unfit}; {hint}" if hint else str(unfit)
            return Meaning(reader.blank, self._finding(text, problem, reader.severity))
        if reader.longest and len(value) > reader.longest:
            short = value[: reader.longest - 1].rstrip() + "…"
            return Meaning(short, self._finding(text, "is too long, and was cut", Severity.QUERY))
        return Meaning(value)

    def _finding(self, text: str, problem: str, severity: Severity) -> Finding:
        return Finding(self.heading, text.replace(APART, " "), problem, self.reader.expected, severity=severity)


def columns_for(mapping: ColumnMapping, header: tuple[str, ...], today: date) -> dict[Field, tuple[list[int], Column]]:
    """Return, for each mapped field that the file has, where it stands and what reads it."""
    readers = _readers(mapping, today)
    found = {}
    for each, places in mapping.places(header).items():
        heading = " + ".join(header[place] for place in places)
        hint = _hint(mapping, today) if each in DATED else lambda text: ""
        found[each] = (places, Column(heading, readers[each], hint))
    return found


DATED = {Field.BORN_ON, Field.HAPPENED_ON, Field.HAPPENED_AT, Field.ENDED_AT, Field.RECORDED_AT, Field.ATTENDANCE_WEEK}
BETWEEN = {
    Field.ADDRESS: ", ",
    Field.GRADE: "\0",
    Field.ATTENDANCE_MARKS: "\0",
    Field.PLACE: ";",
    Field.VEHICLE: ";",
    Field.PHONE: ";",
    Field.ACCOUNT: ";",
    Field.ORGANISATION: ";",
    Field.OTHER_PERSON: ";",
}
"""What is put between the cells of a field that several columns fill; paragraphs are apart."""
APART = "\0"
"""Between cells each of which is read by itself, blank ones too; no cell has it in it."""


def texts(each: Field, places: Sequence[int], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what the rows say in a field, the cells of several columns put together."""
    if len(places) == 1:
        return [row[places[0]] for row in rows]
    between = BETWEEN.get(each, "\n\n")
    if between == APART:
        return [APART.join([row[place].strip() for place in places]) for row in rows]
    return [between.join([row[place].strip() for place in places if row[place].strip()]) for row in rows]


def _hint(mapping: ColumnMapping, today: date) -> Callable[[str], str]:
    return lambda text: days.otherwise(text, mapping.dates, today)


def _readers(mapping: ColumnMapping, today: date) -> dict[Field, Reader]:
    """Return how each field is read under a mapping."""
    order, shape = mapping.dates, days.SHAPES[mapping.dates]
    said = {each: mapping.values.get(each, {}) for each in (Field.KIND, Field.SEX, Field.URGENCY, Field.GRADE)}

    def moment(text: str) -> days.Moment:
        found = days.read_moment(text, order, today)
        if found.at.date() > today:
            raise Unreadable("is in the future")
        return found

    def day(text: str) -> days.Day:
        found = days.read_day(text, order, today)
        if found.on > today:
            raise Unreadable("is in the future")
        return found

    when = Reader(moment, f"{shape}, and a time if there is one", None, Severity.ERROR)
    on = Reader(day, shape, None, Severity.ERROR)
    return {
        **_plain_readers(),
        Field.BORN_ON: Reader(lambda text: _born(day(text)), shape, None),
        Field.HAPPENED_ON: on,
        Field.HAPPENED_AT: when,
        Field.ENDED_AT: when,
        Field.RECORDED_AT: Reader(when.read, when.expected, None),
        Field.ATTENDANCE_WEEK: Reader(lambda text: days.monday_of(day(text).on), f"{shape} of the week", None,
                                      Severity.ERROR),
        Field.KIND: Reader(lambda text: words.read_kind(words.meaning(said[Field.KIND], text)),
                           _one_of(said[Field.KIND]), None, Severity.ERROR),
        Field.SEX: Reader(lambda text: words.read_sex(words.meaning(said[Field.SEX], text)), "M, F or U", None),
        Field.URGENCY: Reader(lambda text: words.read_urgency(words.meaning(said[Field.URGENCY], text)),
                              "now, today or soon"),
        Field.GRADE: Reader(lambda text: _grade(said[Field.GRADE], text),
                            "a grade such as 2 B P: source 1 to 3, assessment A to E, handling P or C"),
    }  # fmt: skip


def _plain_readers() -> dict[Field, Reader]:
    """Return how each field is read that no mapping makes a difference to."""
    name = Reader(words.name_part, "a name", longest=120)
    several = {each: Reader(str.strip, "words") for each in SEVERAL}
    mention = Reader(_listed, f"{MOST_LISTED} things at most", ())
    return {
        **several,
        Field.NUMBER: Reader(words.tidy, "a number of 60 letters at most", longest=60),
        Field.GIVEN_NAMES: name,
        Field.FAMILY_NAME: name,
        Field.FULL_NAME: Reader(words.full_name, "a name", words.Name("", "")),
        Field.KNOWN_AS: Reader(words.name_part, "a name", longest=60),
        Field.UPN: Reader(_upn, numbers.UPN_EXPECTED),
        Field.NHS_NUMBER: Reader(_nhs_number, numbers.NHS_EXPECTED),
        Field.SCHOOL: Reader(words.tidy, "a school", longest=120),
        Field.ADDRESS: Reader(words.tidy, "an address"),
        Field.POSTCODE: Reader(lambda text: words.tidy(text).upper(), "a postcode", longest=12),
        Field.ROW_REFERENCE: Reader(words.tidy, "a reference", longest=60),
        Field.HAPPENED_TIME: Reader(days.read_time, days.CLOCK_EXPECTED, None),
        Field.TITLE: Reader(words.tidy, "200 letters at most", longest=200),
        Field.SOURCE: Reader(words.tidy, "120 letters at most", longest=120),
        Field.OTHER_RELATION: Reader(words.tidy, "60 letters at most", longest=60),
        Field.ATTENDANCE_MARKS: Reader(_marks, words.MARKS_EXPECTED, "", Severity.ERROR),
        **dict.fromkeys(MENTIONED, mention),
    }


MENTIONED = (Field.PLACE, Field.VEHICLE, Field.PHONE, Field.ACCOUNT, Field.ORGANISATION, Field.OTHER_PERSON)


def _born(found: days.Day) -> date:
    if found.precision is not Precision.DAY:
        raise Unreadable("is not a whole date")
    return found.on


def _upn(text: str) -> str:
    number = numbers.bare(text)
    if numbers.means_no_upn(number):
        return ""
    if not numbers.is_upn(number):
        raise Unreadable("is not a pupil number: kept as it was said, and not used to recognise the child")
    return number


def _nhs_number(text: str) -> str:
    number = numbers.bare(text)
    if not numbers.is_nhs_number(number):
        raise Unreadable("is not an NHS number: kept as it was said, and not used to recognise the child")
    return number


def _grade(said: Mapping[str, str], text: str) -> str:
    if (whole := words.meaning(said, text)) != text:
        return words.read_grade(whole)
    return words.read_grade(" ".join(words.meaning(said, part) for part in text.split(APART)))


def _marks(text: str) -> str:
    return words.read_marks(text.split(APART))


def _listed(text: str) -> tuple[str, ...]:
    found = [part[:MOST_MENTION] for part in words.parted(text)]
    if len(found) > MOST_LISTED:
        raise Unreadable(f"lists {len(found)} things")
    return tuple(found)


def _one_of(said: Mapping[str, str]) -> str:
    shown = [word[:30] for word in list(said)[:8]]
    return f"one of {', '.join(shown)}" if shown else "a kind of event, such as concern, missing or incident"
