"""The SQL by which the search finds, run by its migration: the keeper's functions that may use an index on names.

Under a policy no index on likeness can be used: what compares names could tell of the rows that it is shown, so the
database shows it only those that the policy let through, one after another. These functions have the policy's own bits
inside. They return numbers of rows alone, each of a circle whose bit is set; the caller reads the rows under the policies.
"""

CHILDREN = """
-- The query that finds children by names and birth. What was typed is quoted, and everything else in it is written here.
-- $1 bits, $2 worker, $3 words in one line, $4 the days of birth, $5 days that are taken for them, $6 how many.
-- A word fits 5 as written, 4 so begun, 3 where one is called something else, 2 as it sounds, 1 as it looks.
-- `step`: `day` without words; `born` where every word fits, and the birth; `written` where every word is; `close` where
-- every word fits in some other way; `fits` in any; `but one` where one may stand for nobody.
CREATE FUNCTION erle.children_query(words text[], others text[], step text, few boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, erle, pg_temp AS $$
DECLARE
    fits text[] := '{}';
    ranks text[] := '{}';
    written text := format('p.name_keys @> %L::text[]', array(SELECT '=' || word FROM unnest(words) AS word));
    called text[];
    named text;
    begun text;
    looks text;
BEGIN
    FOR place IN 1 .. cardinality(words) LOOP
        called := array(SELECT '=' || part FROM unnest(string_to_array(erle.name_plain(others[place]), ' ')) AS part);
        named := format('p.name_keys && %L::text[]', ARRAY['=' || words[place]] || called
                        || CASE WHEN length(words[place]) > 1 THEN erle.name_sounds(words[place]) ELSE '{}' END);
        begun := format('p.name_line LIKE %L', '% ' || words[place] || '%');
        looks := CASE WHEN length(words[place]) > 3 THEN format('p.name_line %%>> %L', words[place]) ELSE 'false' END;
        fits := fits || format('(%s OR %s OR %s)', named, begun, looks);
        ranks := ranks || format(
            'CASE WHEN p.name_keys && ARRAY[%L] THEN 5 WHEN %s THEN 4 WHEN p.name_keys && %L::text[] THEN 3 WHEN %s THEN 2'
            ' WHEN %s THEN 1 ELSE 0 END', '=' || words[place], begun, called, named, looks);
    END LOOP;
    RETURN format(
        'SELECT id, birth, how FROM (SELECT p.id, p.family_name, p.given_names, similarity($3, p.name_line) AS alike,'
        '  ARRAY[%s]::int[] AS how, CASE WHEN $4 IS NULL THEN 0 WHEN p.born_on IS NULL THEN 1 WHEN p.born_on <@ $4 THEN 3'
        '  WHEN p.born_on = ANY ($5) THEN 2 ELSE 0 END AS birth'
        ' FROM %s AS p WHERE p.withdrawn_at IS NULL AND get_bit($1, p.circle_id) <> 0 AND %s OFFSET 0) AS found'
        ' %s ORDER BY birth DESC, %s DESC, alike DESC, family_name, given_names, id LIMIT $6',
        array_to_string(ranks, ', '),
        CASE WHEN few THEN '(SELECT DISTINCT n.circle_id FROM access_need n WHERE n.worker_id = $2) AS mine'
                           ' CROSS JOIN LATERAL (SELECT * FROM records_person WHERE circle_id = mine.circle_id OFFSET 0)'
             ELSE 'records_person' END,
        CASE step WHEN 'day' THEN 'p.born_on >= lower($4) AND p.born_on < upper($4)'
                  WHEN 'born' THEN '(p.born_on >= lower($4) AND p.born_on < upper($4) OR p.born_on = ANY ($5)) AND '
                                   || array_to_string(fits, ' AND ')
                  WHEN 'written' THEN written
                  WHEN 'close' THEN format('NOT %s AND %s', written, array_to_string(fits, ' AND '))
                  WHEN 'fits' THEN array_to_string(fits, ' AND ')
                  WHEN 'but one' THEN format('(%s OR %s)', fits[1], fits[2]) END,
        CASE step WHEN 'but one' THEN 'WHERE cardinality(array_remove(how, 0)) + 1 >= cardinality(how)' ELSE '' END,
        coalesce((SELECT string_agg(format('how[%s]', n), ' + ') FROM generate_series(1, cardinality(words)) AS n), 'birth'));
END $$;

-- The children among the acting worker's own whom the words name, in any order: `others` says of each word what else one
-- is called who is called so. Birth: 3 born then, 2 on a day that is taken for it, 1 on none known. Where somebody fits the
-- words and was born then, nobody who was not is named. In few circles a worker's own people are gone through one by one,
-- so that how long it takes tells of nobody else; the index serves those who see many.
CREATE FUNCTION erle.find_children(asked text[], others text[], born daterange, near date[], most int)
RETURNS TABLE (person_id bigint, birth int, how int[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET pg_trgm.strict_word_similarity_threshold = 0.45 SET jit = off AS $$
DECLARE
    acting bigint := erle.acting();
    bits bytea := erle.standing() || ''::bytea;
    words text[] := array(SELECT replace(erle.name_plain(word), ' ', '') FROM unnest(asked[1:6]) AS word);
    few boolean := erle.in_few_circles();
    wanted int := least(most, 200);
    found_now int;
    step text;
BEGIN
    FOREACH step IN ARRAY CASE WHEN cardinality(words) = 0 THEN ARRAY['day'] ELSE
                              CASE WHEN born IS NULL THEN '{}' ELSE ARRAY['born'] END
                              || CASE WHEN few THEN ARRAY['fits'] ELSE ARRAY['written', 'close'] END
                              || CASE WHEN cardinality(words) > 2 THEN ARRAY['but one'] ELSE '{}' END END LOOP
        RETURN QUERY EXECUTE erle.children_query(words, others, step, few)
            USING bits, acting, array_to_string(words, ' '), born, near, wanted;
        GET DIAGNOSTICS found_now = ROW_COUNT;
        wanted := wanted - found_now;
        EXIT WHEN wanted = 0 OR (found_now > 0 AND step = 'born') OR (wanted < least(most, 200) AND step IN ('close', 'fits'));
    END LOOP;
END $$;
"""

