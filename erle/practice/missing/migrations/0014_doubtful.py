"""Whose talk was it: who keeps the record of a return is told when the tie is undone by which a talk answered for it."""

from django.db import migrations

TOLD = (
    "A talk answered for this return that may have been with another child. Ask who held it, and whether one is owed."
)
NEW = f"""
SET LOCAL ROLE erle_keeper;
-- The record's circle reads that the talk was held, and may believe that somebody has spoken with this child. It is not
-- told with whose record it was tied, or who undid that.
CREATE FUNCTION erle.tell_doubtful_talks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.tell(one.circle_id, 'interview_doubtful', one.reference, '{TOLD}')
    FROM (
        SELECT DISTINCT e.circle_id, e.reference FROM changed c JOIN before b ON b.id = c.id AND b.undone_at IS NULL
        JOIN missing_episode e ON e.person_id = c.other_id AND e.withdrawn_at IS NULL
        JOIN missing_covered v ON v.episode_id = e.id AND v.outcome = 'completed'
        JOIN missing_interview i ON i.id = v.interview_id AND i.person_id = c.picture_id
        WHERE c.undone_at IS NOT NULL
    ) AS one;
    RETURN NULL;
END $$;
RESET ROLE;
CREATE TRIGGER linkage_tie_undone_talks AFTER UPDATE ON linkage_tie
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_doubtful_talks();
SET LOCAL ROLE erle_keeper;
REVOKE ALL ON FUNCTION erle.tell_doubtful_talks() FROM PUBLIC;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """Nothing is changed but who is told; whether a talk is owed again, a person says."""

    dependencies = [("missing", "0013_standing_still")]
    operations = [migrations.RunSQL(NEW, migrations.RunSQL.noop)]
