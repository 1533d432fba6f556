"""Sharing chosen lines onwards, saying that one has read them, and taking them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.access.actions.sharing import Grounds, require_end_fit
from erle.foundation.access.models import Circle, Share
from erle.foundation.access.rules import ShareKind
from erle.foundation.agencies.models import Agency, Role, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import local_values
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.disclosing.freezing import frozen_lines, keep_files
from erle.knowledge.records.disclosing.queries import about_words, is_recipient, may_take_back
from erle.knowledge.records.disclosing.rules import CONFIRM_WITHIN, MOST_LINES, Handling, LeaveOut
from erle.knowledge.records.disclosing.sources import Source, files_of, sources_of
from erle.knowledge.records.models import Attachment, Confirmation, DisclosedLine, Disclosure, Person, Report


class NothingChosen(Refused):
    """No line, or too many."""


class LineGone(Refused):
    """A chosen line stands no longer, or is seen no longer."""

    def __init__(self) -> None:
        """Say the same for both."""
        super().__init__("A line you chose does not stand here any more. Look at what you chose again.")


class GoesNoFurther(Refused):
    """The grade of a line says that it goes no further."""


class ConditionsNotAccepted(Refused):
    """A line comes with conditions that nobody has said are kept."""


class NotARecipient(Refused):
    """Somebody cannot be a recipient: she left, or is kept out, or is not to know. The words are the same."""

    def __init__(self) -> None:
        """Give no reason, whatever it is."""
        super().__init__("It cannot be shared with everyone you chose. Choose from the lists as they are now.")


class NotYours(Refused):
    """Only who shared it, or who is in the circle it was taken from, takes it back."""


class TakenBackAlready(Refused):
    """It was taken back, or has ended."""


class ReadAlready(Refused):
    """She has said so, or is no recipient."""


@dataclass(frozen=True)
class Recipients:
    """With whom something is shared: people, and all who hold a role at an agency."""

    workers: Sequence[Worker] = ()
    posts: Sequence[tuple[Agency, Role]] = ()


@dataclass(frozen=True)
class Chosen:
    """Lines by their keys, and of some of them the words that are left out."""

    keys: Sequence[str]
    leave_out: Mapping[str, LeaveOut] = field(default_factory=dict)


def share_onwards(
    *,
    subject: Person | Report,
    chosen: Chosen,
    recipients: Recipients,
    grounds: Grounds,
    ends_at: datetime,
    urgent: bool = False,
    conditions_accepted: bool = False,
    by: Worker,
    at: datetime,
) -> Disclosure:
    """Share lines of a child's record or of a report, as they stand now, until the end; the recipients are told."""
    gate.require(Ability.SHARE, by=by)
    sources, files = _chosen(subject, chosen)
    circles = _circles_let_into(subject, sources)
    require_end_fit(ends_at=ends_at, at=at)
    _require_handling(sources, by=by, accepted=conditions_accepted)
    reference = new_reference("D")
    origins = [source.origin_circle_id for source in sources if source.origin_circle_id is not None]
    circle = _open_circle(reference, circles, origins, recipients, grounds, ends_at, urgent=urgent)
    disclosure = Disclosure.objects.create(
        circle=circle,
        reference=reference,
        about=about_words(subject),
        conditions_accepted=conditions_accepted,
        urgent=urgent,
        confirm_due_at=_confirm_due(at) if urgent else None,
        ends_at=ends_at,
        shared_by=by,
        shared_at=at,
        **_whose(subject),
        **_why(grounds),
    )
    DisclosedLine.objects.bulk_create(frozen_lines(disclosure, sources, chosen.leave_out))
    keep_files(disclosure, files)
    detail = {"lines": len(sources), "disclosure": reference}
    ledger.write(Act.SHARED, about=reference, circle_id=subject.circle_id, purpose=grounds.basis, detail=detail)
    return disclosure


def _circles_let_into(subject: Person | Report, sources: Sequence[Source]) -> list[int]:
    """Return the circles that the lines are of, the subject's first, or refuse where she was not let into one."""
    circles = list(dict.fromkeys([subject.circle_id, *(source.circle_id for source in sources)]))
    for number in circles:
        gate.require_let_into(number)
    return circles


def _whose(subject: Person | Report) -> dict[str, Any]:
    """Return the record that the lines are of, and the report where they are of one."""
    if isinstance(subject, Report):
        return {"person_id": subject.person_id, "report": subject}
    return {"person_id": subject.pk, "report": None}


def _why(grounds: Grounds) -> dict[str, str]:
    """Return the grounds, field by field."""
    names = ("purpose", "basis", "necessity", "told", "not_told", "risk", "advice")
    return {name: getattr(grounds, name) for name in names}


