"""Have a look take the acting worker's bits once: what `erle.few_circles` says is worked out from the same."""

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
CREATE OR REPLACE FUNCTION erle.look_among_own(given text[], called text[], family text[], days date[], fields text[], texts text[], most int,
                                    OUT version int, OUT frequencies float8[], OUT people bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me bigint := erle.acting();
    bits bytea := erle.standing() || ''::bytea;
    own bigint[];
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
    IF erle.in_few_circles() THEN
        own := array(SELECT DISTINCT n.circle_id FROM access_need n WHERE n.worker_id = me AND get_bit(bits, n.circle_id) <> 0);
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
"""


class Migration(migrations.Migration):
    """As in 0018: the same children in the same order."""

    dependencies = [("linkage", "0021_judged_once")]
    operations = [migrations.RunSQL(["SET LOCAL ROLE erle_keeper", LOOK, "RESET ROLE"], migrations.RunSQL.noop)]
