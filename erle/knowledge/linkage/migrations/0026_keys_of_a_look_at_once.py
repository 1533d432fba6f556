"""Have a look ask once who acts, and for its keys and its circles by one statement each: to begin costs more than it does."""

from django.db import migrations

FITS = "(p.born_on = ANY ({days}) AND (p.name_keys && {given} OR p.name_keys && {family}) OR p.name_keys && {given} AND p.name_keys && {family})"
FIRST = """((p.born_on = ANY ({days})) IS TRUE)::int + (p.name_keys && {given})::int + (p.name_keys && {family})::int DESC,
                 (p.name_keys && {written})::int DESC, p.id LIMIT {most}"""
OWN = {"days": "days", "given": "given_keys", "family": "family_keys", "written": "written", "most": "most"}
MANY = {"days": "$2", "given": "$3", "family": "$4", "written": "$5", "most": "$6"}

LOOK = f"""
-- Of which children that the acting worker may see a description may be: those with two of three in common, the birth, a
-- given name and the family name, as they are written or sound; `called` are other given names of who is called so. Beside
-- it whose record each is, how frequent each of `texts` is in its field by the kept model, and which model that is: what is
-- written often tells little. Her bits stand inside, before anything is put in order or cut off, and in few circles, as
-- `erle.in_few_circles` counts them, her own rows are gone through.
CREATE OR REPLACE FUNCTION erle.look_among_own(given text[], called text[], family text[], days date[], fields text[], texts text[], most int,
                                    OUT version int, OUT frequencies float8[], OUT people bigint[], OUT agencies bigint[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp
SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me bigint := erle.acting();
    bits bytea;
    own bigint[];
    written text[];
    given_keys text[];
    family_keys text[];
BEGIN
    IF NOT EXISTS (SELECT FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id  -- as `erle.able` has it, of `me`
                   WHERE p.worker_id = me AND p.starts_at <= now() AND now() < p.ends_at AND 'hand_in' = ANY (r.abilities)) THEN
        RETURN;
    END IF;
    bits := erle.standing();
    SELECT array_agg(each.key) FILTER (WHERE each.as_written AND said.place < 3),
           coalesce(array_agg(each.key) FILTER (WHERE said.place <> 2), '{{}}'),
           coalesce(array_agg(each.key) FILTER (WHERE said.place = 2), '{{}}')
    INTO written, given_keys, family_keys
    FROM (SELECT one.place, replace(erle.name_plain(one.word), ' ', '') AS word
          FROM (SELECT 1 AS place, word FROM unnest(given[1:6]) AS word UNION ALL SELECT 2, word FROM unnest(family[1:6]) AS word
                UNION ALL SELECT 3, word FROM unnest(called[1:80]) AS word) AS one OFFSET 0) AS said
    CROSS JOIN LATERAL (
        SELECT '=' || said.word AS key, true AS as_written
        UNION ALL SELECT sounds, false FROM unnest(erle.name_sounds(said.word)) AS sounds WHERE said.place < 3 AND length(said.word) > 1) AS each;
    SELECT coalesce(array_agg(n.circle_id), '{{}}') INTO own FROM (SELECT circle_id FROM access_need WHERE worker_id = me LIMIT 2001) AS n;
    IF cardinality(own) > 2000 OR erle.stands_in_unsealed(me) THEN
        own := NULL;
    END IF;
    SELECT m.version, array(SELECT (m.frequencies -> one.field ->> one.words)::float8 FROM unnest(fields, texts) WITH ORDINALITY
                                AS one (field, words, place) ORDER BY one.place)
    INTO version, frequencies FROM linkage_model m ORDER BY m.version DESC LIMIT 1;
    IF own IS NOT NULL THEN
        SELECT coalesce(array_agg(near.id), '{{}}'), coalesce(array_agg(c.agency_id), '{{}}') INTO people, agencies FROM (
            SELECT p.id, p.circle_id FROM (SELECT DISTINCT circle_id FROM unnest(own) AS circle_id WHERE get_bit(bits, circle_id) <> 0) AS mine
            CROSS JOIN LATERAL (SELECT x.* FROM records_person x WHERE x.circle_id = mine.circle_id OFFSET 0) AS p
            WHERE p.withdrawn_at IS NULL AND get_bit(bits, p.circle_id) <> 0 AND {FITS.format(**OWN)}
            ORDER BY {FIRST.format(**OWN)}) AS near JOIN access_circle c ON c.id = near.circle_id;
        RETURN;
    END IF;
    EXECUTE $look$SELECT coalesce(array_agg(near.id), '{{}}'), coalesce(array_agg(c.agency_id), '{{}}') FROM (
        SELECT p.id, p.circle_id FROM (
            SELECT x.* FROM records_person x WHERE x.born_on = ANY ($2) AND (x.name_keys && $3 OR x.name_keys && $4)
            UNION SELECT x.* FROM records_person x WHERE x.name_keys && $3 AND x.name_keys && $4) AS p
        WHERE p.withdrawn_at IS NULL AND get_bit($1, p.circle_id) <> 0
        ORDER BY {FIRST.format(**MANY)}) AS near JOIN access_circle c ON c.id = near.circle_id$look$
    INTO people, agencies USING bits, days, given_keys, family_keys, written, most;
END $$;
"""


class Migration(migrations.Migration):
    """As in 0018, 0022 and 0025: the same children, by the same keys."""

    dependencies = [("linkage", "0025_agency_of_a_look")]
    operations = [migrations.RunSQL(["SET LOCAL ROLE erle_keeper", LOOK, "RESET ROLE"], migrations.RunSQL.noop)]
