"""Protect questions and answers for those alone who stand in both circles; let the matcher call and read nothing else."""

from django.db import migrations

from erle.foundation.database.policies import Protect, record_changes, secure

# Both ends are seen, and neither is sealed. A change of a row writes no line in the picture's circle: most who are in it do
# not stand in the other. Its line is about no circle, and read by no worker, not by the one whose act it was either: a
# seal turns these rows too, and who seals one record would learn that it is asked about. What she answers is a line of
# its own, written by name.
BOTH = "NOT {0}.sealed AND NOT {0}.other_sealed AND get_bit((SELECT erle.standing()), {0}.other_circle_id) <> 0"
ENDS = [
    statement
    for table in ("linkage_question", "linkage_answer")
    for statement in (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_other_seal FOREIGN KEY (other_circle_id, other_sealed)"
        " REFERENCES access_circle (id, sealed) ON UPDATE CASCADE",
        f"CREATE POLICY {table}_select_both ON {table} AS RESTRICTIVE FOR SELECT TO erle_worker USING ({BOTH.format(table)})",
        *record_changes(table, ""),
    )
] + [
    "CREATE POLICY ledger_line_select_no_question ON ledger_line AS RESTRICTIVE FOR SELECT TO erle_worker"
    " USING (circle_id IS NOT NULL OR about NOT IN ('linkage_question', 'linkage_answer'))"
]

# Whoever manages agencies reads of a model what it weighs; its frequent values are names, and stay with the keeper.
MODEL = [
    *secure("linkage_model"),
    "CREATE POLICY linkage_model_select ON linkage_model FOR SELECT TO erle_worker USING ((SELECT erle.able('manage_agencies')))",
    "GRANT SELECT (id, version, learnt_at, rows, document) ON linkage_model TO erle_worker",
    "GRANT SELECT, INSERT ON linkage_model TO erle_keeper",
]

NO_TABLE = """
DROP POLICY records_person_match ON records_person;
DROP POLICY records_identifier_match ON records_identifier;
REVOKE ALL (id, given_names, family_name, known_as, born_on, sex, withdrawn_at) ON records_person FROM erle_matcher;
REVOKE ALL (id, person_id, agency_id, scheme, value) ON records_identifier FROM erle_matcher;
"""

