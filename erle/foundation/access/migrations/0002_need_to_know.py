"""Make need to know: the table of needs, its upkeep by triggers, the functions of the policies, and the policies."""

from django.db import migrations

from erle.foundation.access.migrations._standing import FUNCTIONS, STANDING
from erle.foundation.database.policies import Protect, ProtectOwn, record_changes, secure

NEED = """
CREATE TABLE access_need (
    worker_id bigint NOT NULL REFERENCES agencies_worker,
    circle_id bigint NOT NULL REFERENCES access_circle,
    share_id bigint NOT NULL REFERENCES access_share,
    post_id bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (worker_id, circle_id, share_id, post_id)
);
CREATE INDEX access_need_probe ON access_need (worker_id, circle_id) INCLUDE (starts_at, ends_at);
CREATE INDEX access_need_circle ON access_need (circle_id);
CREATE INDEX access_need_share ON access_need (share_id);
CREATE INDEX access_need_post ON access_need (post_id) WHERE post_id <> 0;

-- The truth that access_need is worked out from. A share with a role counts only while a circle is not sealed.
CREATE VIEW erle.need_truth WITH (security_invoker = true) AS
    SELECT s.worker_id, s.circle_id, s.id AS share_id, 0::bigint AS post_id,
           s.starts_at, least(s.ends_at, s.withdrawn_at) AS ends_at
    FROM access_share s
    WHERE s.worker_id IS NOT NULL AND s.starts_at < least(s.ends_at, s.withdrawn_at)
    UNION ALL
    SELECT p.worker_id, s.circle_id, s.id, p.id,
           greatest(s.starts_at, p.starts_at), least(s.ends_at, s.withdrawn_at, p.ends_at)
    FROM access_share s
    JOIN agencies_post p ON p.agency_id = s.agency_id AND (s.role_id IS NULL OR p.role_id = s.role_id)
    WHERE NOT s.sealed AND greatest(s.starts_at, p.starts_at) < least(s.ends_at, s.withdrawn_at, p.ends_at);
GRANT SELECT ON erle.need_truth TO erle_keeper;
GRANT SELECT ON agencies_agency, agencies_worker, agencies_role, agencies_post TO erle_keeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON access_need, access_everything TO erle_keeper;

-- Shares of an agency's roles and posts at the agency change one after the other: a share that did not see a post end
-- while it was written would let its holder stay in. Shares among themselves wait for nobody.
CREATE FUNCTION erle.need_by_share() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7305522, agency_id::int)
    FROM (SELECT DISTINCT agency_id FROM changed WHERE agency_id IS NOT NULL ORDER BY agency_id) AS sharing;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM access_need WHERE share_id IN (SELECT id FROM changed);
    END IF;
    INSERT INTO access_need SELECT truth.* FROM erle.need_truth truth WHERE truth.share_id IN (SELECT id FROM changed);
    RETURN NULL;
END $$;

CREATE FUNCTION erle.need_by_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7305522, agency_id::int)
    FROM (SELECT DISTINCT agency_id FROM changed ORDER BY agency_id) AS changing;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM access_need WHERE post_id IN (SELECT id FROM changed);
    END IF;
    INSERT INTO access_need SELECT truth.* FROM erle.need_truth truth WHERE truth.post_id IN (SELECT id FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER access_share_need_insert AFTER INSERT ON access_share
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.need_by_share();
CREATE TRIGGER access_share_need_update AFTER UPDATE ON access_share
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.need_by_share();
CREATE TRIGGER agencies_post_need_insert AFTER INSERT ON agencies_post
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.need_by_post();
CREATE TRIGGER agencies_post_need_update AFTER UPDATE ON agencies_post
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.need_by_post();
"""

