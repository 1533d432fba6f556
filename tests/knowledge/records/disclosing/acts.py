"""Sharing onwards as the tests do it: Leah's line, by her lead worker, with somebody who does not know her."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import Grounds
from erle.foundation.access.models import Notice
from erle.foundation.agencies.models import Role, Worker
from erle.knowledge.linkage.actions import recognise
from erle.knowledge.records.actions.handing_in import Handed, Piece, hand_in
from erle.knowledge.records.actions.telling import Line, Particulars, Said, take_report
from erle.knowledge.records.attachments.taking import take_in
from erle.knowledge.records.disclosing.actions import Chosen, Recipients, share_onwards
from erle.knowledge.records.disclosing.queries import disclosure_called
from erle.knowledge.records.disclosing.sources import sources_of
from erle.knowledge.records.models import Attachment, Disclosure, Entry, Person, Report
from erle.knowledge.records.rules import EntryKind, Nature, Precision, Urgency
from tests.partnership import BASIS, NOW, Partnership

GROUNDS = Grounds(
    purpose="So that training stays a safe place",
    basis=BASIS,
    told="She said: he can know, but not why",
    necessity="Only the line about the place",
    risk="She could be asked about it",
    advice="Sam Whitlock agreed",
)
WEEK = timedelta(days=7)


def keys_of(worker: Worker, subject: Person | Report) -> list[str]:
    """Return the keys of all that the worker could choose."""
    with acting_as(worker):
        return [source.key for source in sources_of(subject)]


def share(
    partnership: Partnership,
    *workers: Worker,
    by: Worker | None = None,
    subject: Person | Report | None = None,
    keys: Sequence[str] | None = None,
    posts: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> Disclosure:
    """Share all of Leah's lines, or those of the keys, with the workers and those who hold the roles."""
    sharer, about = by or partnership.lead, subject or partnership.leah
    chosen = keys_of(sharer, about) if keys is None else keys
    agencies = partnership.agencies
    seats = [(agencies[agency], Role.objects.get(slug=role)) for agency, role in posts]
    given: dict[str, Any] = {"ends_at": NOW + WEEK, "grounds": GROUNDS, "at": NOW, **more}
    leave_out = given.pop("leave_out", {})
    with acting_as(sharer):
        return share_onwards(
            subject=about,
            chosen=Chosen(chosen, leave_out),
            recipients=Recipients(workers, seats),
            by=sharer,
            **given,
        )


def sees(worker: Worker, disclosure: Disclosure) -> bool:
    """Say whether the worker can open what was shared."""
    with acting_as(worker):
        try:
            disclosure_called(disclosure.reference)
        except Disclosure.DoesNotExist:
            return False
        return True


def told(worker: Worker, kind: str) -> list[Notice]:
    """Return what the worker was told of the kind."""
    with acting_as(worker):
        return list(Notice.objects.filter(worker=worker, kind=kind))


def add_line(
    partnership: Partnership, *, grade: str = "1 A P", conditions: str = "", text: str = "x", **more: Any
) -> Entry:
    """Write one more line in Leah's chronology."""
    said = Said("contact", text, "Sam Whitlock", NOW - WEEK, Precision.DAY, grade=grade, conditions=conditions)
    manager = partnership.manager
    with acting_as(manager):
        return take_report(
            person=partnership.leah,
            agency=more.pop("agency", manager.agency),
            said=said,
            line=Line(EntryKind.CONCERN, more.pop("title", "Concern shared")),
            by=manager,
            at=NOW,
            **more,
        )


def later(moment: datetime = NOW, **span: float) -> datetime:
    """Return a moment after."""
    return moment + timedelta(**span)


def hand_in_about_leah(partnership: Partnership, *pieces: Piece) -> Report:
    """Have the school hand in a report about Leah, which is recognised as hers."""
    teacher = partnership.lapsed
    said = pieces or (Piece(Nature.FACT, "At 10:50."),)
    handed = Handed(title="Came late", pieces=said, urgency=Urgency.SOON, basis=BASIS, purpose="To protect")
    about = Particulars(given_names="Leah", family_name="Arden", born_on=date(2012, 3, 3))
    with acting_as(teacher):
        report = hand_in(about=about, agency=teacher.agency, handed=handed, by=teacher, at=NOW).report
        recognise(people=[report.person_id])
    return report


def with_a_file(partnership: Partnership, report: Report) -> str:
    """Add a file to the report; return its reference."""
    taken = take_in("plan.txt", b"The plan, as it was sent.")
    with acting_as(partnership.lapsed):
        Attachment.objects.create(
            circle=report.circle, report=report, added_by=partnership.lapsed, added_at=NOW, **vars(taken)
        )
    return taken.reference
