"""Keys by which a record that came is looked up among all, and a note of which came: for the matcher's functions alone."""

from django.db import migrations

from erle.foundation.database.policies import secure

TABLES = [
    # Numbers that stand for what two records may share, and of whom: no name can be read from them without the name.
    # A key without a person is shared by too many to be looked through.
    "CREATE TABLE erle.match_key (key bigint NOT NULL, person_id bigint REFERENCES records_person ON DELETE CASCADE)",
    "CREATE UNIQUE INDEX match_key_full ON erle.match_key (key) WHERE person_id IS NULL",
    "CREATE INDEX match_key_near ON erle.match_key (key) INCLUDE (person_id)",
    "CREATE INDEX match_key_person ON erle.match_key (person_id)",
    "CREATE SEQUENCE erle.match_due_number",
    "CREATE TABLE erle.match_due (person_id bigint PRIMARY KEY REFERENCES records_person ON DELETE CASCADE,"
    " number bigint NOT NULL)",
    "CREATE INDEX match_due_in_turn ON erle.match_due (number)",
    *secure("erle.match_key"),
    *secure("erle.match_due"),
    "GRANT SELECT, INSERT, UPDATE, DELETE ON erle.match_key, erle.match_due TO erle_keeper",
    "GRANT USAGE ON SEQUENCE erle.match_due_number TO erle_keeper",
]

NOTING = """
-- Note whose identity came or changed, and who was sealed, opened or withdrawn. A note has a number, so that a change
-- while its record is being matched is not taken for done. Who waits to match is woken when the transaction is kept.
CREATE FUNCTION erle.note_due(people bigint[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    INSERT INTO erle.match_due (person_id, number) SELECT one.id, nextval('erle.match_due_number') FROM (SELECT DISTINCT unnest(people) AS id) one
    ON CONFLICT (person_id) DO UPDATE SET number = EXCLUDED.number;
    SELECT pg_notify('erle_match', '') WHERE people IS NOT NULL;
$$;
CREATE FUNCTION erle.note_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM erle.note_due(array_agg(c.id ORDER BY c.id)) FROM changed c;
    ELSE
        PERFORM erle.note_due(array_agg(c.id ORDER BY c.id)) FROM changed c JOIN before b ON b.id = c.id
        AND (b.given_names, b.family_name, b.known_as, b.born_on, b.sex, b.sealed, b.withdrawn_at)
            IS DISTINCT FROM (c.given_names, c.family_name, c.known_as, c.born_on, c.sex, c.sealed, c.withdrawn_at);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION erle.note_numbers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.note_due(array_agg(c.person_id ORDER BY c.person_id)) FROM changed c WHERE c.scheme IN ('upn', 'nhs');
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_came AFTER INSERT ON records_person
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_people();
CREATE TRIGGER linkage_changed AFTER UPDATE ON records_person
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_people();
CREATE TRIGGER linkage_numbered AFTER INSERT ON records_identifier
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_numbers();
CREATE TRIGGER linkage_numbers_changed AFTER UPDATE ON records_identifier
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_numbers();
CREATE TRIGGER linkage_numbers_gone AFTER DELETE ON records_identifier
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_numbers();
"""

