"""Taking what is staged: reports of the rows that are new, their lines, items, weeks, own words and mentions."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from erle.foundation.access.actions.circles import open_report_circles
from erle.knowledge.records.actions.files.staging import count_again
from erle.knowledge.records.models import ImportBatch, Report

FORGET_KNOWN = """
DELETE FROM staged s USING records_report r
WHERE r.agency_id = %(agency)s AND r.digest = s.digest AND r.withdrawn_at IS NULL
"""
IN_CIRCLES = """
UPDATE staged s SET report_circle = drawn.circle FROM (
    SELECT one.circle, wanted.report FROM unnest(%(circles)s::bigint[]) WITH ORDINALITY AS one (circle, place)
    JOIN (SELECT report, row_number() OVER (ORDER BY line, report) AS place FROM staged WHERE to_desk) AS wanted USING (place)
) AS drawn WHERE s.report = drawn.report
"""
LANDED = """
CREATE TEMPORARY TABLE landed (id bigint, reference text, person_id bigint, circle_id bigint, sealed boolean) ON COMMIT DROP
"""
REPORTS = """
WITH taken AS (
    INSERT INTO records_report (circle_id, sealed, reference, person_id, agency_id, batch_id, kind, line, said, text, source,
                                grade_scheme, grade, conditions, urgency, happened_at, precision, digest, recorded_by_id,
                                recorded_at)
    SELECT coalesce(s.report_circle, p.circle_id), s.report_circle IS NULL AND p.sealed, s.report, p.id, %(agency)s, %(batch)s,
           s.kind, s.line, s.said, s.text, coalesce(nullif(s.source, ''), %(source)s), '3x5x2', s.grade, s.conditions,
           s.urgency, s.happened_at, s.precision, s.digest, %(by)s, %(at)s
    FROM staged s JOIN met m ON m.key = s.child JOIN records_person p ON p.id = m.person_id
    ON CONFLICT (agency_id, digest) WHERE withdrawn_at IS NULL AND digest IS NOT NULL DO NOTHING
    RETURNING id, reference, person_id, circle_id, sealed
)
INSERT INTO landed SELECT * FROM taken
"""
ENTRIES = """
INSERT INTO records_entry (circle_id, sealed, reference, person_id, report_id, batch_id, agency_id, kind, nature, happened_at,
                           precision, title, text, quote, source, grade, significant, recorded_by_id, recorded_at)
SELECT p.circle_id, p.sealed, e.reference, p.id, l.id, %(batch)s, %(agency)s, e.kind, e.nature, s.happened_at, s.precision,
       e.title, e.text, e.quote, coalesce(nullif(s.source, ''), %(source)s), s.grade, false, %(by)s, %(at)s
FROM staged_piece e JOIN landed l ON l.reference = e.report JOIN staged s ON s.report = e.report
JOIN records_person p ON p.id = l.person_id WHERE s.happened_at IS NOT NULL ORDER BY s.line, e.place
"""
ITEMS = """
INSERT INTO records_item (circle_id, sealed, report_id, number, nature, text, happened_at, precision, place, grade, conditions)
SELECT l.circle_id, l.sealed, l.id, row_number() OVER (PARTITION BY l.id ORDER BY e.place, one.turn), one.nature, one.text,
       s.happened_at, s.precision,
       coalesce((SELECT m.words FROM staged_mention m WHERE m.report = e.report AND m.kind = 'place' LIMIT 1), ''),
       s.grade, s.conditions
FROM staged s JOIN landed l ON l.reference = s.report AND s.to_desk JOIN staged_piece e ON e.report = s.report
CROSS JOIN LATERAL (VALUES
    (1, e.nature, CASE WHEN e.text <> '' OR e.nature IN ('own_words', 'wish') THEN e.text ELSE e.title END),
    (2, CASE e.nature WHEN 'wish' THEN 'wish' ELSE 'own_words' END, e.quote)) AS one (turn, nature, text)
WHERE one.text <> ''
"""
WEEKS_OVER = """
UPDATE records_schoolweek w SET withdrawn_at = %(at)s
FROM staged_week n JOIN landed l ON l.reference = n.report
WHERE w.person_id = l.person_id AND w.agency_id = %(agency)s AND w.week_on = n.week_on AND w.withdrawn_at IS NULL
"""
WEEKS = """
INSERT INTO records_schoolweek (circle_id, sealed, person_id, agency_id, batch_id, week_on, marks, recorded_at)
SELECT DISTINCT ON (p.id, n.week_on) p.circle_id, p.sealed, p.id, %(agency)s, %(batch)s, n.week_on, n.marks, %(at)s
FROM staged_week n JOIN landed l ON l.reference = n.report JOIN records_person p ON p.id = l.person_id
ORDER BY p.id, n.week_on, l.id DESC
"""
WORDS = """
INSERT INTO records_words (circle_id, sealed, person_id, agency_id, batch_id, said, wishes, setting, said_at, said_to_id,
                           ask_again_on, recorded_at)
