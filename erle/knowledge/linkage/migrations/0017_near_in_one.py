"""Give who stands near as one value: a row for each, and a call for each one's numbers, cost more than to find them."""

from django.db import migrations

OLD = """
SET LOCAL ROLE erle_keeper;
DROP FUNCTION erle.matching_near(bigint, bigint[]);
RESET ROLE;
"""
NEAR = """
-- The standing records, none of them sealed, that share one of the keys with the record: of each its number, names, birth,
-- sex and where it lives, and one of its numbers; a record of two numbers comes twice. It is planned once, and what is
-- found is one value, which is sent and read at once.
CREATE FUNCTION erle.matching_near(person bigint, keys bigint[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN array(
        SELECT ARRAY[p.id::text, p.given_names, p.family_name, p.known_as, to_char(p.born_on, 'YYYYMMDD'), p.sex, p.lives, i.scheme, i.value]
        FROM records_person p
        LEFT JOIN records_identifier i ON i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')
        WHERE p.id = ANY (array(SELECT k.person_id FROM erle.match_key k WHERE k.key = ANY (keys)))
          AND p.id <> person AND p.withdrawn_at IS NULL AND NOT p.sealed);
END $$;
REVOKE ALL ON FUNCTION erle.matching_near(bigint, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.matching_near(bigint, bigint[]) TO erle_matcher;
ALTER FUNCTION erle.matching_near(bigint, bigint[]) OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """The same records as before."""

    dependencies = [("linkage", "0015_who_judges_once")]
    operations = [migrations.RunSQL([OLD, NEAR], migrations.RunSQL.noop)]