MATCHING = """
-- Who a record is of, as far as that tells people apart.
CREATE FUNCTION erle.said_of(p records_person, OUT person_id bigint, OUT agency_id bigint, OUT given_names text, OUT family_name text,
                             OUT known_as text, OUT born_on date, OUT sex text, OUT identifiers jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT p.id, (SELECT c.agency_id FROM access_circle c WHERE c.id = p.circle_id), p.given_names, p.family_name, p.known_as, p.born_on,
           p.sex, coalesce((SELECT jsonb_object_agg(i.scheme, i.value) FROM records_identifier i
                            WHERE i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')), '{}');
$$;

-- How many records are noted, and of the first of them who they are, each with its note's number. Those that are sealed or
-- withdrawn lose their keys and their notes.
CREATE FUNCTION erle.matching_due(most int)
RETURNS TABLE (number bigint, person_id bigint, agency_id bigint, given_names text, family_name text, known_as text, born_on date,
               sex text, identifiers jsonb)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    WITH gone AS (
        DELETE FROM erle.match_due d USING records_person p
        WHERE p.id = d.person_id AND (p.sealed OR p.withdrawn_at IS NOT NULL) RETURNING d.person_id
    )
    DELETE FROM erle.match_key k USING gone g WHERE k.person_id = g.person_id;
    RETURN QUERY SELECT d.number, s.* FROM (
        SELECT m.number, m.person_id FROM erle.match_due m ORDER BY m.number LIMIT most) d
    JOIN records_person p ON p.id = d.person_id CROSS JOIN LATERAL erle.said_of(p) s ORDER BY d.number;
END $$;
CREATE FUNCTION erle.matching_due_notes() RETURNS TABLE (person_id bigint, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT d.person_id, d.number FROM erle.match_due d;
$$;

-- The standing records, none of them sealed, that share one of the keys with the record. It is asked for each record that
-- comes, so what `said_of` says of each is written out, since a call for each costs more than the look; and it is planned
-- once, which takes longer than the look too: there is one way to do it.
CREATE FUNCTION erle.matching_near(person bigint, keys bigint[])
RETURNS TABLE (person_id bigint, given_names varchar, family_name varchar, known_as varchar, born_on date, sex varchar, identifiers jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, erle, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT p.id, p.given_names, p.family_name, p.known_as, p.born_on, p.sex, (
        SELECT jsonb_object_agg(i.scheme, i.value) FROM records_identifier i
        WHERE i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs'))
    FROM (SELECT DISTINCT k.person_id AS id FROM erle.match_key k WHERE k.key = ANY (keys)) found
    JOIN records_person p ON p.id = found.id AND p.id <> person AND p.withdrawn_at IS NULL AND NOT p.sealed;
END $$;

-- Keep what records are looked up by, in place of what was kept of them. A key that more than `fullest` share is kept
-- without them, and is full until all keys are kept anew. One keeps keys at a time, and by a lock of their own: to keep all
-- takes long, and whoever hands a report in must not wait for it.
CREATE FUNCTION erle.keep_keys(people bigint[], key_people bigint[], keys bigint[], fullest int) RETURNS void
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
$$;
CREATE FUNCTION erle.forget_keys() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT pg_advisory_xact_lock(7305527);
    DELETE FROM erle.match_key;
$$;

-- Put away the notes that were read; one that has another number by now stays.
CREATE FUNCTION erle.put_notes_away(noted bigint[], numbers bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    DELETE FROM erle.match_due d USING unnest(noted, numbers) AS n (person, number) WHERE d.person_id = n.person AND d.number = n.number;
$$;
"""

