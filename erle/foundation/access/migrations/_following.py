"""The SQL by which the circles of what was handed in follow the records of the child, run by migration 0004.

A report's circle follows the record that the report is about, and through that record the picture which it is certainly
of; the desk's circle, and those of its checks, follow with the report. A second record of the same agency follows too. Nothing is copied: whoever asks looks along the
rows of `access_following` at the bars, seals and shares of those who lead. So a bar or a seal holds from its own moment,
ends at its own moment, and leaves no mark where a reporter could read it. See docs/decisions/0014-circles-of-reports.md.
"""

TABLES = """
-- own: from a report's circle to the record that it is about. Otherwise from a record to the picture that it is certainly
-- of. desk: what bars or seals the leader shuts out the desk. kin: both records are of one agency, which then shuts out
-- whoever holds its circles, too.
CREATE TABLE access_following (
    circle_id bigint NOT NULL REFERENCES access_circle,
    leader_id bigint NOT NULL,
    sealed boolean NOT NULL,
    own boolean NOT NULL,
    desk boolean NOT NULL,
    kin boolean NOT NULL,
    PRIMARY KEY (circle_id, leader_id),
    CHECK (circle_id <> leader_id),
    CHECK (CASE WHEN own THEN NOT kin ELSE desk END),
    CONSTRAINT access_following_seal FOREIGN KEY (leader_id, sealed) REFERENCES access_circle (id, sealed) ON UPDATE CASCADE
);
CREATE INDEX access_following_leader ON access_following (leader_id);
CREATE INDEX access_following_sealed ON access_following (circle_id) WHERE sealed;
GRANT SELECT, INSERT, UPDATE, DELETE ON access_following TO erle_keeper;

-- Whom each circle follows. Its own record bars from the whole of a report's circle; a picture from the desk's side, which
-- is all of the desk's circles: what the reporter's agency sees of what it said does not depend on a record that it may
-- not know of.
CREATE VIEW erle.follows WITH (security_invoker = true) AS
    SELECT circle_id, leader_id, sealed, own, desk, kin FROM access_following WHERE own OR kin
    UNION ALL
    SELECT f.circle_id, g.leader_id, g.sealed, false, true, g.kin
    FROM access_following f JOIN access_following g ON g.circle_id = f.leader_id AND NOT g.own WHERE f.own
    UNION ALL
    SELECT c.id, f.leader_id, f.sealed AND f.desk, true, f.desk, false
    FROM access_circle c JOIN access_following f ON f.circle_id = c.beside_id AND f.own
    UNION ALL
    SELECT c.id, g.leader_id, g.sealed, true, true, false
    FROM access_circle c JOIN access_following f ON f.circle_id = c.beside_id AND f.own
    JOIN access_following g ON g.circle_id = f.leader_id AND NOT g.own
    UNION ALL
    SELECT c.id, c.beside_id, false, true, false, false FROM access_circle c WHERE c.beside_id IS NOT NULL;
GRANT SELECT ON erle.follows TO erle_keeper;
"""

BARRED = """k.worker_id = worker AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at)"""
STANDS = """n.worker_id = worker AND n.starts_at <= now() AND now() < n.ends_at"""
CLOSED = """bool_or(f.barred) AS barred, bool_or(f.barred AND f.own) AS barred_own,
                   bool_or(f.barred AND (f.own OR f.kin)) AS barred_roles,
                   bool_or(f.sealed AND (f.desk OR f.kin)) AS sealed, bool_or(f.sealed AND (f.own OR f.kin)) AS sealed_roles"""
COUNTS = """EXISTS (SELECT 1 FROM access_share s WHERE s.id = n.share_id AND CASE WHEN s.kind = 'opened'
                        THEN n.post_id = 0 OR NOT (closed.barred_roles OR closed.sealed_roles)
                        ELSE NOT closed.barred AND (n.post_id = 0 OR NOT closed.sealed) END)"""
