"""The price of knowing what is due among a million running clocks: as it is kept, and computed anew from the starts.

What a page shows is kept with each clock, so that a worklist is a question about stored moments: that is held against
one plain scan of the same rows. What the law says of each start is computed when a clock is opened, and for all of them
when the calendar changes: that is held against numpy's own working-day arithmetic, which knows neither hours, months
nor England's midnights, and is asked for working days alone.
"""

import json
import math
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.bench import Bench, Case, Timed, WrongAnswer, at_most, in_turns
from benchmarks.place import Connection, Place

CLOCKS, TENTH, QUICK = 1_000_000, 100_000, 20_000
SCAN_BAR, NUMPY_BAR, GROWTH_BAR = 3.0, 10.0, 1.0
TURNS = 3
KEYS = ("return_interview", "initial_conference", "first_review_conference", "core_group")
NUMBERS = (1, 2, 5, 10, 15, 20, 45)
DIRECTORY = """
INSERT INTO agencies_agency (id, slug, name, kind, regime, phone, night_phone)
    SELECT a, 'agency-' || a, 'Agency ' || a, 'other', 'uk_gdpr', '', '' FROM generate_series(1, 40) a;
INSERT INTO agencies_worker (id, password, reference, email, name, kind, agency_id, phone)
    VALUES (1, '', 'W-1', 'w1@example.org', 'W', 'person', 1, '');
"""
CLOCK = """
INSERT INTO clocks_runningclock (circle_id, sealed, reference, key, rule, calendar, about, title, note, started_at,
    due_at, owed_by_agency_id, owed_by_role_id, begun_by_id, begun_at, outcome)
SELECT 1 + n %% 5000, false, 'K-' || n, rule.key, rule.rule, 'bench', 'M-' || n, 'To be done', '', s.at, s.at,
    1 + n %% 40, CASE WHEN n %% 3 = 0 THEN 'social-worker' ELSE 'return-interview-coordinator' END, 1, s.at, ''
FROM generate_series(%(first)s::int, %(last)s::int) n
CROSS JOIN LATERAL (SELECT to_timestamp(%(from)s + (n::bigint * 7919) %% %(span)s) AS at) s
JOIN (SELECT place - 1 AS place, one ->> 'key' AS key, one AS rule
      FROM jsonb_array_elements(%(rules)s::jsonb) WITH ORDINALITY AS listed (one, place)) rule ON rule.place = n %% 4
"""
SET_DUE = "UPDATE clocks_runningclock c SET due_at = to_timestamp(d.due) FROM bench_due d WHERE d.id = c.id"
SCAN = """
SELECT count(*), count(*) FILTER (WHERE due_at <= %s) FROM clocks_runningclock WHERE stopped_at IS NULL
"""
READ = """
SELECT array_agg(extract(epoch FROM date_trunc('second', started_at))::bigint),
       array_agg(extract(epoch FROM date_trunc('second', due_at))::bigint)
FROM clocks_runningclock WHERE stopped_at IS NULL GROUP BY key
"""


def run(place: Place) -> Bench:
    """Measure in memory first, then in the database at a tenth and at the whole."""
    whole = QUICK if place.quick else CLOCKS
    tenth = whole // 10
    cases, beside = _in_memory(whole, tenth)
    cases.append(_boundaries())
    kept, anew = [], []
    with place.connect() as connection:
        _directory(connection)
        for first, last in ((1, tenth), (tenth + 1, whole)):
            _open(connection, first, last)
            kept.append(_kept(place))
            anew.append(_anew(place, last))
    bar = f"{whole:,} running clocks"
    cases += [
        at_most(f"{bar}: overdue and running by who owes them, to one scan", ours=kept[1].ours, peer=kept[1].peer,
                unit="ms", bar=SCAN_BAR),
        at_most(f"{bar}: read, computed anew and compared, to reading them", ours=anew[1].ours, peer=anew[1].peer,
                unit="ms", bar=SCAN_BAR),
        _growth("the worklist's counts", kept[0].ours, kept[1].ours, whole),
        _beside("reading and computing anew", anew[0], anew[1], whole),
    ]  # fmt: skip
    scan, reading = _exponent(kept[0].peer, kept[1].peer), _exponent(anew[0].peer, anew[1].peer)
    whole_of_it = _exponent(anew[0].ours, anew[1].ours)
    beside.append(
        f"growth exponent of the plain scan: {scan:.2f}; of reading alone: {reading:.2f}; of reading and computing anew"
        f" by itself: {whole_of_it:.2f}"
    )
    return Bench("due", tuple(cases), tuple(beside))


