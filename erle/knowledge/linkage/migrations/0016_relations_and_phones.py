"""Tell matching whom a record names as related, and which telephone numbers stand in it: of its own circle alone."""

from django.db import migrations

OLD = """
SET LOCAL ROLE erle_keeper;
DROP FUNCTION erle.matching_records();
DROP FUNCTION erle.matching_due(int);
DROP FUNCTION erle.matching_near(bigint, bigint[]);
DROP FUNCTION erle.said_of(records_person);
RESET ROLE;
"""

# What a report names stands once in the record's circle, where its line does. A line with conditions of handling stays in
# its report's circle, and what it names with it; what repeats another record's line is that record's.
OWN = "m.origin_id IS NULL AND (m.kind = 'phone' OR m.kind = 'person' AND m.details ? 'relation')"
INDEX = f"CREATE INDEX records_mention_matched ON records_mention (circle_id) WHERE {OWN.replace('m.', '')}"

# What stands in one record, p: a row for each person, and one for each number.
STANDING = f"""
            SELECT jsonb_build_array(r.relation, r.name, r.born_on) AS person, NULL AS phone FROM records_relation r
            WHERE r.person_id = p.id AND r.circle_id = p.circle_id AND r.ended_at IS NULL
            UNION ALL
            SELECT CASE WHEN m.kind = 'person' THEN jsonb_build_array(m.details ->> 'relation', m.words, NULL) END,
                   CASE WHEN m.kind = 'phone' THEN nullif(m.key, '') END
            FROM records_mention m
            JOIN records_report t ON t.id = m.report_id AND t.person_id = p.id AND t.withdrawn_at IS NULL
            WHERE m.circle_id = p.circle_id AND {OWN}"""

# The same together, each once; nothing where there is none, as mostly: it is read for each record that is looked at.
TOGETHER = """jsonb_strip_nulls(jsonb_build_object(
            'people', jsonb_agg(DISTINCT x.person) FILTER (WHERE x.person IS NOT NULL),
            'phones', jsonb_agg(DISTINCT x.phone) FILTER (WHERE x.phone IS NOT NULL)))"""
AROUND = f"(SELECT {TOGETHER} FROM ({STANDING}) x HAVING count(*) > 0)"

NEW = f"""
CREATE FUNCTION erle.matching_records()
RETURNS TABLE (person_id bigint, agency_id bigint, gathers boolean, by_file boolean, given_names text, family_name text,
               known_as text, born_on date, sex text, identifiers jsonb, lives text, around jsonb)
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
    ), around AS MATERIALIZED (
        SELECT x.person_id, {TOGETHER} AS around FROM (
            SELECT s.id AS person_id, jsonb_build_array(r.relation, r.name, r.born_on) AS person, NULL AS phone
            FROM records_relation r JOIN standing s ON s.id = r.person_id AND s.circle_id = r.circle_id WHERE r.ended_at IS NULL
            UNION ALL
            SELECT s.id, CASE WHEN m.kind = 'person' THEN jsonb_build_array(m.details ->> 'relation', m.words, NULL) END,
                   CASE WHEN m.kind = 'phone' THEN nullif(m.key, '') END
            FROM records_mention m JOIN standing s ON s.circle_id = m.circle_id
            JOIN records_report t ON t.id = m.report_id AND t.person_id = s.id AND t.withdrawn_at IS NULL
            WHERE {OWN}) x
        GROUP BY 1
    )
    SELECT s.id, s.agency_id, coalesce(csc.gathers, false), coalesce(csc.by_file, false), s.given_names, s.family_name,
           s.known_as, s.born_on, s.sex, coalesce(n.identifiers, '{{}}'), s.lives,
           coalesce(o.around, '{{}}')
    FROM standing s LEFT JOIN csc ON csc.person_id = s.id LEFT JOIN numbers n ON n.person_id = s.id
    LEFT JOIN around o ON o.person_id = s.id
    ORDER BY s.id;
$$;

-- Who a record is of, as far as that tells people apart.
CREATE FUNCTION erle.said_of(p records_person, OUT person_id bigint, OUT agency_id bigint, OUT given_names text, OUT family_name text,
                             OUT known_as text, OUT born_on date, OUT sex text, OUT identifiers jsonb, OUT lives text, OUT around jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT p.id, (SELECT c.agency_id FROM access_circle c WHERE c.id = p.circle_id), p.given_names, p.family_name, p.known_as, p.born_on,
           p.sex, coalesce((SELECT jsonb_object_agg(i.scheme, i.value) FROM records_identifier i
                            WHERE i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')), '{{}}'), p.lives,
           coalesce({AROUND}, '{{}}');
$$;

CREATE FUNCTION erle.matching_due(most int)
RETURNS TABLE (number bigint, person_id bigint, agency_id bigint, given_names text, family_name text, known_as text, born_on date,
               sex text, identifiers jsonb, lives text, around jsonb)
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
               lives varchar, around jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, erle, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT p.id, p.given_names, p.family_name, p.known_as, p.born_on, p.sex, (
        SELECT jsonb_object_agg(i.scheme, i.value) FROM records_identifier i
        WHERE i.person_id = p.id AND i.circle_id = p.circle_id AND i.scheme IN ('upn', 'nhs')), p.lives,
        {AROUND}
    FROM (SELECT DISTINCT k.person_id AS id FROM erle.match_key k WHERE k.key = ANY (keys)) found
    JOIN records_person p ON p.id = found.id AND p.id <> person AND p.withdrawn_at IS NULL AND NOT p.sealed;
END $$;
"""

