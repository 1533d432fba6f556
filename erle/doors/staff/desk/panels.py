"""What a report says, whom and what it means, and what is known: in words, for the page of an arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from erle.doors.staff.children.banner import facts, name_and_age, named
from erle.doors.staff.words import (
    age,
    clock_time,
    day,
    day_and_time,
    elapsed,
    grade,
    in_midst,
    line_day,
    line_time,
)
from erle.foundation.clocks.queries import running_in
from erle.foundation.clocks.rules import standing
from erle.knowledge.linkage.queries import ties_of
from erle.knowledge.linkage.rules import How
from erle.knowledge.records.actions.handing_in import SUBJECT
from erle.knowledge.records.queries import chronology, words_of
from erle.knowledge.records.rules import MentionKind, Nature
from erle.practice.desk.queries import arrivals as desk
from erle.practice.missing.queries import recent_episodes

if TYPE_CHECKING:
    from erle.knowledge.linkage.models import Tie
    from erle.knowledge.records.models import Mention, Person
    from erle.practice.desk.models import Arrival, Check

HEAD = 6
"""Lines of the chronology that stand on the page."""
NATURES = {
    Nature.FACT.value: "What was seen or heard",
    Nature.OPINION.value: "What they make of it",
    Nature.OWN_WORDS.value: "In the child’s own words",
    Nature.WISH.value: "What the child asked for",
    Nature.STRENGTH.value: "What is going well",
}
OWN = {Nature.OWN_WORDS.value, Nature.WISH.value}
KINDS = {
    MentionKind.PERSON.value: "Person",
    MentionKind.PLACE.value: "Place",
    MentionKind.VEHICLE.value: "Vehicle",
    MentionKind.PHONE.value: "Phone",
    MentionKind.ACCOUNT.value: "Account",
    MentionKind.ORGANISATION.value: "Organisation",
}
HOWS = {
    How.NUMBER.value: "Certain: the same NHS or pupil number",
    How.NAME_AND_BIRTH.value: "Certain: full name and date of birth",
    How.JUDGEMENT.value: "Judged",
}


def said(arrival: Arrival, today: date) -> dict[str, Any]:
    """Return the report as it was said, item by item."""
    report = arrival.report
    items = [
        {
            "heading": NATURES.get(item.nature, item.nature),
            "own": item.nature in OWN,
            "text": item.text,
            "when": _when(item.happened_at, item.precision, today),
            "place": item.place,
            "grade": grade(item.grade),
            "conditions": item.conditions,
        }
        for item in desk.items_of(report)
    ]
    if not items:
        happened = _when(report.happened_at, report.precision, today)
        plain = {"heading": NATURES["fact"], "text": report.text, "when": happened, "grade": grade(report.grade)}
        items = [{**plain, "own": False, "place": "", "conditions": report.conditions}] if report.text else []
    return {
        "items": items,
        "who": ", ".join(filter(None, (arrival.source, arrival.agency.name))),
        "reference": report.reference,
        "files": [f"{one.name}, {max(1, one.size // 1024):,} kB" for one in desk.files_of(report)],
        "told": report.said.get("told") or report.said.get("told_family") or "",
    }


def meant(arrival: Arrival, picture: Person | None, today: date) -> dict[str, Any]:
    """Return whom and what the report names: the child first, then each thing with the other reports that name it."""
    mentions = desk.mentions_of(arrival.report)
    naming = desk.others_naming(arrival, [mention.thing for mention in mentions])
    subject = next((mention for mention in mentions if mention.details.get("role") == SUBJECT), None)
    return {
        "child": _child(arrival, picture, subject, today),
        "things": [
            {
                "kind": KINDS.get(mention.kind, mention.kind),
                "words": mention.words,
                "url": reverse("thing", args=[mention.thing]) if mention.thing else "",
                "more": _details(mention),
                "others": [_naming(one, today) for one in naming.get(mention.thing, [])],
            }
            for mention in mentions
            if mention is not subject
        ],
    }


def known(arrival: Arrival, *, holds: bool) -> dict[str, Any]:
    """Say whether children's services know the child, and whom to ring; nothing else before somebody holds it."""
    found = desk.known([arrival.pk]).get(arrival.pk)
    if found is None:
        return {"known": False}
    return {
        "known": True,
        "agency": found.agency.name,
        "phone": found.agency.phone,
        "night_phone": found.agency.night_phone,
        "lead": found.lead.name if found.lead else "",
        "lead_phone": found.lead.phone if found.lead else "",
        "to_open": holds,
    }


