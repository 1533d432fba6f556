"""Have `erle.let_into()` look up the circle's own need and those of its leaders, and not go through all of a worker's."""

from django.db import migrations

LOOKED_UP = """
SET LOCAL ROLE erle_keeper;
-- As in 0004, its two ways in asked one after the other, each by an index: as one question with an "or", each need of a
-- worker was read at every call, and an agency's import account has one for each record of the agency.
CREATE OR REPLACE FUNCTION erle.let_into(circle bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    me bigint := erle.acting();
BEGIN
    RETURN erle.in_circle(circle) AND (
        erle.sees_unsealed()
        OR EXISTS (SELECT 1 FROM access_need n JOIN access_share s ON s.id = n.share_id AND s.kind <> 'break_glass'
                   WHERE n.worker_id = me AND n.circle_id = circle AND n.starts_at <= now() AND now() < n.ends_at)
        OR EXISTS (SELECT 1 FROM erle.follows f
                   JOIN access_need n ON n.worker_id = me AND n.circle_id = f.leader_id AND n.post_id = 0
                   JOIN access_share s ON s.id = n.share_id AND s.kind <> 'break_glass'
                   WHERE f.circle_id = circle AND f.sealed AND n.starts_at <= now() AND now() < n.ends_at));
END $$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """The same answers."""

    dependencies = [("access", "0010_able_once")]
    operations = [migrations.RunSQL(LOOKED_UP, migrations.RunSQL.noop)]
