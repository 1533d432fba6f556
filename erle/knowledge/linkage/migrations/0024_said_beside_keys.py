"""Keep what a record says beside the keys that it is looked up by, as it is weighed: one row for each that stands near.

To gather it anew for each that stands near, from its record, its numbers and whom it names, took a third of a look.
"""

from django.db import migrations

from erle.foundation.database.policies import secure

TABLES = [
    # What the record's keys are made of, in its normal form, with its number: written by who matches, and it goes with the keys.
    "CREATE TABLE erle.match_said (person_id bigint PRIMARY KEY REFERENCES records_person ON DELETE CASCADE, said text NOT NULL)",
    *secure("erle.match_said"),
    "GRANT SELECT, INSERT, UPDATE, DELETE ON erle.match_said TO erle_keeper",
]
OLD = """
SET LOCAL ROLE erle_keeper;
DROP FUNCTION erle.matching_near(bigint, bigint[]);
DROP FUNCTION erle.propose_near(bigint, bigint, bigint[], int, jsonb, int, timestamptz);
DROP FUNCTION erle.keep_keys(bigint[], bigint[], bigint[], int);
RESET ROLE;
"""
NEW = """
-- What the standing records say, none of them sealed, that share one of the keys with the record, each parted from the next
-- by the sign U+001E. Whether it stands is asked of the record itself, for what is kept may be of a moment ago. It is
-- planned once, and what is found is one value, which is sent and read at once.
CREATE FUNCTION erle.matching_near(person bigint, keys bigint[]) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (
        SELECT string_agg(s.said, U&'\\001E') FROM erle.match_said s WHERE s.person_id <> person AND s.person_id = ANY (array(
            SELECT p.id FROM records_person p
            WHERE p.id = ANY (array(SELECT k.person_id FROM erle.match_key k WHERE k.key = ANY (keys)))
              AND p.withdrawn_at IS NULL AND NOT p.sealed)));
END $$;

-- As in 0007 and 0017; `said` has for each of `people` what is kept beside its keys.
CREATE FUNCTION erle.keep_keys(people bigint[], said text[], key_people bigint[], keys bigint[], fullest int) RETURNS void
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
    DELETE FROM erle.match_said s WHERE s.person_id = ANY (people);
    INSERT INTO erle.match_said (person_id, said) SELECT p.id, one.said FROM unnest(people, said) AS one (person, said)
    JOIN records_person p ON p.id = one.person WHERE p.withdrawn_at IS NULL AND NOT p.sealed;
$$;
CREATE FUNCTION erle.propose_near(person bigint, number bigint, said text, keys bigint[], fullest int, proposed jsonb, version int,
                                 learnt_at timestamptz)
RETURNS TABLE (asked bigint, changed bigint, lapsed bigint, open bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.keep_keys(ARRAY[person], ARRAY[propose_near.said], array_fill(person, ARRAY[cardinality(keys)]), keys, fullest);
    PERFORM erle.put_notes_away(ARRAY[person], ARRAY[propose_near.number]);
    PERFORM pg_advisory_xact_lock(7305525);
    RETURN QUERY SELECT * FROM erle.put_questions(proposed, propose_near.version, propose_near.learnt_at, ARRAY[person]);
END $$;
"""
OF_THE_MATCHER = (
    "erle.matching_near(bigint, bigint[])",
    "erle.keep_keys(bigint[], text[], bigint[], bigint[], int)",
    "erle.propose_near(bigint, bigint, text, bigint[], int, jsonb, int, timestamptz)",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_matcher; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in OF_THE_MATCHER
)
# As in 0017; what a record says goes with its keys, and nobody is asked any longer about who is sealed or withdrawn. All that
# stands is noted, so that it is kept.
GOES = """
SET LOCAL ROLE erle_keeper;
CREATE OR REPLACE FUNCTION erle.forget_keys() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT pg_advisory_xact_lock(7305527);
    DELETE FROM erle.match_key;
    DELETE FROM erle.match_said;
$$;
CREATE OR REPLACE FUNCTION erle.matching_due(most int)
RETURNS TABLE (number bigint, person_id bigint, agency_id bigint, given_names text, family_name text, known_as text, born_on date,
               sex text, identifiers jsonb, lives text, around jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    people bigint[];
BEGIN
    WITH gone AS (
        DELETE FROM erle.match_due d USING records_person p
        WHERE p.id = d.person_id AND (p.sealed OR p.withdrawn_at IS NOT NULL) RETURNING d.person_id
    ), unsaid AS (
        DELETE FROM erle.match_said s USING gone g WHERE s.person_id = g.person_id
    ), keyless AS (
        DELETE FROM erle.match_key k USING gone g WHERE k.person_id = g.person_id
    )
    SELECT array_agg(g.person_id) INTO people FROM gone g;
    IF people IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(7305525);
        PERFORM * FROM erle.put_questions('[]', 0, now(), people);
    END IF;
    RETURN QUERY SELECT d.number, s.* FROM (
        SELECT m.number, m.person_id FROM erle.match_due m ORDER BY m.number LIMIT most) d
    JOIN records_person p ON p.id = d.person_id CROSS JOIN LATERAL erle.said_of(p) s ORDER BY d.number;
END $$;
INSERT INTO erle.match_due (person_id, number) SELECT p.id, nextval('erle.match_due_number') FROM records_person p
WHERE p.withdrawn_at IS NULL AND NOT p.sealed ON CONFLICT (person_id) DO NOTHING;
RESET ROLE;
DROP TABLE erle.match_around;
"""


class Migration(migrations.Migration):
    """The table has no model: the keeper's functions alone reach it. What stands is found again as it is matched anew."""

    dependencies = [("linkage", "0023_things_asked")]
    operations = [migrations.RunSQL([*TABLES, OLD, NEW, OWNERSHIP, GOES], migrations.RunSQL.noop)]
