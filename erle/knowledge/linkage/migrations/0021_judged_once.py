"""Look up the questions that a judge names before asking whether she judges, and ask that once, as in 0015.

Where the planner read all questions through, `erle.judges` was asked of each, and each time of the worker's posts: the
page of one question took the longer the more questions were open and the more posts there were.
"""

from django.db import migrations

# Planned once in a session: to plan it anew each time takes longer than to ask.
KIND = """LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET jit = off SET plan_cache_mode = force_generic_plan"""
ME = "WITH me AS MATERIALIZED (SELECT erle.acting() AS id, erle.able('judge_same_person') AS judges)"
# What `erle.judges` says of a question, and that it is open: written out, since a call for each costs more than all else.
JUDGES = """me.judges AND NOT {q}.sealed AND NOT {q}.other_sealed AND NOT EXISTS (
        SELECT 1 FROM access_conflict k WHERE k.circle_id IN ({q}.circle_id, {q}.other_circle_id) AND k.worker_id = me.id
        AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at))"""
SETTLED = """EXISTS (
        SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_at IS NULL AND w.choice IN ('same', 'different'))"""
OPEN = f"""q.lapsed_at IS NULL
      AND EXISTS (SELECT 1 FROM records_person a WHERE a.id = q.picture_id AND a.withdrawn_at IS NULL)
      AND EXISTS (SELECT 1 FROM records_person o WHERE o.id = q.other_id AND o.withdrawn_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.picture_id = q.picture_id AND t.other_id = q.other_id)
      AND NOT {SETTLED}"""

# As in 0006; `OFFSET 0` has the question found by its reference.
JUDGED = f"""
CREATE OR REPLACE FUNCTION erle.questions_judged(named text[])
RETURNS TABLE (id bigint, reference text, weight float8, threshold float8, held boolean, model int, learnt_at timestamptz,
               compared jsonb, asked_at timestamptz, said boolean, apart boolean, picture jsonb, other jsonb, answer jsonb)
{KIND} AS $$
    {ME}
    SELECT q.id, q.reference, q.weight, q.threshold, q.held, q.model, q.learnt_at, q.compared, q.asked_at, NOT stands.open OR mine.id IS NOT NULL,
           EXISTS (SELECT 1 FROM linkage_answer w JOIN linkage_tie t ON t.id = w.tie_id AND t.undone_at IS NOT NULL
                   WHERE w.question_id = q.id AND w.answered_by_id = me.id),
           erle.who(q.picture_id), erle.who(q.other_id),
           CASE WHEN mine.id IS NOT NULL THEN jsonb_build_object(
               'id', mine.id, 'choice', mine.choice, 'reason', mine.reason, 'answered_at', mine.answered_at) END
    FROM me CROSS JOIN unnest(named) WITH ORDINALITY AS one (reference, place)
    CROSS JOIN LATERAL (SELECT x.* FROM linkage_question x WHERE x.reference = one.reference OFFSET 0) AS q
    CROSS JOIN LATERAL (SELECT {OPEN} AS open) AS stands
    LEFT JOIN LATERAL (SELECT w.* FROM linkage_answer w WHERE w.question_id = q.id AND w.answered_by_id = me.id
                       AND w.taken_back_at IS NULL ORDER BY w.choice IN ('same', 'different') DESC, w.answered_at DESC LIMIT 1) mine ON true
    WHERE {JUDGES.format(q="q")}
      AND (stands.open OR mine.id IS NOT NULL
           OR (EXISTS (SELECT 1 FROM linkage_answer w WHERE w.question_id = q.id AND w.taken_back_by_id = me.id AND w.answered_by_id = me.id)
               AND NOT {SETTLED}))
    ORDER BY one.place;
$$;
"""

# As in 0010.
BESIDE = f"""
CREATE OR REPLACE FUNCTION erle.questions_beside(named text) RETURNS TABLE (reference text)
{KIND} AS $$
    {ME}
    SELECT q.reference FROM me
    CROSS JOIN LATERAL (SELECT x.* FROM linkage_question x WHERE x.reference = named OFFSET 0) AS asked
    CROSS JOIN LATERAL (SELECT x.* FROM linkage_question x WHERE x.id <> asked.id
        AND (x.other_id IN (asked.other_id, asked.picture_id) OR x.picture_id IN (asked.other_id, asked.picture_id)) OFFSET 0) AS q
    WHERE {JUDGES.format(q="asked")}
      AND {JUDGES.format(q="q")}
      AND {OPEN}
    ORDER BY q.weight DESC, q.reference;
$$;
"""

# As in 0006.
LAST = f"""
CREATE OR REPLACE FUNCTION erle.question_judged_last() RETURNS text
{KIND} AS $$
    {ME}
    SELECT q.reference FROM me JOIN linkage_answer w ON w.answered_by_id = me.id AND w.taken_back_at IS NULL JOIN linkage_question q ON q.id = w.question_id
    WHERE {JUDGES.format(q="q")}
    ORDER BY w.answered_at DESC, w.id DESC LIMIT 1;
$$;
"""


class Migration(migrations.Migration):
    """The same questions, in the same order, with the same of each."""

    dependencies = [("linkage", "0020_things_as_if_first"), ("access", "0010_able_once")]
    operations = [
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", JUDGED, BESIDE, LAST, "RESET ROLE"], migrations.RunSQL.noop)
    ]
