"""Tell matching where a child lives, in the words of the record: a household is evidence, and told from one person."""

from django.db import migrations

OLD = """
SET LOCAL ROLE erle_keeper;
DROP FUNCTION erle.matching_records();
DROP FUNCTION erle.matching_due(int);
DROP FUNCTION erle.matching_near(bigint, bigint[]);
DROP FUNCTION erle.said_of(records_person);
RESET ROLE;
"""

NEW = """
CREATE FUNCTION erle.matching_records()
RETURNS TABLE (person_id bigint, agency_id bigint, gathers boolean, by_file boolean, given_names text, family_name text,
               known_as text, born_on date, sex text, identifiers jsonb, lives text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH standing AS MATERIALIZED (
        SELECT p.*, c.agency_id FROM records_person p JOIN access_circle c ON c.id = p.circle_id
        WHERE p.withdrawn_at IS NULL AND NOT p.sealed AND NOT c.sealed
    ), csc AS MATERIALIZED (
        SELECT g.* FROM erle.gathering(array(
            SELECT s.id FROM standing s JOIN agencies_agency a ON a.id = s.agency_id AND a.kind = 'csc')) g
    ), numbers AS MATERIALIZED (
        SELECT i.person_id, jsonb_object_agg(i.scheme, i.value) AS identifiers
        FROM records_identifier i JOIN standing s ON s.id = i.person_id AND s.circle_id = i.circle_id
        WHERE i.scheme IN ('upn', 'nhs') GROUP BY 1
    )
    SELECT s.id, s.agency_id, coalesce(csc.gathers, false), coalesce(csc.by_file, false), s.given_names, s.family_name,
           s.known_as, s.born_on, s.sex, coalesce(n.identifiers, '{}'), s.lives
    FROM standing s LEFT JOIN csc ON csc.person_id = s.id LEFT JOIN numbers n ON n.person_id = s.id
    ORDER BY s.id;
$$;

-- Who a record is of, as far as that tells people apart.
CREATE FUNCTION erle.said_of(p records_person, OUT person_id bigint, OUT agency_id bigint, OUT given_names text, OUT family_name text,
                             OUT known_as text, OUT born_on date, OUT sex text, OUT identifiers jsonb, OUT lives text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT p.id, (SELECT c.agency_id FROM access_circle c WHERE c.id = p.circle_id), p.given_names, p.family_name, p.known_as, p.born_on,
           p.sex, coalesce((SELECT jsonb_object_agg(i.scheme, i.value) FROM records_identifier i
                            WHERE i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')), '{}'), p.lives;
$$;

CREATE FUNCTION erle.matching_due(most int)
RETURNS TABLE (number bigint, person_id bigint, agency_id bigint, given_names text, family_name text, known_as text, born_on date,
               sex text, identifiers jsonb, lives text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    WITH gone AS (
        DELETE FROM erle.match_due d USING records_person p
        WHERE p.id = d.person_id AND (p.sealed OR p.withdrawn_at IS NOT NULL) RETURNING d.person_id
    )
    DELETE FROM erle.match_key k USING gone g WHERE k.person_id = g.person_id;
    RETURN QUERY SELECT d.number, s.* FROM (
        SELECT m.number, m.person_id FROM erle.match_due m ORDER BY m.number LIMIT most) d
    JOIN records_person p ON p.id = d.person_id CROSS JOIN LATERAL erle.said_of(p) s ORDER BY d.number;
END $$;

CREATE FUNCTION erle.matching_near(person bigint, keys bigint[])
RETURNS TABLE (person_id bigint, given_names varchar, family_name varchar, known_as varchar, born_on date, sex varchar, identifiers jsonb,
               lives varchar)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, erle, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT p.id, p.given_names, p.family_name, p.known_as, p.born_on, p.sex, (
        SELECT jsonb_object_agg(i.scheme, i.value) FROM records_identifier i
        WHERE i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')), p.lives
    FROM (SELECT DISTINCT k.person_id AS id FROM erle.match_key k WHERE k.key = ANY (keys)) found
    JOIN records_person p ON p.id = found.id AND p.id <> person AND p.withdrawn_at IS NULL AND NOT p.sealed;
END $$;

SET LOCAL ROLE erle_keeper;
CREATE OR REPLACE FUNCTION erle.note_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM erle.note_due(array_agg(c.id ORDER BY c.id)) FROM changed c;
    ELSE
        PERFORM erle.note_due(array_agg(c.id ORDER BY c.id)) FROM changed c JOIN before b ON b.id = c.id
        AND (b.given_names, b.family_name, b.known_as, b.born_on, b.sex, b.lives, b.sealed, b.withdrawn_at)
            IS DISTINCT FROM (c.given_names, c.family_name, c.known_as, c.born_on, c.sex, c.lives, c.sealed, c.withdrawn_at);
    END IF;
    RETURN NULL;
END $$;
RESET ROLE;
"""
OF_THE_MATCHER = ("erle.matching_records()", "erle.matching_due(int)", "erle.matching_near(bigint, bigint[])")
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO erle_matcher;" if name in OF_THE_MATCHER else "")
    + f"ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (*OF_THE_MATCHER, "erle.said_of(records_person)")
)


class Migration(migrations.Migration):
    """Of what is told, an address with its postcode is compared; a model that was learnt before does not know it."""

    dependencies = [("linkage", "0011_full_when_learnt")]
    operations = [migrations.RunSQL([OLD, NEW, OWNERSHIP], migrations.RunSQL.noop)]
