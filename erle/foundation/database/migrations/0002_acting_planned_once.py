"""Have `erle.acting()` plan its look at the key once: every statement under a policy asks it for each of its tables."""

from django.db import migrations

SOONER = """
SET LOCAL ROLE erle_keeper;
-- As in 0001; what is signed is put together before. Put together inside the query, it had the query planned at each call.
CREATE OR REPLACE FUNCTION erle.acting() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, erle, pg_temp AS $$
DECLARE
    context text := current_setting('erle.acting', true);
    part text[];
    said bytea;
    mac bytea;
BEGIN
    IF context IS NULL OR context = '' THEN
        RETURN NULL;
    END IF;
    part := string_to_array(context, '.');
    said := convert_to(part[1] || '.' || part[2] || '.' || part[3], 'UTF8');
    SELECT sha256(k.outer_pad || sha256(k.inner_pad || said)) INTO mac FROM erle.context_key k;
    IF array_length(part, 1) IS DISTINCT FROM 4 OR encode(mac, 'hex') IS DISTINCT FROM part[4]
       OR part[2]::int <> pg_backend_pid() OR to_timestamp(part[3]::bigint) < now() THEN
        RAISE EXCEPTION 'The acting context is not valid.' USING ERRCODE = '28000';
    END IF;
    RETURN part[1]::bigint;
END $$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """The same answers and the same refusals."""

    dependencies = [("database", "0001_acting")]
    operations = [migrations.RunSQL(SOONER, migrations.RunSQL.noop)]
