"""The world that row-level security is measured in: made by arithmetic, so that each run has the same rows.

100,000 children in circles of their own, 2,000,000 lines of chronology, 5,000 workers with shares of every sort,
20,000 running clocks, and four workers whose queries are timed.
"""

from dataclasses import dataclass
from typing import Any

import psycopg

CHILDREN = 100_000
BACKGROUND_WORKERS = 5_000


@dataclass(frozen=True)
class Asker:
    """A worker whose queries are timed, and the agency and role whose clocks she works from."""

    name: str
    worker_id: int
    agency_id: int
    role: str


FEW = Asker("50 circles", 5_001, 97, "practitioner")
SOME = Asker("5,000 circles", 5_002, 98, "mash-decision-maker")
ALL_BY_SHARES = Asker("all circles, by shares with a role", 5_003, 2, "police-analyst")
ALL_BY_ONE_ACT = Asker("all circles, by one act", 5_004, 1, "return-interview-coordinator")
ASKERS = (FEW, SOME, ALL_BY_SHARES, ALL_BY_ONE_ACT)

# Who stands where, as conditions on the number n of a child. A child's circle, person and first share have its number.
SEALED = "(n % 50 = 7)"
AGENCY = "(CASE WHEN n % 5 < 3 THEN 1 ELSE 3 + n % 94 END)"
IN_FEW = "(n % {few} = n / {few} % 20 + 1)"
IN_SOME = "(n % 20 = n / 1000 % 20)"
MANY_LINES = "(n % 20 = 0)"

DIRECTORY = """
INSERT INTO agencies_agency (id, slug, name, kind, regime, phone, night_phone)
    SELECT a, 'agency-' || a, 'Agency ' || a, 'other', 'uk_gdpr', '', '' FROM generate_series(1, 100) a;
INSERT INTO agencies_role (slug, name, abilities)
    SELECT slug, slug, '{read_records}' FROM unnest(ARRAY[
        'social-work-manager', 'social-worker', 'practitioner', 'mash-decision-maker', 'police-analyst',
        'return-interview-coordinator']) slug
    ON CONFLICT DO NOTHING;
INSERT INTO agencies_worker (id, password, reference, email, name, kind, agency_id, phone)
    SELECT w, '', 'W-' || w, 'worker-' || w || '@example.org', 'Worker ' || w, 'person', 1 + w % 94, ''
    FROM generate_series(1, 5004) w;
INSERT INTO agencies_post (id, worker_id, agency_id, role_id, starts_at, ends_at)
    SELECT w, w, 1 + w % 94,
        CASE WHEN w % 94 = 0 AND w < 1900 OR w < 376 THEN 'social-work-manager' ELSE 'social-worker' END,
           now() - interval '400 days', now() + interval '400 days'
    FROM generate_series(1, 5000) w;
INSERT INTO agencies_post (id, worker_id, agency_id, role_id, starts_at, ends_at) VALUES
    (5001, 5001, 97, 'practitioner', now() - interval '1 day', now() + interval '400 days'),
    (5002, 5002, 98, 'mash-decision-maker', now() - interval '1 day', now() + interval '400 days'),
    (5003, 5003, 2, 'police-analyst', now() - interval '1 day', now() + interval '400 days'),
    (5004, 5004, 1, 'return-interview-coordinator', now() - interval '1 day', now() + interval '400 days');
"""

CIRCLES = f"""
INSERT INTO access_circle (id, reference, kind, agency_id, sealed, opened_at, opened_by_id)
    SELECT n, 'C-' || n, 'child', {AGENCY}, {SEALED}, now() - interval '300 days', 1
    FROM generate_series(1, {{children}}) n;
"""

# One row: offset of the id, which children, worker, agency, role, starts, ends, withdrawn.
SHARE = f"""
INSERT INTO access_share (id, circle_id, sealed, reference, kind, worker_id, agency_id, role_id, purpose,
    basis, reason, told,
                          starts_at, ends_at, shared_by_id, shared_at, withdrawn_by_id, withdrawn_at,
                              withdrawn_because)
    SELECT {{offset}} + n, n, {SEALED}, 'S-' || {{offset}} + n, 'shared', {{worker}}, {{agency}}, {{role}},
        'Work', 'public-task', '', '',
           now() + interval '1 day' * ({{starts}}), now() + interval '1 day' * ({{ends}}), 1, now(),
           CASE WHEN ({{withdrawn}}) IS NOT NULL THEN 1 END, now() + interval '1 day' * ({{withdrawn}}), ''
    FROM generate_series(1, {{children}}) n WHERE {{which}};
"""
NOBODY, NOTHING = "NULL::bigint", "NULL::text"


