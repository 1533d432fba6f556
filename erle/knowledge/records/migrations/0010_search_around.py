"""Let a child be found by the name of somebody around the child: a mother, an uncle, a friend."""

from django.db import migrations

COLUMNS = """
ALTER TABLE records_relation
    ADD COLUMN name_keys text[] GENERATED ALWAYS AS (erle.name_keys(name)) STORED,
    ADD COLUMN name_line text GENERATED ALWAYS AS (erle.name_line(name)) STORED;
CREATE INDEX records_relation_search ON records_relation USING gin (name_keys, name_line public.gin_trgm_ops)
    WHERE ended_at IS NULL;
"""

# As `erle.find_children`: every word fits as it is written, begun, sounding or looking, or by another name.
RELATIONS = """
CREATE FUNCTION erle.find_relations(asked text[], others text[], most int) RETURNS TABLE (relation_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET pg_trgm.strict_word_similarity_threshold = 0.45 SET jit = off AS $$
DECLARE
    bits bytea := erle.standing() || ''::bytea;
    words text[] := array(SELECT replace(erle.name_plain(word), ' ', '') FROM unnest(asked[1:6]) AS word);
    fits text[] := '{}';
    relations text := 'records_relation';
BEGIN
    FOR place IN 1 .. cardinality(words) LOOP
        fits := fits || format('(r.name_keys && %L::text[] OR r.name_line LIKE %L OR %s)',
            ARRAY['=' || words[place]]
            || array(SELECT '=' || part FROM unnest(string_to_array(erle.name_plain(others[place]), ' ')) AS part)
            || CASE WHEN length(words[place]) > 1 THEN erle.name_sounds(words[place]) ELSE '{}' END,
            '% ' || words[place] || '%',
            CASE WHEN length(words[place]) > 3 THEN format('r.name_line %%>> %L', words[place]) ELSE 'false' END);
    END LOOP;
    IF cardinality(fits) = 0 THEN
        RETURN;
    END IF;
    IF erle.in_few_circles() THEN
        relations := '(SELECT DISTINCT n.circle_id FROM access_need n WHERE n.worker_id = $2) AS mine'
                     ' CROSS JOIN LATERAL (SELECT * FROM records_relation WHERE circle_id = mine.circle_id OFFSET 0)';
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT r.id FROM %s AS r WHERE r.ended_at IS NULL AND get_bit($1, r.circle_id) <> 0 AND %s'
        ' ORDER BY similarity($3, r.name_line) DESC, r.id LIMIT $4', relations, array_to_string(fits, ' AND '))
        USING bits, erle.acting(), array_to_string(words, ' '), least(most, 200);
END $$;
REVOKE ALL ON FUNCTION erle.find_relations(text[], text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.find_relations(text[], text[], int) TO erle_worker;
ALTER FUNCTION erle.find_relations(text[], text[], int) OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """As the search for children: something of `pg_trgm` is called first, so that its setting is known."""

    dependencies = [("records", "0009_copies_need_to_know")]
    operations = [
        migrations.RunSQL(["SELECT public.similarity('', '')", COLUMNS, RELATIONS], migrations.RunSQL.noop),
    ]
