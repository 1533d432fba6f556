"""Keep which things are near to each other, found by marks; and give each worker those pairs that she may judge."""

from django.db import migrations

from erle.foundation.database.policies import secure

TABLES = [
    # A thing that a report named and that waits to be compared. No two rows meet each other in an index that is unique:
    # else who writes a report would wait for who writes another that names the same.
    "CREATE TABLE erle.thing_due (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thing text NOT NULL)",
    # That it was compared: its words stand in the mentions alone, and nowhere a second time.
    "CREATE TABLE erle.thing_known (thing text PRIMARY KEY)",
    # Numbers that stand for what two things may share: no name can be read from them without the name.
    "CREATE TABLE erle.thing_mark (mark bigint NOT NULL, thing text NOT NULL)",
    "CREATE INDEX thing_mark_near ON erle.thing_mark (mark) INCLUDE (thing)",
    "CREATE INDEX thing_mark_thing ON erle.thing_mark (thing)",
    # Two things that are near by the rules; the lower the rank, the stronger the reason.
    "CREATE TABLE erle.thing_near (one text NOT NULL, other text NOT NULL, rank smallint NOT NULL, PRIMARY KEY (one, other),"
    " CHECK (one < other))",
    # In an order that hangs on nothing but the two: when a pair was found could tell who named them first.
    "CREATE INDEX thing_near_in_turn ON erle.thing_near (rank, one, other)",
    "CREATE INDEX thing_near_other ON erle.thing_near (other)",
    *(line for name in ("due", "known", "mark", "near") for line in secure(f"erle.thing_{name}")),
    "GRANT SELECT, INSERT, UPDATE, DELETE ON erle.thing_due, erle.thing_known, erle.thing_mark, erle.thing_near TO erle_keeper",
    # What was judged is looked up by both: `judgement_that_settles` does not hold what could not be told.
    "CREATE INDEX judgement_that_does_not ON linkage_judgement (one, other, judged_by_id)"
    " WHERE choice = 'cannot_tell' AND taken_back_at IS NULL",
]

NOTING = """
-- Note the things that a report names and that were not named before. Who waits to compare is woken when it is kept.
CREATE FUNCTION erle.note_things() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO erle.thing_due (thing) SELECT DISTINCT c.thing::text FROM changed c
    WHERE c.thing <> '' AND NOT EXISTS (SELECT 1 FROM erle.thing_known k WHERE k.thing = c.thing);
    IF FOUND THEN
        PERFORM pg_notify('erle_match', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_thing_named AFTER INSERT ON records_mention
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_things();
"""

COMPARING = """
-- Of the things that are noted the first, each with the kind and the words in one form, and none where no report names it
-- any more; in which circle it stands is not told.
CREATE FUNCTION erle.things_due(most int) RETURNS TABLE (number bigint, thing text, kind text, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT d.number, d.thing, m.kind::text, m.key::text FROM (SELECT * FROM erle.thing_due ORDER BY number LIMIT most) d
    LEFT JOIN LATERAL (SELECT m.kind, m.key FROM records_mention m WHERE m.thing = d.thing AND m.thing <> '' LIMIT 1) m ON true
    ORDER BY d.number;
$$;

-- Know the things, and keep their marks. These tables grow by goes of some hundred rows, sooner than the planner counts them
-- anew: in the next three functions what is looked up is looked up by its index, whatever it takes the tables for.
CREATE FUNCTION erle.keep_thing_marks(things text[], marked text[], marks bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET enable_seqscan = off SET enable_mergejoin = off SET enable_hashjoin = off SET jit = off AS $$
BEGIN
    DELETE FROM erle.thing_mark m WHERE m.thing = ANY (things);
    DELETE FROM erle.thing_known k WHERE k.thing = ANY (things);
    INSERT INTO erle.thing_known (thing) SELECT DISTINCT n.thing FROM unnest(things) AS n (thing);
    INSERT INTO erle.thing_mark (mark, thing) SELECT n.mark, n.thing FROM unnest(marks, marked) AS n (mark, thing);
END $$;

-- Which others share a mark with one of the things. What many share is shared by all the same: were it left out where it
-- is common, then what a reader may not see could hide from her what she may.
CREATE FUNCTION erle.things_sharing(things text[]) RETURNS TABLE (thing text, other text, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET enable_seqscan = off SET enable_mergejoin = off SET enable_hashjoin = off SET jit = off AS $$
    SELECT s.thing, s.other, m.key::text FROM (
        SELECT DISTINCT a.thing, b.thing AS other FROM erle.thing_mark a JOIN erle.thing_mark b ON b.mark = a.mark
        WHERE a.thing = ANY (things) AND b.thing <> a.thing) s
    CROSS JOIN LATERAL (SELECT m.key FROM records_mention m WHERE m.thing = s.other AND m.thing <> '' LIMIT 1) m;
$$;

-- Keep which are near, of which one is among the things, and put the notes away that were read.
CREATE FUNCTION erle.keep_things_near(things text[], ones text[], others text[], ranks int[], notes bigint[]) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET enable_seqscan = off SET enable_mergejoin = off SET enable_hashjoin = off SET jit = off AS $$
DECLARE
    fresh int;
BEGIN
    WITH said AS MATERIALIZED (
        SELECT DISTINCT ON (n.one, n.other) n.one, n.other, n.rank FROM unnest(ones, others, ranks) AS n (one, other, rank)
    ), gone AS (
        DELETE FROM erle.thing_near p WHERE (p.one, p.other) IN (
            SELECT n.one, n.other FROM erle.thing_near n WHERE n.one = ANY (things) UNION ALL
            SELECT n.one, n.other FROM erle.thing_near n WHERE n.other = ANY (things))
        AND NOT EXISTS (SELECT 1 FROM said s WHERE s.one = p.one AND s.other = p.other)
    ), put AS (
        INSERT INTO erle.thing_near AS p (one, other, rank) SELECT s.one, s.other, s.rank FROM said s ORDER BY s.rank, s.one, s.other
        ON CONFLICT (one, other) DO UPDATE SET rank = EXCLUDED.rank WHERE p.rank <> EXCLUDED.rank
        RETURNING 1)
    SELECT count(*) INTO fresh FROM put;
    DELETE FROM erle.thing_due d WHERE d.number = ANY (notes);
    RETURN fresh;
END $$;
"""

