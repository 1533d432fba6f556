"""A child who accepts a return interview was offered it, also where the talk was not held yet."""

from django.db import migrations

ACCEPTED = """
CREATE OR REPLACE FUNCTION erle.interview_facts(before timestamptz)
RETURNS TABLE (episode_id bigint, offered boolean, done boolean, in_time boolean, declined boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT i.episode_id, bool_or(i.status IN ('offered', 'accepted', 'booked', 'completed', 'declined')),
           bool_or(i.status = 'completed'),
           bool_or(i.status = 'completed' AND i.happened_at < e.returned_at + interval '72 hours'),
           bool_or(i.status = 'declined') AND NOT bool_or(i.status = 'completed')
    FROM missing_returninterview i JOIN missing_episode e ON e.id = i.episode_id
    WHERE i.happened_at < interview_facts.before AND i.recorded_at < interview_facts.before GROUP BY i.episode_id;
$$;
"""


class Migration(migrations.Migration):
    """Replaced in the keeper's name, whose it is."""

    dependencies = [("board", "0001_missing_figures"), ("missing", "0006_interviews_need_to_know")]
    operations = [
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", ACCEPTED, "RESET ROLE"], migrations.RunSQL.noop),
    ]
