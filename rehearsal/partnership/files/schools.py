"""Schools' files: three systems for concerns, each school with headings of its own, and weeks of attendance."""

from collections.abc import Callable, Sequence

from rehearsal.partnership.files.layouts import (
    THREE_DAYS,
    Column,
    Layout,
    clock,
    day,
    day_and_time,
    in_order,
    kinds_of,
    other_person,
    other_relation,
    phone,
)
from rehearsal.partnership.places.towns import schools

HOW_KNOWN = {"Seen by me": "1 A P", "Told by the pupil": "1 B P", "Told by somebody else": "2 B P"}
HEARD = {grade: words for words, grade in HOW_KNOWN.items()}


def layouts() -> list[Layout]:
    """Return both files of each school."""
    systems: Sequence[Callable[[str, int], Layout]] = (_logged, _noted, _reported)
    found = []
    for place, school in enumerate(schools()):
        found += [systems[place % len(systems)](school.slug, place), _attendance(school.slug, place)]
    return found


def _logged(slug: str, place: int) -> Layout:
    """Return a log in which details, own words and the staff's view stand apart, and the hour beside the day."""
    pupil, number = (("Pupil", "Admission No"), ("Student name", "Adm. no."))[place // 3]
    return Layout(
        agency=slug,
        file="concerns",
        name="concern-log",
        reference="LOG-{place:05d}",
        to_desk_days=THREE_DAYS,
        values={"kind": kinds_of(["school."])},
        columns=(
            Column("Log no", "row_reference", lambda line, _: line.reference),
            Column(number, "number", lambda _, record: record.number),
            Column(pupil, "full_name", lambda _, record: in_order(record)),
            Column("Known as", "known_as", lambda _, record: record.known_as),
            Column("Date of birth", "born_on", lambda _, record: day(record.born)),
            Column("Year", "", lambda _, record: record.year),
            Column("UPN", "upn", lambda _, record: record.upn),
            Column("Date of incident", "happened_on", lambda line, _: day(line.happened_at)),
            Column("Time", "happened_time", lambda line, _: clock(line.happened_at) if line.hour_known else ""),
            Column("Category", "kind", lambda line, _: line.category),
            Column("Summary", "title", lambda line, _: line.title),
            Column("Details", "text", lambda line, _: line.text),
            Column("Pupil’s own words", "own_words", lambda line, _: line.own_words),
            Column("Staff view", "opinion", lambda line, _: line.opinion),
            Column("Positives", "strength", lambda line, _: line.strength),
            Column("Location", "place", lambda line, _: line.place),
            Column("Vehicle reg", "vehicle", lambda line, _: line.vehicle),
            Column("Others involved", "other_person", other_person),
            Column("Who they are", "other_relation", other_relation),
            Column("Telephone", "phone", phone),
            Column("Logged by", "source", lambda line, _: line.source),
            Column("Logged on", "recorded_at", lambda line, _: day_and_time(line.recorded_at)),
        ),
    )


def _noted(slug: str, place: int) -> Layout:
    """Return a log with one column for when, one for how it is known, and headings in another order."""
    written, seen = (("What was seen or heard", "When"), ("Record of concern", "Date and time"))[place // 3]
    return Layout(
        agency=slug,
        file="concerns",
        name="safeguarding-notes",
        reference="SN{place:05d}",
        to_desk_days=THREE_DAYS,
        values={"kind": kinds_of(["school."]), "grade": HOW_KNOWN},
        columns=(
            Column("Ref", "row_reference", lambda line, _: line.reference),
            Column("Student", "full_name", lambda _, record: in_order(record)),
            Column("D.O.B.", "born_on", lambda _, record: day(record.born)),
            Column("Gender", "sex", lambda _, record: {"F": "Female", "M": "Male"}.get(record.sex, "Not recorded")),
            Column("Unique Pupil Number", "upn", lambda _, record: record.upn),
            Column("Home address", "address", lambda _, record: record.address),
            Column("Postcode", "postcode", lambda _, record: record.postcode),
            Column(seen, "happened_at", lambda line, _: day_and_time(line.happened_at)),
            Column("Type", "kind", lambda line, _: line.category),
            Column("Title", "title", lambda line, _: line.title),
            Column(written, "text", lambda line, _: line.text),
            Column("What the student said", "own_words", lambda line, _: line.own_words),
            Column("Professional opinion", "opinion", lambda line, _: line.opinion),
            Column("How do you know?", "grade", lambda line, _: HEARD.get(line.grade, "")),
            Column("Member of staff", "source", lambda line, _: line.source),
            Column("Place", "place", lambda line, _: line.place),
            Column("Online account", "account", lambda line, _: line.account),
            Column("Other person", "other_person", other_person),
            Column("Relationship", "other_relation", other_relation),
            Column("Contact number", "phone", phone),
            Column("Entered", "recorded_at", lambda line, _: day_and_time(line.recorded_at)),
        ),
    )


def _reported(slug: str, place: int) -> Layout:
    """Return a short log: the name in two columns, days only where nobody noted the hour, strengths as a column."""
    who = (("Surname", "Forename"), ("Legal surname", "Legal forename"))[place // 3]
    return Layout(
        agency=slug,
        file="concerns",
        name="pastoral-log",
        reference="P{place:06d}",
        to_desk_days=THREE_DAYS,
        values={"kind": kinds_of(["school."])},
        encoding="cp1252" if place // 3 else "utf-8-sig",
        columns=(
            Column("Entry", "row_reference", lambda line, _: line.reference),
            Column(who[0], "family_name", lambda _, record: record.family),
            Column(who[1], "given_names", lambda _, record: record.given),
            Column("Preferred name", "known_as", lambda _, record: record.known_as),
            Column("DOB", "born_on", lambda _, record: day(record.born)),
            Column("UPN", "upn", lambda _, record: record.upn),
            Column("Event date", "happened_on", lambda line, _: day(line.happened_at)),
            Column("Event time", "happened_time", lambda line, _: clock(line.happened_at) if line.hour_known else ""),
            Column("Area", "kind", lambda line, _: line.category),
            Column("Heading", "title", lambda line, _: line.title),
            Column("Note", "text", lambda line, _: line.text),
            Column("Child’s voice", "own_words", lambda line, _: line.own_words),
            Column("My view", "opinion", lambda line, _: line.opinion),
            Column("Strengths", "strength", lambda line, _: line.strength),
            Column("Person named", "other_person", other_person),
            Column("Relation", "other_relation", other_relation),
            Column("Tel.", "phone", phone),
            Column("By", "source", lambda line, _: line.source),
            Column("Place mentioned", "place", lambda line, _: line.place),
            Column("Saved", "recorded_at", lambda line, _: day_and_time(line.recorded_at)),
        ),
    )


def _attendance(slug: str, place: int) -> Layout:
    week, marks = (("Week commencing", "Marks"), ("W/c", "Session marks"))[place // 3]
    return Layout(
        agency=slug,
        file="attendance",
        name="attendance-weeks",
        columns=(
            Column("Pupil", "full_name", lambda _, record: in_order(record)),
            Column("Date of birth", "born_on", lambda _, record: day(record.born)),
            Column("UPN", "upn", lambda _, record: record.upn),
            Column("Year", "", lambda _, record: record.year),
            Column(week, "attendance_week", lambda line, _: day(line.happened_at)),
            Column(marks, "attendance_marks", lambda line, _: line.text),
            Column("Possible", "", lambda line, _: str(len(line.text.replace("#", "")))),
            Column("Attended", "", lambda line, _: str(sum(line.text.count(mark) for mark in "/\\L"))),
        ),
    )
