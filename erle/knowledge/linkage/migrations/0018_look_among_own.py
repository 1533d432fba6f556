"""Let who describes a child look which of her own circles' children it may be: numbers of rows, with her bits inside."""

from django.db import migrations

FITS = "(p.born_on = ANY ({days}) AND (p.name_keys && {given} OR p.name_keys && {family}) OR p.name_keys && {given} AND p.name_keys && {family})"
FIRST = """((p.born_on = ANY ({days})) IS TRUE)::int + (p.name_keys && {given})::int + (p.name_keys && {family})::int DESC,
                 (p.name_keys && {written})::int DESC, p.id LIMIT {most}"""
OWN = {"days": "days", "given": "given_keys", "family": "family_keys", "written": "written", "most": "most"}
MANY = {"days": "$2", "given": "$3", "family": "$4", "written": "$5", "most": "$6"}

LOOK = f"""
-- Of which children that the acting worker may see a description may be: those with two of three in common, the birth, a
-- given name and the family name, as they are written or sound; `called` are other given names of who is called so. Beside
-- it how frequent each of `texts` is in its field by the kept model, and which model that is: what is written often tells
-- little. Her bits stand inside, before anything is put in order or cut off, and in few circles her own rows are gone through.
CREATE FUNCTION erle.look_among_own(given text[], called text[], family text[], days date[], fields text[], texts text[], most int,
                                    OUT version int, OUT frequencies float8[], OUT people bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    bits bytea := erle.standing() || ''::bytea;
    own bigint[] := erle.few_circles();
    given_plain text[] := array(SELECT replace(erle.name_plain(word), ' ', '') FROM unnest(given[1:6]) AS word);
    family_plain text[] := array(SELECT replace(erle.name_plain(word), ' ', '') FROM unnest(family[1:6]) AS word);
    written text[] := array(SELECT '=' || word FROM unnest(given_plain || family_plain) AS word);
    given_keys text[] := array(SELECT '=' || word FROM unnest(given_plain) AS word)
        || array(SELECT '=' || replace(erle.name_plain(word), ' ', '') FROM unnest(called[1:80]) AS word)
        || array(SELECT sounds FROM unnest(given_plain) AS word, unnest(erle.name_sounds(word)) AS sounds WHERE length(word) > 1);
    family_keys text[] := array(SELECT '=' || word FROM unnest(family_plain) AS word)
        || array(SELECT sounds FROM unnest(family_plain) AS word, unnest(erle.name_sounds(word)) AS sounds WHERE length(word) > 1);
BEGIN
    IF NOT erle.able('hand_in') THEN
        RETURN;
    END IF;
    SELECT m.version, array(SELECT (m.frequencies -> one.field ->> one.words)::float8 FROM unnest(fields, texts) WITH ORDINALITY
                                AS one (field, words, place) ORDER BY one.place)
    INTO version, frequencies FROM linkage_model m ORDER BY m.version DESC LIMIT 1;
    IF own IS NOT NULL THEN
        people := array(
            SELECT p.id FROM unnest(own) AS mine (circle_id)
            CROSS JOIN LATERAL (SELECT x.* FROM records_person x WHERE x.circle_id = mine.circle_id OFFSET 0) AS p
            WHERE p.withdrawn_at IS NULL AND get_bit(bits, p.circle_id) <> 0 AND {FITS.format(**OWN)}
            ORDER BY {FIRST.format(**OWN)});
        RETURN;
    END IF;
    EXECUTE $look$SELECT array(
        SELECT p.id FROM (
            SELECT x.* FROM records_person x WHERE x.born_on = ANY ($2) AND (x.name_keys && $3 OR x.name_keys && $4)
            UNION SELECT x.* FROM records_person x WHERE x.name_keys && $3 AND x.name_keys && $4) AS p
        WHERE p.withdrawn_at IS NULL AND get_bit($1, p.circle_id) <> 0
        ORDER BY {FIRST.format(**MANY)})$look$
    INTO people USING bits, days, given_keys, family_keys, written, most;
END $$;

-- The kept model without its frequent values: for the processes of who may hand in.
CREATE FUNCTION erle.model_to_look_by() RETURNS TABLE (version int, document jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT m.version, m.document FROM linkage_model m WHERE erle.able('hand_in') ORDER BY m.version DESC LIMIT 1;
$$;
"""
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (
        "erle.look_among_own(text[], text[], text[], date[], text[], text[], int)",
        "erle.model_to_look_by()",
    )
)


class Migration(migrations.Migration):
    """Nothing is kept of a look but its line in the ledger."""

    dependencies = [("linkage", "0017_near_in_one"), ("records", "0017_found_in_few_circles")]
    operations = [migrations.RunSQL([LOOK, OWNERSHIP], migrations.RunSQL.noop)]
