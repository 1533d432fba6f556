"""Make `erle.acting()`: the worker of the signed context, or nobody."""

from django.db import migrations

FORWARD = """
CREATE TABLE erle.context_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
GRANT SELECT ON erle.context_key TO erle_keeper;

CREATE FUNCTION erle.acting() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, erle, pg_temp AS $$
DECLARE
    context text := current_setting('erle.acting', true);
    part text[];
    mac bytea;
BEGIN
    IF context IS NULL OR context = '' THEN
        RETURN NULL;
    END IF;
    part := string_to_array(context, '.');
    SELECT sha256(outer_pad || sha256(inner_pad || convert_to(part[1] || '.' || part[2] || '.' || part[3], 'UTF8')))
      INTO mac FROM erle.context_key;
    IF array_length(part, 1) IS DISTINCT FROM 4 OR encode(mac, 'hex') IS DISTINCT FROM part[4]
       OR part[2]::int <> pg_backend_pid() OR to_timestamp(part[3]::bigint) < now() THEN
        RAISE EXCEPTION 'The acting context is not valid.' USING ERRCODE = '28000';
    END IF;
    RETURN part[1]::bigint;
END $$;
-- Rights first: once a function is the keeper's, the owner can neither take nor give them.
REVOKE ALL ON FUNCTION erle.acting() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.acting() TO erle_worker;
ALTER FUNCTION erle.acting() OWNER TO erle_keeper;
"""

BACKWARD = "DROP FUNCTION erle.acting(); DROP TABLE erle.context_key;"


class Migration(migrations.Migration):
    """The key's table has no model: only the keeper's function and the owner's bootstrap touch it."""

    initial = True
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