JUDGING = """
-- The pairs of near things that the acting worker may judge: she was let into a circle that names each of the two, nobody
-- whom she can see judged of them, and she herself could not tell no later than something was said of one of them. The
-- strongest reason first, then in a fixed order. Her bits stand inside, before anything is ordered or cut off. In few
-- circles with few mentions her own things are gone through; else the pairs, in their order, until there are enough.
CREATE FUNCTION erle.things_to_judge(most int) RETURNS TABLE (one text, other text, rank int)
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
    hers text := seen || CASE WHEN in_emergency THEN ' AND erle.let_into(m.circle_id)' ELSE '' END;
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
    RETURN QUERY EXECUTE pairs || format(
        ' AND NOT EXISTS (SELECT 1 FROM linkage_judgement j WHERE j.one = p.one AND j.other = p.other AND j.taken_back_at IS NULL'
        '  AND j.choice IN (''same'', ''different''))'
        ' AND NOT EXISTS (SELECT 1 FROM linkage_judgement j WHERE j.one = p.one AND j.other = p.other AND j.taken_back_at IS NULL'
        '  AND j.choice = ''cannot_tell'' AND j.judged_by_id = $2 AND NOT EXISTS (SELECT 1 FROM records_mention m'
        '   WHERE m.thing IN (p.one, p.other) AND m.thing <> '''' AND m.recorded_at > j.judged_at AND %s))'
        ' ORDER BY p.rank, p.one, p.other LIMIT $5', seen)
        USING bits, me, erle.kept_out_of(), own_circles, least(most, 500);
END $$;
"""

OF_THE_MATCHER = (
    "erle.things_due(int)",
    "erle.keep_thing_marks(text[], text[], bigint[])",
    "erle.things_sharing(text[])",
    "erle.keep_things_near(text[], text[], text[], int[], bigint[])",
)
OF_WORKERS = ("erle.things_to_judge(int)",)
INNER = ("erle.note_things()",)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO {role};" if role else "")
    + f"ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for role, names in (("erle_matcher", OF_THE_MATCHER), ("erle_worker", OF_WORKERS), ("", INNER))
    for name in names
)
KNOWN = "INSERT INTO erle.thing_due (thing) SELECT DISTINCT thing FROM records_mention WHERE thing <> ''"


class Migration(migrations.Migration):
    """The tables have no model: the keeper's functions alone reach them. What is named already is noted."""

    dependencies = [("linkage", "0018_look_among_own")]
    operations = [
        migrations.RunSQL([*TABLES, NOTING, COMPARING, JUDGING, OWNERSHIP], migrations.RunSQL.noop),
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", KNOWN, "RESET ROLE"], migrations.RunSQL.noop),
    ]