MATCHING = """
-- Who every standing record is of, as far as that tells people apart; nothing that was said of anybody. A sealed record is
-- not among them: nothing that is learnt, weighed or asked hangs on it.
CREATE FUNCTION erle.matching_records()
RETURNS TABLE (person_id bigint, agency_id bigint, gathers boolean, by_file boolean, given_names text, family_name text,
               known_as text, born_on date, sex text, identifiers jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH standing AS MATERIALIZED (
        SELECT p.*, c.agency_id FROM records_person p JOIN access_circle c ON c.id = p.circle_id
        WHERE p.withdrawn_at IS NULL AND NOT p.sealed AND NOT c.sealed
    ), csc AS MATERIALIZED (
        SELECT g.* FROM erle.gathering(array(
            SELECT s.id FROM standing s JOIN agencies_agency a ON a.id = s.agency_id AND a.kind = 'csc')) g
    ), numbers AS MATERIALIZED (
        SELECT i.person_id, jsonb_object_agg(i.scheme, i.value) AS identifiers
        FROM records_identifier i JOIN standing s ON s.id = i.person_id AND s.circle_id = i.circle_id
        WHERE i.scheme IN ('upn', 'nhs') GROUP BY 1
    )
    SELECT s.id, s.agency_id, coalesce(csc.gathers, false), coalesce(csc.by_file, false), s.given_names, s.family_name,
           s.known_as, s.born_on, s.sex, coalesce(n.identifiers, '{}')
    FROM standing s LEFT JOIN csc ON csc.person_id = s.id LEFT JOIN numbers n ON n.person_id = s.id
    ORDER BY s.id;
$$;

CREATE FUNCTION erle.matching_model() RETURNS TABLE (version int, learnt_at timestamptz, document jsonb, frequencies jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.version, m.learnt_at, m.document, m.frequencies FROM linkage_model m ORDER BY m.version DESC LIMIT 1;
$$;

CREATE FUNCTION erle.keep_model(learnt_at timestamptz, rows int, document jsonb, frequencies jsonb) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    made int;
BEGIN
    PERFORM pg_advisory_xact_lock(7305526);
    INSERT INTO linkage_model AS m (version, learnt_at, rows, document, frequencies)
    SELECT coalesce(max(o.version), 0) + 1, keep_model.learnt_at, keep_model.rows, keep_model.document, keep_model.frequencies
    FROM linkage_model o RETURNING m.version INTO made;
    INSERT INTO ledger_line (worker_id, act, about, purpose, detail)
    VALUES (NULL, 'insert', 'linkage_model', '', jsonb_build_object('rows', 1, 'version', made));
    RETURN made;
END $$;

-- What matching compared, with nothing in it but names of fields and levels, and numbers.
CREATE FUNCTION erle.compared(said jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('field', one ->> 'field', 'level', one ->> 'level',
                                                 'bits', round((one ->> 'bits')::numeric, 1)) ORDER BY place), '[]')
    FROM jsonb_array_elements(said) WITH ORDINALITY AS each (one, place)
    WHERE one ->> 'field' ~ '^[a-z]{1,20}(:[a-z]{1,10})?$' AND one ->> 'level' ~ '^[a-z_]{1,20}$';
$$;

-- Of the pairs those that a person may say are one child: a picture that gathers, and a record that could be of it as a
-- rule could hold it to be; neither is tied.
CREATE FUNCTION erle.may_be_tied(pictures bigint[], others bigint[]) RETURNS TABLE (picture_id bigint, other_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH csc AS MATERIALIZED (SELECT g.* FROM erle.gathering(pictures || others) g)
    SELECT DISTINCT a.id, o.id FROM unnest(pictures, others) AS pair (picture, other)
    JOIN records_person a ON a.id = pair.picture AND a.withdrawn_at IS NULL AND NOT a.sealed
    JOIN records_person o ON o.id = pair.other AND o.withdrawn_at IS NULL AND NOT o.sealed
    JOIN csc ON csc.person_id = a.id AND csc.gathers
    LEFT JOIN csc mine ON mine.person_id = o.id
    WHERE a.id <> o.id AND (mine.person_id IS NULL OR (NOT mine.by_file AND a.id < o.id))
      AND NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.undone_at IS NULL AND (t.other_id IN (o.id, a.id) OR t.picture_id = o.id));
$$;

-- Of those the pairs of which nobody said that they are different, and that nobody took apart: what may be asked.
CREATE FUNCTION erle.askable(pictures bigint[], others bigint[]) RETURNS TABLE (picture_id bigint, other_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT m.* FROM erle.may_be_tied(pictures, others) m
    WHERE NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.picture_id = m.picture_id AND t.other_id = m.other_id)
      AND NOT EXISTS (SELECT 1 FROM linkage_question q JOIN linkage_answer w ON w.question_id = q.id
                      AND w.taken_back_at IS NULL AND w.choice IN ('same', 'different')
                      WHERE q.picture_id = m.picture_id AND q.other_id = m.other_id);
$$;

-- Ask about the proposed pairs, of which all is told at once: what is not among them is asked no longer. The same pairs
-- again change nothing. Answers numbers alone.
CREATE FUNCTION erle.propose_same(proposed jsonb, version int, learnt_at timestamptz)
RETURNS TABLE (asked bigint, changed bigint, lapsed bigint, open bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    RETURN QUERY
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
               f.held, propose_same.version, propose_same.learnt_at, f.compared, now() FROM fit f
        ON CONFLICT (picture_id, other_id) DO UPDATE
            SET weight = EXCLUDED.weight, threshold = EXCLUDED.threshold, held = EXCLUDED.held, model = EXCLUDED.model,
                learnt_at = EXCLUDED.learnt_at, compared = EXCLUDED.compared, lapsed_at = NULL
            WHERE (q.weight, q.threshold, q.held, q.model, q.learnt_at, q.compared, q.lapsed_at)
                  IS DISTINCT FROM (EXCLUDED.weight, EXCLUDED.threshold, EXCLUDED.held, EXCLUDED.model, EXCLUDED.learnt_at,
                                    EXCLUDED.compared, NULL)
        RETURNING q.asked_at = now() AS fresh
    ), gone AS (
        UPDATE linkage_question q SET lapsed_at = now()
        WHERE q.lapsed_at IS NULL AND NOT EXISTS (SELECT 1 FROM fit f WHERE f.picture = q.picture_id AND f.other = q.other_id)
          AND NOT EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_at IS NULL
                          AND w.choice IN ('same', 'different'))
        RETURNING q.id
    )
    SELECT (SELECT count(*) FROM put WHERE fresh), (SELECT count(*) FROM put WHERE NOT fresh), (SELECT count(*) FROM gone),
           (SELECT count(*) FROM fit);
END $$;
"""

