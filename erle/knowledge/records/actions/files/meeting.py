"""Meeting the children of a file: found among those whom the agency knows, the others recorded, each in a circle.

Only children of rows that are new are met. A child is found by the agency's own number, then by pupil number and NHS
number, then by full name and date of birth where one record alone has them: within the agency, whose records these are.
"""

from collections.abc import Mapping
from typing import Any

from erle.foundation.access.actions.circles import open_circles
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.references import new_references
from erle.knowledge.records.actions.files.staging import count_again
from erle.knowledge.records.models import ImportBatch
from erle.knowledge.records.rules import Scheme

MET = """
CREATE TEMPORARY TABLE met ON COMMIT DROP AS
SELECT c.*, left(c.key, 1) AS class, erle.name_key(c.given_names || ' ' || c.family_name) AS name_key,
       NULL::bigint AS person_id, false AS is_new
FROM (
    SELECT key, max(number) AS number,
           (array_agg(born_on ORDER BY place) FILTER (WHERE born_on IS NOT NULL))[1] AS born_on,
           coalesce((array_agg(sex ORDER BY place) FILTER (WHERE sex <> 'U'))[1], 'U') AS sex,
           coalesce((array_agg(upn ORDER BY place) FILTER (WHERE upn <> ''))[1], '') AS upn,
           coalesce((array_agg(nhs ORDER BY place) FILTER (WHERE nhs <> ''))[1], '') AS nhs,
           coalesce((array_agg(given_names ORDER BY place) FILTER (WHERE given_names <> ''))[1], '') AS given_names,
           coalesce((array_agg(family_name ORDER BY place) FILTER (WHERE family_name <> ''))[1], '') AS family_name,
           coalesce((array_agg(known_as ORDER BY place) FILTER (WHERE known_as <> ''))[1], '') AS known_as,
           coalesce((array_agg(school ORDER BY place DESC) FILTER (WHERE school <> ''))[1], '') AS school,
           coalesce((array_agg(lives ORDER BY place DESC) FILTER (WHERE lives <> ''))[1], '') AS lives
    FROM staged_child WHERE key IN (SELECT child FROM staged) GROUP BY key
) AS c
"""

BY_NUMBER = """
UPDATE met SET person_id = i.person_id FROM records_identifier i
WHERE met.person_id IS NULL AND met.number <> '' AND i.agency_id = %(agency)s AND i.scheme = %(scheme)s
  AND i.value = met.number
"""
BY_COMMON_NUMBER = """
UPDATE met SET person_id = i.person_id FROM records_identifier i JOIN records_person p ON p.id = i.person_id
WHERE met.person_id IS NULL AND i.agency_id = %(agency)s
  AND ((met.upn <> '' AND i.scheme = 'upn' AND i.value = met.upn)
       OR (met.nhs <> '' AND i.scheme = 'nhs' AND i.value = met.nhs))
  AND (met.born_on IS NULL OR p.born_on IS NULL OR p.born_on = met.born_on
       OR erle.name_key(p.given_names || ' ' || p.family_name) = met.name_key)
  AND (met.number = '' OR NOT EXISTS (SELECT 1 FROM records_identifier k WHERE k.person_id = p.id
                                      AND k.agency_id = %(agency)s AND k.scheme = %(scheme)s))
"""
BY_NAME = """
UPDATE met SET person_id = found.person_id FROM (
    SELECT m.key, min(p.id) AS person_id FROM met m
    JOIN records_person p ON p.born_on = m.born_on AND p.withdrawn_at IS NULL
         AND erle.name_key(p.given_names || ' ' || p.family_name) = m.name_key
    JOIN access_circle c ON c.id = p.circle_id AND c.agency_id = %(agency)s AND c.kind = 'child'
    WHERE m.person_id IS NULL AND position(' ' IN m.name_key) > 0
      AND (m.number = '' OR NOT EXISTS (SELECT 1 FROM records_identifier k WHERE k.person_id = p.id
                                        AND k.agency_id = %(agency)s AND k.scheme = %(scheme)s))
    GROUP BY m.key HAVING count(*) = 1
) AS found WHERE met.key = found.key
"""
BY_WHAT_IS_SAID = """
UPDATE met SET person_id = found.person_id FROM (
    SELECT m.key, min(p.id) AS person_id FROM met m
    JOIN records_person p ON p.born_on IS NULL AND p.withdrawn_at IS NULL
         AND p.family_name = m.family_name AND p.given_names = m.given_names
         AND p.known_as = m.known_as AND p.school = m.school AND p.lives = m.lives
    JOIN access_circle c ON c.id = p.circle_id AND c.agency_id = %(agency)s AND c.kind = 'child'
    WHERE m.person_id IS NULL AND m.class = 'p' AND m.born_on IS NULL GROUP BY m.key HAVING count(*) = 1
) AS found WHERE met.key = found.key
"""
CLASSES = "nuhpr"
"""Kinds of keys, the surest first: those of a later kind may name a child whom an earlier one has just recorded."""

