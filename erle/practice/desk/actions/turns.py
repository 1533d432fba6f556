"""Taking a turn: an act on arrivals that nobody changed since they were read, told to whoever reads them meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_references
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.actions import owe_each
from erle.foundation.database.refusals import Refused
from erle.practice.desk.models import Arrival, Change
from erle.practice.desk.rules import Turn

OWED_BY = "mash-decision-maker"
"""Who owes the decision while nobody holds the arrival."""
LET_IN_FOR = timedelta(days=28)
"""How long who holds an arrival sees the picture of its child, where nobody else takes it over before."""


class ChangedMeanwhile(Refused):
    """Somebody changed the arrival while it was read; nothing was done, and what was typed is kept."""


class OverAlready(Refused):
    """The referrer was told of the decision: the arrival is closed."""


@dataclass(frozen=True)
class Read:
    """An arrival as a worker has it before her: which, and at which version."""

    arrival: int
    version: int


def require_at_desk(arrivals: Sequence[Arrival], *, by: Worker) -> None:
    """Refuse who does not sit at the desk; a sealed arrival is for those named in person, whatever their role."""
    if not all(arrival.sealed for arrival in arrivals):
        gate.require(Ability.TRIAGE, by=by)


def held_still(read: Sequence[Read], *, by: Worker) -> list[Arrival]:
    """Lock the arrivals, and return those that stand open as they were read; whoever comes at once waits."""
    versions = {one.arrival: one.version for one in read}
    locked = Arrival.objects.select_for_update().filter(pk__in=versions).order_by("pk")
    arrivals = list(locked)
    require_at_desk(arrivals, by=by)
    return [one for one in arrivals if one.version == versions[one.pk]]


def the_one(read: Read, *, by: Worker) -> Arrival:
    """Lock the arrival, or refuse where it was changed meanwhile or is closed."""
    still = held_still([read], by=by)
    if not still:
        raise ChangedMeanwhile(changed_words(read))
    if still[0].told_at is not None or still[0].withdrawn_at is not None:
        raise OverAlready("This report is closed: the referrer was told, or it was taken back.")
    return still[0]


def changed_words(read: Read) -> str:
    """Say who changed the arrival since it was read, and what."""
    last = Change.objects.filter(arrival=read.arrival, version__gt=read.version).order_by("-version")
    change = last.select_related("changed_by").first()
    if change is None:
        return "This page is older than the report. Load it again."
    return f"Changed by {change.changed_by.name} while you were reading. {change.words} What you typed is kept."


def take_turn(arrivals: Sequence[Arrival], *, what: Turn, words: str, by: Worker, at: datetime, **changes: Any) -> None:
    """Change the locked arrivals, and write what changed for whoever reads them."""
    Arrival.objects.filter(pk__in=[one.pk for one in arrivals]).update(
        version=F("version") + 1, acted_at=Coalesce("acted_at", Value(at)), **changes
    )
    Change.objects.bulk_create(
        Change(
            circle_id=one.circle_id,
            sealed=one.sealed,
            arrival=one,
            version=one.version + 1,
            what=what,
            words=words,
            changed_by=by,
            changed_at=at,
        )
        for one in arrivals
    )
    for one in arrivals:
        one.version += 1


def settle(arrivals: Sequence[Arrival], *, holder: Worker | None, at: datetime) -> None:
    """Have the clocks owed by who holds the arrivals now, or by the desk, and let her into the pictures."""
    owe_each([one.clock_id for one in arrivals], role=OWED_BY, worker=holder)
    let_in_holders(arrivals, at=at)


def let_in_holders(arrivals: Sequence[Arrival], *, at: datetime) -> None:
    """Let who holds each arrival into the picture of its child, and nobody who held it before."""
    if not arrivals:
        return
    numbers = [one.pk for one in arrivals]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.let_in_holders(%s::bigint[], %s::text[], %s)",
            [numbers, new_references("S", len(numbers)), at + LET_IN_FOR],
        )