"""Does a need in a circle that a leader closes still count? Who opened it herself, and who holds her agency's circles, are
the one side; whom it was shared with, the desk's roles among them, the other."""
NAMED = (
    """n.post_id = 0 AND EXISTS (SELECT 1 FROM access_share s WHERE s.id = n.share_id AND s.kind <> 'break_glass')"""
)

TRUTH = f"""
-- The truth of one bit.
CREATE OR REPLACE FUNCTION erle.stands_in(worker bigint, circle bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    RETURN (WITH f AS MATERIALIZED (
        SELECT o.leader_id, o.sealed, o.own, o.desk, o.kin,
               EXISTS (SELECT 1 FROM access_conflict k WHERE {BARRED} AND k.circle_id = o.leader_id) AS barred
        FROM erle.follows o WHERE o.circle_id = circle
    ), closed AS MATERIALIZED (SELECT {CLOSED} FROM f)
    SELECT NOT EXISTS (SELECT 1 FROM access_conflict k WHERE {BARRED} AND k.circle_id = circle)
       AND NOT coalesce(closed.barred_own, false)
       AND (EXISTS (SELECT 1 FROM access_need n WHERE {STANDS} AND n.circle_id = circle
                    AND (NOT coalesce(closed.barred OR closed.sealed OR closed.sealed_roles, false) OR {COUNTS}))
            OR (EXISTS (SELECT 1 FROM access_circle c WHERE c.id = circle AND NOT c.sealed AND c.kind NOT IN ('desk', 'check'))
                AND NOT coalesce(closed.barred_roles OR closed.sealed_roles, false) AND erle.stands_in_unsealed(worker))
            OR (NOT coalesce(closed.barred, false)
                AND EXISTS (SELECT 1 FROM f JOIN access_need n ON n.circle_id = f.leader_id WHERE f.sealed AND {STANDS} AND {NAMED})))
    FROM closed);
END $$;

-- The truth of all bits; a circle may come more than once.
CREATE OR REPLACE FUNCTION erle.circles_of(worker bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    RETURN (WITH kept_out AS MATERIALIZED (
        SELECT k.circle_id FROM access_conflict k WHERE {BARRED}
    ), f AS MATERIALIZED (
        SELECT o.*, false AS barred FROM erle.follows o WHERE o.sealed
        UNION ALL SELECT o.*, true FROM erle.follows o WHERE o.leader_id = ANY (ARRAY(SELECT circle_id FROM kept_out))
    ), closed AS MATERIALIZED (SELECT f.circle_id, {CLOSED} FROM f GROUP BY f.circle_id)
    SELECT array(
        SELECT inside.circle FROM (
            SELECT n.circle_id FROM access_need n LEFT JOIN closed ON closed.circle_id = n.circle_id
                WHERE {STANDS} AND (closed.circle_id IS NULL OR (NOT closed.barred_own AND {COUNTS}))
            UNION ALL
            SELECT c.id FROM access_circle c LEFT JOIN closed ON closed.circle_id = c.id
                WHERE NOT c.sealed AND c.kind NOT IN ('desk', 'check') AND erle.stands_in_unsealed(worker)
                  AND (closed.circle_id IS NULL OR NOT (closed.barred_roles OR closed.sealed_roles))
            UNION ALL
            SELECT f.circle_id FROM f JOIN closed ON closed.circle_id = f.circle_id AND NOT closed.barred
                JOIN access_need n ON n.circle_id = f.leader_id
                WHERE f.sealed AND {STANDS} AND {NAMED}
        ) AS inside (circle)
        WHERE inside.circle NOT IN (SELECT circle_id FROM kept_out)));
END $$;
"""

