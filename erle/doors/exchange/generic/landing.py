"""A row of a mapped table on its way into the records: the child, its lines, what it names, and the desk."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from erle.doors.exchange.generic.fields import Field
from erle.doors.exchange.generic.rows import Row, Sheet, Values
from erle.doors.exchange.generic.words import Name
from erle.knowledge.records.actions.files import rows as records
from erle.knowledge.records.actions.files.rows import Piece
from erle.knowledge.records.actions.handing_in import SUBJECT, TITLES, things_key
from erle.knowledge.records.rules import EntryKind, MentionKind, Nature, Sex, thing_key, thing_reference

KIND_TITLES = {
    EntryKind.CONCERN: "Concern",
    EntryKind.CONTACT: "Contact",
    EntryKind.RETURNED: "Returned",
    EntryKind.RETURN_INTERVIEW: "Return interview",
    EntryKind.PLACEMENT: "Placement",
    EntryKind.REVIEW: "Review",
    EntryKind.OWN_WORDS: TITLES[Nature.OWN_WORDS],
    EntryKind.STRENGTH: TITLES[Nature.STRENGTH],
    EntryKind.DECISION: "Decision",
    EntryKind.INCIDENT: "Incident",
    EntryKind.ASSESSMENT: "Assessment",
    EntryKind.STATUS: "Status",
}
"""What a line is called whose row has no title."""
WITHOUT_LINES = {EntryKind.MISSING, EntryKind.AWAY, EntryKind.ATTENDANCE}
MENTIONS = {
    Field.PLACE: MentionKind.PLACE,
    Field.VEHICLE: MentionKind.VEHICLE,
    Field.PHONE: MentionKind.PHONE,
    Field.ACCOUNT: MentionKind.ACCOUNT,
    Field.ORGANISATION: MentionKind.ORGANISATION,
    Field.OTHER_PERSON: MentionKind.PERSON,
}
OF_THE_CHILD = (
    Field.NUMBER, Field.UPN, Field.NHS_NUMBER, Field.FULL_NAME, Field.GIVEN_NAMES, Field.FAMILY_NAME, Field.KNOWN_AS,
    Field.BORN_ON, Field.SEX, Field.SCHOOL, Field.ADDRESS, Field.POSTCODE,
)  # fmt: skip
LONGEST_LIVES = 120
LONGEST_KEY = 200


def as_report(sheet: Sheet, now: datetime) -> Callable[[Row], records.Row]:
    """Return what makes a report of a row of the sheet, at that moment."""
    since = now - timedelta(days=sheet.mapping.to_desk_days)
    to_desk = sheet.mapping.to_desk_days > 0

    def made(row: Row) -> records.Row:
        values, said = row.values, dict(zip(sheet.header, row.cells, strict=False))
        recorded = values.get(Field.RECORDED_AT)
        recent = to_desk and (row.when.at >= since or bool(recorded and recorded.at >= since))
        desk = recent and row.kind is not EntryKind.ATTENDANCE
        child = _child(*[values.get(each) for each in OF_THE_CHILD])
        if not child.key:
            child = records.keyed(child, row.digest)
        pieces = () if row.kind in WITHOUT_LINES else tuple(_pieces(row.kind, values))
        named = tuple(_named(values))
        week = values.get(Field.ATTENDANCE_WEEK)
        ended = values.get(Field.ENDED_AT)
        missing = row.kind if row.kind in {EntryKind.MISSING, EntryKind.AWAY} else None
        return records.Row(
            kind=sheet.table,
            line=row.line,
            child=child,
            digest=row.digest,
            said=said,
            happened_at=row.when.at,
            precision=row.when.precision,
            pieces=pieces,
            text=values.get(Field.TEXT) or "",
            source=values.get(Field.SOURCE) or "",
            grade=values.get(Field.GRADE) or "",
            conditions=values.get(Field.CONDITIONS) or "",
            urgency=values.get(Field.URGENCY) or None,
            to_desk=desk,
            named=(_subject(child), *named) if desk else named,
            week=records.Week(week, values[Field.ATTENDANCE_MARKS]) if week else None,
            missing=missing,
            ended=records.Ended(ended.at, ended.precision) if ended and missing else None,
        )

    return made


@lru_cache(maxsize=20_000)
def _child(number: str | None, upn: str | None, nhs: str | None, full: Name | None, *said: Any) -> records.Child:
    """Return what a row says of the child; a full name in one column gives way to its parts in two.

    The key is blank where it is the row's own, since nobody is named.
    """
    given, family, known_as, born, sex, school, address, postcode = said
    found = records.Child(
        key="",
        number=number or "",
        born_on=born,
        sex=sex or Sex.UNKNOWN,
        upn=upn or "",
        nhs=nhs or "",
        given_names=given or (full.given if full else ""),
        family_name=family or (full.family if full else ""),
        known_as=known_as or "",
        school=school or "",
        lives=" ".join(", ".join(filter(None, (address, postcode))).split())[:LONGEST_LIVES],
    )
    return records.keyed(found) if records.is_identified(found) else found


def _pieces(kind: EntryKind, values: Values) -> Iterator[Piece]:
    """Yield the lines that a row makes: what was seen, with the child's words in it, and apart from it the rest."""
    text, own = values.get(Field.TEXT) or "", values.get(Field.OWN_WORDS) or ""
    title = values.get(Field.TITLE) or KIND_TITLES[kind]
    others = [*_others(kind, values)]
    if own and not text and not values.get(Field.TITLE):
        own_kind = kind if kind is EntryKind.RETURN_INTERVIEW else EntryKind.OWN_WORDS
        yield Piece(Nature.OWN_WORDS, "", own_kind, KIND_TITLES[own_kind], own)
    elif text or own or values.get(Field.TITLE) or not others:
        yield Piece(Nature.FACT, text, kind, title, own)
    yield from others