NOTING = f"""
-- Note of whose record it is that somebody around the child was written down or taken off, and that a report came, or
-- was taken back, which names somebody related or a number.
CREATE FUNCTION erle.note_relations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.note_due(array_agg(c.person_id ORDER BY c.person_id)) FROM changed c
    JOIN records_person p ON p.id = c.person_id AND p.circle_id = c.circle_id;
    RETURN NULL;
END $$;
CREATE FUNCTION erle.note_mentions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.note_due(array_agg(p.id ORDER BY p.id)) FROM changed m JOIN records_report t ON t.id = m.report_id
    JOIN records_person p ON p.id = t.person_id AND p.circle_id = m.circle_id WHERE {OWN};
    RETURN NULL;
END $$;
CREATE FUNCTION erle.note_reports() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM erle.note_due(array_agg(p.id ORDER BY p.id)) FROM changed t
    JOIN before b ON b.id = t.id AND (b.withdrawn_at IS NULL) <> (t.withdrawn_at IS NULL)
    JOIN records_person p ON p.id = t.person_id
    WHERE EXISTS (SELECT 1 FROM records_mention m WHERE m.report_id = t.id AND m.circle_id = p.circle_id AND {OWN});
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_related AFTER INSERT ON records_relation
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_relations();
CREATE TRIGGER linkage_relation_changed AFTER UPDATE ON records_relation
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_relations();
CREATE TRIGGER linkage_relation_gone AFTER DELETE ON records_relation
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_relations();
CREATE TRIGGER linkage_named AFTER INSERT ON records_mention
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_mentions();
CREATE TRIGGER linkage_named_gone AFTER DELETE ON records_mention
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_mentions();
CREATE TRIGGER linkage_report_taken_back AFTER UPDATE ON records_report
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.note_reports();
"""
OF_THE_MATCHER = ("erle.matching_records()", "erle.matching_due(int)", "erle.matching_near(bigint, bigint[])")
INNER = ("erle.said_of(records_person)", "erle.note_relations()", "erle.note_mentions()", "erle.note_reports()")
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO erle_matcher;" if name in OF_THE_MATCHER else "")
    + f"ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (*OF_THE_MATCHER, *INNER)
)


class Migration(migrations.Migration):
    """A model that was learnt before does not know them, and weighs as it did."""

    dependencies = [("linkage", "0015_who_judges_once"), ("records", "0017_found_in_few_circles")]
    operations = [migrations.RunSQL([INDEX, OLD, NEW, NOTING, OWNERSHIP], migrations.RunSQL.noop)]
