"""The files of housing, licensing, the return interview service and the youth charity."""

from rehearsal.partnership.files.layouts import (
    THREE_DAYS,
    XLSX,
    Column,
    Layout,
    as_spoken,
    day,
    day_and_time,
    in_order,
    kinds_of,
    other_person,
    other_relation,
    phone,
)
from rehearsal.partnership.happenings.noting import CHARITY, HOUSING, LICENSING, RETURNS

OBSERVED = {"Officer’s own observation": "1 A P", "Told by staff or resident": "2 B P", "Anonymous": "2 D P"}
HOW = {grade: words for words, grade in OBSERVED.items()}
SORTS = {"Football and so on": "contact", "Went well": "strength", "Worry": "concern"}
SORT_OF = {ours: theirs for theirs, ours in SORTS.items()}


def layouts() -> list[Layout]:
    """Return the four files."""
    return [_housing(), _licensing(), _interviews(), _sessions()]


def _housing() -> Layout:
    return Layout(
        agency=HOUSING,
        file="notes",
        name="officer-notes",
        reference="HN-{place:05d}",
        to_desk_days=THREE_DAYS,
        values={"kind": kinds_of(["around.housing"])},
        columns=(
            Column("Note No", "row_reference", lambda line, _: line.reference),
            Column("Child or young person", "full_name", lambda _, record: as_spoken(record)),
            Column(
                "DOB if known", "born_on", lambda _, record: f"{record.born:%d.%m.%y}" if record.born else "unknown"
            ),
            Column("Tenancy address", "address", lambda _, record: record.address),
            Column("Postcode", "postcode", lambda _, record: record.postcode),
            Column("Visit date", "happened_on", lambda line, _: day(line.happened_at)),
            Column("Matter", "kind", lambda line, _: line.category),
            Column("Subject", "title", lambda line, _: line.title),
            Column("Officer’s note", "text", lambda line, _: line.text),
            Column("Property", "place", lambda line, _: line.place),
            Column("Other person named", "other_person", other_person),
            Column("Role", "other_relation", other_relation),
            Column("Contact number", "phone", phone),
            Column("Officer", "source", lambda line, _: line.source),
            Column("Typed up", "recorded_at", lambda line, _: day(line.recorded_at)),
        ),
    )


def _licensing() -> Layout:
    return Layout(
        agency=LICENSING,
        file="reports",
        name="premises-and-vehicles",
        reference="L{year}/{place:04d}",
        to_desk_days=THREE_DAYS,
        values={
            "kind": kinds_of(["around.hotel", "around.takeaway", "around.driver", "around.business"]),
            "grade": OBSERVED,
        },
        columns=(
            Column("Report", "row_reference", lambda line, _: line.reference),
            Column("Date", "happened_at", lambda line, _: day_and_time(line.happened_at)),
            Column("Subject", "kind", lambda line, _: line.category),
            Column("Headline", "title", lambda line, _: line.title),
            Column("Premises", "organisation", lambda line, _: line.organisation),
            Column("Place", "place", lambda line, _: line.place),
            Column("Registration", "vehicle", lambda line, _: line.vehicle),
            Column("Telephone", "phone", lambda line, _: line.phone),
            Column("Person", "other_person", other_person),
            Column("Young person, if named", "full_name", lambda _, record: as_spoken(record)),
            Column("Report text", "text", lambda line, _: line.text),
            Column("How known", "grade", lambda line, _: HOW.get(line.grade, "")),
            Column("Officer", "source", lambda line, _: line.source),
            Column("Entered", "recorded_at", lambda line, _: day(line.recorded_at)),
        ),
    )


def _interviews() -> Layout:
    return Layout(
        agency=RETURNS,
        file="interviews",
        name="return-interviews",
        reference="RI-{place:05d}",
        kind="return_interview",
        to_desk_days=THREE_DAYS,
        columns=(
            Column("Interview", "row_reference", lambda line, _: line.reference),
            Column("Our number", "number", lambda _, record: record.number),
            Column("Young person", "full_name", lambda _, record: in_order(record)),
            Column("Born", "born_on", lambda _, record: f"{record.born:%d %b %Y}" if record.born else ""),
            Column("Police reference", "", lambda line, _: line.answers.reference if line.answers else ""),
            Column("Returned", "", lambda line, _: line.extra.get("Returned", "")),
            Column("Held or tried", "happened_at", lambda line, _: day_and_time(line.happened_at)),
            Column("Outcome", "", lambda line, _: line.extra.get("Outcome", "")),
            Column("Hours after return", "", lambda line, _: line.extra.get("Hours", "")),
            Column("If late, why", "", lambda line, _: line.extra.get("Late because", "")),
            Column("Heading", "title", lambda line, _: line.title),
            Column("Summary", "text", lambda line, _: line.text),
            Column("In their own words", "own_words", lambda line, _: line.own_words),
            Column("Why they went", "", lambda line, _: line.extra.get("Push", "")),
            Column("What drew them", "", lambda line, _: line.extra.get("Pull", "")),
            Column("What would help", "wishes", lambda line, _: line.wishes),
            Column("What goes well", "strength", lambda line, _: line.strength),
            Column("Person named", "other_person", other_person),
            Column("Who that is", "other_relation", other_relation),
            Column("Place named", "place", lambda line, _: line.place),
            Column("Interviewer", "source", lambda line, _: line.source),
            Column("Written up", "recorded_at", lambda line, _: day_and_time(line.recorded_at)),
        ),
    )


def _sessions() -> Layout:
    return Layout(
        agency=CHARITY,
        file="sessions",
        name="sessions",
        suffix=XLSX,
        sheet="Sessions",
        reference="S{place:05d}",
        to_desk_days=THREE_DAYS,
        values={"kind": SORTS},
        columns=(
            Column("Entry", "row_reference", lambda line, _: line.reference),
            Column("Our no", "number", lambda _, record: record.number),
            Column("First name", "given_names", lambda _, record: record.given),
            Column("Last name", "family_name", lambda _, record: record.family),
            Column("Goes by", "known_as", lambda _, record: record.known_as),
            Column("Birthday", "born_on", lambda _, record: record.born or ""),
            Column("Day", "happened_at", lambda line, _: line.happened_at.replace(tzinfo=None)),
            Column("Sort", "kind", lambda line, _: SORT_OF[line.kind]),
            Column("Session", "title", lambda line, _: line.title),
            Column("What we did and saw", "text", lambda line, _: line.text),
            Column("They said", "own_words", lambda line, _: line.own_words),
            Column("They would like", "wishes", lambda line, _: line.wishes),
            Column("Strength", "strength", lambda line, _: line.strength),
            Column("Place", "place", lambda line, _: line.place),
            Column("Person mentioned", "other_person", other_person),
            Column("Worker", "source", lambda line, _: line.source),
            Column("Typed", "recorded_at", lambda line, _: line.recorded_at.replace(tzinfo=None)),
        ),
    )
