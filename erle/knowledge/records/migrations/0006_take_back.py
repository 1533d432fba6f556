"""Protect what was known before a file said more; take a child's numbers back where the file that gave them is undone."""

from django.db import migrations

from erle.foundation.database.policies import Protect

FORGETTING = """
-- The numbers that an undone file gave to children who stood before it: taken away; the next file that says them gives
-- them again. Of a child whom the file brought they stay, so that the file finds her again.
CREATE FUNCTION erle.forget_numbers(undone bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF NOT erle.able('import_records') OR NOT EXISTS (
        SELECT 1 FROM records_importbatch b WHERE b.id = undone AND b.undone_at IS NOT NULL AND erle.in_circle(b.circle_id)) THEN
        RAISE EXCEPTION 'Only a file that was undone takes its numbers back.' USING ERRCODE = '42501';
    END IF;
    DELETE FROM records_identifier i USING records_person p
    WHERE i.batch_id = undone AND p.id = i.person_id AND p.batch_id IS DISTINCT FROM undone;
END $$;
REVOKE ALL ON FUNCTION erle.forget_numbers(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.forget_numbers(bigint) TO erle_worker;
ALTER FUNCTION erle.forget_numbers(bigint) OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """A completion is never changed."""

    dependencies = [("records", "0005_files_say_more"), ("access", "0004_report_circles")]
    operations = [Protect("records_completion"), migrations.RunSQL(FORGETTING, migrations.RunSQL.noop)]
