"""Open circles for what is handed in: the report's own, and beside it the MASH desk's and those of its checks."""

import django.db.models.deletion
from django.db import migrations, models

OPENING = """
-- Who sits at the MASH desk: each role that works at it, at each agency where somebody holds it now; where nobody
-- does, whoever holds the records of children's services.
CREATE FUNCTION erle.desk_seats() RETURNS TABLE (agency_id bigint, role_id text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH seats AS (
        SELECT DISTINCT p.agency_id, p.role_id FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id
        WHERE 'triage' = ANY (r.abilities) AND p.starts_at <= now() AND now() < p.ends_at
    )
    TABLE seats UNION ALL
    SELECT a.id, r.slug FROM agencies_agency a CROSS JOIN agencies_role r
    WHERE a.kind = 'csc' AND a.closed_on IS NULL AND 'hold_agency_circles' = ANY (r.abilities) AND NOT EXISTS (TABLE seats);
$$;

-- The agency that answers for the desk: children's services.
CREATE FUNCTION erle.desk_host() RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT a.id FROM agencies_agency a WHERE a.kind = 'csc' AND a.closed_on IS NULL
    ORDER BY EXISTS (SELECT 1 FROM erle.desk_seats() s WHERE s.agency_id = a.id) DESC, a.id LIMIT 1;
$$;

-- Open for each report two circles: its own (the reporter, those who hold her agency's records, the desk) and, beside
-- it, the desk's. The three arrays run side by side.
CREATE FUNCTION erle.open_report_circles(report_references text[], desk_references text[], share_references text[],
                                         agency bigint, lawful_basis text, why text, until timestamptz)
RETURNS TABLE (place bigint, report_circle bigint, desk_circle bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    host bigint := erle.desk_host();
    roles text[];
    herself boolean;
BEGIN
    IF NOT (erle.able('hand_in') OR erle.able('import_records')) OR NOT EXISTS (
        SELECT 1 FROM agencies_post p WHERE p.worker_id = acting AND p.agency_id = agency
        AND p.starts_at <= now() AND now() < p.ends_at) THEN
        RAISE EXCEPTION 'Information is handed in by a worker of the agency.' USING ERRCODE = '42501';
    END IF;
    IF host IS NULL THEN
        RAISE EXCEPTION 'There is no agency of children''s services to answer for the desk.' USING ERRCODE = '22023';
    END IF;
    SELECT coalesce(array_agg(slug), '{}') INTO roles FROM agencies_role WHERE 'hold_agency_circles' = ANY (abilities);
    SELECT NOT EXISTS (SELECT 1 FROM agencies_post p WHERE p.worker_id = acting AND p.agency_id = agency
        AND p.role_id = ANY (roles) AND p.starts_at <= now() AND now() < p.ends_at) INTO herself;
    RETURN QUERY
        WITH asked AS (
            SELECT * FROM unnest(report_references, desk_references, share_references)
            WITH ORDINALITY AS one (report, desk, share, place)
        ), reports AS (
            INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)
            SELECT a.report, 'report', agency, false, now(), acting FROM asked a RETURNING access_circle.reference, id
        ), desks AS (
            INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id, beside_id)
            SELECT a.desk, 'desk', host, false, now(), acting, r.id
            FROM asked a JOIN reports r ON r.reference = a.report RETURNING access_circle.reference, id
        ), pairs AS (
            SELECT a.place, a.share, r.id AS report, d.id AS desk
            FROM asked a JOIN reports r ON r.reference = a.report JOIN desks d ON d.reference = a.desk
        ), wanted AS (
            SELECT p.place, p.share, p.report AS circle, 'opened' AS kind, agency AS agency_id, role AS role_id,
                   NULL::bigint AS worker_id, why AS purpose
            FROM pairs p CROSS JOIN unnest(roles) AS role
            UNION ALL SELECT p.place, p.share, p.report, 'opened', NULL, NULL, acting, why FROM pairs p WHERE herself
            UNION ALL SELECT p.place, p.share, p.report, 'shared', s.agency_id, s.role_id, NULL,
                             'The MASH desk decides what is done about it'
            FROM pairs p CROSS JOIN erle.desk_seats() s
            UNION ALL SELECT p.place, p.share, p.desk, 'opened', s.agency_id, s.role_id, NULL,
                             'The MASH desk decides what is done about it'
            FROM pairs p CROSS JOIN erle.desk_seats() s
        ), shared AS (
            INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, worker_id, purpose, basis, reason,
                                      told, starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
            SELECT w.share || to_char(row_number() OVER (PARTITION BY w.place), 'FM00'), w.kind, w.circle, false, w.agency_id,
                   w.role_id, w.worker_id, w.purpose, lawful_basis, '', '', now(), until, acting, now(), ''
            FROM wanted w
        )
        SELECT p.place, p.report, p.desk FROM pairs p ORDER BY p.place;
END $$;

-- Open a circle beside a report's for what the desk asks one agency: the desk, and whoever answers there.
CREATE FUNCTION erle.open_check_circle(circle_reference text, share_reference text, desk bigint, agency bigint,
                                       lawful_basis text, why text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    opened bigint;
    from_desk access_circle;
BEGIN
    SELECT * INTO from_desk FROM access_circle WHERE id = desk AND kind = 'desk';
    IF NOT erle.able('triage') OR from_desk.id IS NULL OR NOT erle.in_circle(desk) THEN
        RAISE EXCEPTION 'Only the desk asks an agency for a check.' USING ERRCODE = '42501';
    END IF;
    INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id, beside_id)
    VALUES (circle_reference, 'check', from_desk.agency_id, false, now(), acting, from_desk.beside_id) RETURNING id INTO opened;
    INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, worker_id, purpose, basis, reason,
                              told, starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
    SELECT share_reference || to_char(row_number() OVER (), 'FM00'), seat.kind, opened, false, seat.agency_id, seat.role_id,
           NULL, why, lawful_basis, '', '', now(), until, acting, now(), ''
    FROM (SELECT 'opened' AS kind, s.agency_id, s.role_id FROM erle.desk_seats() s
          UNION ALL SELECT 'shared', open_check_circle.agency, r.slug FROM agencies_role r
          WHERE 'answer_checks' = ANY (r.abilities)) AS seat;
    -- Whoever is kept out of the desk's circle is kept out of this one.
    INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at, origin_id)
    SELECT opened, false, k.worker_id, k.reason, now(), k.declared_by_id, k.declared_at, coalesce(k.origin_id, k.id)
    FROM access_conflict k WHERE k.circle_id = desk AND k.ended_at IS NULL;
    RETURN opened;
END $$;
"""