ASKING = """
CREATE FUNCTION erle.kept_out_of() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT coalesce(array_agg(circle_id), '{}') FROM access_conflict
    WHERE worker_id = erle.acting() AND starts_at <= now() AND (ended_at IS NULL OR now() < ended_at);
$$;

CREATE FUNCTION erle.sees_unsealed() RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.stands_in_unsealed(erle.acting());
$$;

CREATE FUNCTION erle.able(ability text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id
        WHERE p.worker_id = erle.acting() AND p.starts_at <= now() AND now() < p.ends_at AND ability = ANY (r.abilities));
$$;

-- What the policies say of one circle, for the keeper's other functions: looked up from the truth.
CREATE FUNCTION erle.in_circle(circle bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.stands_in(erle.acting(), circle);
$$;

-- Was the worker let into the circle, rather than having opened it in an emergency? An emergency is for reading.
CREATE FUNCTION erle.let_into(circle bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.in_circle(circle) AND (
        erle.sees_unsealed()
        OR EXISTS (SELECT 1 FROM access_need n JOIN access_share s ON s.id = n.share_id AND s.kind <> 'break_glass'
                   WHERE n.worker_id = erle.acting() AND n.circle_id = circle AND n.starts_at <= now() AND now() < n.ends_at));
$$;

CREATE FUNCTION erle.members_of(circle bigint)
RETURNS TABLE (worker_id bigint, name text, agency text, is_person boolean, role text, share text, kind text, purpose text,
               basis text, shared_by text, shared_at timestamptz, starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT w.id, w.name, a.name, w.kind = 'person', coalesce(r.name, ''), s.reference, s.kind, s.purpose,
           s.basis, b.name, s.shared_at, n.starts_at, n.ends_at
    FROM access_need n
    JOIN agencies_worker w ON w.id = n.worker_id
    JOIN agencies_agency a ON a.id = w.agency_id
    JOIN access_share s ON s.id = n.share_id
    JOIN agencies_worker b ON b.id = s.shared_by_id
    LEFT JOIN agencies_role r ON r.slug = s.role_id
    WHERE n.circle_id = circle AND erle.in_circle(circle) AND now() < n.ends_at
      AND NOT EXISTS (SELECT 1 FROM access_conflict k WHERE k.circle_id = circle AND k.worker_id = n.worker_id
                      AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at));
$$;

-- Tell those who answer for a circle: its lead workers; where there is none those who hold its agency's circles; and of
-- a sealed circle without a lead worker, whom no role opens, everybody who was let in by name.
CREATE FUNCTION erle.tell(circle bigint, kind text, about text, words text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH standing AS (
        SELECT n.worker_id, min(array_position(ARRAY['lead', 'opened', 'shared'], s.kind::text)) AS rank
        FROM access_need n JOIN access_share s ON s.id = n.share_id
        JOIN agencies_worker w ON w.id = n.worker_id AND w.kind = 'person' AND w.left_on IS NULL
        WHERE n.circle_id = circle AND n.starts_at <= now() AND now() < n.ends_at AND s.kind IN ('lead', 'opened', 'shared')
          AND n.worker_id IS DISTINCT FROM erle.acting()
          AND NOT EXISTS (SELECT 1 FROM access_conflict k WHERE k.circle_id = circle AND k.worker_id = n.worker_id
                          AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at))
        GROUP BY n.worker_id
    )
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT worker_id, tell.kind, about, words, clock_timestamp() FROM standing
    WHERE rank = (SELECT min(rank) FROM standing);
$$;

-- Open circles for an agency that the acting worker serves: each with a share for every role that holds the agency's
-- circles, and with one for herself where no such role is hers.
CREATE FUNCTION erle.open_circles(circle_kind text, circle_references text[], share_references text[], agency bigint,
                                  lawful_basis text, why text, until timestamptz)
RETURNS TABLE (reference text, id bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    roles text[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM agencies_post p WHERE p.worker_id = acting AND p.agency_id = agency
                   AND p.starts_at <= now() AND now() < p.ends_at) THEN
        RAISE EXCEPTION 'A circle is opened by a worker of its agency.' USING ERRCODE = '42501';
    END IF;
    SELECT coalesce(array_agg(slug), '{}') INTO roles FROM agencies_role WHERE 'hold_agency_circles' = ANY (abilities);
    RETURN QUERY
        WITH opened AS (
            INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)
            SELECT asked, circle_kind, agency, false, now(), acting FROM unnest(circle_references) AS asked
            RETURNING access_circle.reference, access_circle.id
        ), numbered AS (
            SELECT o.reference, o.id, i.place FROM opened o
            JOIN unnest(circle_references) WITH ORDINALITY AS i (reference, place) ON i.reference = o.reference
        ), shared AS (
            INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, worker_id, purpose, basis, reason,
                                      told, starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
            SELECT share_references[n.place] || to_char(r.place, 'FM00'), 'opened', n.id, false, agency, r.role, NULL, why,
                   lawful_basis, '', '', now(), until, acting, now(), ''
            FROM numbered n CROSS JOIN unnest(roles) WITH ORDINALITY AS r (role, place)
            UNION ALL
            SELECT share_references[n.place] || '00', 'opened', n.id, false, NULL, NULL, acting, why,
                   lawful_basis, '', '', now(), until, acting, now(), ''
            FROM numbered n
            WHERE NOT EXISTS (SELECT 1 FROM agencies_post p WHERE p.worker_id = acting AND p.agency_id = agency
                              AND p.role_id = ANY (roles) AND p.starts_at <= now() AND now() < p.ends_at)
        )
        SELECT n.reference::text, n.id FROM numbered n ORDER BY n.place;
END $$;
"""

CALLABLE = (
    *(name for name, callable_by_workers in FUNCTIONS.items() if callable_by_workers),
    "erle.kept_out_of()",
    "erle.sees_unsealed()",
    "erle.able(text)",
    "erle.in_circle(bigint)",
    "erle.let_into(bigint)",
    "erle.members_of(bigint)",
    "erle.open_circles(text, text[], text[], bigint, text, text, timestamptz)",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (
        *(name for name, callable_by_workers in FUNCTIONS.items() if not callable_by_workers),
        "erle.need_by_share()",
        "erle.need_by_post()",
        "erle.tell(bigint, text, text, text)",
    )
)

