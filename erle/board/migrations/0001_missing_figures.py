"""Count episodes of being missing for the partnership: rounded, never of few, to the end of a month that is over."""

from django.db import migrations

# What is known of an interview, by episode. The one place that reads the steps towards it.
INTERVIEWS = """
CREATE FUNCTION erle.interview_facts(before timestamptz)
RETURNS TABLE (episode_id bigint, offered boolean, done boolean, in_time boolean, declined boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT i.episode_id, bool_or(i.status IN ('offered', 'booked', 'completed', 'declined')),
           bool_or(i.status = 'completed'),
           bool_or(i.status = 'completed' AND i.happened_at < e.returned_at + interval '72 hours'),
           bool_or(i.status = 'declined') AND NOT bool_or(i.status = 'completed')
    FROM missing_returninterview i JOIN missing_episode e ON e.id = i.episode_id
    WHERE i.happened_at < interview_facts.before AND i.recorded_at < interview_facts.before GROUP BY i.episode_id;
$$;
"""

# A school is what stands before the first comma: what follows is a year or a course, and would make rows of one child.
# Each episode that began in the time, as it was known at its end, with all by which it is counted. It looks as whoever
# asks: a worker is told of the episodes of her circles, the keeper of all. A child whom several agencies know is one,
# and an episode that her own agency's record and the picture both tell of is counted once, on the picture.
FACTS = """
CREATE FUNCTION erle.missing_facts(first timestamptz, before timestamptz)
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
                    >= (SELECT s.episodes FROM setting s) AS repeated
        FROM once o)
    SELECT c.id, c.child, to_char(c.left_at AT TIME ZONE 'Europe/London', 'YYYY-MM'), a.name,
           coalesce(nullif(trim(split_part(p.school, ',', 1)), ''), nullif(trim(split_part(picture.school, ',', 1)), ''), 'Not recorded'),
           CASE WHEN care.codes IS NULL THEN 'not_recorded'
                WHEN care.codes && ARRAY['placed_here_by_other_la']::varchar[] THEN 'placed_here'
                WHEN care.codes && ARRAY['cla_s20', 'cla_s31_full', 'cla_interim', 'cla_remand', 'uasc']::varchar[] THEN 'looked_after'
                WHEN care.codes && ARRAY['cp_plan']::varchar[] THEN 'plan'
                WHEN care.codes && ARRAY['cin_s17', 's47_open']::varchar[] THEN 'in_need' ELSE 'other' END,
           coalesce(ward.name, 'Not recorded'), c.repeated, coalesce(c.returned_at < before, false),
           coalesce(i.offered, false), coalesce(i.done, false), coalesce(i.in_time, false), coalesce(i.declined, false)
    FROM counted c JOIN records_person p ON p.id = c.person_id AND p.withdrawn_at IS NULL JOIN agencies_agency a ON a.id = c.agency_id
    LEFT JOIN records_person picture ON picture.id = c.picture_id
    LEFT JOIN LATERAL (SELECT t.codes FROM missing_turn t WHERE t.episode_id = c.id AND t.what = 'care' AND t.changed_at < before
                       ORDER BY t.version DESC LIMIT 1) care ON true
    LEFT JOIN agencies_postcode post ON post.code = regexp_replace(
        upper(substring(p.lives FROM '([A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2})')), '^(.*?) ?([0-9][A-Z]{2})$', '\\1 \\2')
    LEFT JOIN agencies_ward ward ON ward.code = post.ward
    LEFT JOIN erle.interview_facts(before) i ON i.episode_id = c.id AND c.returned_at < before
    WHERE c.left_at >= first;
$$;
"""

# The figures of a year by each thing at once, for whose role lets her see them: of whole years, to the end of the last
# month that is over, so that nobody asks for a stretch of her own choosing or looks for what came since yesterday. A count
# below the partnership's least is null, all others are rounded to it: what is exact never leaves the database. A row of
# fewer children than that has no count at all. The row whose `by` is total has the sums.
FIGURES = """
CREATE FUNCTION erle.missing_figures(year int)
RETURNS TABLE (by text, key text, children int, episodes int, repeated int, returned int, offered int, done int, in_time int, declined int, few boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH setting AS (
        SELECT coalesce((SELECT l.value FROM clocks_locallimit l WHERE l.setting = 'smallest_count_shown'
                         AND l.in_force_from <= CURRENT_DATE ORDER BY l.in_force_from DESC LIMIT 1), 5) AS smallest),
    facts AS MATERIALIZED (
        SELECT f.* FROM erle.missing_facts(
            make_timestamptz(year - 1, 4, 1, 0, 0, 0, 'Europe/London'),
            least(make_timestamptz(year, 4, 1, 0, 0, 0, 'Europe/London'), date_trunc('month', now(), 'Europe/London'))) f
        WHERE erle.able('see_figures')),
    sums AS (
        SELECT side.by, side.key, count(DISTINCT f.child) AS children, count(*) AS episodes,
               count(DISTINCT f.child) FILTER (WHERE f.repeated) AS repeated, count(*) FILTER (WHERE f.returned) AS returned,
               count(*) FILTER (WHERE f.offered) AS offered, count(*) FILTER (WHERE f.done) AS done,
               count(*) FILTER (WHERE f.in_time) AS in_time, count(*) FILTER (WHERE f.declined) AS declined
        FROM facts f CROSS JOIN LATERAL (VALUES
            ('total', ''), ('month', f.month), ('agency', f.agency), ('school', f.school), ('care', f.care), ('area', f.area)) AS side (by, key)
        GROUP BY side.by, side.key)
    SELECT s.by, s.key, shown.* , s.children < smallest
    FROM sums s CROSS JOIN setting CROSS JOIN LATERAL (
        SELECT erle.rounded(s.children, smallest), erle.rounded(s.episodes, smallest), erle.rounded(s.repeated, smallest),
               erle.rounded(s.returned, smallest), erle.rounded(s.offered, smallest), erle.rounded(s.done, smallest),
               erle.rounded(s.in_time, smallest), erle.rounded(s.declined, smallest) WHERE s.children >= smallest
        UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL WHERE s.children < smallest) AS shown
    ORDER BY s.by, s.key;
$$;
"""
ROUNDED = """
CREATE FUNCTION erle.rounded(number bigint, smallest int) RETURNS int
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN number = 0 THEN 0 WHEN number >= smallest THEN (round(number::numeric / smallest) * smallest)::int END;
$$;
"""

OF_WORKERS = ("erle.missing_facts(timestamptz, timestamptz)", "erle.missing_figures(int)",
              "erle.interview_facts(timestamptz)")  # fmt: skip
READS = "GRANT SELECT ON clocks_locallimit, agencies_postcode, agencies_ward TO erle_keeper"
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;"
    + (f"GRANT EXECUTE ON FUNCTION {name} TO erle_worker;" if name in OF_WORKERS else "")
    + f"ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (*OF_WORKERS, "erle.rounded(bigint, int)")
)


class Migration(migrations.Migration):
    """No policy is widened: what leaves is rounded inside."""

    dependencies = [
        ("missing", "0004_turns_need_to_know"),
        ("linkage", "0014_judgements_need_to_know"),
        ("agencies", "0008_figures_and_returns"),
        ("clocks", "0002_need_to_know"),
    ]
    operations = [migrations.RunSQL([READS, INTERVIEWS, FACTS, ROUNDED, FIGURES, OWNERSHIP], migrations.RunSQL.noop)]
