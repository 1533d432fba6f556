"""Let a role judge of two records without standing in their circles; tell who holds a child of ties made and undone."""

from django.db import migrations

JUDGING = """
-- May the acting worker be asked by her role of whom the two records are? Neither is sealed, and nobody keeps her out of
-- either circle. She is shown who they are; to no line, report or page of theirs does it let her.
CREATE FUNCTION erle.judges(q linkage_question) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.able('judge_same_person') AND NOT q.sealed AND NOT q.other_sealed AND NOT EXISTS (
        SELECT 1 FROM access_conflict k WHERE k.circle_id IN (q.circle_id, q.other_circle_id) AND k.worker_id = erle.acting()
        AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at));
$$;

-- The questions that she is asked: those that are open, those to which she said nothing yet first, then the heaviest.
CREATE FUNCTION erle.questions_to_judge() RETURNS TABLE (reference text, said boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT q.reference, mine.said FROM linkage_question q
    JOIN records_person a ON a.id = q.picture_id AND a.withdrawn_at IS NULL
    JOIN records_person o ON o.id = q.other_id AND o.withdrawn_at IS NULL
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.answered_by_id = erle.acting() AND w.taken_back_at IS NULL) AS said) mine
    WHERE (SELECT erle.able('judge_same_person')) AND q.lapsed_at IS NULL AND erle.judges(q)
      AND NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.picture_id = q.picture_id AND t.other_id = q.other_id)
      AND NOT EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_at IS NULL AND w.choice IN ('same', 'different'))
    ORDER BY mine.said, q.weight DESC, q.reference;
$$;

-- Who a record is, as far as it is compared.
CREATE FUNCTION erle.who(person bigint) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT jsonb_build_object(
        'given_names', p.given_names, 'family_name', p.family_name, 'known_as', p.known_as, 'born_on', p.born_on, 'sex', p.sex,
        'agency', a.name, 'phone', a.phone, 'numbers', coalesce((
            SELECT jsonb_object_agg(i.scheme, i.value) FROM records_identifier i
            WHERE i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')), '{}'))
    FROM records_person p JOIN access_circle c ON c.id = p.circle_id JOIN agencies_agency a ON a.id = c.agency_id WHERE p.id = who.person;
$$;

-- The named questions with both records, where they are asked of her, or she herself answered them or took that back; of answers her own alone,
-- since what others gave as a reason may tell what they read in a record.
CREATE FUNCTION erle.questions_judged(named text[])
RETURNS TABLE (id bigint, reference text, weight float8, threshold float8, held boolean, model int, learnt_at timestamptz,
               compared jsonb, asked_at timestamptz, said boolean, apart boolean, picture jsonb, other jsonb, answer jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT q.id, q.reference, q.weight, q.threshold, q.held, q.model, q.learnt_at, q.compared, q.asked_at, coalesce(open.said, true),
           EXISTS (SELECT 1 FROM linkage_answer w JOIN linkage_tie t ON t.id = w.tie_id AND t.undone_at IS NOT NULL
                   WHERE w.question_id = q.id AND w.answered_by_id = erle.acting()),
           erle.who(q.picture_id), erle.who(q.other_id),
           CASE WHEN mine.id IS NOT NULL THEN jsonb_build_object(
               'id', mine.id, 'choice', mine.choice, 'reason', mine.reason, 'answered_at', mine.answered_at) END
    FROM unnest(named) WITH ORDINALITY AS one (reference, place)
    JOIN linkage_question q ON q.reference = one.reference AND erle.judges(q)
    LEFT JOIN erle.questions_to_judge() open ON open.reference = q.reference
    LEFT JOIN LATERAL (SELECT w.* FROM linkage_answer w WHERE w.question_id = q.id AND w.answered_by_id = erle.acting()
                       AND w.taken_back_at IS NULL ORDER BY w.choice IN ('same', 'different') DESC, w.answered_at DESC LIMIT 1) mine ON true
    WHERE open.reference IS NOT NULL OR mine.id IS NOT NULL
       OR (EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_by_id = erle.acting()
                   AND w.answered_by_id = erle.acting())
           AND NOT EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_at IS NULL
                           AND w.choice IN ('same', 'different')))
    ORDER BY one.place;
$$;

-- What she answered last and did not take back.
CREATE FUNCTION erle.question_judged_last() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT q.reference FROM linkage_answer w JOIN linkage_question q ON q.id = w.question_id
    WHERE w.answered_by_id = erle.acting() AND w.taken_back_at IS NULL AND erle.judges(q) ORDER BY w.answered_at DESC, w.id DESC LIMIT 1;
$$;
"""

