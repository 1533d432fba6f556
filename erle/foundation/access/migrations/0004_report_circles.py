"""Open circles for what is handed in: the report's own, and beside it the MASH desk's and those of its checks."""

import django.db.models.deletion
from django.db import migrations, models

from erle.foundation.access.migrations._following import FOLLOWING, SIDES
from erle.foundation.database.policies import secure

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

-- Open for so many reports two circles each: its own (the reporter, those who hold her agency's records, the desk) and,
-- beside it, the desk's. The references are drawn here, so that nobody chooses one.
CREATE FUNCTION erle.open_report_circles(number int, agency bigint, lawful_basis text, why text, until timestamptz)
RETURNS TABLE (report_circle bigint, desk_circle bigint)
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
        WITH reports AS (
            INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)
            SELECT erle.new_reference('C'), 'report', agency, false, now(), acting FROM generate_series(1, number) RETURNING id
        ), desks AS (
            INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id, beside_id)
            SELECT erle.new_reference('C'), 'desk', host, false, now(), acting, r.id FROM reports r RETURNING beside_id, id
        ), wanted AS (
            SELECT r.id AS circle, 'opened' AS kind, agency AS agency_id, role AS role_id, NULL::bigint AS worker_id, why AS purpose
            FROM reports r CROSS JOIN unnest(roles) AS role
            UNION ALL SELECT r.id, 'opened', NULL, NULL, acting, why FROM reports r WHERE herself
            UNION ALL SELECT r.id, 'shared', s.agency_id, s.role_id, NULL, 'The MASH desk decides what is done about it'
            FROM reports r CROSS JOIN erle.desk_seats() s
            UNION ALL SELECT d.id, 'opened', s.agency_id, s.role_id, NULL, 'The MASH desk decides what is done about it'
            FROM desks d CROSS JOIN erle.desk_seats() s
        ), shared AS (
            INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, worker_id, purpose, basis, reason,
                                      told, starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
            SELECT erle.new_reference('S'), w.kind, w.circle, false, w.agency_id, w.role_id, w.worker_id, w.purpose, lawful_basis,
                   '', '', now(), until, acting, now(), ''
            FROM wanted w
        )
        SELECT d.beside_id, d.id FROM desks d ORDER BY d.beside_id;
END $$;

-- Open a circle beside a report's for what the desk asks one agency: the desk, and whoever answers there. It follows what
-- the report follows, and is sealed as the desk's circle is.
CREATE FUNCTION erle.open_check_circle(desk bigint, agency bigint, lawful_basis text, why text, until timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    opened bigint;
    from_desk access_circle;
BEGIN
    SELECT * INTO from_desk FROM access_circle WHERE id = desk AND kind = 'desk' FOR KEY SHARE;
    IF NOT erle.able('triage') OR from_desk.id IS NULL OR NOT erle.in_circle(desk) THEN
        RAISE EXCEPTION 'Only the desk asks an agency for a check.' USING ERRCODE = '42501';
    END IF;
    INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id, beside_id)
    VALUES (erle.new_reference('C'), 'check', from_desk.agency_id, from_desk.sealed, now(), acting, from_desk.beside_id)
    RETURNING id INTO opened;
    INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, worker_id, purpose, basis, reason,
                              told, starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
    SELECT erle.new_reference('S'), seat.kind, opened, from_desk.sealed, seat.agency_id, seat.role_id,
           NULL, why, lawful_basis, '', '', now(), until, acting, now(), ''
    FROM (SELECT 'opened' AS kind, s.agency_id, s.role_id FROM erle.desk_seats() s
          UNION ALL SELECT 'shared', open_check_circle.agency, r.slug FROM agencies_role r
          WHERE 'answer_checks' = ANY (r.abilities)) AS seat;
    RETURN opened;
END $$;
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
    "erle.open_report_circles(int, bigint, text, text, timestamptz)",
    "erle.open_check_circle(bigint, bigint, text, text, timestamptz)",
)
INNER = ("erle.desk_seats()", "erle.desk_host()", "erle.new_reference(text)")
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)
KINDS = ("child", "operation", "agency", "named_list", "report", "desk", "check")


class Migration(migrations.Migration):
    """Columns first, then what opens and what follows."""

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
        migrations.RunSQL(
            [REFERENCES, *FOLLOWING, OPENING, OWNERSHIP, *secure("access_following"), *SIDES], migrations.RunSQL.noop
        ),
    ]