# A worker reads her own needs; who else is in a circle is told by erle.members_of. What is kept of standings is the
# keeper's alone.
OWN_NEEDS = [
    *secure("access_standing"),
    *secure("access_touched"),
    *secure("access_need"),
    "CREATE POLICY access_need_select ON access_need FOR SELECT TO erle_worker USING (worker_id = (SELECT erle.acting()))",
    "GRANT SELECT ON access_need TO erle_worker",
]

# Nobody writes a share or a bar in another's name, rewrites one that has ended, or decides for a circle that she only
# opened in an emergency; break-glass and opening have their own functions.
ME, LET_IN = "(SELECT erle.acting())", "erle.let_into(circle_id)"
SHARING = [
    "CREATE POLICY access_share_insert_own ON access_share AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (shared_by_id = {ME} AND kind IN ('shared', 'lead') AND (SELECT erle.able('share')) AND {LET_IN})",
    "CREATE POLICY access_share_update_own ON access_share AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (withdrawn_at IS NULL AND kind <> 'opened' AND {LET_IN}) WITH CHECK (withdrawn_by_id = {ME})",
    "CREATE POLICY access_conflict_insert_own ON access_conflict AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (declared_by_id = {ME} AND (SELECT erle.able('keep_out')) AND {LET_IN})",
    "CREATE POLICY access_conflict_update_own ON access_conflict AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (ended_at IS NULL AND (SELECT erle.able('keep_out')) AND {LET_IN}) WITH CHECK (ended_by_id = {ME})",
    "CREATE POLICY access_circle_update_able ON access_circle AS RESTRICTIVE FOR UPDATE TO erle_worker"
    " USING ((SELECT erle.able('seal')) AND erle.let_into(id)) WITH CHECK (true)",
    "CREATE POLICY access_breakglass_update_own ON access_breakglass AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (opened_by_id <> {ME} AND reviewed_at IS NULL AND (SELECT erle.able('review_break_glass')) AND {LET_IN})"
    f" WITH CHECK (reviewed_by_id = {ME})",
]

# Everybody may know who sees every child not sealed; it takes two to make it so.
EVERYTHING = [
    *secure("access_everything"),
    *record_changes("access_everything", ""),
    "CREATE POLICY access_everything_select ON access_everything FOR SELECT TO erle_worker USING (true)",
    "CREATE POLICY access_everything_insert ON access_everything FOR INSERT TO erle_worker"
    " WITH CHECK (shared_by_id = (SELECT erle.acting()) AND agreed_by_id IS NULL AND (SELECT erle.able('share_everything')))",
    "CREATE POLICY access_everything_update ON access_everything FOR UPDATE TO erle_worker"
    " USING (withdrawn_at IS NULL AND (SELECT erle.able('share_everything')))"
    " WITH CHECK ((agreed_by_id = (SELECT erle.acting()) AND withdrawn_by_id IS NULL) OR withdrawn_by_id = (SELECT erle.acting()))",
    "GRANT SELECT, INSERT, UPDATE (agreed_by_id, agreed_at, withdrawn_by_id, withdrawn_at) ON access_everything TO erle_worker",
]

# A line of the ledger about a circle is read by those in it; a line about no circle by the worker whose act it was.
LEDGER = [
    "CREATE POLICY ledger_line_select ON ledger_line FOR SELECT TO erle_worker USING ("
    "CASE WHEN circle_id IS NULL THEN worker_id = (SELECT erle.acting())"
    " ELSE EXISTS (SELECT 1 FROM access_circle c WHERE c.id = ledger_line.circle_id) END)",
    "GRANT SELECT ON ledger_line TO erle_worker",
]


class Migration(migrations.Migration):
    """The functions first, since every policy calls them."""

    dependencies = [("access", "0001_circles"), ("ledger", "0001_ledger"), ("agencies", "0001_directory")]
    operations = [
        migrations.RunSQL([NEED, *STANDING, ASKING, OWNERSHIP], migrations.RunSQL.noop),
        migrations.RunSQL(OWN_NEEDS, migrations.RunSQL.noop),
        Protect("access_circle", circle="id", insert=False, update=["sealed"]),
        Protect("access_share", update=["withdrawn_by_id", "withdrawn_at", "withdrawn_because"]),
        Protect("access_conflict", update=["ended_by_id", "ended_at"]),
        Protect("access_refusal"),
        Protect("access_breakglass", insert=False, update=["reviewed_by_id", "reviewed_at", "fitting", "review"]),
        ProtectOwn("access_notice", insert=False, update=["read_at"]),
        migrations.RunSQL(SHARING + EVERYTHING + LEDGER, migrations.RunSQL.noop),
    ]
