"""Protect the turns of episodes and the plans: added, never edited, in nobody else's name, by whom a role lets."""

from django.db import migrations

from erle.foundation.database.policies import Protect

ME = "(SELECT erle.acting())"
# A turn stands in its episode's circle; who sees the child by an emergency opening alone writes none.
TURN = (
    f"changed_by_id = {ME} AND erle.let_into(circle_id)"
    " AND EXISTS (SELECT 1 FROM missing_episode e WHERE e.id = episode_id AND e.circle_id = missing_turn.circle_id)"
    " AND (what <> 'risk' OR (SELECT erle.able('grade_missing')))"
    " AND (what NOT IN ('taken', 'handed', 'acknowledged', 'prevention') OR (SELECT erle.able('hold_missing')))"
)
PLAN = (
    f"made_by_id = {ME} AND erle.let_into(circle_id)"
    " AND EXISTS (SELECT 1 FROM records_person p WHERE p.id = person_id AND p.circle_id = missing_triggerplan.circle_id)"
)
ACTS = [
    "CREATE POLICY missing_turn_insert_own ON missing_turn AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK ({TURN})",
    "CREATE POLICY missing_triggerplan_insert_own ON missing_triggerplan AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK ({PLAN})",
]


class Migration(migrations.Migration):
    """No column of either may be changed."""

    dependencies = [
        ("missing", "0003_turns"),
        ("agencies", "0007_missing_episodes"),
        ("access", "0004_report_circles"),
    ]
    operations = [
        Protect("missing_turn"),
        Protect("missing_triggerplan"),
        migrations.RunSQL(ACTS, migrations.RunSQL.noop),
    ]
