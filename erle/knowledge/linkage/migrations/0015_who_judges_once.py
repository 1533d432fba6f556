"""Ask once, and not of each question, whether the acting worker judges and who she is: a list costs what its rows cost."""

from django.db import migrations

# As in 0006; what `judges` says of one question is written out, since a call for each costs more than all else.
NEW = """
SET LOCAL ROLE erle_keeper;
CREATE OR REPLACE FUNCTION erle.questions_to_judge() RETURNS TABLE (reference text, said boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH me AS MATERIALIZED (SELECT erle.acting() AS id, erle.able('judge_same_person') AS judges)
    SELECT q.reference, mine.said FROM me
    JOIN linkage_question q ON me.judges AND q.lapsed_at IS NULL AND NOT q.sealed AND NOT q.other_sealed
    JOIN records_person a ON a.id = q.picture_id AND a.withdrawn_at IS NULL
    JOIN records_person o ON o.id = q.other_id AND o.withdrawn_at IS NULL
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.answered_by_id = me.id AND w.taken_back_at IS NULL) AS said) mine
    WHERE NOT EXISTS (
        SELECT 1 FROM access_conflict k WHERE k.circle_id IN (q.circle_id, q.other_circle_id) AND k.worker_id = me.id
        AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at))
      AND NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.picture_id = q.picture_id AND t.other_id = q.other_id)
      AND NOT EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_at IS NULL AND w.choice IN ('same', 'different'))
    ORDER BY mine.said, q.weight DESC, q.reference;
$$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """The same questions in the same order."""

    dependencies = [("linkage", "0014_judgements_need_to_know")]
    operations = [migrations.RunSQL(NEW, migrations.RunSQL.noop)]