ALIKE = """
-- What bars a child's circle bars the circles of what was handed in about the child: who is kept out of the one is kept
-- out of the others; where the child is sealed, only those named in person see that there is a report, and the reporter.
CREATE FUNCTION erle.close_alike(child bigint, reports bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    circles bigint[] := array(SELECT id FROM access_circle WHERE id = ANY (reports) OR beside_id = ANY (reports));
BEGIN
    INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at, origin_id)
    SELECT c.id, c.sealed, k.worker_id, k.reason, least(k.starts_at, now()), k.declared_by_id, k.declared_at, k.id
    FROM access_conflict k JOIN access_circle c ON c.id = ANY (circles)
    WHERE k.circle_id = child AND k.ended_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM access_conflict o
                      WHERE o.circle_id = c.id AND o.worker_id = k.worker_id AND o.ended_at IS NULL);
    IF NOT EXISTS (SELECT 1 FROM access_circle WHERE id = child AND sealed) THEN
        RETURN;
    END IF;
    INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at, ends_at,
                              shared_by_id, shared_at, withdrawn_because)
    SELECT erle.new_reference('S'), 'shared', c.id, c.sealed, inside.worker_id, 'Named in person in a sealed record', inside.basis,
           '', '', now(), inside.ends_at, inside.shared_by_id, now(), ''
    FROM access_circle c CROSS JOIN LATERAL (
        SELECT DISTINCT ON (s.worker_id) s.worker_id, s.basis, s.ends_at, s.shared_by_id
        FROM access_share s JOIN agencies_worker w ON w.id = s.worker_id AND w.kind = 'person'
        WHERE s.circle_id = child AND s.kind <> 'break_glass' AND s.withdrawn_at IS NULL AND s.starts_at <= now() AND now() < s.ends_at
        ORDER BY s.worker_id, s.ends_at DESC) AS inside
    WHERE c.id = ANY (circles) AND NOT c.sealed;
    -- The reporter goes on seeing what she said, and her agency's import account finds it.
    INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at, ends_at,
                              shared_by_id, shared_at, withdrawn_because)
    SELECT erle.new_reference('S'), 'shared', c.id, c.sealed, c.opened_by_id, 'Handed it in', s.basis, '', '', now(),
           s.ends_at, c.opened_by_id, now(), ''
    FROM access_circle c CROSS JOIN LATERAL (
        SELECT basis, ends_at FROM access_share WHERE circle_id = c.id AND kind = 'opened' LIMIT 1) s
    WHERE c.id = ANY (circles) AND c.kind = 'report' AND NOT c.sealed;
    UPDATE access_circle SET sealed = true WHERE id = ANY (circles) AND NOT sealed;
END $$;

-- A bar that is lifted lifts those that follow it.
CREATE FUNCTION erle.lift_alike() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM changed c JOIN access_conflict k ON k.origin_id = c.id
                   WHERE c.ended_at IS NOT NULL AND k.ended_at IS NULL) THEN
        RETURN NULL;  -- an update of nothing would call this again
    END IF;
    UPDATE access_conflict k SET ended_at = c.ended_at, ended_by_id = c.ended_by_id
    FROM changed c WHERE k.origin_id = c.id AND c.ended_at IS NOT NULL AND k.ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER access_conflict_lift AFTER UPDATE ON access_conflict
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.lift_alike();
"""