THINGS = """
-- What holds a piece of text anywhere in it; nothing, where the piece is blank.
CREATE FUNCTION erle.holding(piece text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT '%' || regexp_replace(nullif(piece, ''), '([%_\\\\])', '\\\\\\1', 'g') || '%';
$$;

-- What reports name, among what the acting worker may see, what is written just so first: a piece of a plate, of a phone
-- number or of an account, each in its one form; and a place, an organisation or a person in whose name all the words
-- stand, or that looks alike. Left out is what was withdrawn, and what repeats a record from which she is kept.
CREATE FUNCTION erle.find_mentions(plate text, phone text, account text, named text, most int) RETURNS TABLE (mention_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET pg_trgm.strict_word_similarity_threshold = 0.5 SET jit = off AS $$
DECLARE
    bits bytea := erle.standing() || ''::bytea;
    words text[] := array(SELECT erle.holding(word) FROM unnest(string_to_array(named, ' ')) AS word ORDER BY length(word) DESC);
    mentions text := 'records_mention';
BEGIN
    IF erle.in_few_circles() THEN
        mentions := '(SELECT DISTINCT n.circle_id FROM access_need n WHERE n.worker_id = $8) AS mine'
                    ' CROSS JOIN LATERAL (SELECT * FROM records_mention WHERE circle_id = mine.circle_id OFFSET 0)';
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT m.id FROM %s AS m JOIN records_report r ON r.id = m.report_id AND r.withdrawn_at IS NULL'
        ' LEFT JOIN records_entry e ON e.id = m.entry_id'
        ' WHERE get_bit($1, m.circle_id) <> 0 AND (m.entry_id IS NULL OR e.withdrawn_at IS NULL'
        '  AND (e.origin_circle_id IS NULL OR e.origin_circle_id <> ALL ($9)))'
        ' AND (m.kind = ''vehicle'' AND m.key LIKE erle.holding($2) OR m.kind = ''phone'' AND m.key LIKE erle.holding($3)'
        '  OR m.kind = ''account'' AND m.key LIKE erle.holding($4) OR m.kind IN (''place'', ''organisation'', ''person'')'
        '     AND (m.key LIKE ($5)[1] AND m.key LIKE ALL ($5) OR m.key %%>> $6))'
        ' ORDER BY m.key IN ($2, $3, $4, coalesce($6, '''')) DESC, m.key LIKE ALL ($5) DESC, m.recorded_at DESC, m.id DESC'
        ' LIMIT $7', mentions)
        USING bits, plate, phone, account, words, nullif(named, ''), least(most, 500), erle.acting(), erle.kept_out_of();
END $$;
"""

FEW = """
-- Is the acting worker in so few circles that her own rows are sooner gone through one by one?
CREATE FUNCTION erle.in_few_circles() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT NOT erle.sees_unsealed() AND (SELECT count(*) FROM (
        SELECT 1 FROM access_need n WHERE n.worker_id = erle.acting() LIMIT 2001) AS counted) <= 2000;
$$;
"""

COLUMNS = """
-- A number without blanks and signs: `943 476 5919` is 9434765919.
ALTER TABLE records_identifier ADD COLUMN value_key text
    GENERATED ALWAYS AS (upper(regexp_replace(value, '[^0-9A-Za-z]', '', 'g'))) STORED;
CREATE INDEX records_identifier_value_key ON records_identifier (value_key);
CREATE INDEX records_mention_search ON records_mention USING gin (key public.gin_trgm_ops);
"""

CALLABLE = (
    "erle.find_children(text[], text[], daterange, date[], int)",
    "erle.find_mentions(text, text, text, text, int)",
)
INNER = ("erle.in_few_circles()",)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)