def picture_head(picture: Person, arrival: Arrival, *, now: datetime, today: date) -> dict[str, Any]:
    """Return what is known of the child at a glance: clocks, missing, own words, the last lines, other reports."""
    lines = list(chronology(picture)[:HEAD])
    words = words_of(picture).first()
    episode = next(iter(recent_episodes(picture, since=now)), None)
    missing = ""
    if episode is not None and episode.returned_at is None:
        missing = f"Missing now, since {day(episode.left_at, today)}, {elapsed(now - episode.left_at)}"
    return {
        "child": named(picture),
        "facts": facts(picture, today),
        "missing": missing,
        "words": f"“{words.said}”" if words else "",
        "words_when": f"{words.said_to.name}, {day(words.said_at, today)}" if words else "",
        "clocks": [
            {"standing": standing(clock.due_at, now), "title": clock.title} for clock in running_in(picture.circle)
        ],
        "lines": [
            {
                "when": _when(line["happened_at"], line["precision"], today),
                "title": line["title"],
                "text": line["quote"] or line["text"],
                "own": bool(line["quote"]),
                "agency": line["agency__name"],
            }
            for line in lines
        ],
        "others": [_other(other, today) for other in desk.others_about(arrival, picture)],
    }


def checks(asked: Sequence[Check], *, arrival: Arrival, now: datetime, today: date) -> list[dict[str, Any]]:
    """Return what agencies were asked: the answer, or the silence with the number to ring."""
    return [_check(check, arrival=arrival, now=now, today=today) for check in asked]


def _check(check: Check, *, arrival: Arrival, now: datetime, today: date) -> dict[str, Any]:
    shown = {
        "agency": check.agency.name,
        "asked": day_and_time(check.asked_at, today) if check.asked_at else "Not asked",
        "question": check.question,
        "phone": check.agency.phone,
        "answer": "",
        "silent": False,
        "not_needed_url": "",
    }
    if check.answered_at:
        words = check.answer or "Nothing is held about the child."
        by = check.answered_by.name if check.answered_by else ""
        done = {"kind": "done", "words": f"Answered {_moment(check.answered_at, today)}"}
        return {**shown, "answer": words, "by": by, "state": done}
    if check.waived_at:
        return {**shown, "answer": check.waived_because, "state": {"kind": "plain", "words": "Reason given"}}
    waits = elapsed(now - check.asked_at) if check.asked_at else ""
    url = reverse("desk_not_needed", args=[arrival.reference, check.reference])
    return {
        **shown, "silent": True, "not_needed_url": url, "state": {"kind": "wait", "words": f"No answer, {waits}"}
    }  # fmt: skip


def _child(arrival: Arrival, picture: Person | None, subject: Mention | None, today: date) -> dict[str, Any]:
    details = subject.details if subject is not None else {}
    born = date.fromisoformat(details["born_on"]) if details.get("born_on") else None
    spoken = [f"born {born.day} {born:%b %Y}, {age(born, today)}" if born else "", details.get("school", "")]
    spoken += [details.get("lives", "")]
    tie = _tie(arrival, picture)
    return {
        "as_said": subject.words if subject is not None else "A child, not named",
        "details": ", ".join(filter(None, spoken)),
        "name": name_and_age(picture, today) if picture else "",
        "url": named(picture).url if picture else "",
        "how": HOWS.get(tie.how, "") if tie else "",
        "how_more": f"{tie.tied_by}: {tie.reason}" if tie and tie.how == How.JUDGEMENT else "",
    }


def _tie(arrival: Arrival, picture: Person | None) -> Tie | None:
    if picture is None:
        return None
    return next((tie for tie in ties_of(picture) if tie.other_id == arrival.report.person_id), None)


def _other(other: Arrival, today: date) -> dict[str, str]:
    return {
        "title": other.title,
        "url": reverse("desk_arrival", args=[other.reference]),
        "more": f"{other.agency.name}, came in {in_midst(other.received_at, today)}",
    }


def _naming(one: desk.NamedIn, today: date) -> dict[str, str]:
    """Return another report that names a thing, with the spelling where it has another that is held to be the same."""
    other = _other(one.arrival, today)
    return {**other, "more": f"{other['more']}, written “{one.written}”"} if one.written else other


def _details(mention: Mention) -> str:
    said = [str(value) for key, value in mention.details.items() if key != "role" and isinstance(value, str | int)]
    return ", ".join(said)


def _when(happened_at: datetime | None, precision: str, today: date) -> str:
    if happened_at is None:
        return ""
    spoken = line_time(happened_at, precision)
    if precision in {"month", "year"}:
        return line_day(happened_at, precision)
    on = day(happened_at, today)
    return f"{on[:1].upper()}{on[1:]}{f', {spoken}' if spoken else ''}"


def _moment(at: datetime, today: date) -> str:
    return clock_time(at) if day(at, today) == "today" else day_and_time(at, today)
