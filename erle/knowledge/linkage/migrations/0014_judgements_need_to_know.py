"""Protect judgements of things for those alone who see both; find what is near among what the acting worker may see."""

from django.db import migrations

from erle.foundation.database.policies import record_changes, secure

TABLE = "linkage_judgement"
ME = "(SELECT erle.acting())"
# The subqueries run as the reader, so under the policies of mentions: seals, bars and ends of shares hold here without a
# word. An emergency is for reading: to judge, one was let into a circle that names each of the two.
SEEN = "EXISTS (SELECT 1 FROM records_mention m WHERE m.thing = {0}.{1})"
LET_IN = "EXISTS (SELECT 1 FROM records_mention m WHERE m.thing = {0}.{1} AND erle.let_into(m.circle_id))"
SEES_BOTH = " AND ".join(SEEN.format(TABLE, end) for end in ("one", "other"))
MAY_JUDGE = "(SELECT erle.able('read_records')) AND " + " AND ".join(
    LET_IN.format(TABLE, end) for end in ("one", "other")
)

# What is judged is about no circle: the line of a change is read by its worker alone.
POLICIES = [
    *secure(TABLE),
    f"CREATE POLICY {TABLE}_select ON {TABLE} FOR SELECT TO erle_worker USING ({SEES_BOTH})",
    f"CREATE POLICY {TABLE}_insert ON {TABLE} FOR INSERT TO erle_worker WITH CHECK ("
    f"judged_by_id = {ME} AND taken_back_at IS NULL AND {MAY_JUDGE})",
    f"CREATE POLICY {TABLE}_update ON {TABLE} FOR UPDATE TO erle_worker USING (taken_back_at IS NULL AND {MAY_JUDGE})"
    f" WITH CHECK (taken_back_by_id = {ME})",
    f"GRANT SELECT, INSERT, UPDATE (taken_back_by_id, taken_back_at, taken_back_because) ON {TABLE} TO erle_worker",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO erle_keeper",
    *record_changes(TABLE, ""),
]

# As `erle.find_mentions`: under a policy no index on likeness can be used, so the function has the policy's own bits inside,
# before anything is counted, ordered or cut off. The caller reads the rows under the policies.
NEAR = """
-- Of each thing of the kind whose one form looks like one of the keys, or holds what looks like one of the pieces, and that
-- is none of `own`: a mention that the acting worker may see; what looks most alike first. Phones begin alike, and words of
-- streets are everywhere, so that more of them has to agree. Where her own rows are few they are gone through one by one,
-- so that how long it takes tells of nobody else; the index on likeness serves those who see many, and is asked for nothing
-- else at once: the planner takes likeness for rarer or commoner than it is, and would rather compare all of a kind.
CREATE FUNCTION erle.near_mentions(kind text, keys text[], pieces text[], own text[], most int) RETURNS TABLE (mention_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET pg_trgm.similarity_threshold = 0.3 SET pg_trgm.word_similarity_threshold = 0.8 SET jit = off SET enable_seqscan = off AS $$
DECLARE
    own_circles bigint[] := erle.few_circles();
    bits bytea := erle.standing() || ''::bytea;
    mentions text := 'records_mention';
    alike text := 'false';
    likeness text := '0';
    sought text;
BEGIN
    PERFORM set_config('pg_trgm.similarity_threshold',
        CASE WHEN kind = 'phone' THEN '0.5' WHEN kind IN ('place', 'organisation') THEN '0.4' ELSE '0.3' END, true);
    IF own_circles IS NOT NULL AND (SELECT count(*) FROM (
            SELECT 1 FROM records_mention m WHERE m.circle_id = ANY (own_circles) LIMIT 5001) AS counted) <= 5000 THEN
        mentions := 'unnest($5) AS mine (circle_id)'
                    ' CROSS JOIN LATERAL (SELECT * FROM records_mention WHERE circle_id = mine.circle_id OFFSET 0)';
    END IF;
    FOREACH sought IN ARRAY keys[1:15] LOOP
        alike := alike || format(' OR m.key %% %L', sought);
        likeness := likeness || format(', similarity(m.key, %L)', sought);
    END LOOP;
    FOREACH sought IN ARRAY pieces[1:15] LOOP
        alike := alike || format(' OR m.key %%> %L', sought);
        likeness := likeness || format(', similarity(m.key, %L)', sought);
    END LOOP;
    RETURN QUERY EXECUTE format(
        'WITH alike AS MATERIALIZED (SELECT m.id, m.circle_id, m.kind, m.thing, m.key, m.report_id, m.entry_id FROM %s AS m WHERE %s)'
        ' SELECT min(m.id) FROM alike m JOIN records_report r ON r.id = m.report_id AND r.withdrawn_at IS NULL'
        ' LEFT JOIN records_entry e ON e.id = m.entry_id'
        ' WHERE m.kind = $2 AND get_bit($1, m.circle_id) <> 0 AND m.thing <> '''' AND m.thing <> ALL ($3)'
        '  AND (m.entry_id IS NULL OR e.withdrawn_at IS NULL AND (e.origin_circle_id IS NULL OR e.origin_circle_id <> ALL ($6)))'
        ' GROUP BY m.thing ORDER BY max(greatest(%s)) DESC, m.thing LIMIT $4', mentions, alike, likeness)
        USING bits, kind, own, least(most, 500), own_circles, erle.kept_out_of();
END $$;
REVOKE ALL ON FUNCTION erle.near_mentions(text, text[], text[], text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.near_mentions(text, text[], text[], text[], int) TO erle_worker;
ALTER FUNCTION erle.near_mentions(text, text[], text[], text[], int) OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """Something of `pg_trgm` is called first, so that the session knows the setting that the function pins."""

    dependencies = [("linkage", "0013_judgements")]
    operations = [
        migrations.RunSQL(["SELECT public.similarity('', '')", *POLICIES, NEAR], migrations.RunSQL.noop),
    ]
