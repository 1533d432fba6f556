"""Gathering the answers into what is handed in: each from the words as they were typed, read once more by its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist

from erle.doors.staff.sharing_information.questions.around import named_form
from erle.doors.staff.sharing_information.questions.forms_around import PURPOSE, NamedForm
from erle.doors.staff.sharing_information.questions.forms_seen import HOW_KNOWN, DescribeForm
from erle.doors.staff.sharing_information.questions.items import when_form
from erle.doors.staff.sharing_information.start import subject_words
from erle.doors.staff.sharing_information.steps import GRADE, WHAT, WHEN, Place
from erle.doors.staff.sharing_information.unsent import Unsent, enclosures
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.bases import bases_for
from erle.knowledge.records.actions.handing_in import Enclosed, Handed, Named, Piece
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import MentionKind, Nature, Precision, Sex, Urgency

if TYPE_CHECKING:
    from datetime import date

    from erle.doors.staff.sharing_information.sharing_page import SharingPage
    from erle.foundation.agencies.models import Post, Worker
    from erle.knowledge.records.models import Person

NO_LONGER = (
    "You can no longer see the record of the child this is about, so it cannot be shared from here. Ring the referral"
    " line, and say that you have information. What you wrote stays in this draft."
)
LONGEST_TITLE = 120
LONGEST_SOURCE = 120
KNOWN = dict(HOW_KNOWN)


class NothingNow(Refused):
    """It cannot be shared as it stands."""


def about(page: SharingPage) -> Person | Particulars:
    """Return the child it is about: hers, as she may see the record now, or the one she describes."""
    if page.unsent.is_described:
        return particulars(page.unsent, today=page.today)
    try:
        return child_called(page.unsent.person)
    except ObjectDoesNotExist as gone:
        raise NothingNow(NO_LONGER) from gone


def handed(page: SharingPage) -> Handed:
    """Return what is handed in; where it is not to be shared, some of it may not be answered."""
    unsent, why = page.unsent, page.unsent.answers("why")
    urgency = unsent.answers("urgency")
    basis = why.get("basis") or bases_for(page.agency.regime, page.agency.kind, page.today)[0].key
    return Handed(
        title=title_of(unsent),
        pieces=[*seen_or_heard(page), *_described(unsent), *_own_words(unsent), *_strengths(unsent)],
        urgency=Urgency(urgency.get("urgency") or Urgency.SOON),
        basis=basis,
        purpose=why.get("purpose") or PURPOSE,
        named=named_in(named_form(unsent)),
        enclosed=[_enclosed(one) for one in enclosures(unsent)],
        source=source_of(page.worker, page.posts),
        fields={
            "draft": unsent.reference,
            "about": subject_words(unsent),
            "first": page.subject.first,
            "told": unsent.answers("told"),
            "urgency": urgency,
            "setting": unsent.answers("voice").get("setting", ""),
            "when": [_as_it_was_said(page, number) for number in unsent.items],
        },
    )


def seen_or_heard(page: SharingPage) -> list[Piece]:
    """Return each thing that was seen or heard, with its time, place and grade."""
    unsent, why, pieces = page.unsent, page.unsent.answers("why"), []
    for number in unsent.items:
        what, grade = (unsent.answers(Place(kind, number).step) for kind in (WHAT, GRADE))
        form = when_form(page, number)
        form.is_valid()
        when = form.understood
        conditions = grade.get("conditions", "") if grade.get("handling") == "C" else ""
        if not grade and why.get("handling") == "C":
            conditions = why.get("conditions", "")
        graded = " ".join(filter(None, (grade.get(part) for part in ("source", "assessment", "handling"))))
        pieces.append(
            Piece(
                nature=Nature(what.get("nature") or Nature.FACT),
                text=what.get("text", ""),
                happened_at=when.at if when else None,
                precision=when.precision if when else Precision.DAY,
                place=unsent.answers(Place(WHEN, number).step).get("where", ""),
                grade=graded,
                conditions=conditions,
            )
        )
    return pieces


def particulars(unsent: Unsent, *, today: date) -> Particulars:
    """Return who the child is whom she describes."""
    form = DescribeForm(boxes(unsent.answers("describe")), today=today)
    form.is_valid()
    said = form.cleaned_data
    names = ("given_names", "family_name", "known_as", "school", "lives")
    return Particulars(
        **{name: said.get(name) or "" for name in names},
        born_on=said.get("born_on"),
        sex=Sex(said.get("sex") or Sex.UNKNOWN),
    )


def boxes(said: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with the date in three boxes, as a form is sent."""
    born = said.get("born_on") or ["", "", ""]
    parts = dict(zip(("born_on-day", "born_on-month", "born_on-year"), born, strict=True))
    return {**{name: value for name, value in said.items() if name != "born_on"}, **parts}


def named_in(form: NamedForm) -> list[Named]:
    """Return who and what else was there."""
    if not form.is_valid():
        return []
    rows = [
        {part: form.cleaned_data.get(f"{part}_{n}", "") for part in ("kind", "words", "more")} for n in form.numbers
    ]
    return [
        Named(MentionKind(row["kind"]), row["words"], {"more": row["more"]} if row["more"] else {})
        for row in rows
        if row["kind"] and row["words"]
    ]


def title_of(unsent: Unsent) -> str:
    """Return one line that says what it is: the beginning of the first thing that happened."""
    said = [unsent.answers(Place(WHAT, number).step) for number in unsent.items]
    facts = [one for one in said if one.get("nature") == Nature.FACT] or said
    line = " ".join(str(facts[0].get("text", "")).split())
    first = line.partition(". ")[0]
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def source_of(worker: Worker, posts: list[Post]) -> str:
    """Return who said it: her name and what she is."""
    roles = ", ".join(dict.fromkeys(post.role.name for post in posts))
    return f"{worker.name}, {roles}"[:LONGEST_SOURCE] if roles else worker.name


def _described(unsent: Unsent) -> list[Piece]:
    words = unsent.answers("describe").get("description", "") if unsent.is_described else ""
    return [Piece(Nature.FACT, f"The child, as described: {words}")] if words else []


def _own_words(unsent: Unsent) -> list[Piece]:
    said = unsent.answers("voice")
    place = said.get("setting", "")
    pairs = ((Nature.OWN_WORDS, said.get("said", "")), (Nature.WISH, said.get("wishes", "")))
    return [Piece(nature, words, place=place) for nature, words in pairs if words]


def _strengths(unsent: Unsent) -> list[Piece]:
    words = unsent.answers("strengths").get("text", "")
    return [Piece(Nature.STRENGTH, words)] if words else []


def _as_it_was_said(page: SharingPage, number: int) -> dict[str, str]:
    """Return the time in her words and in those that she was shown, and how she knows."""
    said = page.unsent.answers(Place(WHEN, number).step)
    form = when_form(page, number)
    form.is_valid()
    return {
        "typed": said.get("when", ""),
        "typed_at": form.told_at.isoformat(),
        "understood": form.understood.words if form.understood else "",
        "known": KNOWN.get(said.get("known", ""), ""),
        "told_by": said.get("told_by", ""),
    }


def _enclosed(one: Any) -> Enclosed:
    return Enclosed(
        reference=one.reference,
        name=one.name,
        media_type=one.media_type,
        size=one.size,
        digest=bytes(one.digest),
        content=bytes(one.content),
        scanned=one.scanned,
    )
