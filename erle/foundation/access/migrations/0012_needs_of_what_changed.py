"""Work out the needs of the shares and posts that changed, and not those of all to keep the few."""

from django.db import migrations

CHANGED = """
SET LOCAL ROLE erle_keeper;
-- As in 0002, by their numbers: joined with the rows that changed, all shares there are were read each time anything was
-- shared, and so whoever opened a record waited the longer the more records there were.
CREATE OR REPLACE FUNCTION erle.need_by_share() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    theirs bigint[] := array(SELECT id FROM changed);
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7305522, agency_id::int)
    FROM (SELECT DISTINCT agency_id FROM changed WHERE agency_id IS NOT NULL ORDER BY agency_id) AS sharing;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM access_need WHERE share_id = ANY (theirs);
    END IF;
    INSERT INTO access_need SELECT truth.* FROM erle.need_truth truth WHERE truth.share_id = ANY (theirs);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION erle.need_by_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    theirs bigint[] := array(SELECT id FROM changed);
BEGIN
    PERFORM pg_advisory_xact_lock(7305522, agency_id::int)
    FROM (SELECT DISTINCT agency_id FROM changed ORDER BY agency_id) AS changing;
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM access_need WHERE post_id = ANY (theirs);
    END IF;
    INSERT INTO access_need SELECT truth.* FROM erle.need_truth truth WHERE truth.post_id = ANY (theirs);
    RETURN NULL;
END $$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """The same needs."""

    dependencies = [("access", "0011_let_into_looked_up")]
    operations = [migrations.RunSQL(CHANGED, migrations.RunSQL.noop)]
