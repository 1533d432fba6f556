"""Protect the copies; let conditions go where a line goes; let nobody write, take back or copy in another's name."""

from django.db import migrations

from erle.foundation.database.policies import Protect

CONDITIONS = """
-- A line has the conditions of its report, for those too who see the line and not the report.
CREATE FUNCTION erle.keep_conditions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    NEW.conditions := coalesce((SELECT r.conditions FROM records_report r WHERE r.id = NEW.report_id), '');
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION erle.keep_conditions() FROM PUBLIC;
CREATE TRIGGER records_entry_conditions BEFORE INSERT ON records_entry
    FOR EACH ROW WHEN (NEW.report_id IS NOT NULL AND NEW.conditions = '') EXECUTE FUNCTION erle.keep_conditions();
"""
STANDING_LINES = """
SET LOCAL ROLE erle_keeper;
UPDATE records_entry e SET conditions = r.conditions FROM records_report r WHERE r.id = e.report_id AND r.conditions <> '';
RESET ROLE;
"""
OWNERSHIP = "ALTER FUNCTION erle.keep_conditions() OWNER TO erle_keeper;"

MINE = "(SELECT erle.acting())"
IN_HER_OWN_NAME = (
    f"CREATE POLICY records_note_insert_own ON records_note AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (written_by_id = {MINE} AND withdrawn_by_id IS NULL)",
    f"CREATE POLICY records_note_update_own ON records_note AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (written_by_id = {MINE} AND withdrawn_at IS NULL) WITH CHECK (withdrawn_by_id = {MINE})",
    f"CREATE POLICY records_copy_insert_own ON records_copy AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (made_by_id = {MINE})",
)


class Migration(migrations.Migration):
    """A copy is never edited; a note is its author's."""

    dependencies = [("records", "0008_conditions_and_copies"), ("access", "0004_report_circles")]
    operations = [
        Protect("records_copy"),
        migrations.RunSQL([CONDITIONS, STANDING_LINES, OWNERSHIP, *IN_HER_OWN_NAME], migrations.RunSQL.noop),
    ]
