"""The SQL of a worker's standing, run by migration 0002: one bit for each circle, kept ready for the policies.

What is kept is only ever a saving of work. It carries the snapshot that it was worked out by and the window of time in
which no period begins or ends; every writer leaves a note of what it touched, and a reader looks up anew, from
`access_need`, `access_conflict` and `access_everything`, whatever was touched since. So a reader's answer is exact in
her own snapshot, her own unfinished changes included, whether or not anybody keeps. See
docs/decisions/0003-one-policy-form.md.
"""

TABLES = """
CREATE TABLE access_standing (
    worker_id bigint PRIMARY KEY REFERENCES agencies_worker,
    bits bytea NOT NULL,
    good_from timestamptz NOT NULL,
    good_until timestamptz NOT NULL,
    seen pg_snapshot NOT NULL
);
ALTER TABLE access_standing ALTER bits SET STORAGE EXTERNAL;

-- What may have changed since. Writers only add here, so that they wait for nobody. Worker 0 stands for whoever sees
-- all that is not sealed; without circles, all of the worker's are meant.
CREATE TABLE access_touched (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    worker_id bigint NOT NULL,
    circle_ids bigint[],
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX access_touched_worker ON access_touched (worker_id, xid);

ALTER TABLE access_circle ADD CONSTRAINT access_circle_has_a_bit CHECK (id > 0);
GRANT SELECT, INSERT, UPDATE, DELETE ON access_standing, access_touched TO erle_keeper;
GRANT SELECT ON SEQUENCE access_circle_id_seq TO erle_keeper;
"""

TRUTH = """
CREATE FUNCTION erle.stands_in_unsealed(worker bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM access_everything
        WHERE worker_id = worker AND agreed_at <= now() AND starts_at <= now() AND now() < ends_at
          AND (withdrawn_at IS NULL OR now() < withdrawn_at));
$$;

-- The truth of one bit.
CREATE FUNCTION erle.stands_in(worker bigint, circle bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT (EXISTS (SELECT 1 FROM access_need n WHERE n.worker_id = worker AND n.circle_id = circle
                    AND n.starts_at <= now() AND now() < n.ends_at)
            OR (EXISTS (SELECT 1 FROM access_circle c WHERE c.id = circle AND NOT c.sealed) AND erle.stands_in_unsealed(worker)))
       AND NOT EXISTS (SELECT 1 FROM access_conflict k WHERE k.worker_id = worker AND k.circle_id = circle
                       AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at));
$$;

-- The truth of all bits; a circle may come more than once.
CREATE FUNCTION erle.circles_of(worker bigint) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT array(
        SELECT inside.circle FROM (
            SELECT n.circle_id FROM access_need n WHERE n.worker_id = worker AND n.starts_at <= now() AND now() < n.ends_at
            UNION ALL SELECT c.id FROM access_circle c WHERE NOT c.sealed AND erle.stands_in_unsealed(worker)) AS inside (circle)
        WHERE NOT EXISTS (SELECT 1 FROM access_conflict k WHERE k.worker_id = worker AND k.circle_id = inside.circle
                          AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at)));
$$;
"""

BITS = """
-- How long bits are made: enough for those in the reader's snapshot and those being opened, rounded up to blocks of 1,024
-- circles, so that what is kept stays long enough for a while.
CREATE FUNCTION erle.bytes_for_circles() RETURNS int
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (greatest(pg_sequence_last_value('public.access_circle_id_seq'::regclass), (SELECT max(id) FROM access_circle), 0)
            / 1024 + 1)::int * 128;
$$;

CREATE FUNCTION erle.no_bits(bytes int) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT decode(repeat('00', bytes), 'hex');
$$;

CREATE FUNCTION erle.bits_of(circles bigint[], bytes int) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, erle, pg_temp AS $$
DECLARE
    bits bytea := erle.no_bits(bytes);
    circle bigint;
BEGIN
    IF cardinality(circles) <= 256 THEN
        FOREACH circle IN ARRAY circles LOOP
            bits := set_bit(bits, circle, 1);
        END LOOP;
        RETURN bits;
    END IF;
    RETURN (SELECT string_agg(set_byte('\\x00', 0, coalesce(byte.bits, 0)), ''::bytea ORDER BY place)
            FROM generate_series(0, bytes - 1) AS place
            LEFT JOIN (SELECT (one / 8)::int AS place, bit_or(1 << (one % 8)::int) AS bits FROM unnest(circles) AS one GROUP BY 1)
                 AS byte USING (place));
END $$;
"""