@dataclass(frozen=True)
class Shares:
    """Acts of sharing of one sort, one for each child that the condition names."""

    which: str = "true"
    worker: str = NOBODY
    agency: str = NOBODY
    role: str = NOTHING
    starts: str = "-200"
    ends: str = "300"
    withdrawn: str = "NULL::int"


def _shares(few: int) -> tuple[Shares, ...]:
    in_few = IN_FEW.format(few=few)
    return (
        Shares(agency=AGENCY, role="'social-work-manager'"),
        Shares(worker="1 + n::bigint * 7919 % 5000"),
        Shares(
            worker="1 + n::bigint * 104729 % 5000",
            ends="CASE WHEN n % 10 = 3 THEN -1 ELSE 300 END",
            withdrawn="CASE WHEN n % 20 = 9 THEN -2 END",
        ),
        Shares(agency="2::bigint", role="'police-analyst'"),
        Shares(which=in_few, worker="5001"),
        Shares(which=f"n % {few} = 11", worker="5001", ends="-3"),
        Shares(which=IN_SOME, agency="98::bigint", role="'mash-decision-maker'"),
        Shares(which=f"{IN_SOME} AND n % 3 = 0", worker="5002", withdrawn="CASE WHEN n % 2 = 0 THEN -5 END"),
        Shares(which="n % 200 = 13", worker="5002", starts="2"),
        Shares(which="n % 5000 = 7", worker="5003"),
        Shares(which="n % 5000 = 57", worker="5004"),
    )


CONFLICTS = """
INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at,
    ended_by_id, ended_at)
    SELECT circle_id, false, worker_id, 'Family', now() - interval '9 days', 1, now(),
           CASE WHEN place % 4 = 0 THEN 1 END, CASE WHEN place % 4 = 0 THEN now() - interval '1 day' END
    FROM (SELECT worker_id, circle_id,
        row_number() OVER (PARTITION BY worker_id ORDER BY circle_id * 7919 % 10007, circle_id) AS place
          FROM (SELECT DISTINCT worker_id, circle_id FROM access_need WHERE worker_id > 5000
                UNION SELECT 5004, n FROM generate_series(1, {children}) n) standing) picked
    WHERE place <= CASE WHEN worker_id = 5001 THEN 4 ELSE 20 END;
INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at)
    SELECT n, false, 1 + n % 5000, 'Family', now() - interval '9 days', 1, now() FROM generate_series(1,
        {children}, 50) n;
INSERT INTO access_everything (reference, worker_id, purpose, basis, starts_at, ends_at, shared_by_id,
    shared_at, agreed_by_id, agreed_at)
    VALUES ('A-1', 5004, 'Co-ordination', 'public-task', now() - interval '1 day', now() + interval '99 days',
        1, now(), 2, now());
"""