# As in 0004; a judge answers too, and takes back what she herself answered.
ANSWERING = """
SET LOCAL ROLE erle_keeper;
CREATE OR REPLACE FUNCTION erle.question_to_answer(question bigint) RETURNS linkage_question
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    asked linkage_question;
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    SELECT q.* INTO asked FROM linkage_question q
    WHERE q.id = question_to_answer.question AND NOT q.sealed AND NOT q.other_sealed
      AND (erle.stands_in_both(q) OR erle.judges(q));
    IF asked.id IS NULL THEN
        RAISE EXCEPTION 'There is no such question.' USING ERRCODE = '42501';
    END IF;
    RETURN asked;
END $$;

CREATE OR REPLACE FUNCTION erle.take_back_answer(answer bigint, OUT outcome text, OUT tie text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    asked linkage_question := erle.question_to_answer((
        SELECT w.question_id FROM linkage_answer w JOIN linkage_question q ON q.id = w.question_id
        WHERE w.id = take_back_answer.answer AND (w.answered_by_id = erle.acting() OR erle.stands_in_both(q))));
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
RESET ROLE;
"""

BOTH = """
-- Does the acting worker stand in both circles, let into both, in a role that lets her share?
CREATE FUNCTION erle.stands_in_both(q linkage_question) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.able('share') AND erle.let_into(q.circle_id) AND erle.let_into(q.other_circle_id);
$$;
"""

TELLING = """
-- A tie that somebody judged is told to those who answer for the child.
CREATE FUNCTION erle.tell_tied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.tell(c.circle_id, 'tied', p.reference, format(
        'A record of %s was judged to be of this child. What it holds stands in the record; it can be undone there, under Records.', a.name))
    FROM changed c JOIN records_person p ON p.id = c.picture_id JOIN records_person o ON o.id = c.other_id AND NOT o.sealed
    JOIN access_circle oc ON oc.id = o.circle_id JOIN agencies_agency a ON a.id = oc.agency_id
    WHERE c.how = 'judgement';
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_tie_told AFTER INSERT ON linkage_tie
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_tied();

-- One that somebody undoes is told to everybody who opened the child's record while it stood, and still may: what they read
-- then was in part about another child. Once: a seal turns the rows of ties too, and undoes nothing.
CREATE FUNCTION erle.tell_untied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT DISTINCT l.worker_id, 'untied', p.reference, format(
        'A record of %s is held to be of this child no longer. What you read of it between %s and %s was of another child, or may have'
        ' been. Think again of what you decided by it.', a.name,
        to_char(c.tied_at AT TIME ZONE 'Europe/London', 'FMDD Mon YYYY HH24:MI'),
        to_char(c.undone_at AT TIME ZONE 'Europe/London', 'FMDD Mon YYYY HH24:MI')), now()
    FROM changed c JOIN before b ON b.id = c.id AND b.undone_at IS NULL
    JOIN records_person p ON p.id = c.picture_id JOIN records_person o ON o.id = c.other_id AND NOT o.sealed
    JOIN access_circle oc ON oc.id = o.circle_id JOIN agencies_agency a ON a.id = oc.agency_id
    JOIN agencies_worker undoer ON undoer.id = c.undone_by_id AND undoer.kind = 'person'
    JOIN ledger_line l ON l.circle_id = c.circle_id AND l.act = 'opened' AND l.at >= c.tied_at
    JOIN agencies_worker w ON w.id = l.worker_id AND w.kind = 'person' AND w.left_on IS NULL
    WHERE c.undone_at IS NOT NULL AND l.worker_id IS DISTINCT FROM erle.acting() AND erle.stands_in(l.worker_id, c.circle_id);
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_tie_told_undone AFTER UPDATE ON linkage_tie
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_untied();
"""

OF_WORKERS = ("erle.questions_to_judge()", "erle.questions_judged(text[])", "erle.question_judged_last()")
INNER = (
    "erle.judges(linkage_question)",
    "erle.stands_in_both(linkage_question)",
    "erle.who(bigint)",
    "erle.tell_tied()",
    "erle.tell_untied()",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO erle_worker;" if name in OF_WORKERS else "")
    + f"ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (*OF_WORKERS, *INNER)
)


class Migration(migrations.Migration):
    """A judge reaches the question by functions alone: no policy is widened."""

    dependencies = [("linkage", "0005_planned_anew"), ("agencies", "0006_mash_information_officer")]
    operations = [migrations.RunSQL([JUDGING, BOTH, TELLING, OWNERSHIP, ANSWERING], migrations.RunSQL.noop)]