PROPOSING = """
-- Put the proposed pairs as questions, those that may be asked; of the questions that are open, in which one of `concerned`
-- stands (any, where none are named), what is not proposed is asked no longer. The same again changes nothing.
CREATE FUNCTION erle.put_questions(proposed jsonb, version int, learnt_at timestamptz, concerned bigint[])
RETURNS TABLE (asked bigint, changed bigint, lapsed bigint, open bigint)
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    WITH said AS MATERIALIZED (
        SELECT DISTINCT ON (s.picture, s.other) s.picture, s.other, round(s.weight::numeric, 1)::float8 AS weight,
               round(s.threshold::numeric, 1)::float8 AS threshold, s.held, erle.compared(s.compared) AS compared
        FROM jsonb_to_recordset(proposed) AS s (picture bigint, other bigint, weight float8, threshold float8, held boolean, compared jsonb)
        ORDER BY s.picture, s.other
    ), fit AS MATERIALIZED (
        SELECT s.*, a.circle_id, o.circle_id AS other_circle_id FROM said s
        JOIN erle.askable((SELECT array_agg(picture ORDER BY picture, other) FROM said),
                          (SELECT array_agg(other ORDER BY picture, other) FROM said)) f ON f.picture_id = s.picture AND f.other_id = s.other
        JOIN records_person a ON a.id = s.picture JOIN records_person o ON o.id = s.other
    ), put AS (
        INSERT INTO linkage_question AS q (circle_id, sealed, other_circle_id, other_sealed, reference, picture_id, other_id, weight,
                                           threshold, held, model, learnt_at, compared, asked_at)
        SELECT f.circle_id, false, f.other_circle_id, false, erle.new_reference('K'), f.picture, f.other, f.weight, f.threshold,
               f.held, put_questions.version, put_questions.learnt_at, f.compared, now() FROM fit f
        ON CONFLICT (picture_id, other_id) DO UPDATE
            SET weight = EXCLUDED.weight, threshold = EXCLUDED.threshold, held = EXCLUDED.held, model = EXCLUDED.model,
                learnt_at = EXCLUDED.learnt_at, compared = EXCLUDED.compared, lapsed_at = NULL
            WHERE (q.weight, q.threshold, q.held, q.model, q.learnt_at, q.compared, q.lapsed_at)
                  IS DISTINCT FROM (EXCLUDED.weight, EXCLUDED.threshold, EXCLUDED.held, EXCLUDED.model, EXCLUDED.learnt_at,
                                    EXCLUDED.compared, NULL)
        RETURNING q.asked_at = now() AS fresh
    ), gone AS (
        UPDATE linkage_question q SET lapsed_at = now()
        WHERE q.lapsed_at IS NULL AND (concerned IS NULL OR q.picture_id = ANY (concerned) OR q.other_id = ANY (concerned))
          AND NOT EXISTS (SELECT 1 FROM fit f WHERE f.picture = q.picture_id AND f.other = q.other_id)
          AND NOT EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_at IS NULL
                          AND w.choice IN ('same', 'different'))
        RETURNING q.id
    )
    SELECT (SELECT count(*) FROM put WHERE fresh), (SELECT count(*) FROM put WHERE NOT fresh), (SELECT count(*) FROM gone),
           (SELECT count(*) FROM fit);
$$;

-- Ask about a record that came or changed, beside which others it stands; keep its keys and put its note away.
CREATE FUNCTION erle.propose_near(person bigint, number bigint, keys bigint[], fullest int, proposed jsonb, version int,
                                 learnt_at timestamptz)
RETURNS TABLE (asked bigint, changed bigint, lapsed bigint, open bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.keep_keys(ARRAY[person], array_fill(person, ARRAY[cardinality(keys)]), keys, fullest);
    PERFORM erle.put_notes_away(ARRAY[person], ARRAY[propose_near.number]);
    PERFORM pg_advisory_xact_lock(7305525);
    RETURN QUERY SELECT * FROM erle.put_questions(proposed, propose_near.version, propose_near.learnt_at, ARRAY[person]);
END $$;
"""

# As in 0004, by the function that is also asked about one record alone.
WHOLE = """
SET LOCAL ROLE erle_keeper;
CREATE OR REPLACE FUNCTION erle.propose_same(proposed jsonb, version int, learnt_at timestamptz)
RETURNS TABLE (asked bigint, changed bigint, lapsed bigint, open bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    RETURN QUERY SELECT * FROM erle.put_questions(proposed, propose_same.version, propose_same.learnt_at, NULL);
END $$;
RESET ROLE;
"""

OF_THE_MATCHER = (
    "erle.matching_due(int)",
    "erle.matching_due_notes()",
    "erle.matching_near(bigint, bigint[])",
    "erle.keep_keys(bigint[], bigint[], bigint[], int)",
    "erle.forget_keys()",
    "erle.put_notes_away(bigint[], bigint[])",
    "erle.propose_near(bigint, bigint, bigint[], int, jsonb, int, timestamptz)",
)
INNER = (
    "erle.note_due(bigint[])",
    "erle.note_people()",
    "erle.note_numbers()",
    "erle.said_of(records_person)",
    "erle.put_questions(jsonb, int, timestamptz, bigint[])",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO erle_matcher;" if name in OF_THE_MATCHER else "")
    + f"ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (*OF_THE_MATCHER, *INNER)
)
KNOWN = "INSERT INTO erle.match_due (person_id, number) SELECT id, nextval('erle.match_due_number') FROM records_person"


class Migration(migrations.Migration):
    """The tables have no model: the keeper's functions alone reach them. What stands already is noted."""

    dependencies = [("linkage", "0006_judges")]
    operations = [
        migrations.RunSQL([*TABLES, NOTING, MATCHING, PROPOSING, OWNERSHIP, WHOLE], migrations.RunSQL.noop),
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", KNOWN, "RESET ROLE"], migrations.RunSQL.noop),
    ]
