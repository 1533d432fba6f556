"""What a reporter can read by any SQL is the same whether the child is unknown, known, barred to her or sealed."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.access.models import Circle, Share
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.actions.handing_in import HandedIn
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Report
from tests.knowledge.linkage.handing import BORN, CAR, LEAH, WREN, by_school, by_worker, sees
from tests.partnership import BASIS, NOW, Partnership

UNKNOWN = Particulars(given_names="Ines", family_name="Marlow", born_on=BORN)
TABLES = (
    "access_circle",
    "access_share",
    "access_conflict",
    "access_refusal",
    "access_breakglass",
    "access_need",
    "access_notice",
    "ledger_line",
    "linkage_tie",
    "records_person",
    "records_report",
    "records_item",
    "records_attachment",
    "records_entry",
    "records_mention",
    "records_note",
    "records_words",
    "records_schoolweek",
    "records_relation",
    "desk_arrival",
    "clocks_runningclock",
)
VARIES = re.compile(
    r"^(id|.*_id|reference|.*_at|leaf|xid|at|first|last|digest|about|value|known_as|name_keys|name_line)$"
)
NAMES = ("given_names", "family_name", "words", "key", "name_key", "details")
Told = dict[str, list[str]]
Difference = dict[str, Counter[str]]


def _told(worker: Worker) -> Told:
    """Return all that the worker reads of what she handed in, without numbers, moments and the child's name."""
    found: Told = {}
    with acting_as(worker), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            found[table] = sorted(repr(_plain(row)) for (row,) in cursor.fetchall())
        cursor.execute("SELECT id FROM access_circle WHERE kind = 'report'")
        reports = [circle for (circle,) in cursor.fetchall()]
        cursor.execute(
            "SELECT m.name, m.role, m.kind, m.purpose, m.shared_by FROM unnest(%s::bigint[]) AS c"
            " CROSS JOIN LATERAL erle.members_of(c) m ORDER BY m",
            [reports],
        )
        found["members"] = [repr(row) for row in cursor.fetchall()]
    return found


def _plain(row: Any) -> Any:
    told = json.loads(row) if isinstance(row, str) else row
    kept = {key: value for key, value in told.items() if not VARIES.match(key) and key not in NAMES}
    if isinstance(kept.get("detail"), dict):
        kept["detail"] = {key: value for key, value in kept["detail"].items() if not VARIES.match(key)}
    return kept


def _difference(worker: Worker, before: Told) -> Difference:
    """Return what the worker reads now and did not before, and what she read before and does not now."""
    now = _told(worker)
    return {table: Counter(rows) - Counter(before[table]) for table, rows in now.items()} | {
        f"{table}, gone": Counter(before[table]) - Counter(rows) for table, rows in now.items()
    }


def _nothing(partnership: Partnership, done: HandedIn, desk: Worker) -> None:
    """Nothing happens."""


def _seal_later(partnership: Partnership, done: HandedIn, desk: Worker) -> None:
    manager = partnership.manager
    with acting_as(manager):
        seal(circle=partnership.leah.circle, stays=[partnership.lead], basis=BASIS, reason="x", by=manager, at=NOW)


def _bar_the_reporter(partnership: Partnership, done: HandedIn, desk: Worker) -> None:
    manager = partnership.manager
    with acting_as(manager):
        keep_out(circle=partnership.leah.circle, worker=partnership.lapsed, reason="Her aunt", by=manager, at=NOW)


def _the_desk_works(partnership: Partnership, done: HandedIn, desk: Worker) -> None:
    """The desk looks at the report, and lets a social worker see it who knows the child."""
    with acting_as(desk):
        report = Report.objects.select_related("circle").get(pk=done.report.pk)
        ledger.write(Act.OPENED, about=report.reference, circle_id=report.circle_id)
        share_with_worker(
            circle=report.circle,
            worker=partnership.lead,
            grounds=Grounds("She knows the child", BASIS),
            ends_at=NOW + timedelta(days=28),
            by=desk,
            at=NOW,
        )


CASES: dict[str, tuple[Particulars, Callable[[Partnership, HandedIn, Worker], None]]] = {
    "known": (LEAH, _nothing),
    "sealed": (WREN, _nothing),
    "sealed later": (LEAH, _seal_later),
    "kept out later": (LEAH, _bar_the_reporter),
    "worked on": (LEAH, _the_desk_works),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("reporter", ["lapsed", "never"])
def test_a_reporter_reads_the_same_as_of_a_child_whom_nobody_knows(
    partnership: Partnership, desk: Worker, case: str, reporter: str
) -> None:
    worker = partnership.workers[reporter]
    about, meanwhile = CASES[case]
    start = _told(worker)
    by_worker(worker, UNKNOWN, named=[CAR])
    unknown = _difference(worker, start)
    between = _told(worker)

    done = by_worker(worker, replace(about, school="", lives=""), named=[CAR])
    meanwhile(partnership, done, desk)

    assert _difference(worker, between) == unknown
    assert sees(worker, done.report)


def test_a_child_who_was_kept_from_her_before_tells_a_reporter_no_more(partnership: Partnership, desk: Worker) -> None:
    worker = partnership.lapsed
    by_school(partnership, UNKNOWN)
    start = _told(worker)
    done = by_school(partnership, UNKNOWN)
    unknown = _difference(worker, start)
    _bar_the_reporter(partnership, done, desk)
    between = _told(worker)

    by_school(partnership, LEAH)

    assert _difference(worker, between) == unknown


def test_the_desk_does_read_its_own_side(partnership: Partnership, desk: Worker) -> None:
    done = by_school(partnership)
    with acting_as(desk):
        assert Share.objects.filter(circle_id=done.report.circle_id, kind="shared").exists()
        assert Circle.objects.filter(pk=done.desk_circle).exists()


def test_nobody_counts_what_the_database_did_meanwhile(partnership: Partnership) -> None:
    views = ("pg_stat_xact_all_tables", "pg_stat_all_tables", "pg_statio_all_tables", "pg_stat_all_indexes")
    with acting_as(partnership.lapsed), connection.cursor() as cursor:
        for view in views:
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [view])
            assert cursor.fetchone() == (False,), view
        cursor.execute(
            "SELECT count(*) FROM pg_proc"
            " WHERE proname ~ '^pg_stat_get_(xact_)?(tuples|numscans|blocks|live|dead|mod|ins)'"
            " AND has_function_privilege(oid, 'EXECUTE')"
        )
        assert cursor.fetchone() == (0,)
