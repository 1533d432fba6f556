"""The police's files: incidents and missing children; names in capitals, moments as programs write them."""

from collections.abc import Callable

from rehearsal.partnership.files.books import Record
from rehearsal.partnership.files.layouts import (
    THREE_DAYS,
    Column,
    Layout,
    iso,
    kinds_of,
    other_person,
    other_relation,
    phone,
)
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.noting import POLICE

SEXES = {"Female": "F", "Male": "M", "Unspecified": "U"}
RISKS = {"HIGH": "now", "MEDIUM": "today", "LOW": "soon", "VERY LOW": "soon"}


def layouts() -> list[Layout]:
    """Return both files of the police."""
    return [_incidents(), _missing()]


def _who() -> tuple[Column, ...]:
    return (
        Column("Nominal", "number", lambda _, record: record.number),
        Column("Surname", "family_name", lambda _, record: record.family.upper()),
        Column("Forenames", "given_names", lambda _, record: record.given),
        Column("DOB", "born_on", lambda _, record: f"{record.born:%Y-%m-%d}" if record.born else ""),
        Column("Sex", "sex", lambda _, record: {ours: theirs for theirs, ours in SEXES.items()}.get(record.sex, "")),
    )


def _graded(place: int) -> Callable[[Line, Record], object]:
    return lambda line, _: line.grade.split(" ")[place] if line.grade else ""


def _incidents() -> Layout:
    return Layout(
        agency=POLICE,
        file="incidents",
        name="incidents",
        reference="35/{place:06d}/{year}",
        dates="ymd",
        to_desk_days=THREE_DAYS,
        values={"kind": kinds_of(["police."]), "sex": SEXES},
        columns=(
            Column("Occurrence Number", "row_reference", lambda line, _: line.reference),
            *_who(),
            Column("Occurred", "happened_at", lambda line, _: iso(line.happened_at)),
            Column("Class", "kind", lambda line, _: line.category),
            Column("Headline", "title", lambda line, _: line.title),
            Column("Narrative", "text", lambda line, _: line.text),
            Column("Location", "place", lambda line, _: line.place),
            Column("VRM", "vehicle", lambda line, _: line.vehicle),
            Column("Telephone", "phone", phone),
            Column("Online Identity", "account", lambda line, _: line.account),
            Column("Other Nominal", "other_person", other_person),
            Column("Other Role", "other_relation", other_relation),
            Column("Source Eval", "grade", _graded(0)),
            Column("Intel Assess", "grade", _graded(1)),
            Column("Handling", "grade", _graded(2)),
            Column("Handling Conditions", "conditions", lambda line, _: line.conditions),
            Column("Reporting Officer", "source", lambda line, _: line.source),
            Column("Recorded", "recorded_at", lambda line, _: iso(line.recorded_at)),
        ),
    )


def _missing() -> Layout:
    return Layout(
        agency=POLICE,
        file="missing",
        name="missing-reports",
        reference="MP{year}{place:05d}",
        dates="ymd",
        kind="missing",
        values={"sex": SEXES, "urgency": RISKS},
        columns=(
            Column("Misper Ref", "row_reference", lambda line, _: line.reference),
            *_who(),
            Column("Missing From", "", lambda line, _: line.extra.get("Missing from", "")),
            Column("Last Seen", "happened_at", lambda line, _: iso(line.happened_at)),
            Column("Reported", "recorded_at", lambda line, _: iso(line.recorded_at)),
            Column("Risk", "urgency", lambda line, _: line.urgency.upper()),
            Column("Circumstances", "text", lambda line, _: line.text),
            Column("Returned", "ended_at", lambda line, _: iso(line.ended_at)),
            Column("Return", "text", lambda line, _: line.extra.get("Return", "")),
            Column("Outcome", "", lambda line, _: line.extra.get("Outcome", "")),
            Column("Harm", "", lambda line, _: line.extra.get("Harm", "")),
            Column("Found At", "place", lambda line, _: line.place),
            Column("VRM", "vehicle", lambda line, _: line.vehicle),
            Column("With", "other_person", other_person),
            Column("With Role", "other_relation", other_relation),
            Column("Previous Episodes", "", lambda line, _: line.extra.get("Previous", "")),
            Column("Officer", "source", lambda line, _: line.source),
        ),
    )