NOTES = """
-- The circles, and those whose bits may follow from theirs.
CREATE FUNCTION erle.reached_from(circles bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH led AS (
        SELECT unnest(circles) AS id UNION SELECT circle_id FROM access_following WHERE leader_id = ANY (circles) AND NOT own
    ), reports AS (
        TABLE led UNION SELECT f.circle_id FROM led JOIN access_following f ON f.leader_id = led.id AND f.own
    )
    SELECT array(SELECT id FROM reports UNION SELECT c.id FROM reports JOIN access_circle c ON c.beside_id = reports.id);
$$;

-- Under whose numbers what concerns the worker is noted: her own, 0 if an act ever let her into everything, and -1,
-- everybody's, where something was made to follow.
CREATE OR REPLACE FUNCTION erle.noted_as(worker bigint) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM access_everything WHERE worker_id = worker) THEN ARRAY[worker, 0, -1] ELSE ARRAY[worker, -1] END;
$$;

-- The kept bits, with those of the circles touched since they were kept looked up anew, and of all that follow them: who
-- wrote the note may not have seen yet what follows.
CREATE OR REPLACE FUNCTION erle.standing_since(worker bigint, kept bytea, since pg_snapshot) RETURNS bytea
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
    IF NOT whole AND cardinality(circles) <= 256 THEN
        circles := erle.reached_from(circles);
    END IF;
    IF whole OR cardinality(circles) > 256 THEN
        RETURN erle.standing_in_full(worker);
    END IF;
    FOREACH circle IN ARRAY coalesce(circles, '{}') LOOP
        bits := set_bit(bits, circle, erle.stands_in(worker, circle)::int);
    END LOOP;
    RETURN bits;
END $$;

CREATE OR REPLACE FUNCTION erle.standing() RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    worker bigint := erle.acting();
    kept bytea;
BEGIN
    SELECT s.bits || ''::bytea INTO kept FROM access_standing s
    WHERE s.worker_id = worker AND s.good_from <= now() AND now() < s.good_until
      AND pg_snapshot_xmax(s.seen) <= pg_snapshot_xmax(pg_current_snapshot())
      AND NOT EXISTS (SELECT 1 FROM access_touched t WHERE t.worker_id IN (worker, 0, -1) AND t.xid >= pg_snapshot_xmin(s.seen))
      AND octet_length(s.bits) > (SELECT max(id) / 8 FROM access_circle);
    RETURN coalesce(kept, erle.standing_of(worker));
END $$;

-- Whose bits are to be kept anew. A note of everybody's concerns those who stand in a circle that it reaches.
CREATE OR REPLACE FUNCTION erle.standings_due() RETURNS TABLE (worker_id bigint, circles bigint[])
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH everything AS MATERIALIZED (
        SELECT DISTINCT e.worker_id FROM access_everything e
    ), everybodys AS MATERIALIZED (
        SELECT DISTINCT one.circle FROM access_touched t CROSS JOIN LATERAL unnest(erle.reached_from(t.circle_ids)) AS one (circle)
        WHERE t.worker_id = -1
    ), noted AS (
        SELECT t.worker_id, t.circle_ids FROM access_touched t WHERE t.worker_id > 0
        UNION ALL SELECT e.worker_id, t.circle_ids FROM access_touched t CROSS JOIN everything e WHERE t.worker_id = 0
        UNION ALL SELECT n.worker_id, array_agg(DISTINCT n.circle_id)
                  FROM everybodys b JOIN access_need n ON n.circle_id = b.circle GROUP BY n.worker_id
        UNION ALL SELECT e.worker_id, array_agg(b.circle) FROM everybodys b CROSS JOIN everything e GROUP BY e.worker_id
    ), touched AS (
        SELECT n.worker_id, CASE WHEN count(*) = count(n.circle_ids) THEN array_agg(DISTINCT one.circle) END AS circles
        FROM noted n LEFT JOIN LATERAL unnest(n.circle_ids) AS one (circle) ON true
        GROUP BY n.worker_id
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
"""

