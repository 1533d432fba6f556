"""Have the planner count again where a file makes a table many times larger than it is believed to be."""

from django.db import migrations

COUNTING = """
-- Within the transaction of a large file the planner knows the tables as they were when they were last counted. After a
-- file that was let in, taken back and counted in between it believes them empty, and where they were never counted it
-- guesses what stands in their columns: it then joins rows one by one with all others, and of seconds come minutes. Here
-- the planner counts those of the named tables of which the file alone brought over four times what it believes they
-- hold, and never more often: how many rows it believes in is everybody's to read. A table that another counts at this
-- moment is left. Answers nothing. The keeper may count from PostgreSQL 17 on; before, nothing is done, and a file waits
-- for the server's own counting.
CREATE FUNCTION erle.count_again(batch bigint, named text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    grown record;
    brought bigint;
BEGIN
    IF current_setting('server_version_num')::int < 170000 OR NOT erle.able('import_records') OR NOT EXISTS (
        SELECT 1 FROM records_importbatch b WHERE b.id = batch AND erle.in_circle(b.circle_id)) THEN
        RETURN;
    END IF;
    FOR grown IN
        SELECT c.oid::regclass AS name, CASE WHEN c.relpages > 0 AND c.reltuples > 0
               THEN c.reltuples / c.relpages * pg_relation_size(c.oid) / current_setting('block_size')::int ELSE 0 END AS believed
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (named) AND c.relkind = 'r'
          AND has_table_privilege(c.oid, 'MAINTAIN')
    LOOP
        EXECUTE format('SELECT count(*) FROM %s WHERE batch_id = $1', grown.name) INTO brought USING batch;
        IF brought > 4 * grown.believed THEN
            EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown.name);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION erle.count_again(bigint, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.count_again(bigint, text[]) TO erle_worker;
ALTER FUNCTION erle.count_again(bigint, text[]) OWNER TO erle_keeper;
DO $$ BEGIN
    IF current_setting('server_version_num')::int >= 170000 THEN
        GRANT MAINTAIN ON records_person, records_identifier, records_report, records_entry TO erle_keeper;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """The keeper counts: workers may not."""

    dependencies = [("records", "0014_disclosed_files")]
    operations = [migrations.RunSQL(COUNTING, migrations.RunSQL.noop)]
