"""Episodes, steps towards a return interview, and the clocks: written by who was let in; an emergency opening is for reading."""

from django.db import migrations

LET_IN = "circle_id <> ALL ((SELECT erle.emergencies())::bigint[])"
STEP = (
    "recorded_by_id = (SELECT erle.acting()) AND (SELECT erle.able('record_return_interview')) AND erle.let_into(circle_id)"
    " AND EXISTS (SELECT 1 FROM missing_episode e WHERE e.id = episode_id AND e.circle_id = missing_returninterview.circle_id)"
)
# The circles of an emergency are looked up once a statement, however many rows a file's undoing changes.
BARS = [
    "CREATE POLICY missing_returninterview_insert_own ON missing_returninterview AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK ({STEP})",
    "CREATE POLICY missing_episode_insert_let_in ON missing_episode AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK ({LET_IN})",
    "CREATE POLICY missing_episode_update_let_in ON missing_episode AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING ({LET_IN}) WITH CHECK ({LET_IN})",
    "CREATE POLICY clocks_runningclock_update_let_in ON clocks_runningclock AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING ({LET_IN}) WITH CHECK ({LET_IN})",
]


class Migration(migrations.Migration):
    """What a service's interviewer tells is written by the keeper's functions, which ask for themselves."""

    dependencies = [
        ("missing", "0007_interviews_narrowed"),
        ("clocks", "0002_need_to_know"),
        ("records", "0004_need_to_know"),
    ]
    operations = [migrations.RunSQL(BARS, migrations.RunSQL.noop)]