PEOPLE = f"""
INSERT INTO records_person (id, circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex,
    pronouns, school,
                            lives, recorded_by_id, recorded_at)
    SELECT n, n, {SEALED}, 'E-' || n, 'Given' || n % 997, 'Family' || n % 3989, '', date '2010-01-01' + n % 4000,
           (ARRAY['F', 'M', 'U'])[1 + n % 3], '', 'School ' || n % 90, '', 1, now()
    FROM generate_series(1, {{children}}) n;
INSERT INTO records_report (id, circle_id, sealed, reference, person_id, agency_id, kind, said, text, source,
    grade_scheme, grade,
                            conditions, precision, recorded_by_id, recorded_at)
    SELECT n * 2 + i, n, {SEALED}, 'R-' || n * 2 + i, n, {AGENCY}, 'form', '{{{{"what": "as it was said"}}}}',
        '', '', '3x5x2', '1AP',
           CASE WHEN i = 0 THEN 'Ring first' ELSE '' END, 'day', 1, now()
    FROM generate_series(1, {{children}}) n, generate_series(0, 1) i;
INSERT INTO records_entry (id, circle_id, sealed, reference, person_id, report_id, agency_id, kind,
    happened_at, precision, title,
                           text, quote, source, grade, significant, recorded_by_id, recorded_at)
    SELECT n * 256 + i, n, {SEALED}, 'L-' || n * 256 + i, n, CASE WHEN i % 4 = 0 THEN n * 2 + i / 4 % 2 END,
        1 + (n + i) % 94,
           (ARRAY['contact', 'visit', 'school', 'health'])[1 + i % 4],
               now() - interval '1 hour' * (i * 37 + n % 24), 'time',
           'What happened, in a few words', repeat('What was seen, said and done. ', 4), '', 'Worker', '',
               i % 20 = 0, 1, now()
    FROM generate_series(1, {{children}}) n,
         LATERAL generate_series(1, CASE WHEN {MANY_LINES} THEN 200 WHEN n % 19 < 10 THEN 11 ELSE 10 END) i;
"""

# Each asker's role owes clocks in circles that it was let into, a few of them barred or sealed to her now.
CLOCKS = f"""
INSERT INTO clocks_runningclock (id, circle_id, sealed, reference, key, rule, calendar, about, title, note,
    started_at, due_at,
                                 owed_by_agency_id, owed_by_role_id, begun_by_id, begun_at, outcome)
    SELECT n * 4 + owed.place, n, {SEALED}, 'K-' || n * 4 + owed.place, 'return_interview', '{{{{}}}}', 'v1',
        'E-' || n, 'Offer an interview',
           '', now() - interval '9 days', now() + interval '1 minute' * (n * 7919 % 20000 - 6000), owed.agency,
               owed.role, 1, now(), ''
    FROM generate_series(1, {{children}}) n,
         LATERAL (VALUES (0, 97, 'practitioner', {IN_FEW}), (1, 98, 'mash-decision-maker', {IN_SOME}),
                         (2, 2, 'police-analyst', n % 13 = 0), (3, 1, 'return-interview-coordinator', n % 13 = 5))
         AS owed (place, agency, role, due) WHERE owed.due;
"""

TOUCHED = """
DO $$ BEGIN
    IF to_regclass('access_touched') IS NOT NULL THEN
        INSERT INTO access_touched (worker_id) SELECT id FROM agencies_worker WHERE id > 5000;
    END IF;
END $$;
"""
KEPT = """
DO $$ BEGIN
    IF to_regprocedure('erle.keep_standing()') IS NOT NULL THEN
        PERFORM erle.keep_standing();
        ANALYZE access_standing, access_touched;
    END IF;
END $$;
"""

TABLES = (
    "agencies_agency, agencies_worker, agencies_post, access_circle, access_share, access_need, access_conflict,"
    " access_everything,"
    " records_person, records_report, records_entry, clocks_runningclock"
)


def make(connection: psycopg.Connection[Any], *, children: int = CHILDREN) -> None:
    """Fill an empty database with the world; needs a superuser, since triggers and keys are set aside for the while."""
    few = children // 50
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        _run(connection, DIRECTORY)
        _run(connection, CIRCLES.format(children=children))
        for number, shares in enumerate(_shares(few)):
            _run(connection, SHARE.format(offset=number * children, children=children, **vars(shares)))
        _run(connection, "INSERT INTO access_need SELECT * FROM erle.need_truth")
        _run(connection, CONFLICTS.format(children=children))
        _run(connection, PEOPLE.format(children=children))
        _run(connection, CLOCKS.format(children=children, few=few))
        for table, top in (("access_circle", children), ("access_share", 20 * children)):
            _run(connection, f"SELECT setval('{table}_id_seq', {top})")
    _run(connection, TOUCHED)
    _run(connection, KEPT)  # in a transaction of its own, since it keeps only what others have ended
    _run(connection, f"VACUUM ANALYZE {TABLES}")


def _run(connection: psycopg.Connection[Any], statements: str) -> None:
    connection.execute(statements.encode("utf-8"))