KEEPING_STEP = """
-- What is made to follow, or no longer follows, or whose leader is sealed or opened: a note to everybody, and the desk's
-- circles are sealed as their leaders are. A record's row is locked, so that a report about it and a picture of it that
-- come at once see each other.
CREATE FUNCTION erle.keep_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    reports bigint[];
BEGIN
    INSERT INTO access_touched (worker_id, circle_ids)
    SELECT -1, array_agg(DISTINCT one.circle) FROM changed c CROSS JOIN LATERAL unnest(ARRAY[c.circle_id, c.leader_id]) AS one (circle)
    HAVING count(*) > 0;
    PERFORM 1 FROM access_circle WHERE id IN (SELECT circle_id FROM changed WHERE NOT own) ORDER BY id FOR NO KEY UPDATE;
    reports := array(
        SELECT circle_id FROM changed WHERE own
        UNION SELECT f.circle_id FROM changed c JOIN access_following f ON f.leader_id = c.circle_id AND f.own WHERE NOT c.own);
    UPDATE access_circle d SET sealed = led.sealed FROM (
        SELECT f.circle_id, bool_or(f.sealed) AS sealed
        FROM access_circle c JOIN erle.follows f ON f.circle_id = c.id WHERE c.beside_id = ANY (reports) GROUP BY f.circle_id
    ) AS led WHERE d.id = led.circle_id AND d.sealed <> led.sealed;
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER access_following_{event.lower()} AFTER {event} ON access_following"
    f" REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.keep_step();"
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)

ASKING = """
-- Was the worker let into the circle, rather than having opened it in an emergency? Who is named in a sealed record that
-- leads the circle was let into it by that.
CREATE OR REPLACE FUNCTION erle.let_into(circle bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    RETURN erle.in_circle(circle) AND (
        erle.sees_unsealed()
        OR EXISTS (SELECT 1 FROM access_need n JOIN access_share s ON s.id = n.share_id AND s.kind <> 'break_glass'
                   WHERE n.worker_id = erle.acting() AND n.starts_at <= now() AND now() < n.ends_at AND (n.circle_id = circle
                         OR (n.post_id = 0 AND n.circle_id IN (SELECT leader_id FROM erle.follows WHERE circle_id = circle AND sealed)))));
END $$;

-- The needs that count, or may count, in a circle: its own, and those of who is named in a sealed record that leads it.
CREATE FUNCTION erle.needs_of(circle bigint) RETURNS SETOF access_need
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT n.* FROM access_need n WHERE n.circle_id = circle
    UNION ALL
    SELECT n.* FROM erle.follows f JOIN access_need n ON n.circle_id = f.leader_id AND n.post_id = 0
    JOIN access_share s ON s.id = n.share_id AND s.kind <> 'break_glass' WHERE f.circle_id = circle AND f.sealed;
$$;

-- Who is in a circle. In a report's, the reporter's side is told of its own side alone: whom the desk let in, and who is
-- shut out, tells who knows the child.
CREATE OR REPLACE FUNCTION erle.members_of(circle bigint)
RETURNS TABLE (worker_id bigint, name text, agency text, is_person boolean, role text, share text, kind text, purpose text,
               basis text, shared_by text, shared_at timestamptz, starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH place AS MATERIALIZED (
        SELECT c.kind, c.beside_id IS NOT NULL OR (c.kind = 'report' AND EXISTS (
                   SELECT 1 FROM access_circle d WHERE d.beside_id = c.id AND d.kind = 'desk' AND erle.in_circle(d.id))) AS at_desk
        FROM access_circle c WHERE c.id = circle AND erle.in_circle(circle)
    )
    SELECT w.id, w.name, a.name, w.kind = 'person', coalesce(r.name, ''), s.reference, s.kind, s.purpose,
           s.basis, b.name, s.shared_at, n.starts_at, n.ends_at
    FROM place CROSS JOIN LATERAL erle.needs_of(circle) n
    JOIN agencies_worker w ON w.id = n.worker_id
    JOIN agencies_agency a ON a.id = w.agency_id
    JOIN access_share s ON s.id = n.share_id
    JOIN agencies_worker b ON b.id = s.shared_by_id
    LEFT JOIN agencies_role r ON r.slug = s.role_id
    WHERE now() < n.ends_at AND CASE
        WHEN place.at_desk THEN erle.stands_in(n.worker_id, circle)
        ELSE (place.kind <> 'report' OR s.kind = 'opened' OR s.shared_by_id = erle.acting()) AND n.circle_id = circle
             AND NOT EXISTS (SELECT 1 FROM access_conflict k WHERE k.circle_id = circle AND k.worker_id = n.worker_id
                             AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at)) END;
$$;

-- Tell those who answer for a circle: its lead workers; where there is none those who hold its agency's circles; and of
-- a sealed circle without a lead worker, whom no role opens, everybody who was let in by name.
CREATE OR REPLACE FUNCTION erle.tell(circle bigint, kind text, about text, words text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH standing AS (
        SELECT n.worker_id, min(array_position(ARRAY['lead', 'opened', 'shared'], s.kind::text)) AS rank
        FROM erle.needs_of(circle) n JOIN access_share s ON s.id = n.share_id
        JOIN agencies_worker w ON w.id = n.worker_id AND w.kind = 'person' AND w.left_on IS NULL
        WHERE n.starts_at <= now() AND now() < n.ends_at AND s.kind IN ('lead', 'opened', 'shared')
          AND n.worker_id IS DISTINCT FROM erle.acting() AND erle.stands_in(n.worker_id, circle)
        GROUP BY n.worker_id
    )
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT worker_id, tell.kind, about, words, clock_timestamp() FROM standing
    WHERE rank = (SELECT min(rank) FROM standing);
$$;
"""

# A report's circle is two sides: who handed it in, and the desk. What the desk shares, refuses, bars and looks at there is
# told to the desk, since it tells who knows the child.
ME = "(SELECT erle.acting())"
AT_DESK = "EXISTS (SELECT 1 FROM access_circle d WHERE d.beside_id = {0}.circle_id AND d.kind = 'desk')"
OUTSIDE = "NOT EXISTS (SELECT 1 FROM access_circle c WHERE c.id = {0}.circle_id AND c.kind = 'report')"
TOLD_TO_THE_DESK = {
    "access_share": f"kind = 'opened' OR shared_by_id = {ME}",
    "access_refusal": f"decided_by_id = {ME}",
    "access_conflict": f"declared_by_id = {ME}",
}
"""Of each table: which rows of a report's circle the reporter's side sees too."""
COLLEAGUES = (
    "SELECT w.id FROM agencies_worker w JOIN agencies_worker m ON m.agency_id = w.agency_id"
    " WHERE m.id = (SELECT erle.acting())"
)
SIDES = [
    *(
        f"CREATE POLICY {table}_select_side ON {table} AS RESTRICTIVE FOR SELECT TO erle_worker"
        f" USING ({OUTSIDE.format(table)} OR {mine} OR {AT_DESK.format(table)})"
        for table, mine in TOLD_TO_THE_DESK.items()
    ),
    "DROP POLICY ledger_line_select ON ledger_line",
    "CREATE POLICY ledger_line_select ON ledger_line FOR SELECT TO erle_worker USING ("
    f"CASE WHEN circle_id IS NULL THEN worker_id = {ME}"
    " ELSE EXISTS (SELECT 1 FROM access_circle c WHERE c.id = ledger_line.circle_id AND (c.kind <> 'report'"
    f" OR ledger_line.worker_id IN ({COLLEAGUES}) OR {AT_DESK.format('ledger_line')})) END)",
    # What follows is sealed by what it follows, and by nobody's hand.
    "CREATE POLICY access_circle_update_led ON access_circle AS RESTRICTIVE FOR UPDATE TO erle_worker"
    " USING (kind NOT IN ('report', 'desk', 'check'))",
]

# The keeper's older functions are replaced in the keeper's name, since the owner of the tables no longer owns them; what
# is new comes into being with them, and no worker's connection calls it.
FOLLOWING = [
    TABLES,
    KEEPING_STEP,
    "REVOKE ALL ON FUNCTION erle.keep_step() FROM PUBLIC",
    "ALTER FUNCTION erle.keep_step() OWNER TO erle_keeper",
    "SET LOCAL ROLE erle_keeper",
    TRUTH,
    NOTES,
    ASKING,
    "REVOKE ALL ON FUNCTION erle.reached_from(bigint[]), erle.needs_of(bigint) FROM PUBLIC",
    "RESET ROLE",
]
