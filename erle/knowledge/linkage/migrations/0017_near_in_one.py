"""Give who stands near as one value: a row for each, and a call for each one's numbers, took a third of a look.

Whom a record names is found once, when its keys are kept: to find it for each that stands near took longer than the look.
"""

from django.db import migrations

from erle.foundation.database.policies import secure

TABLES = [
    "CREATE TABLE erle.match_around (person_id bigint PRIMARY KEY REFERENCES records_person ON DELETE CASCADE, around jsonb NOT NULL)",
    *secure("erle.match_around"),
    "GRANT SELECT, INSERT, UPDATE, DELETE ON erle.match_around TO erle_keeper",
]
OLD = """
SET LOCAL ROLE erle_keeper;
DROP FUNCTION erle.matching_near(bigint, bigint[]);
RESET ROLE;
"""
NEAR = """
-- The standing records, none of them sealed, that share one of the keys with the record: of each its number, names, birth,
-- sex and where it lives, one of its numbers, and whom it names; a record of two numbers comes twice. It is planned once, and
-- what is found is one value, which is sent and read at once.
CREATE FUNCTION erle.matching_near(person bigint, keys bigint[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN array(
        SELECT ARRAY[p.id::text, p.given_names, p.family_name, p.known_as, to_char(p.born_on, 'YYYYMMDD'), p.sex, p.lives, i.scheme, i.value,
                     (SELECT a.around::text FROM erle.match_around a WHERE a.person_id = p.id)]
        FROM records_person p
        LEFT JOIN records_identifier i ON i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')
        WHERE p.id = ANY (array(SELECT k.person_id FROM erle.match_key k WHERE k.key = ANY (keys)))
          AND p.id <> person AND p.withdrawn_at IS NULL AND NOT p.sealed);
END $$;
REVOKE ALL ON FUNCTION erle.matching_near(bigint, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.matching_near(bigint, bigint[]) TO erle_matcher;
ALTER FUNCTION erle.matching_near(bigint, bigint[]) OWNER TO erle_keeper;
"""
# As in 0007 and 0016; whom each record names is kept, and forgotten, with its keys.
KEEP = """
SET LOCAL ROLE erle_keeper;
CREATE OR REPLACE FUNCTION erle.keep_keys(people bigint[], key_people bigint[], keys bigint[], fullest int) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT pg_advisory_xact_lock(7305527);
    DELETE FROM erle.match_key k WHERE k.person_id = ANY (people);
    INSERT INTO erle.match_key (key, person_id) SELECT one.key, one.person FROM unnest(key_people, keys) AS one (person, key)
    JOIN records_person p ON p.id = one.person
    WHERE NOT EXISTS (SELECT 1 FROM erle.match_key k WHERE k.key = one.key AND k.person_id IS NULL);
    WITH full_ones AS MATERIALIZED (
        SELECT k.key FROM erle.match_key k WHERE k.key = ANY (keys) AND k.person_id IS NOT NULL GROUP BY k.key HAVING count(*) > fullest
    ), emptied AS (
        DELETE FROM erle.match_key k USING full_ones f WHERE k.key = f.key
    )
    INSERT INTO erle.match_key (key, person_id) SELECT f.key, NULL FROM full_ones f;
    DELETE FROM erle.match_around a WHERE a.person_id = ANY (people);
    INSERT INTO erle.match_around (person_id, around) SELECT p.id, s.around FROM records_person p CROSS JOIN LATERAL erle.said_of(p) s
    WHERE p.id = ANY (people) AND p.withdrawn_at IS NULL AND NOT p.sealed AND s.around <> '{}';
$$;
CREATE OR REPLACE FUNCTION erle.forget_keys() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT pg_advisory_xact_lock(7305527);
    DELETE FROM erle.match_key;
    DELETE FROM erle.match_around;
$$;
CREATE OR REPLACE FUNCTION erle.matching_due(most int)
RETURNS TABLE (number bigint, person_id bigint, agency_id bigint, given_names text, family_name text, known_as text, born_on date,
               sex text, identifiers jsonb, lives text, around jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    WITH gone AS (
        DELETE FROM erle.match_due d USING records_person p
        WHERE p.id = d.person_id AND (p.sealed OR p.withdrawn_at IS NOT NULL) RETURNING d.person_id
    ), unnamed AS (
        DELETE FROM erle.match_around a USING gone g WHERE a.person_id = g.person_id
    )
    DELETE FROM erle.match_key k USING gone g WHERE k.person_id = g.person_id;
    RETURN QUERY SELECT d.number, s.* FROM (
        SELECT m.number, m.person_id FROM erle.match_due m ORDER BY m.number LIMIT most) d
    JOIN records_person p ON p.id = d.person_id CROSS JOIN LATERAL erle.said_of(p) s ORDER BY d.number;
END $$;
INSERT INTO erle.match_around (person_id, around) SELECT p.id, s.around FROM records_person p CROSS JOIN LATERAL erle.said_of(p) s
WHERE p.withdrawn_at IS NULL AND NOT p.sealed AND s.around <> '{}';
RESET ROLE;
"""


class Migration(migrations.Migration):
    """The same records as before; the table has no model: the keeper's functions alone reach it."""

    dependencies = [("linkage", "0016_relations_and_phones")]
    operations = [migrations.RunSQL([*TABLES, OLD, NEAR, KEEP], migrations.RunSQL.noop)]