ANSWERING = """
-- Tie two records by judgement, as erle.tie_by_report does; the caller has seen to it that they may be. What comes by it
-- goes in the picture; of the record's other candidates none is followed any longer.
CREATE FUNCTION erle.tie_by_question(picture bigint, other bigint, why text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    child records_person;
    made bigint;
BEGIN
    SELECT p.* INTO child FROM records_person p WHERE p.id = tie_by_question.picture;
    INSERT INTO linkage_tie (circle_id, sealed, reference, picture_id, other_id, how, reason, tied_by_id, tied_at, undone_because)
    SELECT c.id, c.sealed, erle.new_reference('J'), child.id, tie_by_question.other, 'judgement', why, erle.acting(), now(), ''
    FROM access_circle c WHERE c.id = child.circle_id FOR KEY SHARE OF c RETURNING id INTO made;
    DELETE FROM access_following f USING records_person o
    WHERE o.id = tie_by_question.other AND f.circle_id = o.circle_id AND NOT f.own AND f.leader_id <> child.circle_id;
    PERFORM erle.follow_pictures(ARRAY[tie_by_question.other], ARRAY[child.id]);
    PERFORM erle.put_in_pictures(ARRAY[tie_by_question.other]);
    RETURN made;
END $$;

-- The question of that number, where the acting worker may answer it: she stands in both circles and was let into both,
-- and her role lets her share. Whoever may not is told what everybody is told of a question that there is not.
CREATE FUNCTION erle.question_to_answer(question bigint) RETURNS linkage_question
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    asked linkage_question;
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    SELECT q.* INTO asked FROM linkage_question q
    WHERE q.id = question_to_answer.question AND NOT q.sealed AND NOT q.other_sealed
      AND erle.able('share') AND erle.let_into(q.circle_id) AND erle.let_into(q.other_circle_id);
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'There is no such question.' USING ERRCODE = '42501';
    END IF;
    RETURN asked;
END $$;

-- Answer a question. `settled`: somebody said before whether they are one child; `over`: it is asked no longer, for whatever
-- reason; in both cases nothing is done. `tie` is the reference of the tie that was made.
CREATE FUNCTION erle.answer_question(question bigint, choice text, why text, OUT outcome text, OUT tie text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    asked linkage_question := erle.question_to_answer(question);
    made bigint;
BEGIN
    tie := '';
    IF choice IS NULL OR choice NOT IN ('same', 'different', 'cannot_tell', 'ask_agency') OR why IS NULL OR length(why) > 1000
       OR (choice IN ('same', 'different') AND btrim(why) = '') THEN
        RAISE EXCEPTION 'That is no answer.' USING ERRCODE = '22023';
    END IF;
    IF EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = asked.id AND w.taken_back_at IS NULL AND w.choice IN ('same', 'different')) THEN
        outcome := 'settled';
        RETURN;
    ELSIF NOT EXISTS (SELECT 1 FROM erle.may_be_tied(ARRAY[asked.picture_id], ARRAY[asked.other_id])) THEN
        outcome := 'over';
        RETURN;
    END IF;
    IF choice = 'same' THEN
        made := erle.tie_by_question(asked.picture_id, asked.other_id, why);
        SELECT t.reference INTO tie FROM linkage_tie t WHERE t.id = made;
    END IF;
    INSERT INTO linkage_answer (circle_id, sealed, other_circle_id, other_sealed, question_id, choice, reason, tie_id, answered_by_id, answered_at)
    VALUES (asked.circle_id, asked.sealed, asked.other_circle_id, asked.other_sealed, asked.id, answer_question.choice, why, made,
            erle.acting(), now());
    outcome := 'done';
END $$;

-- Take an answer back. Where it made a tie, the tie is undone with all that came by it, and the record follows again the
-- pictures that a rule says it may be of. `over`: it was taken back already.
CREATE FUNCTION erle.take_back_answer(answer bigint, OUT outcome text, OUT tie text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    asked linkage_question := erle.question_to_answer((SELECT w.question_id FROM linkage_answer w WHERE w.id = take_back_answer.answer));
    given linkage_answer;
BEGIN
    tie := '';
    UPDATE linkage_answer w SET taken_back_by_id = erle.acting(), taken_back_at = now()
    WHERE w.id = take_back_answer.answer AND w.taken_back_at IS NULL RETURNING w.* INTO given;
    IF given.id IS NULL THEN
        outcome := 'over';
        RETURN;
    END IF;
    outcome := 'done';
    UPDATE linkage_tie t SET undone_by_id = erle.acting(), undone_at = now(), undone_because = 'The answer was taken back.'
    WHERE t.id = given.tie_id AND t.undone_at IS NULL RETURNING t.reference INTO tie;
    IF tie IS NULL THEN
        tie := '';
        RETURN;
    END IF;
    PERFORM erle.follow_pictures(array_agg(c.other_id), array_agg(c.picture_id)) FROM erle.certain_pairs(ARRAY[asked.other_id]) c
    WHERE c.other_id = asked.other_id;
END $$;
"""

