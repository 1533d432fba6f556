"""Have a search in few circles planned once: to plan it anew each time takes longer than to look."""

from django.db import migrations

WORDS = range(1, 7)
"""Words of a question that are looked for."""
SETTINGS = """STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET "pg_trgm.strict_word_similarity_threshold" = {} SET jit = off SET plan_cache_mode = force_generic_plan"""

# Of each word: the keys that it fits, those of them that are other names for it, and, of a longer one, what it looks like.
DECLARED = "\n".join(f"    word{n} text; keys{n} text[]; called{n} text[]; looks{n} text;" for n in WORDS)
TAKEN = (
    """
    FOR place IN 1 .. cardinality(words) LOOP
        called := array(SELECT '=' || part FROM unnest(string_to_array(erle.name_plain(others[place]), ' ')) AS part);
        keys := ARRAY['=' || words[place]] || called || CASE WHEN length(words[place]) > 1 THEN erle.name_sounds(words[place]) ELSE '{}' END;
        looks := CASE WHEN length(words[place]) > 3 THEN words[place] END;
        CASE place
"""
    + "\n".join(
        f"            WHEN {n} THEN word{n} := words[{n}]; keys{n} := keys; called{n} := called; looks{n} := looks;"
        for n in WORDS
    )
    + """
        END CASE;
    END LOOP;
"""
)


def fits(row: str, n: int) -> str:
    """Return what says whether a word fits a row's names."""
    return f"({row}.name_keys && keys{n} OR {row}.name_line LIKE '% ' || word{n} || '%' OR coalesce({row}.name_line %>> looks{n}, false))"


def all_fit(row: str) -> str:
    """Return what says whether all words fit."""
    return " AND ".join(f"(word{n} IS NULL OR {fits(row, n)})" for n in WORDS)


RANKS = ",\n                      ".join(
    f"CASE WHEN word{n} IS NULL THEN 0 WHEN p.name_keys && ARRAY['=' || word{n}] THEN 5 WHEN p.name_line LIKE '% ' || word{n} || '%' THEN 4"
    f" WHEN p.name_keys && called{n} THEN 3 WHEN p.name_keys && keys{n} THEN 2 WHEN p.name_line %>> looks{n} THEN 1 ELSE 0 END"
    for n in WORDS
)

CHILDREN = f"""
CREATE OR REPLACE FUNCTION erle.find_children(asked text[], others text[], born daterange, near date[], most int)
RETURNS TABLE (person_id bigint, birth int, how int[])
LANGUAGE plpgsql {SETTINGS.format("0.45")} AS $$
DECLARE
    bits bytea := erle.standing() || ''::bytea;
    own bigint[] := erle.few_circles();
    words text[] := array(SELECT replace(erle.name_plain(word), ' ', '') FROM unnest(asked[1:6]) AS word);
    line text := array_to_string(words, ' ');
    wanted int := least(most, 200);
    found_now int;
    step text;
    called text[]; keys text[]; looks text;
{DECLARED}
BEGIN
    {TAKEN}
    FOREACH step IN ARRAY CASE WHEN cardinality(words) = 0 THEN ARRAY['day'] ELSE
                              CASE WHEN born IS NULL THEN '{{}}' ELSE ARRAY['born'] END
                              || CASE WHEN own IS NOT NULL THEN ARRAY['fits'] ELSE ARRAY['written', 'close'] END
                              || CASE WHEN cardinality(words) > 2 THEN ARRAY['but one'] ELSE '{{}}' END END LOOP
        IF own IS NULL THEN
            RETURN QUERY EXECUTE erle.children_query(words, others, step, false)
                USING bits, erle.acting(), line, born, near, wanted;
        ELSE
            RETURN QUERY SELECT found.id, found.birth, found.how FROM (
                SELECT p.id, p.family_name, p.given_names, similarity(line, p.name_line) AS alike,
                       (ARRAY[{RANKS}])[1:cardinality(words)] AS how,
                       CASE WHEN born IS NULL THEN 0 WHEN p.born_on IS NULL THEN 1 WHEN p.born_on <@ born THEN 3
                            WHEN p.born_on = ANY (near) THEN 2 ELSE 0 END AS birth
                FROM unnest(own) AS mine (circle_id)
                CROSS JOIN LATERAL (SELECT x.* FROM records_person x WHERE x.circle_id = mine.circle_id OFFSET 0) AS p
                WHERE p.withdrawn_at IS NULL AND get_bit(bits, p.circle_id) <> 0 AND CASE step
                    WHEN 'day' THEN p.born_on >= lower(born) AND p.born_on < upper(born)
                    WHEN 'born' THEN (p.born_on >= lower(born) AND p.born_on < upper(born) OR p.born_on = ANY (near)) AND {all_fit("p")}
                    WHEN 'fits' THEN {all_fit("p")}
                    ELSE {fits("p", 1)} OR {fits("p", 2)} END
                OFFSET 0) AS found
            WHERE step <> 'but one' OR cardinality(array_remove(found.how, 0)) + 1 >= cardinality(found.how)
            ORDER BY found.birth DESC, (SELECT sum(one) FROM unnest(found.how) AS one) DESC NULLS LAST, found.alike DESC,
                     found.family_name, found.given_names, found.id
            LIMIT wanted;
        END IF;
        GET DIAGNOSTICS found_now = ROW_COUNT;
        wanted := wanted - found_now;
        EXIT WHEN wanted = 0 OR (found_now > 0 AND step = 'born') OR (wanted < least(most, 200) AND step IN ('close', 'fits'));
    END LOOP;
END $$;
"""