READING = """
CREATE FUNCTION erle.standing_in_full(worker bigint) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, erle, pg_temp AS $$
    SELECT erle.bits_of(erle.circles_of(worker), erle.bytes_for_circles());
$$;

-- Under whose numbers what concerns the worker is noted: her own, and 0 if an act ever let her into everything.
CREATE FUNCTION erle.noted_as(worker bigint) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM access_everything WHERE worker_id = worker) THEN ARRAY[worker, 0] ELSE ARRAY[worker] END;
$$;

-- The kept bits, with those of the circles touched since they were kept looked up anew.
CREATE FUNCTION erle.standing_since(worker bigint, kept bytea, since pg_snapshot) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    bits bytea := kept || erle.no_bits(greatest(erle.bytes_for_circles() - octet_length(kept), 0));
    circles bigint[];
    whole boolean;
    circle bigint;
BEGIN
    SELECT array_agg(DISTINCT one.circle), coalesce(bool_or(t.circle_ids IS NULL), false) INTO circles, whole
    FROM access_touched t LEFT JOIN LATERAL unnest(t.circle_ids) AS one (circle) ON true
    WHERE t.worker_id = ANY (erle.noted_as(worker)) AND t.xid >= pg_snapshot_xmin(since)
      AND NOT pg_visible_in_snapshot(t.xid, since);
    IF whole OR cardinality(circles) > 256 THEN
        RETURN erle.standing_in_full(worker);
    END IF;
    FOREACH circle IN ARRAY coalesce(circles, '{}') LOOP
        bits := set_bit(bits, circle, erle.stands_in(worker, circle)::int);
    END LOOP;
    RETURN bits;
END $$;

-- The bits as they are at this moment. A snapshot from beyond the present one is of the server that a dump was taken
-- from: its numbers of transactions mean nothing here.
CREATE FUNCTION erle.standing_of(worker bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    kept bytea;
    since pg_snapshot;
BEGIN
    SELECT s.bits, s.seen INTO kept, since FROM access_standing s
    WHERE s.worker_id = worker AND s.good_from <= now() AND now() < s.good_until
      AND pg_snapshot_xmax(s.seen) <= pg_snapshot_xmax(pg_current_snapshot());
    IF kept IS NULL THEN
        RETURN erle.standing_in_full(worker);
    END IF;
    RETURN erle.standing_since(worker, kept, since);
END $$;

-- What the policies ask. Where nothing that might be the worker's was touched, the kept bits are all there is to read.
CREATE FUNCTION erle.standing() RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    worker bigint := erle.acting();
    kept bytea;
BEGIN
    SELECT s.bits || ''::bytea INTO kept FROM access_standing s
    WHERE s.worker_id = worker AND s.good_from <= now() AND now() < s.good_until
      AND pg_snapshot_xmax(s.seen) <= pg_snapshot_xmax(pg_current_snapshot())
      AND NOT EXISTS (SELECT 1 FROM access_touched t WHERE t.worker_id IN (worker, 0) AND t.xid >= pg_snapshot_xmin(s.seen))
      AND octet_length(s.bits) > (SELECT max(id) / 8 FROM access_circle);
    RETURN coalesce(kept, erle.standing_of(worker));
END $$;
"""

