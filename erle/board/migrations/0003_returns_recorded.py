"""A return counts from the month in which it was recorded, as an episode does: by the line that tells of it."""

from django.db import migrations

FACTS = """
CREATE OR REPLACE FUNCTION erle.missing_facts(first timestamptz, before timestamptz)
RETURNS TABLE (episode_id bigint, child bigint, month text, agency text, school text, care text, area text,
               repeated boolean, returned boolean, offered boolean, done boolean, in_time boolean, declined boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH setting AS (
        SELECT coalesce((SELECT l.value FROM clocks_locallimit l WHERE l.setting = 'repeat_missing_episodes'
                         AND l.in_force_from <= before::date ORDER BY l.in_force_from DESC LIMIT 1), 3) AS episodes,
               coalesce((SELECT l.value FROM clocks_locallimit l WHERE l.setting = 'repeat_missing_days'
                         AND l.in_force_from <= before::date ORDER BY l.in_force_from DESC LIMIT 1), 90) AS days),
    known AS (
        SELECT e.*, t.picture_id, coalesce(t.picture_id, e.person_id) AS child FROM missing_episode e
        LEFT JOIN linkage_tie t ON t.other_id = e.person_id AND t.undone_at IS NULL
        WHERE NOT e.sealed AND e.left_at < before AND e.recorded_at < before
          AND (e.withdrawn_at IS NULL OR e.withdrawn_at >= before)),
    once AS (
        SELECT k.* FROM known k WHERE k.picture_id IS NULL OR NOT EXISTS (
            SELECT 1 FROM known p WHERE p.person_id = k.picture_id
            AND p.left_at BETWEEN k.left_at - interval '36 hours' AND k.left_at + interval '36 hours')),
    counted AS (
        SELECT o.*, count(*) OVER (PARTITION BY o.child ORDER BY o.left_at
                                   RANGE (SELECT make_interval(days => s.days) FROM setting s) PRECEDING)
                    >= (SELECT s.episodes FROM setting s) AS repeated,
               o.returned_at IS NOT NULL AND o.returned_at < before AND EXISTS (
                   SELECT 1 FROM records_entry n WHERE n.person_id = o.person_id AND n.kind = 'returned'
                   AND n.happened_at = o.returned_at AND n.withdrawn_at IS NULL AND n.recorded_at < before) AS returned
        FROM once o)
    SELECT c.id, c.child, to_char(c.left_at AT TIME ZONE 'Europe/London', 'YYYY-MM'), a.name,
           coalesce(nullif(trim(split_part(p.school, ',', 1)), ''), nullif(trim(split_part(picture.school, ',', 1)), ''), 'Not recorded'),
           CASE WHEN care.codes IS NULL THEN 'not_recorded'
                WHEN care.codes && ARRAY['placed_here_by_other_la']::varchar[] THEN 'placed_here'
                WHEN care.codes && ARRAY['cla_s20', 'cla_s31_full', 'cla_interim', 'cla_remand', 'uasc']::varchar[] THEN 'looked_after'
                WHEN care.codes && ARRAY['cp_plan']::varchar[] THEN 'plan'
                WHEN care.codes && ARRAY['cin_s17', 's47_open']::varchar[] THEN 'in_need' ELSE 'other' END,
           coalesce(ward.name, 'Not recorded'), c.repeated, c.returned,
           coalesce(i.offered, false), coalesce(i.done, false), coalesce(i.in_time, false), coalesce(i.declined, false)
    FROM counted c JOIN records_person p ON p.id = c.person_id AND p.withdrawn_at IS NULL JOIN agencies_agency a ON a.id = c.agency_id
    LEFT JOIN records_person picture ON picture.id = c.picture_id
    LEFT JOIN LATERAL (SELECT t.codes FROM missing_turn t WHERE t.episode_id = c.id AND t.what = 'care' AND t.changed_at < before
                       ORDER BY t.version DESC LIMIT 1) care ON true
    LEFT JOIN agencies_postcode post ON post.code = regexp_replace(
        upper(substring(p.lives FROM '([A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2})')), '^(.*?) ?([0-9][A-Z]{2})$', '\\1 \\2')
    LEFT JOIN agencies_ward ward ON ward.code = post.ward
    LEFT JOIN erle.interview_facts(before) i ON i.episode_id = c.id AND c.returned
    WHERE c.left_at >= first;
$$;
"""


class Migration(migrations.Migration):
    """Replaced in the keeper's name, whose it is."""

    dependencies = [("board", "0002_accepted"), ("records", "0017_found_in_few_circles")]
    operations = [
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", FACTS, "RESET ROLE"], migrations.RunSQL.noop),
    ]
