"""The SQL by which names are compared, run by the migration of the search: one name in its parts, and how a part sounds.

A spelling key keeps what the spellings of one name have in common in the languages of the city (English, Polish, Slovak,
Lithuanian, Latvian, Russian, Portuguese, Urdu and their neighbours): its consonants in classes, without the endings that
tell a daughter or a wife from a son. Short names keep their vowels, in three classes. A key never decides who is who: it
finds, and a person looks.

The functions run for every name that is written, so they are plain steps: no query inside them, and few expressions.
"""

PARTS = """
-- A name in small letters without marks, its parts one blank apart: `Nowak-Łęcka` is nowak lecka, `O'Brien` is obrien.
CREATE FUNCTION erle.name_plain(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN btrim(regexp_replace(translate(lower(public.unaccent('public.unaccent', normalize(name, NFKC))), '''`ʼʹ', ''),
                                '[^[:alnum:]]+', ' ', 'g'));
END $$;
"""

SOUND = """
-- The spelling key of one part. `soft` reads what can be read in two ways the second way: ci as si, ch and kh at the start
-- as h, g as in Gemma, rz as r, ow before a consonant as ou, a Ye- as E-.
CREATE FUNCTION erle.name_sound(part text, soft boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    heard text := part;
    bones text;
BEGIN
    IF heard LIKE '%igh%' THEN
        heard := regexp_replace(heard, 'e?igh(?=$|t)', 'i');
    END IF;
    IF soft THEN
        heard := regexp_replace(replace(heard, 'rz', 'r'), 'ow(?=[^aeiouys])', 'ou', 'g');
        heard := replace(replace(replace(heard, 'ce', 'se'), 'ci', 'si'), 'cy', 'sy');
        heard := regexp_replace(regexp_replace(regexp_replace(heard, '^[ck]h', 'h'), '^[jyi]e', 'e'), '^g(?=[eiy])', 'j');
    ELSIF heard LIKE '%rz%' THEN
        heard := regexp_replace(heard, '([bdgkpt])rz', '\\1r', 'g');
    END IF;
    -- What is written in many ways, the longest first. A j that is not at the start is a vowel, as y is.
    heard := replace(replace(replace(replace(replace(heard, 'tsch', 'k'), 'sch', 's'), 'tch', 'k'), 'kh', 'k'), 'ch', 'k');
    heard := replace(replace(replace(replace(replace(heard, 'dzh', 'j'), 'dj', 'j'), 'dz', 's'), 'rz', 's'), 'zh', 's');
    heard := replace(replace(replace(replace(heard, 'cz', 'k'), 'sz', 's'), 'sh', 's'), 'ph', 'f');
    heard := translate(replace(heard, 'x', 'ks'), 'wcqzyeo', 'vkksiiu');
    heard := CASE WHEN heard LIKE 'j%' OR heard SIMILAR TO 'i[aiu]%' THEN 'J' ELSE left(heard, 1) END
             || translate(substr(heard, 2), 'jh', 'i');
    heard := replace(replace(replace(replace(replace(replace(heard, 'll', 'l'), 'mm', 'm'), 'nn', 'n'), 'ss', 's'), 'tt', 't'), 'kk', 'k');
    heard := replace(replace(replace(replace(replace(replace(heard, 'rr', 'r'), 'pp', 'p'), 'bb', 'b'), 'dd', 'd'), 'ff', 'f'), 'gg', 'g');
    -- Endings: -iene, -aite, -yte, -iute; -as, -is, -us and -s after a consonant; then -ov, -ova, -ev, -eva.
    heard := CASE WHEN heard LIKE '___%iuti' OR heard LIKE '___%iini' OR heard LIKE '___%aiti' THEN left(heard, -4)
                  WHEN heard LIKE '___%iti' OR heard LIKE '___%uti' THEN left(heard, -3)
                  WHEN heard LIKE '___%ius' THEN left(heard, -3)
                  WHEN heard LIKE '___%as' OR heard LIKE '___%is' OR heard LIKE '___%us' THEN left(heard, -2)
                  WHEN heard LIKE '____%s' AND substr(heard, length(heard) - 1, 1) NOT IN ('a', 'i', 'u') THEN left(heard, -1)
                  ELSE heard END;
    heard := CASE WHEN heard LIKE '___%uv' OR heard LIKE '___%iv' THEN left(heard, -2)
                  WHEN heard LIKE '___%uva' OR heard LIKE '___%iva' THEN left(heard, -3) ELSE heard END;
    bones := left(heard, 1) || translate(substr(heard, 2), 'aiu', '');
    IF length(ltrim(bones, 'aiu')) >= 3 THEN
        RETURN bones;
    END IF;
    -- Too short for its consonants to tell it: the first and last of vowels in a row, and none at the end after a syllable.
    heard := regexp_replace(regexp_replace(heard, '([aiu])[aiu]*([aiu])', '\\1\\2', 'g'), '([aiu])\\1', '\\1', 'g');
    RETURN regexp_replace(heard, '(?<=[aiu][^aiu]+)[aiu]+$', '');
END $$;

-- Both readings of a part, where it has two.
CREATE FUNCTION erle.name_sounds(part text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF part ~ '^([ck]h|g[eiy]|[ijy]e)|ow|c[eiy]|rz' THEN
        RETURN ARRAY[erle.name_sound(part, false), erle.name_sound(part, true)];
    END IF;
    RETURN ARRAY[erle.name_sound(part, false)];
END $$;

-- By what a child is found: each part as it is written, marked with `=`, and two neighbours written as one, since Abdul
-- Rahman may be Abdulrahman; and each part as it sounds.
CREATE FUNCTION erle.name_keys(name text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := string_to_array(erle.name_plain(name), ' ');
    keys text[] := '{}';
BEGIN
    FOR place IN 1 .. cardinality(parts) LOOP
        keys := keys || ('=' || parts[place]) || ('=' || parts[place] || parts[place + 1]) || erle.name_sounds(parts[place]);
    END LOOP;
    RETURN array_remove(keys, NULL);
END $$;

-- The parts in one line, a blank before and after each: for the beginnings of names, and for what looks alike.
CREATE FUNCTION erle.name_line(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ' ' || erle.name_plain(name) || ' ';
END $$;
"""

WRITTEN = "given_names || ' ' || family_name || ' ' || known_as"
COLUMNS = f"""
ALTER TABLE records_person
    ADD COLUMN name_keys text[] GENERATED ALWAYS AS (erle.name_keys({WRITTEN})) STORED,
    ADD COLUMN name_line text GENERATED ALWAYS AS (erle.name_line({WRITTEN})) STORED;
CREATE INDEX records_person_search ON records_person USING gin (name_keys, name_line public.gin_trgm_ops)
    WHERE withdrawn_at IS NULL;
"""
