"""Let a list of a worker's own children be read by her circles, where they are few."""

from django.db import migrations

FEW = """
-- The circles in which the acting worker stands, where they are few; nothing where they are many, for then the index on
-- names serves better. What is read by them is read under the policies all the same: a policy alone would have the
-- database go through everybody's rows to find hers.
CREATE FUNCTION erle.few_circles() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    bits bytea;
BEGIN
    IF NOT erle.in_few_circles() THEN
        RETURN NULL;
    END IF;
    bits := erle.standing() || ''::bytea;
    RETURN array(SELECT DISTINCT n.circle_id FROM access_need n
                 WHERE n.worker_id = erle.acting() AND get_bit(bits, n.circle_id) <> 0);
END $$;
REVOKE ALL ON FUNCTION erle.few_circles() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.few_circles() TO erle_worker;
ALTER FUNCTION erle.few_circles() OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """A worker's function: it tells her of her own circles alone."""

    dependencies = [("records", "0015_count_again")]
    operations = [migrations.RunSQL(FEW, migrations.RunSQL.noop)]
