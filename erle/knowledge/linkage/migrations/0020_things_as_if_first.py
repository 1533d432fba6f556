"""Keep when a thing comes to the list from telling who else named it before, and give the list in parts."""

from django.db import migrations

TABLE = [
    "ALTER TABLE erle.thing_due ADD COLUMN mention_id bigint",
    "CREATE INDEX thing_due_mention ON erle.thing_due (mention_id)",
]

NOTING = """
SET LOCAL ROLE erle_keeper;
-- As in 0019, of every mention: were a thing that is known not noted, then its pairs would stand on the list at once, where
-- those of a new one come when it is compared; who names a thing would learn that somebody named it before.
CREATE OR REPLACE FUNCTION erle.note_things() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO erle.thing_due (thing, mention_id) SELECT c.thing::text, c.id FROM changed c WHERE c.thing <> '' ORDER BY c.id;
    IF FOUND THEN
        PERFORM pg_notify('erle_match', '');
    END IF;
    RETURN NULL;
END $$;

-- As in 0019; a thing that is known is not compared again for being named: its note is put away alone. One that is noted
-- without a mention is compared anew, known or not.
CREATE OR REPLACE FUNCTION erle.things_due(most int) RETURNS TABLE (number bigint, thing text, kind text, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT d.number, d.thing, m.kind::text, m.key::text FROM (SELECT * FROM erle.thing_due ORDER BY number LIMIT most) d
    LEFT JOIN LATERAL (
        SELECT m.kind, m.key FROM records_mention m WHERE m.thing = d.thing AND m.thing <> ''
        AND (d.mention_id IS NULL OR NOT EXISTS (SELECT 1 FROM erle.thing_known k WHERE k.thing = d.thing)) LIMIT 1) m ON true
    ORDER BY d.number;
$$;
DROP FUNCTION erle.things_to_judge(int);
RESET ROLE;
"""

JUDGING = """
-- As in 0019; a mention counts when its note was read, and the pairs come in parts: those after the last one that was given.
CREATE FUNCTION erle.things_to_judge(most int, after_rank int DEFAULT NULL, after_one text DEFAULT NULL, after_other text DEFAULT NULL)
RETURNS TABLE (one text, other text, rank int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp SET jit = off
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    me bigint := erle.acting();
    own_circles bigint[] := erle.few_circles();
    bits bytea := erle.standing() || ''::bytea;
    in_emergency boolean := EXISTS (
        SELECT 1 FROM access_need n JOIN access_share s ON s.id = n.share_id AND s.kind = 'break_glass'
        WHERE n.worker_id = me AND n.starts_at <= now() AND now() < n.ends_at);
    seen text := 'get_bit($1, m.circle_id) <> 0 AND EXISTS (SELECT 1 FROM records_report r WHERE r.id = m.report_id AND r.withdrawn_at IS NULL)'
        ' AND (m.entry_id IS NULL OR EXISTS (SELECT 1 FROM records_entry e WHERE e.id = m.entry_id AND e.withdrawn_at IS NULL'
        ' AND (e.origin_circle_id IS NULL OR e.origin_circle_id <> ALL ($3))))';
    hers text := seen || ' AND NOT EXISTS (SELECT 1 FROM erle.thing_due d WHERE d.mention_id = m.id)' || CASE WHEN in_emergency THEN ' AND erle.let_into(m.circle_id)' ELSE '' END;
    pairs text;
BEGIN
    IF NOT erle.able('read_records') THEN
        RETURN;
    END IF;
    IF own_circles IS NOT NULL AND (SELECT count(*) FROM (
            SELECT 1 FROM records_mention m WHERE m.circle_id = ANY (own_circles) LIMIT 5001) AS counted) <= 5000 THEN
        pairs := format('WITH mine AS MATERIALIZED (SELECT DISTINCT m.thing::text FROM unnest($4) AS c (circle_id) CROSS JOIN LATERAL'
            ' (SELECT * FROM records_mention WHERE circle_id = c.circle_id OFFSET 0) m WHERE m.thing <> '''' AND %s)'
            ' SELECT p.one, p.other, p.rank::int FROM mine a JOIN erle.thing_near p ON p.one = a.thing JOIN mine b ON b.thing = p.other'
            ' WHERE true', hers);
    ELSE
        pairs := format('SELECT p.one, p.other, p.rank::int FROM erle.thing_near p'
            ' WHERE EXISTS (SELECT 1 FROM records_mention m WHERE m.thing = p.one AND m.thing <> '''' AND %1$s)'
            ' AND EXISTS (SELECT 1 FROM records_mention m WHERE m.thing = p.other AND m.thing <> '''' AND %1$s)', hers);
    END IF;
    RETURN QUERY EXECUTE pairs || CASE WHEN after_rank IS NULL THEN '' ELSE ' AND (p.rank, p.one, p.other) > ($6, $7, $8)' END || format(
        ' AND NOT EXISTS (SELECT 1 FROM linkage_judgement j WHERE j.one = p.one AND j.other = p.other AND j.taken_back_at IS NULL'
        '  AND j.choice IN (''same'', ''different''))'
        ' AND NOT EXISTS (SELECT 1 FROM linkage_judgement j WHERE j.one = p.one AND j.other = p.other AND j.taken_back_at IS NULL'
        '  AND j.choice = ''cannot_tell'' AND j.judged_by_id = $2 AND NOT EXISTS (SELECT 1 FROM records_mention m'
        '   WHERE m.thing IN (p.one, p.other) AND m.thing <> '''' AND m.recorded_at > j.judged_at AND %s))'
        ' ORDER BY p.rank, p.one, p.other LIMIT $5', seen)
        USING bits, me, erle.kept_out_of(), own_circles, least(most, 500), after_rank, after_one, after_other;
END $$;
REVOKE ALL ON FUNCTION erle.things_to_judge(int, int, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.things_to_judge(int, int, text, text) TO erle_worker;
ALTER FUNCTION erle.things_to_judge(int, int, text, text) OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """What was noted before has no mention, and is compared as it was."""

    dependencies = [("linkage", "0019_things_near")]
    operations = [migrations.RunSQL([*TABLE, NOTING, JUDGING], migrations.RunSQL.noop)]