LAPSING = """
-- What was tied is asked about no longer, by whomever it was tied; and is asked again when that tie is undone, the pair
-- itself excepted. So nobody is asked of a record that is held to be of a child whom she does not see.
CREATE FUNCTION erle.lapse_questions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    UPDATE linkage_question q SET lapsed_at = tied.at
    FROM (SELECT hit.id, min(hit.tied_at) AS at FROM (
              SELECT q.id, c.tied_at FROM changed c JOIN linkage_question q ON q.other_id = c.other_id
              UNION ALL SELECT q.id, c.tied_at FROM changed c JOIN linkage_question q ON q.other_id = c.picture_id
              UNION ALL SELECT q.id, c.tied_at FROM changed c JOIN linkage_question q ON q.picture_id = c.other_id) AS hit
          GROUP BY hit.id) AS tied
    WHERE q.id = tied.id AND q.lapsed_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_tie_lapses AFTER INSERT ON linkage_tie
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.lapse_questions();

CREATE FUNCTION erle.ask_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    UPDATE linkage_question q SET lapsed_at = NULL FROM changed c
    WHERE c.undone_at IS NOT NULL AND q.lapsed_at = c.tied_at
      AND (q.other_id IN (c.other_id, c.picture_id) OR q.picture_id = c.other_id)
      AND EXISTS (SELECT 1 FROM erle.askable(ARRAY[q.picture_id], ARRAY[q.other_id]));
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_tie_undone_asks AFTER UPDATE ON linkage_tie
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.ask_again();
"""

# As in 0002, and besides: what a worker said is of different children is never tied by rule.
CERTAIN = """
SET LOCAL ROLE erle_keeper;
CREATE OR REPLACE FUNCTION erle.certain_pairs(people bigint[]) RETURNS TABLE (picture_id bigint, other_id bigint, how text, alone boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH concerned AS MATERIALIZED (
        SELECT array(SELECT unnest(people) UNION SELECT a.other_id FROM erle.alike(people) a) AS ids
    ), alike AS MATERIALIZED (
        SELECT a.* FROM concerned CROSS JOIN LATERAL erle.alike(concerned.ids) a
    ), csc AS MATERIALIZED (
        SELECT g.*, p.sealed FROM erle.gathering(array(SELECT one_id FROM alike UNION SELECT other_id FROM alike)) g
        JOIN records_person p ON p.id = g.person_id
    ), pairs AS (
        SELECT a.one_id AS other, a.other_id AS picture, a.how, c.gathers,
               c.by_file OR a.other_id = min(a.other_id) FILTER (WHERE c.gathers) OVER (PARTITION BY a.one_id) AS leads
        FROM alike a JOIN csc c ON c.person_id = a.other_id AND (c.gathers OR c.sealed)
        LEFT JOIN csc mine ON mine.person_id = a.one_id
        WHERE (mine.person_id IS NULL OR (NOT mine.by_file AND a.other_id < a.one_id))
          AND NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.other_id = a.one_id AND t.picture_id = a.other_id AND t.undone_at IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM linkage_question q JOIN linkage_answer w ON w.question_id = q.id
                          AND w.choice = 'different' AND w.taken_back_at IS NULL
                          WHERE q.picture_id = a.other_id AND q.other_id = a.one_id)
    )
    SELECT pairs.picture, pairs.other, pairs.how,
           gathers AND leads AND count(*) FILTER (WHERE gathers AND leads) OVER (PARTITION BY pairs.other) = 1
    FROM pairs;
$$;
RESET ROLE;
"""

OF_THE_MATCHER = (
    "erle.matching_records()",
    "erle.matching_model()",
    "erle.keep_model(timestamptz, int, jsonb, jsonb)",
    "erle.propose_same(jsonb, int, timestamptz)",
)
OF_WORKERS = ("erle.answer_question(bigint, text, text)", "erle.take_back_answer(bigint)")
INNER = (
    "erle.compared(jsonb)",
    "erle.may_be_tied(bigint[], bigint[])",
    "erle.askable(bigint[], bigint[])",
    "erle.tie_by_question(bigint, bigint, text)",
    "erle.question_to_answer(bigint)",
    "erle.lapse_questions()",
    "erle.ask_again()",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO {role};" if role else "")
    + f"ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for role, names in (("erle_matcher", OF_THE_MATCHER), ("erle_worker", OF_WORKERS), ("", INNER))
    for name in names
)


class Migration(migrations.Migration):
    """Questions and answers are written by the functions alone."""

    dependencies = [("linkage", "0003_questions")]
    operations = [
        Protect("linkage_question", insert=False, told=False),
        Protect("linkage_answer", insert=False, told=False),
        migrations.RunSQL(
            [*ENDS, *MODEL, NO_TABLE, MATCHING, ANSWERING, LAPSING, OWNERSHIP, CERTAIN], migrations.RunSQL.noop
        ),
    ]