SELECT p.circle_id, p.sealed, p.id, %(agency)s, %(batch)s, own.said, own.wishes, '', s.happened_at, w.id,
       ((s.happened_at AT TIME ZONE 'Europe/London') + interval '28 days')::date, %(at)s
FROM (
    SELECT report, string_agg(quote, E'\\n\\n' ORDER BY place) FILTER (WHERE nature <> 'wish') AS said,
           coalesce(array_agg(left(quote, 300) ORDER BY place) FILTER (WHERE nature = 'wish'), '{}') AS wishes
    FROM staged_piece WHERE quote <> '' GROUP BY report
) AS own JOIN landed l ON l.reference = own.report JOIN staged s ON s.report = own.report
JOIN records_person p ON p.id = l.person_id
JOIN agencies_worker w ON w.agency_id = %(agency)s AND w.kind = 'person' AND lower(w.name) = lower(s.source)
WHERE own.said IS NOT NULL AND s.happened_at IS NOT NULL
"""
MENTIONS = """
WITH line AS (
    SELECT DISTINCT ON (e.report_id) e.report_id, e.id, e.circle_id, e.sealed FROM landed l
    JOIN records_entry e ON e.report_id = l.id AND e.person_id = l.person_id ORDER BY e.report_id, e.id
)
INSERT INTO records_mention (circle_id, sealed, reference, report_id, entry_id, kind, words, key, thing, details, recorded_at)
SELECT line.circle_id, line.sealed, m.second, l.id, line.id, m.kind, m.words, m.key, m.thing, m.details, %(at)s
FROM staged_mention m JOIN landed l ON l.reference = m.report JOIN line ON line.report_id = l.id
WHERE coalesce(m.details ->> 'role', '') <> 'subject'
UNION ALL
SELECT l.circle_id, l.sealed, m.reference, l.id, NULL, m.kind, m.words, m.key, m.thing, m.details, %(at)s
FROM staged_mention m JOIN landed l ON l.reference = m.report LEFT JOIN line ON line.report_id = l.id
WHERE line.id IS NULL OR line.circle_id <> l.circle_id
"""
EPISODES = """
SELECT l.id, s.missing, s.happened_at, s.precision, s.ended_at, s.ended_precision
FROM staged s JOIN landed l ON l.reference = s.report WHERE s.missing <> '' ORDER BY s.line, l.id OFFSET %s LIMIT %s
"""
HELD = 1_000
"""Reports about being missing that are held at once."""


class Episode(NamedTuple):
    """An episode of being missing or away, as a row told it."""

    report: Report
    kind: str
    left_at: datetime
    left_precision: str
    ended_at: datetime | None
    ended_precision: str


def forget_known(cursor: Any, given: Mapping[str, Any]) -> None:
    """Drop of what is staged whatever stands already, word for word."""
    cursor.execute(FORGET_KNOWN, given)


def take_staged(cursor: Any, batch: ImportBatch, given: Mapping[str, Any], *, basis: str, purpose: str) -> int:
    """Make reports of what is staged, and all they hold but what they mention; return how many reports are new."""
    cursor.execute("SELECT count(*) FROM staged WHERE to_desk")
    [to_desk] = cursor.fetchone()
    if to_desk:
        opened = open_report_circles(agency=batch.agency, number=to_desk, basis=basis, purpose=purpose)
        cursor.execute(IN_CIRCLES, {"circles": [circles.report for circles in opened]})
    cursor.execute(LANDED)
    cursor.execute(REPORTS, given)
    cursor.execute("ANALYZE landed")
    cursor.execute("SELECT count(*) FROM landed")
    [taken] = cursor.fetchone()
    count_again(cursor, batch, "records_report")
    for statement in (ENTRIES, ITEMS, WEEKS_OVER, WEEKS, WORDS):
        cursor.execute(statement, given)
    count_again(cursor, batch, "records_entry")
    return int(taken)


def episodes_staged() -> Iterator[Episode]:
    """Yield what the rows that were taken tell of being missing or away, in the order of the file."""
    place = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(EPISODES, [place, HELD])
            rows = cursor.fetchall()
        reports = Report.objects.defer("said", "conditions").select_related("person__circle__agency")
        found = reports.in_bulk([row[0] for row in rows])
        yield from (Episode(found[report], *rest) for report, *rest in rows)
        if len(rows) < HELD:
            return
        place += HELD


def take_mentions(cursor: Any, given: Mapping[str, Any]) -> None:
    """Keep what the reports name, each with the first line that its report made."""
    cursor.execute(MENTIONS, given)


def desk_reports(cursor: Any) -> list[str]:
    """Return the references of the reports that go to the MASH desk too."""
    cursor.execute(
        "SELECT l.reference FROM staged s JOIN landed l ON l.reference = s.report WHERE s.to_desk ORDER BY s.line"
    )
    return [reference for (reference,) in cursor.fetchall()]


def people_met(cursor: Any) -> list[int]:
    """Return the numbers of the records that the file's new rows are about."""
    cursor.execute("SELECT DISTINCT person_id FROM landed")
    return [person for (person,) in cursor.fetchall()]