def _others(kind: EntryKind, values: Values) -> Iterator[Piece]:
    if opinion := values.get(Field.OPINION):
        yield Piece(Nature.OPINION, opinion, kind, TITLES[Nature.OPINION])
    if wishes := values.get(Field.WISHES):
        yield Piece(Nature.WISH, "", EntryKind.OWN_WORDS, TITLES[Nature.WISH], wishes)
    if strength := values.get(Field.STRENGTH):
        yield Piece(Nature.STRENGTH, strength, EntryKind.STRENGTH, TITLES[Nature.STRENGTH])


def _named(values: Values) -> Iterable[records.Named]:
    for each, kind in MENTIONS.items():
        for words in values.get(each) or ():
            relation = values.get(Field.OTHER_RELATION) if kind is MentionKind.PERSON else ""
            yield _mention(kind, words, relation or "")


@lru_cache(maxsize=20_000)
def _mention(kind: MentionKind, words: str, relation: str) -> records.Named:
    key = thing_key(kind, words)[:LONGEST_KEY]
    thing = thing_reference(kind, key, secret=things_key())
    return records.Named(kind, words, key, thing, {"relation": relation} if relation else {})


def _subject(child: records.Child) -> records.Named:
    """Return the child as the row describes her, for the desk, which does not see the agency's record."""
    words = " ".join(filter(None, (child.given_names, child.family_name))) or child.known_as or "A child, not named"
    details: dict[str, Any] = {
        "role": SUBJECT,
        "given_names": child.given_names,
        "family_name": child.family_name,
        "known_as": child.known_as,
        "born_on": child.born_on.isoformat() if child.born_on else "",
        "sex": child.sex.value,
        "school": child.school,
        "lives": child.lives,
    }
    kept = {key: value for key, value in details.items() if value}
    return records.Named(MentionKind.PERSON, words[:LONGEST_KEY], thing_key(MentionKind.PERSON, words), "", kept)