KEEPING = """
-- Between which moments the bits of the circles (of all, where none are named) stay what they are now.
CREATE FUNCTION erle.window_of(worker bigint, circles bigint[], OUT good_from timestamptz, OUT good_until timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT coalesce(max(at) FILTER (WHERE at <= now()), '-infinity'), coalesce(min(at) FILTER (WHERE at > now()), 'infinity')
    FROM (SELECT unnest(ARRAY[n.starts_at, n.ends_at]) FROM access_need n
              WHERE n.worker_id = worker AND (circles IS NULL OR n.circle_id = ANY (circles))
          UNION ALL SELECT unnest(ARRAY[k.starts_at, k.ended_at]) FROM access_conflict k WHERE k.worker_id = worker
          UNION ALL SELECT unnest(ARRAY[e.starts_at, e.agreed_at, e.ends_at, e.withdrawn_at]) FROM access_everything e
              WHERE e.worker_id = worker) AS bound (at);
$$;

-- Whose bits are to be kept anew, and which circles of hers were touched (none named: work out all): those of whom
-- there is a note, those whose window has closed, and some of those of whom nothing, or too little, is kept.
CREATE FUNCTION erle.standings_due() RETURNS TABLE (worker_id bigint, circles bigint[])
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH noted AS (
        SELECT CASE t.worker_id WHEN 0 THEN e.worker_id ELSE t.worker_id END AS worker_id, t.circle_ids
        FROM access_touched t LEFT JOIN (SELECT DISTINCT worker_id FROM access_everything) e ON t.worker_id = 0
    ), touched AS (
        SELECT n.worker_id, CASE WHEN count(*) = count(n.circle_ids) THEN array_agg(DISTINCT one.circle) END AS circles
        FROM noted n LEFT JOIN LATERAL unnest(n.circle_ids) AS one (circle) ON true
        WHERE n.worker_id IS NOT NULL GROUP BY n.worker_id
    ), closed AS (
        SELECT s.worker_id FROM access_standing s
        WHERE s.good_until <= now() OR pg_snapshot_xmax(s.seen) > pg_snapshot_xmax(pg_current_snapshot())
    ), short AS (
        SELECT w.id FROM agencies_worker w LEFT JOIN access_standing s ON s.worker_id = w.id
        WHERE s.bits IS NULL OR octet_length(s.bits) < erle.bytes_for_circles() LIMIT 200
    )
    SELECT t.worker_id, t.circles FROM touched t
    UNION ALL SELECT other.worker_id, NULL FROM (TABLE closed UNION TABLE short) AS other
              WHERE NOT EXISTS (SELECT 1 FROM touched t WHERE t.worker_id = other.worker_id);
$$;

-- Keep the standings that are due, and throw away the notes that went into them; a job calls it each second. The
-- snapshot is noted before the bits are worked out, so that it never claims more than went into them. Nobody keeps in a
-- transaction that has written: its own number would count as seen whatever it wrote afterwards. One keeps at a time.
CREATE FUNCTION erle.keep_standing() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    upto pg_snapshot;
    many bigint;
BEGIN
    IF pg_current_xact_id_if_assigned() IS NOT NULL OR current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Standing is kept in a transaction of its own, read committed.' USING ERRCODE = '25001';
    END IF;
    IF NOT pg_try_advisory_xact_lock(7305523) THEN
        RETURN 0;
    END IF;
    upto := pg_current_snapshot();
    INSERT INTO access_standing AS standing (worker_id, bits, good_from, good_until, seen)
        SELECT due.worker_id, erle.standing_of(due.worker_id), greatest(bound.good_from, kept.good_from),
               least(bound.good_until, kept.good_until), upto
        FROM erle.standings_due() due
        LEFT JOIN access_standing kept ON kept.worker_id = due.worker_id AND due.circles IS NOT NULL
             AND kept.good_from <= now() AND now() < kept.good_until
        CROSS JOIN LATERAL erle.window_of(due.worker_id, CASE WHEN kept.worker_id IS NOT NULL THEN due.circles END) bound
    ON CONFLICT (worker_id) DO UPDATE
        SET bits = EXCLUDED.bits, good_from = EXCLUDED.good_from, good_until = EXCLUDED.good_until, seen = EXCLUDED.seen;
    GET DIAGNOSTICS many = ROW_COUNT;
    DELETE FROM access_touched t WHERE pg_visible_in_snapshot(t.xid, upto);
    RETURN many;
END $$;

-- After a restore: everything is worked out anew. Both tables are emptied by one transaction.
CREATE FUNCTION erle.forget_standing() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7305523);
    DELETE FROM access_standing;
    DELETE FROM access_touched;
END $$;
"""

TOUCHING = """
CREATE FUNCTION erle.touch_worker_in_circle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO access_touched (worker_id, circle_ids) SELECT worker_id, array_agg(DISTINCT circle_id) FROM changed GROUP BY worker_id;
    RETURN NULL;
END $$;
CREATE FUNCTION erle.touch_worker() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO access_touched (worker_id) SELECT DISTINCT worker_id FROM changed;
    RETURN NULL;
END $$;
-- Opening a circle, sealing and unsealing it count for whoever sees all that is not sealed. Who that is, is asked by
-- the reader, whose snapshot knows better than the writer's.
CREATE FUNCTION erle.touch_circle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO access_touched (worker_id, circle_ids) SELECT 0, array_agg(id) FROM changed HAVING count(*) > 0;
    RETURN NULL;
END $$;
"""

WATCHED = {
    "access_need": "touch_worker_in_circle",
    "access_conflict": "touch_worker_in_circle",
    "access_everything": "touch_worker",
    "access_circle": "touch_circle",
}
EVENTS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
WATCHING = "".join(
    f"CREATE TRIGGER {table}_touch_{event.lower()}_{rows.lower()} AFTER {event} ON {table}"
    f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.{touch}();"
    for table, touch in WATCHED.items()
    for event, rows in EVENTS
)

FUNCTIONS = {
    "erle.stands_in_unsealed(bigint)": False,
    "erle.stands_in(bigint, bigint)": False,
    "erle.circles_of(bigint)": False,
    "erle.bytes_for_circles()": False,
    "erle.no_bits(int)": False,
    "erle.bits_of(bigint[], int)": False,
    "erle.standing_in_full(bigint)": False,
    "erle.noted_as(bigint)": False,
    "erle.standing_since(bigint, bytea, pg_snapshot)": False,
    "erle.standing_of(bigint)": False,
    "erle.standing()": True,
    "erle.window_of(bigint, bigint[])": False,
    "erle.standings_due()": False,
    "erle.keep_standing()": True,
    "erle.forget_standing()": False,
    "erle.touch_worker_in_circle()": False,
    "erle.touch_worker()": False,
    "erle.touch_circle()": False,
}
"""The keeper's functions, and whether a worker's connection may call them."""

STANDING = [TABLES, TRUTH, BITS, READING, KEEPING, TOUCHING, WATCHING]
