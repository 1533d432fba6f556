"""Bringing reports to the desk: one that a worker hands in, and those that a file's rows became."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import LENGTH, LONG, new_references
from erle.foundation.clocks.actions import Computed, compute
from erle.foundation.statute.moments import local_day
from erle.knowledge.linkage.actions import recognise
from erle.knowledge.records.actions.handing_in import LONGEST_TITLE, Handed, hand_in
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Entry, Mention, Person, Report
from erle.knowledge.records.rules import MentionKind
from erle.practice.desk.actions.turns import OWED_BY

CLOCK = "referral_decision"
TO_DO = "Decide what is done about a report, and tell the referrer"
CANNOT_WAIT = "A report came in that cannot wait for the queue."
UNTITLED = "A report without a title"
CHUNK = 1_000
"""Reports of a file that are brought at once."""


@dataclass(frozen=True)
class Shared:
    """What became of what a worker shared: the report, its lines, and by which reference and when the desk decides."""

    report: Report
    entries: list[Entry]
    reference: str
    due_at: datetime


@dataclass(frozen=True)
class _Bringing:
    report: int
    recorded_at: datetime
    title: str


def share_information(
    *, about: Person | Particulars, agency: Agency, handed: Handed, by: Worker, at: datetime
) -> Shared:
    """Keep what a worker hands in, put it in the picture of the child it is certainly about, and bring it to the desk.

    She learns by which reference she can ask, and by when the desk decides; not whether the child is known.
    """
    done = hand_in(about=about, agency=agency, handed=handed, by=by, at=at)
    recognise(people=[done.report.person_id])
    [(reference, due_at)] = _bring([_Bringing(done.report.pk, at, handed.title)], {})
    return Shared(done.report, done.entries, reference, due_at)


def bring_rows_to_desk(*, reports: Sequence[str], by: Worker, at: datetime) -> list[tuple[str, datetime]]:
    """Bring reports of a file, by their references, to the desk; return of each by which reference and when it is due.

    Recognise the people they are about first: an arrival about a sealed child is then sealed from its first moment.
    """
    clocks: dict[date, Computed] = {}
    brought = []
    for start in range(0, len(reports), CHUNK):
        brought += _bring(_of_rows(reports[start : start + CHUNK], by), clocks)
    return brought


def _of_rows(references: Sequence[str], by: Worker) -> list[_Bringing]:
    """Return what is known of the rows; each is called as the line is that it became."""
    found = Report.objects.filter(reference__in=references, recorded_by=by).values_list(
        "reference", "pk", "recorded_at"
    )
    rows = {reference: (number, at) for reference, number, at in found}
    lines = Entry.objects.filter(report__in=[number for number, _ in rows.values()], origin__isnull=True)
    titles = dict(lines.order_by("report_id", "id").distinct("report_id").values_list("report_id", "title"))
    return [
        _Bringing(*rows[reference], titles.get(rows[reference][0], UNTITLED))
        for reference in references
        if reference in rows
    ]


def _bring(reports: Sequence[_Bringing], clocks: dict[date, Computed]) -> list[tuple[str, datetime]]:
    if not reports:
        return []
    length = LENGTH if len(reports) == 1 else LONG
    arrivals, references = (new_references(prefix, len(reports), length=length) for prefix in ("A", "K"))
    numbers = [one.report for one in reports]
    accounts = Mention.objects.filter(report__in=numbers, kind=MentionKind.ACCOUNT)
    online = set(accounts.values_list("report_id", flat=True))
    computed = [_computed(one.recorded_at, clocks) for one in reports]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.bring_to_desk(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::boolean[],"
            " %s::timestamptz[], %s::jsonb[], %s, %s, %s, %s, %s)",
            [
                arrivals,
                references,
                numbers,
                [one.title[:LONGEST_TITLE] for one in reports],
                [number in online for number in numbers],
                [clock.due_at for clock in computed],
                [json.dumps(clock.rule) for clock in computed],
                CLOCK,
                computed[0].calendar,
                TO_DO,
                OWED_BY,
                CANNOT_WAIT,
            ],
        )
    return list(zip(arrivals, (clock.due_at for clock in computed), strict=True))


def _computed(started_at: datetime, clocks: dict[date, Computed]) -> Computed:
    """Return the clock of the day: it counts working days, so that what comes in on one day is due at one moment."""
    day = local_day(started_at)
    if day not in clocks:
        clocks[day] = compute(CLOCK, started_at=started_at)
    return clocks[day]
