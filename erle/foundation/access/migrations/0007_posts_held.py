"""Whoever holds no post at this moment stands in no circle, whatever was shared with her by name."""

from django.db import migrations

HELD = """
CREATE FUNCTION erle.holds_a_post(worker bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM agencies_post p WHERE p.worker_id = worker AND p.starts_at <= now() AND now() < p.ends_at);
$$;
REVOKE ALL ON FUNCTION erle.holds_a_post(bigint) FROM PUBLIC;

-- What is kept of her standing is untouched by it, and holds again at the moment at which she holds a post again.
CREATE OR REPLACE FUNCTION erle.standing() RETURNS bytea
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    worker bigint := erle.acting();
    kept bytea;
BEGIN
    IF NOT erle.holds_a_post(worker) THEN
        RETURN erle.no_bits(erle.bytes_for_circles());
    END IF;
    SELECT s.bits || ''::bytea INTO kept FROM access_standing s
    WHERE s.worker_id = worker AND s.good_from <= now() AND now() < s.good_until
      AND pg_snapshot_xmax(s.seen) <= pg_snapshot_xmax(pg_current_snapshot())
      AND NOT EXISTS (SELECT 1 FROM access_touched t WHERE t.worker_id IN (worker, 0, -1) AND t.xid >= pg_snapshot_xmin(s.seen))
      AND octet_length(s.bits) > (SELECT max(id) / 8 FROM access_circle);
    RETURN coalesce(kept, erle.standing_of(worker));
END $$;

CREATE OR REPLACE FUNCTION erle.in_circle(circle bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.holds_a_post(erle.acting()) AND erle.stands_in(erle.acting(), circle);
$$;
"""


class Migration(migrations.Migration):
    """The policies and the keeper's functions ask for a post too."""

    dependencies = [("access", "0006_mailing")]
    operations = [migrations.RunSQL(["SET LOCAL ROLE erle_keeper", HELD, "RESET ROLE"], migrations.RunSQL.noop)]
