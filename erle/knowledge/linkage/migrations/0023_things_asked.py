"""Compare each thing with those that hold a mark it asks for: fewer that are not near, each put in words once."""

from django.db import migrations

SHARING = """
SET LOCAL ROLE erle_keeper;
DROP FUNCTION erle.things_sharing(text[]);
RESET ROLE;

-- As in 0019, by marks that the things ask for: those that hold one, each once with its words and those that ask for it.
CREATE FUNCTION erle.things_holding(asking text[], asked bigint[]) RETURNS TABLE (other text, key text, things text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET enable_seqscan = off SET enable_mergejoin = off SET enable_hashjoin = off SET jit = off AS $$
    SELECT h.other, m.key::text, h.things FROM (
        SELECT m.thing AS other, array_agg(DISTINCT n.thing) AS things FROM unnest(asking, asked) AS n (thing, mark)
        JOIN erle.thing_mark m ON m.mark = n.mark WHERE m.thing <> n.thing GROUP BY m.thing) h
    CROSS JOIN LATERAL (SELECT m.key FROM records_mention m WHERE m.thing = h.other AND m.thing <> '' LIMIT 1) m;
$$;
REVOKE ALL ON FUNCTION erle.things_holding(text[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.things_holding(text[], bigint[]) TO erle_matcher;
ALTER FUNCTION erle.things_holding(text[], bigint[]) OWNER TO erle_keeper;
"""

ANEW = """
SET LOCAL ROLE erle_keeper;
-- What is known holds marks of the former kind. It is compared anew, and found when it was.
INSERT INTO erle.thing_due (thing) SELECT k.thing FROM erle.thing_known k;
RESET ROLE;
"""


class Migration(migrations.Migration):
    """Pairs that are kept leave the list until what is known was compared anew."""

    dependencies = [("linkage", "0022_bits_taken_once")]
    operations = [migrations.RunSQL([SHARING, ANEW], migrations.RunSQL.noop)]