def _in_memory(whole: int, tenth: int) -> tuple[list[Case], list[str]]:
    """Time the dues of working days, and of a mixture, beside numpy's of the same starts."""
    import numpy as np

    from erle.foundation.statute.bulk import due_seconds
    from erle.foundation.statute.calendar import ENGLAND
    from erle.foundation.statute.limits import ElapsedHours, Months, WorkingDays

    starts = _starts(whole)
    days = (starts // 86_400).astype("datetime64[D]")
    closed = np.busdaycalendar(holidays=np.array(sorted(ENGLAND.holidays), dtype="datetime64[D]"))
    third = whole // 3
    parts = ((ElapsedHours(72), starts[:third]), (WorkingDays(15), starts[third : 2 * third]),
             (Months(3), starts[2 * third :]))  # fmt: skip
    _agree(starts, days, closed)

    def theirs(number: int = whole) -> object:
        return np.busday_offset(days[:number], 15, roll="backward", busdaycal=closed)

    def ours(number: int = whole) -> object:
        return due_seconds(WorkingDays(15), starts[:number])

    def mixed() -> object:
        return [due_seconds(limit, some) for limit, some in parts]

    alike = in_turns(ours, theirs, turns=TURNS)
    mixture = in_turns(mixed, theirs, turns=TURNS)
    smaller = in_turns(lambda: ours(tenth), lambda: theirs(tenth), turns=TURNS)
    cases = [
        _times(f"{whole:,} working-day clocks from their starts, times as fast as numpy.busday_offset", alike),
        _times(f"{whole:,} clocks of 72 hours, 15 working days, 3 months, to numpy's working days of all", mixture),
        _growth("dues from their starts", smaller.ours, alike.ours, whole),
    ]
    return cases, [f"the tables of one limit, made once in a process: {_table_ms():.0f} ms, in no time above"]


def _starts(number: int) -> Any:
    """Return starts over three years, each at another second of the day."""
    import numpy as np

    begin = int(datetime(2023, 1, 2, tzinfo=UTC).timestamp())
    return begin + np.random.default_rng(5).integers(0, 3 * 365 * 86_400, number)


def _agree(starts: Any, days: Any, closed: Any) -> None:
    """Raise where the two say other days of starts whose day is the same by the sun and in England."""
    import numpy as np

    from erle.foundation.statute.bulk import due_seconds
    from erle.foundation.statute.limits import WorkingDays

    noon = days.astype(np.int64) * 86_400 + 43_200
    theirs = np.busday_offset(days, 15, roll="backward", busdaycal=closed)
    ours = (due_seconds(WorkingDays(15), noon) - 43_200) // 86_400
    wrong = int((ours.astype("datetime64[D]") != theirs).sum())
    if wrong:
        raise WrongAnswer(f"{wrong:,} of {len(starts):,} dues are on another day than numpy's")


def _table_ms() -> float:
    from erle.foundation.statute import bulk
    from erle.foundation.statute.limits import WorkingDays

    bulk._table.cache_clear()
    start = time.perf_counter()
    bulk.due_seconds(WorkingDays(15), _starts(1))
    return (time.perf_counter() - start) * 1000


def _boundaries() -> Case:
    """Return how many dues differ from a walk from day to day, for each start within 70 days before a bank holiday."""
    import numpy as np

    from erle.foundation.statute.bulk import due_seconds
    from erle.foundation.statute.calendar import ENGLAND
    from erle.foundation.statute.limits import WorkingDays
    from erle.foundation.statute.moments import end_of, start_of

    days = sorted({day - timedelta(days=off) for day in ENGLAND.holidays for off in range(-3, 71)})
    days = [day for day in days if ENGLAND.first_day <= day < ENGLAND.last_day - timedelta(days=80)]
    starts = np.array([int(start_of(day).timestamp()) for day in days], dtype=np.int64)
    differ = 0
    for number in NUMBERS:
        walked = np.array([int(end_of(_walk(day, number, ENGLAND.holidays)).timestamp()) for day in days])
        for into_day in (0, 43_200, 82_799):
            differ += int((due_seconds(WorkingDays(number), starts + into_day) != walked).sum())
    asked = len(days) * len(NUMBERS) * 3
    return Case(f"dues of {asked:,} around every bank holiday that differ from a day-by-day walk", differ, 0, "dues",
                float(differ), 0, differ == 0)  # fmt: skip


def _walk(day: date, left: int, closed: frozenset[date]) -> date:
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in closed
    return day


def _directory(connection: Connection) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.execute(DIRECTORY)
    connection.execute(
        "INSERT INTO access_circle (id, reference, kind, agency_id, sealed, opened_at, opened_by_id)"
        " SELECT n, 'C-' || n, 'child', 1, false, now(), 1 FROM generate_series(1, 5000) n"
    )


def _open(connection: Connection, first: int, last: int) -> None:
    """Open clocks as the product keeps them: the rule as it stood, and when it is due by it."""
    import numpy as np

    from erle.foundation.statute.bulk import due_seconds
    from erle.foundation.statute.clock import Clock
    from erle.foundation.statute.clocks import clock_in_force

    begin = int(datetime(2024, 6, 3, tzinfo=UTC).timestamp())
    rules = [clock_in_force(key, date(2025, 6, 1)).to_data() for key in KEYS]
    given = {"first": first, "last": last, "from": begin, "span": 2 * 365 * 86_400, "rules": json.dumps(rules)}
    connection.execute(CLOCK, given)
    connection.execute("CREATE TEMPORARY TABLE IF NOT EXISTS bench_due (id bigint, due bigint)")
    for rule in rules:
        [(numbers, starts)] = connection.execute(
            "SELECT array_agg(id ORDER BY id), array_agg(extract(epoch FROM started_at)::bigint ORDER BY id)"
            " FROM clocks_runningclock WHERE key = %s AND substr(reference, 3)::int >= %s", [rule["key"], first],
        ).fetchall()  # fmt: skip
        due = due_seconds(Clock.from_data(rule).limit, np.array(starts, dtype=np.int64))
        with connection.cursor() as cursor, cursor.copy("COPY bench_due FROM STDIN") as copy:
            for pair in zip(numbers, due.tolist(), strict=True):
                copy.write_row(pair)
    connection.execute(SET_DUE)
    connection.execute("TRUNCATE bench_due")
    connection.execute("VACUUM (FREEZE, ANALYZE) clocks_runningclock")


def _kept(place: Place) -> Timed:
    """Time the counts of who owes what, beside one scan of the same rows."""
    from erle.foundation.clocks.queries import due_counts

    at = datetime(2026, 1, 5, tzinfo=UTC)
    with place.peer() as peer:

        def scan() -> tuple[int, int]:
            [row] = peer.execute(SCAN, [at]).fetchall()
            return int(row[0]), int(row[1])

        counts = due_counts(at)
        ours = sum(one["running"] for one in counts), sum(one["overdue"] for one in counts)
        if ours != scan():
            raise WrongAnswer(f"the worklist counts {ours}, the scan {scan()}")
        return in_turns(lambda: due_counts(at), scan, turns=TURNS)


def _anew(place: Place, number: int) -> Timed:
    """Time reading all clocks and computing them anew, beside reading the same moments alone."""
    from erle.foundation.clocks.queries.anew import due_anew

    with place.peer() as peer:

        def read() -> object:
            return peer.execute(READ).fetchall()

        found = due_anew()
        if sum(one.running for one in found) != number or any(one.sooner or one.later for one in found):
            raise WrongAnswer(f"computed anew, {found}")
        return in_turns(due_anew, read, turns=TURNS)


def _times(case: str, timed: Timed) -> Case:
    """Return how many times as fast as the peer it is; more is better."""
    ratio = timed.peer / timed.ours
    return Case(case, round(timed.ours, 2), round(timed.peer, 2), "ms", round(ratio, 2), NUMPY_BAR, ratio >= NUMPY_BAR)


def _growth(what: str, tenth: float, whole: float, number: int) -> Case:
    """Return the exponent with which time grows from a tenth to the whole."""
    exponent = _exponent(tenth, whole)
    return Case(f"growth exponent of {what}, {number // 10:,} to {number:,}", round(whole, 2), round(tenth, 2), "ms",
                round(exponent, 3), GROWTH_BAR, exponent <= GROWTH_BAR)  # fmt: skip


def _beside(what: str, tenth: Timed, whole: Timed, number: int) -> Case:
    """Return the exponent beside that of the peer, which reads the same rows: 1 where both grow alike."""
    exponent = 1 + _exponent(tenth.ours, whole.ours) - _exponent(tenth.peer, whole.peer)
    case = f"growth exponent of {what}, beside reading alone (1: as it), {number // 10:,} to {number:,}"
    return Case(case, round(whole.ours, 2),
                round(tenth.ours, 2), "ms", round(exponent, 3), GROWTH_BAR, exponent <= GROWTH_BAR)  # fmt: skip


def _exponent(tenth: float, whole: float) -> float:
    return math.log10(whole / tenth)
