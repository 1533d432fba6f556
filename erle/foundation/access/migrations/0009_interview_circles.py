"""Circles of return interviews, and of what a child asked not to be shared: opened and filled by the keeper alone."""

from django.db import migrations, models

KINDS = (
    "child", "operation", "agency", "named_list", "report", "desk", "check", "interview", "withheld",
)  # fmt: skip
CLOSED = [
    # What follows is sealed by what it follows, and what was withheld stays sealed: by nobody's hand.
    "DROP POLICY access_circle_update_led ON access_circle",
    "CREATE POLICY access_circle_update_led ON access_circle AS RESTRICTIVE FOR UPDATE TO erle_worker"
    " USING (kind NOT IN ('report', 'desk', 'check', 'interview', 'withheld'))",
    # Nobody who is in one lets another in: the routing of interviews does, and a decision with its reasons.
    "CREATE POLICY access_share_insert_interviews ON access_share AS RESTRICTIVE FOR INSERT TO erle_worker WITH CHECK"
    " (NOT EXISTS (SELECT 1 FROM access_circle d WHERE d.id = access_share.circle_id AND d.kind IN ('interview', 'withheld')))",
]


class Migration(migrations.Migration):
    """Two kinds of circle."""

    dependencies = [("access", "0008_bits_at_once")]
    operations = [
        migrations.AlterField(
            "circle",
            "kind",
            models.CharField(max_length=12, choices=[(kind, kind.upper()) for kind in KINDS]),
        ),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
    ]