REFERENCES = """
-- A reference as the product draws it (agencies/references.py), for what the database itself writes.
CREATE FUNCTION erle.new_reference(prefix text) RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT prefix || '-' || string_agg(substr('23456789ABCDEFGHJKLMNPQRSTVWXYZ', 1 + get_byte(drawn.bytes, place) % 31, 1), '')
    FROM (SELECT uuid_send(gen_random_uuid()) AS bytes) AS drawn CROSS JOIN unnest(ARRAY[0,1,2,3,4,5,10,11,12,13]) AS place;
$$;
"""

CALLABLE = (
    "erle.open_report_circles(text[], text[], text[], bigint, text, text, timestamptz)",
    "erle.open_check_circle(text, text, bigint, bigint, text, text, timestamptz)",
)
INNER = (
    "erle.desk_seats()",
    "erle.desk_host()",
    "erle.new_reference(text)",
    "erle.close_alike(bigint, bigint[])",
    "erle.lift_alike()",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)
KINDS = ("child", "operation", "agency", "named_list", "report", "desk", "check")


class Migration(migrations.Migration):
    """Columns first, then what opens and closes."""

    dependencies = [("access", "0003_directory")]
    operations = [
        migrations.AlterField(
            "circle",
            "kind",
            models.CharField(max_length=12, choices=[(kind, kind.upper()) for kind in KINDS]),
        ),
        migrations.AddField(
            "circle",
            "beside",
            models.ForeignKey(
                help_text="The report's circle, of what the desk writes and asks about it: what bars the one bars the other.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.circle",
            ),
        ),
        migrations.AddField(
            "conflict",
            "origin",
            models.ForeignKey(
                help_text="The bar that this one follows.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.conflict",
            ),
        ),
        migrations.RunSQL([REFERENCES, OPENING, ALIKE, OWNERSHIP], migrations.RunSQL.noop),
    ]
