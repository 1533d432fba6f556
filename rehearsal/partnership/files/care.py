"""Children's services' own files: contacts, steps, children away from placement; the picture begins here."""

from rehearsal.partnership.files.layouts import Column, Layout, day, day_and_time, other_person, other_relation, phone
from rehearsal.partnership.happenings.noting import CARE

STEPS = {
    "referral": "Referral", "referral_nfa": "Referral", "assessment": "Assessment", "strategy": "Strategy discussion",
    "conference": "Conference", "conference_review": "Conference review", "plan_began": "Plan", "plan_ended": "Plan",
    "closed": "Closure", "looked_after": "Placement", "moved": "Placement", "care_review": "Looked-after review",
    "exploitation": "Exploitation assessment", "panel": "Exploitation panel", "trafficking": "NRM",
}  # fmt: skip
KINDS = {
    "Referral": "decision", "Assessment": "assessment", "Strategy discussion": "decision", "Conference": "decision",
    "Conference review": "review", "Plan": "status", "Closure": "status", "Placement": "placement",
    "Looked-after review": "review", "Exploitation assessment": "assessment", "Exploitation panel": "decision",
    "NRM": "decision",
}  # fmt: skip
SEXES = {"1": "M", "2": "F", "0": "U"}
NUMBERS = {ours: theirs for theirs, ours in SEXES.items()}


def layouts() -> list[Layout]:
    """Return the three files."""
    return [_contacts(), _steps(), _away()]


def _who() -> tuple[Column, ...]:
    return (
        Column("Child ID", "number", lambda _, record: record.number),
        Column("Surname", "family_name", lambda _, record: record.family),
        Column("Forenames", "given_names", lambda _, record: record.given),
        Column("Date of Birth", "born_on", lambda _, record: day(record.born)),
    )


def _contacts() -> Layout:
    return Layout(
        agency=CARE,
        file="contacts",
        name="contacts",
        reference="C{place:06d}",
        kind="contact",
        values={"sex": SEXES},
        columns=(
            Column("Contact ID", "row_reference", lambda line, _: line.reference),
            *_who(),
            Column("Known As", "known_as", lambda _, record: record.known_as),
            Column("Gender Code", "sex", lambda _, record: NUMBERS.get(record.sex, "0")),
            Column("UPN", "upn", lambda _, record: record.upn),
            Column("NHS No", "nhs_number", lambda _, record: record.nhs),
            Column("School", "school", lambda _, record: record.school),
            Column("Address", "address", lambda _, record: record.address),
            Column("Postcode", "postcode", lambda _, record: record.postcode),
            Column("Parent or Carer", "other_person", other_person),
            Column("Relationship", "other_relation", other_relation),
            Column("Telephone", "phone", phone),
            Column("Contact Date", "happened_at", lambda line, _: day_and_time(line.happened_at)),
            Column("Contact Source", "source", lambda line, _: line.source),
            Column("Subject", "title", lambda line, _: line.title),
            Column("Contact Details", "text", lambda line, _: line.text),
            Column("Outcome", "", lambda line, _: line.extra.get("Outcome", "")),
            Column("Worker", "", lambda line, _: line.extra.get("Worker", "")),
            Column("Entered", "recorded_at", lambda line, _: day_and_time(line.recorded_at)),
        ),
    )


def _steps() -> Layout:
    return Layout(
        agency=CARE,
        file="steps",
        name="statuses",
        reference="ST{place:06d}",
        values={"kind": KINDS},
        columns=(
            Column("Event ID", "row_reference", lambda line, _: line.reference),
            *_who(),
            Column("UPN", "upn", lambda _, record: record.upn),
            Column("Event Type", "kind", lambda line, _: STEPS[line.category]),
            Column("Event", "title", lambda line, _: line.title),
            Column("Start", "happened_on", lambda line, _: day(line.happened_at)),
            Column("End", "ended_at", lambda line, _: day(line.ended_at)),
            Column("Note", "text", lambda line, _: line.text),
            Column("Status", "", lambda line, _: line.extra.get("Status", "")),
            Column("Worker", "source", lambda line, _: line.source),
            Column("Restriction", "conditions", lambda line, _: line.conditions),
            Column("Entered", "recorded_at", lambda line, _: day_and_time(line.recorded_at)),
        ),
    )


def _away() -> Layout:
    return Layout(
        agency=CARE,
        file="away",
        name="away-from-placement",
        reference="AW{place:05d}",
        kind="away",
        columns=(
            Column("Reference", "row_reference", lambda line, _: line.reference),
            *_who(),
            Column("Placement", "", lambda line, _: line.extra.get("Placement", "")),
            Column("Left", "happened_at", lambda line, _: day_and_time(line.happened_at)),
            Column("Back", "ended_at", lambda line, _: day_and_time(line.ended_at)),
            Column("Account", "text", lambda line, _: line.text),
            Column("Told By", "source", lambda line, _: line.source),
            Column("Entered", "recorded_at", lambda line, _: day_and_time(line.recorded_at)),
        ),
    )