RELATIONS = f"""
CREATE OR REPLACE FUNCTION erle.find_relations(asked text[], others text[], most int) RETURNS TABLE (relation_id bigint)
LANGUAGE plpgsql {SETTINGS.format("0.45")} AS $$
DECLARE
    bits bytea := erle.standing() || ''::bytea;
    own bigint[] := erle.few_circles();
    words text[] := array(SELECT replace(erle.name_plain(word), ' ', '') FROM unnest(asked[1:6]) AS word);
    line text := array_to_string(words, ' ');
    fits text[] := '{{}}';
    called text[]; keys text[]; looks text;
{DECLARED}
BEGIN
    IF cardinality(words) = 0 THEN
        RETURN;
    END IF;
    {TAKEN}
    IF own IS NOT NULL THEN
        RETURN QUERY SELECT r.id FROM unnest(own) AS mine (circle_id)
        CROSS JOIN LATERAL (SELECT x.* FROM records_relation x WHERE x.circle_id = mine.circle_id OFFSET 0) AS r
        WHERE r.ended_at IS NULL AND get_bit(bits, r.circle_id) <> 0 AND {all_fit("r")}
        ORDER BY similarity(line, r.name_line) DESC, r.id LIMIT least(most, 200);
        RETURN;
    END IF;
    FOR place IN 1 .. cardinality(words) LOOP
        fits := fits || format('(r.name_keys && %L::text[] OR r.name_line LIKE %L OR %s)',
            ARRAY['=' || words[place]]
            || array(SELECT '=' || part FROM unnest(string_to_array(erle.name_plain(others[place]), ' ')) AS part)
            || CASE WHEN length(words[place]) > 1 THEN erle.name_sounds(words[place]) ELSE '{{}}' END,
            '% ' || words[place] || '%',
            CASE WHEN length(words[place]) > 3 THEN format('r.name_line %%>> %L', words[place]) ELSE 'false' END);
    END LOOP;
    RETURN QUERY EXECUTE format(
        'SELECT r.id FROM records_relation AS r WHERE r.ended_at IS NULL AND get_bit($1, r.circle_id) <> 0 AND %s'
        ' ORDER BY similarity($2, r.name_line) DESC, r.id LIMIT $3', array_to_string(fits, ' AND '))
        USING bits, line, least(most, 200);
END $$;
"""

NAMES_IT = """(m.kind = 'vehicle' AND m.key LIKE {plate} OR m.kind = 'phone' AND m.key LIKE {phone}
          OR m.kind = 'account' AND m.key LIKE {account} OR m.kind IN ('place', 'organisation', 'person')
             AND (m.key LIKE ({words})[1] AND m.key LIKE ALL ({words}) OR m.key %>> {named}))"""
STANDS = """(m.entry_id IS NULL OR e.withdrawn_at IS NULL AND (e.origin_circle_id IS NULL OR e.origin_circle_id <> ALL ({})))"""

MENTIONS = f"""
CREATE OR REPLACE FUNCTION erle.find_mentions(plate text, phone text, account text, named text, most int) RETURNS TABLE (mention_id bigint)
LANGUAGE plpgsql {SETTINGS.format("0.5")} AS $$
DECLARE
    bits bytea := erle.standing() || ''::bytea;
    own bigint[] := erle.few_circles();
    pieces text[] := array(SELECT erle.holding(word) FROM unnest(string_to_array(named, ' ')) AS word ORDER BY length(word) DESC);
    plates text := erle.holding(plate);
    phones text := erle.holding(phone);
    accounts text := erle.holding(account);
    called text := nullif(named, '');
    kept_out bigint[] := erle.kept_out_of();
BEGIN
    IF own IS NOT NULL THEN
        RETURN QUERY SELECT m.id FROM (
            SELECT m.id, m.report_id, m.entry_id, m.key, m.recorded_at FROM unnest(own) AS mine (circle_id)
            CROSS JOIN LATERAL (SELECT x.* FROM records_mention x WHERE x.circle_id = mine.circle_id OFFSET 0) AS m
            WHERE get_bit(bits, m.circle_id) <> 0 AND {NAMES_IT.format(plate="plates", phone="phones", account="accounts", words="pieces", named="called")}
            OFFSET 0) AS m
        JOIN records_report r ON r.id = m.report_id AND r.withdrawn_at IS NULL
        LEFT JOIN records_entry e ON e.id = m.entry_id
        WHERE {STANDS.format("kept_out")}
        ORDER BY m.key IN (plate, phone, account, coalesce(called, '')) DESC, m.key LIKE ALL (pieces) DESC, m.recorded_at DESC, m.id DESC
        LIMIT least(most, 500);
        RETURN;
    END IF;
    RETURN QUERY EXECUTE
        $find$SELECT m.id FROM records_mention AS m JOIN records_report r ON r.id = m.report_id AND r.withdrawn_at IS NULL
        LEFT JOIN records_entry e ON e.id = m.entry_id
        WHERE get_bit($1, m.circle_id) <> 0 AND {STANDS.format("$8")}
          AND {NAMES_IT.format(plate="$2", phone="$3", account="$4", words="$5", named="$6")}
        ORDER BY m.key IN ($9, $10, $11, coalesce($6, '')) DESC, m.key LIKE ALL ($5) DESC, m.recorded_at DESC, m.id DESC
        LIMIT $7$find$
        USING bits, plates, phones, accounts, pieces, called, least(most, 500), kept_out, plate, phone, account;
END $$;
"""


class Migration(migrations.Migration):
    """The same is found; where the circles are many, by the index as before.

    Something of `pg_trgm` is called first, so that the session knows the setting that the functions pin.
    """

    dependencies = [("records", "0016_few_circles")]
    operations = [
        migrations.RunSQL(
            [
                "SELECT public.similarity('', '')",
                "SET LOCAL ROLE erle_keeper",
                CHILDREN,
                RELATIONS,
                MENTIONS,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        )
    ]
