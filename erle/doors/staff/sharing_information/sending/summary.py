"""The answers as the check shows them: in the order of the questions, each with the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erle.doors.staff.sharing_information.files import file_row
from erle.doors.staff.sharing_information.questions.around import named_form
from erle.doors.staff.sharing_information.questions.forms_around import KINDS, NO, NOT_YET, YES
from erle.doors.staff.sharing_information.questions.forms_seen import HOW_KNOWN
from erle.doors.staff.sharing_information.questions.items import when_words
from erle.doors.staff.sharing_information.sending.gathering import named_in, particulars
from erle.doors.staff.sharing_information.steps import CHECK, DESCRIBE, GRADE, ITEMS, WHAT, WHEN, Place
from erle.doors.staff.sharing_information.unsent import FILES, WHO, enclosures
from erle.doors.staff.words import age, grade
from erle.foundation.statute.bases import LAWFUL_BASES, NOT_TOLD_REASONS
from erle.knowledge.records.rules import Nature, Urgency

if TYPE_CHECKING:
    from erle.doors.staff.sharing_information.sharing_page import SharingPage

LABELS = {
    WHO: "About",
    ITEMS: "What you saw or heard",
    "voice": "In the child’s own words",
    "strengths": "What is going well",
    "named": "Who and what else was there",
    "urgency": "How soon",
    "told": "Who knows",
    "why": "Why you may share it",
    FILES: "Files",
}
MISSING = {
    WHO: "Say whom it is about",
    DESCRIBE: "Describe the child",
    WHAT: "Write what you saw or heard",
    WHEN: "Say when and where that was, and how you know",
    GRADE: "Grade what you heard",
    "urgency": "Say how soon somebody must act",
    "told": "Say who knows that you are sharing this",
    "why": "Look at why you may share it",
}
SOON = {
    Urgency.NOW: "Now: it cannot wait for the queue",
    Urgency.TODAY: "Today",
    Urgency.SOON: "In the next days",
}
KNOWS = {YES: "Yes", NO: "No", NOT_YET: "Not yet"}
REASONS = {reason.key: reason.words for reason in NOT_TOLD_REASONS}
BASES = {basis.key: basis.label for basis in LAWFUL_BASES}
HANDLING = {"P": "It may be passed on to those who need to know it.", "C": "Not all of it may be passed on: "}
READERS = "The MASH desk, then only people who need to know. You will be told what was decided."
NOTHING = "Nothing written"

Row = dict[str, Any]


def missing_words(place: Place) -> str:
    """Return what is still to be answered, as an act."""
    return MISSING.get(place.kind, LABELS.get(place.kind, place.kind))


def summary(page: SharingPage) -> list[dict[str, Any]]:
    """Return the sections of the check, each of rows."""
    sharing = [_about(page), *_seen(page), *_around(page)]
    return [
        {"heading": "What you are sharing", "rows": sharing},
        {"heading": "Why you may share it", "rows": _why(page)},
    ]


def _row(page: SharingPage, place: Place, key: str, lines: list[str], *, meta: str = "", quoted: bool = False) -> Row:
    said = [line for line in lines if line]
    return {
        "key": key,
        "lines": said or [NOTHING],
        "meta": meta,
        "quoted": quoted and bool(said),
        "url": f"{place.url(page.unsent.reference)}?then={CHECK}",
    }


def _about(page: SharingPage) -> Row:
    unsent = page.unsent
    if not unsent.is_described:
        name = page.subject.name if unsent.person else ""
        return _row(page, Place(WHO), LABELS[WHO], [name], meta=". ".join(page.known_of_subject))
    child = particulars(unsent, today=page.today)
    name = " ".join(filter(None, (child.given_names, child.family_name))) or child.known_as
    born = f"born {child.born_on.day} {child.born_on:%B %Y}, {age(child.born_on, page.today)}" if child.born_on else ""
    facts = [fact for fact in (born, child.school, child.lives) if fact]
    described = unsent.answers(DESCRIBE).get("description", "")
    return _row(
        page, Place(DESCRIBE), LABELS[WHO], [name, described], meta=". ".join(facts) or "As you describe the child"
    )


def _seen(page: SharingPage) -> list[Row]:
    rows = []
    for number in page.unsent.items:
        what, when, graded = (page.unsent.answers(Place(kind, number).step) for kind in (WHAT, WHEN, GRADE))
        opinion = what.get("nature") == Nature.OPINION
        key = "What you make of it" if opinion else LABELS[ITEMS]
        rows.append(_row(page, Place(WHAT, number), key, [what.get("text", "")]))
        known = dict(HOW_KNOWN).get(when.get("known", ""), "")
        told = f"{known}: {when['told_by']}" if known and when.get("told_by") else known
        lines = [when_words(page, number), when.get("where", "")]
        rows.append(_row(page, Place(WHEN, number), "When and where", lines, meta=told))
        if page.grades:
            code = " ".join(graded.get(part, "") for part in ("source", "assessment", "handling")).strip()
            rows.append(
                _row(page, Place(GRADE, number), "Grade", [grade(code) if code else "", graded.get("conditions", "")])
            )
    return rows


def _around(page: SharingPage) -> list[Row]:
    unsent, first = page.unsent, page.subject.first
    voice, told, urgency = (unsent.answers(step) for step in ("voice", "told", "urgency"))
    named = [
        f"{dict(KINDS)[one.kind.value]}: {one.words}" + (f" ({one.details['more']})" if one.details.get("more") else "")
        for one in named_in(named_form(unsent))
    ]
    soon = SOON[Urgency(urgency["urgency"])] if urgency.get("urgency") in set(SOON) else ""
    files = [f"{row['name']}, {row['size']}. {row['scanned']}" for row in map(file_row, enclosures(unsent))]
    return [
        _row(
            page,
            Place("voice"),
            f"What {first} said",
            [voice.get("said", "")],
            meta=voice.get("setting", ""),
            quoted=True,
        ),
        _row(page, Place("voice"), f"What {first} wants", [voice.get("wishes", "")], quoted=True),
        _row(page, Place("strengths"), LABELS["strengths"], [unsent.answers("strengths").get("text", "")]),
        _row(page, Place("named"), LABELS["named"], named),
        _row(page, Place("urgency"), LABELS["urgency"], [soon, urgency.get("because", "")]),
        _row(page, Place("told"), f"Does {first} know?", [_knows(told, "child")]),
        _row(page, Place("told"), "Does the family know?", [_knows(told, "family")], meta=told.get("words", "")),
        _row(page, Place(FILES), LABELS[FILES], files),
    ]


def _knows(told: dict[str, Any], who: str) -> str:
    said = KNOWS.get(told.get(who, ""), "")
    reason = REASONS.get(told.get(f"{who}_why", ""), "") if told.get(who) != YES else ""
    return f"{said}: {reason[0].lower()}{reason[1:]}" if said and reason else said


def _why(page: SharingPage) -> list[Row]:
    why = page.unsent.answers("why")
    handling = HANDLING.get(why.get("handling", ""), "")
    passed = handling + (why.get("conditions", "") if why.get("handling") == "C" else "")
    agency = page.agencies.get(why.get("agency", ""))
    rows = [
        _row(page, Place("why"), "What for", [why.get("purpose", "")], meta=agency.name if agency else ""),
        _row(
            page,
            Place("why"),
            "Lawful basis",
            [BASES.get(why.get("basis", ""), "")],
            meta="Consent is not the basis. You do not need it to share this.",
        ),
    ]
    if not page.grades:
        rows.append(_row(page, Place("why"), "May it be passed on?", [passed]))
    return [*rows, {"key": "Who will read it", "lines": [READERS], "meta": "", "quoted": False, "url": ""}]