def confirm_read(*, disclosure: Disclosure, by: Worker, at: datetime) -> Confirmation:
    """Say that one has read what was shared; whoever shared it is told."""
    if not is_recipient(disclosure, by) or disclosure.confirmations.filter(read_by=by).exists():
        raise ReadAlready("You have said that you read this already.")
    confirmation = Confirmation.objects.create(circle=disclosure.circle, disclosure=disclosure, read_by=by, read_at=at)
    ledger.write(Act.CONFIRMED, about=disclosure.reference, circle_id=disclosure.circle_id)
    _tell(disclosure, "sharer", "share_read", "Somebody with whom you shared it has read it.")
    return confirmation


def withdraw_disclosure(*, disclosure: Disclosure, because: str, by: Worker, at: datetime) -> None:
    """Take back what was shared: from this moment no recipient opens it, and each is told that it was taken back."""
    gate.require(Ability.SHARE, by=by)
    gate.require_let_into(disclosure.circle_id)
    if not may_take_back(disclosure, by):
        raise NotYours("Whoever shared this, or is in the child’s circle, takes it back.")
    standing = Share.objects.filter(
        circle=disclosure.circle, kind=ShareKind.SHARED, withdrawn_at__isnull=True, ends_at__gt=at
    )
    if disclosure.withdrawn_at is not None or not standing.exists():
        raise TakenBackAlready("This was taken back, or has ended, already.")
    _tell(disclosure, "recipients", "share_taken_back", "What was shared with you under this reference was taken back.")
    standing.update(withdrawn_by=by, withdrawn_at=at, withdrawn_because=because)
    taken = Disclosure.objects.filter(pk=disclosure.pk, withdrawn_at__isnull=True)
    if not taken.update(withdrawn_by=by, withdrawn_at=at, withdrawn_because=because):
        raise TakenBackAlready("This was taken back already.")
    ledger.write(Act.WITHDREW, about=disclosure.reference, circle_id=_record_circle(disclosure))


def _record_circle(disclosure: Disclosure) -> int | None:
    """Return the number of the circle that it was taken from."""
    return Circle.objects.values_list("beside_id", flat=True).get(pk=disclosure.circle_id)


def _chosen(subject: Person | Report, chosen: Chosen) -> tuple[list[Source], list[Attachment]]:
    wanted = list(dict.fromkeys(chosen.keys))
    if not wanted:
        raise NothingChosen("Choose at least one line to share.")
    if len(wanted) > MOST_LINES:
        raise NothingChosen(f"Share {MOST_LINES} lines at most at one time: what is needed, and no more.")
    sources, files = sources_of(subject, wanted), files_of(subject, wanted)
    if len(sources) + len(files) != len(wanted):
        raise LineGone
    return sources, files


def _require_handling(sources: Sequence[Source], *, by: Worker, accepted: bool) -> None:
    stays = [source for source in sources if source.handling is Handling.ORIGINATOR]
    if stays:
        raise GoesNoFurther(
            f"“{stays[0].title}” goes no further by its grade, {stays[0].grade}. Ask {stays[0].agency} to share it."
        )
    if not accepted and any(source.handling is Handling.CONDITIONS for source in sources):
        raise ConditionsNotAccepted("Say that the conditions of the lines are kept, or leave those lines out.")


def _open_circle(
    reference: str,
    circles: Sequence[int],
    origins: Sequence[int],
    recipients: Recipients,
    grounds: Grounds,
    ends_at: datetime,
    *,
    urgent: bool,
) -> Circle:
    words = "It is urgent: open it, and say that you have read it." if urgent else "Open it to read what and why."
    given: list[Any] = [
        reference,
        circles,
        origins,
        [worker.pk for worker in recipients.workers],
        [agency.pk for agency, _ in recipients.posts],
        [role.slug for _, role in recipients.posts],
        grounds.basis,
        grounds.purpose,
        ends_at,
        "shared_urgently" if urgent else "shared_onwards",
        words,
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.open_disclosure_circle(%s, %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[],"
            " %s, %s, %s, %s, %s)",
            given,
        )
        [opened] = cursor.fetchone()
    if opened is None:
        raise NotARecipient
    return Circle.objects.get(pk=opened)


def _confirm_due(at: datetime) -> datetime:
    return at + timedelta(hours=local_values(local_day(at))[CONFIRM_WITHIN])


def _tell(disclosure: Disclosure, whom: str, kind: str, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.tell_of_disclosure(%s, %s, %s, %s, %s)",
            [disclosure.circle_id, whom, kind, disclosure.reference, words],
        )
