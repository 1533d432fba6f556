"""Whoever ends an interview from the record holds it first, in the order in which its service does: neither waits for
the other in turn."""

from django.db import migrations

NEW = """
SET LOCAL ROLE erle_keeper;
-- The service holds its interview and then stops the clock. Who writes in the record stopped the clock and then came to the
-- interview, so that each could wait for what the other held. It says nothing, whether there is an interview or not.
CREATE FUNCTION erle.hold_interviews(episodes bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM 1 FROM missing_interview i WHERE i.id IN (
        SELECT c.interview_id FROM missing_covered c JOIN missing_episode e ON e.id = c.episode_id
        WHERE e.id = ANY (episodes) AND c.ended_at IS NULL
          AND get_bit((SELECT erle.standing()), e.circle_id) <> 0 AND erle.let_into(e.circle_id)) ORDER BY i.id FOR UPDATE;
END $$;
REVOKE ALL ON FUNCTION erle.hold_interviews(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.hold_interviews(bigint[]) TO erle_worker;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """No row is changed."""

    dependencies = [("missing", "0014_doubtful")]
    operations = [migrations.RunSQL(NEW, migrations.RunSQL.noop)]