WANTED = """
SELECT m.*, row_number() OVER (ORDER BY m.key) AS place FROM (
    SELECT met.*, row_number() OVER (PARTITION BY CASE WHEN class = 'p' AND born_on IS NOT NULL AND position(' ' IN name_key) > 0
                                                  THEN concat(name_key, born_on) ELSE key END ORDER BY key) AS turn
    FROM met WHERE person_id IS NULL AND class = %(class)s
) AS m WHERE turn = 1
"""
"""Those to be recorded: of names that differ in accents or capitals alone the first, whom the others then find."""
RECORD = f"""
WITH drawn AS (
    SELECT * FROM unnest(%(circles)s::bigint[], %(references)s::text[]) WITH ORDINALITY AS one (circle, reference, place)
), wanted AS ({WANTED}), recorded AS (
    INSERT INTO records_person (circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex, pronouns,
                                school, lives, batch_id, recorded_by_id, recorded_at)
    SELECT d.circle, false, d.reference, w.given_names, w.family_name, w.known_as, w.born_on, w.sex, '', w.school,
           w.lives, %(batch)s, %(by)s, %(at)s
    FROM wanted w JOIN drawn d USING (place)
    RETURNING id, circle_id
)
UPDATE met SET person_id = r.id, is_new = true
FROM wanted w JOIN drawn d USING (place) JOIN recorded r ON r.circle_id = d.circle WHERE met.key = w.key
"""
IDENTIFIERS = """
INSERT INTO records_identifier (circle_id, sealed, person_id, agency_id, scheme, value, batch_id)
SELECT p.circle_id, p.sealed, p.id, %(agency)s, one.scheme, one.value, %(batch)s
FROM met m JOIN records_person p ON p.id = m.person_id
CROSS JOIN LATERAL (VALUES (%(scheme)s, m.number), ('upn', m.upn), ('nhs', m.nhs)) AS one (scheme, value)
WHERE m.class = %(class)s AND one.value <> '' AND NOT EXISTS (
    SELECT 1 FROM records_identifier k WHERE k.person_id = p.id AND k.agency_id = %(agency)s AND k.scheme = one.scheme
    AND (k.value = one.value OR one.scheme = %(scheme)s))
ON CONFLICT DO NOTHING
"""


def meet(cursor: Any, batch: ImportBatch, given: Mapping[str, Any], *, basis: str, purpose: str) -> int:
    """Find or record the child of each staged row; return how many were new."""
    cursor.execute(MET)
    cursor.execute("ANALYZE met")
    cursor.execute("SELECT DISTINCT class FROM met")
    there = {kind for (kind,) in cursor.fetchall()}
    recorded = 0
    for kind in (kind for kind in CLASSES if kind in there):
        fresh = -1
        while fresh:
            for find in (BY_NUMBER, BY_COMMON_NUMBER, BY_NAME, BY_WHAT_IS_SAID):
                cursor.execute(find, given)
            fresh = _record(cursor, batch, {**given, "class": kind}, basis=basis, purpose=purpose)
            recorded += fresh
        cursor.execute(IDENTIFIERS, {**given, "class": kind})
    count_again(cursor, batch, "records_identifier")
    return recorded


def own_scheme(kind: str) -> Scheme:
    """Return whose number an agency's own number of a child is."""
    from_kind = {"csc": Scheme.LOCAL_AUTHORITY_CHILD, "police": Scheme.POLICE, "school": Scheme.SCHOOL}
    return from_kind.get(kind, Scheme.OWN)


def _record(cursor: Any, batch: ImportBatch, given: dict[str, Any], *, basis: str, purpose: str) -> int:
    """Record those of one kind of key who were not found."""
    cursor.execute(f"SELECT count(*) FROM ({WANTED}) AS wanted", given)
    [wanted] = cursor.fetchone()
    if wanted:
        circles = open_circles(kind=CircleKind.CHILD, agency=batch.agency, number=wanted, basis=basis, purpose=purpose)
        cursor.execute(RECORD, {**given, "circles": [*circles.values()], "references": new_references("E", wanted)})
        count_again(cursor, batch, "records_person")
    return int(wanted)
