"""What a file adds to what is known of a child: blanks filled, school and home as the latest file has them.

What was known before is kept beside it, so that undoing the file takes back what it added. A child who was withdrawn,
and whom a file brings again, is as that file says.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from erle.knowledge.records.models import ImportBatch

CHANGING = """
CREATE TEMPORARY TABLE completing ON COMMIT DROP AS
SELECT DISTINCT ON (p.id) p.id, p.circle_id, p.sealed, p.withdrawn_at IS NOT NULL AS again,
       jsonb_build_object('given_names', p.given_names, 'family_name', p.family_name, 'known_as', p.known_as,
                          'born_on', p.born_on, 'sex', p.sex, 'school', p.school, 'lives', p.lives) AS before,
       n.given_names, n.family_name, n.known_as, n.born_on, n.sex, n.school, n.lives
FROM met m JOIN records_person p ON p.id = m.person_id
CROSS JOIN LATERAL (
    SELECT p.withdrawn_at IS NOT NULL AS again, p.given_names = '' AND p.family_name = '' AS nameless, p.batch_id IS NOT NULL AS filed
) AS how
CROSS JOIN LATERAL (SELECT
    CASE WHEN how.again OR how.nameless THEN m.given_names ELSE p.given_names END AS given_names,
    CASE WHEN how.again OR how.nameless THEN m.family_name ELSE p.family_name END AS family_name,
    CASE WHEN how.again OR p.known_as = '' THEN m.known_as ELSE p.known_as END AS known_as,
    CASE WHEN how.again OR p.born_on IS NULL THEN m.born_on ELSE p.born_on END AS born_on,
    CASE WHEN how.again OR p.sex = 'U' THEN m.sex ELSE p.sex END AS sex,
    CASE WHEN how.again OR p.school = '' OR (how.filed AND m.school <> '') THEN m.school ELSE p.school END AS school,
    CASE WHEN how.again OR p.lives = '' OR (how.filed AND m.lives <> '') THEN m.lives ELSE p.lives END AS lives
) AS n
WHERE NOT m.is_new AND (how.again OR (n.given_names, n.family_name, n.known_as, n.sex, n.school, n.lives)
      IS DISTINCT FROM (p.given_names, p.family_name, p.known_as, p.sex, p.school, p.lives)
      OR n.born_on IS DISTINCT FROM p.born_on)
ORDER BY p.id, m.class DESC
"""
KEEP = """
INSERT INTO records_completion (circle_id, sealed, person_id, batch_id, before)
SELECT circle_id, sealed, id, %(batch)s, before FROM completing WHERE NOT again
"""
COMPLETE = """
UPDATE records_person p SET given_names = c.given_names, family_name = c.family_name, known_as = c.known_as,
       born_on = c.born_on, sex = c.sex, school = c.school, lives = c.lives, withdrawn_at = NULL
FROM completing c WHERE p.id = c.id
"""
TAKE_BACK = """
UPDATE records_person p SET given_names = c.before ->> 'given_names', family_name = c.before ->> 'family_name',
       known_as = c.before ->> 'known_as', born_on = (c.before ->> 'born_on')::date, sex = c.before ->> 'sex',
       school = c.before ->> 'school', lives = c.before ->> 'lives'
FROM records_completion c
WHERE c.batch_id = %s AND p.id = c.person_id AND p.withdrawn_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM records_completion k JOIN records_importbatch b ON b.id = k.batch_id
    WHERE k.person_id = c.person_id AND k.id > c.id AND b.undone_at IS NULL)
"""
WEEKS_AGAIN = """
UPDATE records_schoolweek w SET withdrawn_at = NULL
FROM records_importbatch b, records_schoolweek n
WHERE b.id = %s AND n.batch_id = b.id AND w.person_id = n.person_id AND w.agency_id = n.agency_id AND w.week_on = n.week_on
  AND w.batch_id <> b.id AND w.withdrawn_at = b.imported_at AND w.origin_id IS NULL
"""


def complete(cursor: Any, given: Mapping[str, Any]) -> None:
    """Add to the records that stand what the staged rows say of the children, and keep what was known before."""
    for statement in (CHANGING, KEEP, COMPLETE):
        cursor.execute(statement, given if "%(" in statement else None)


def take_back(batch: ImportBatch) -> None:
    """Take back what an undone file added: particulars, numbers of children who stay, weeks that it replaced."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, [batch.pk])
        cursor.execute(WEEKS_AGAIN, [batch.pk])
        cursor.execute("SELECT erle.forget_numbers(%s)", [batch.pk])
