"""Have the functions that take many records planned for the records that they are given."""

from django.db import migrations

TAKING_MANY = (
    "alike(bigint[])",
    "gathering(bigint[])",
    "certain_pairs(bigint[])",
    "put_in_pictures(bigint[])",
    "take_out_of_pictures(bigint[], bigint[])",
    "follow_pictures(bigint[], bigint[])",
)
# Planned once, a statement keeps the plan that was right for the first few records of a new partnership until somebody
# counts the tables, and joins the thousands of the next file one by one with all others.
PLANNED_ANEW = [f"ALTER FUNCTION erle.{name} SET plan_cache_mode = force_custom_plan" for name in TAKING_MANY]


class Migration(migrations.Migration):
    """Planning takes milliseconds; the wrong plan took half a minute."""

    dependencies = [("linkage", "0004_questions_need_to_know")]
    operations = [
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", *PLANNED_ANEW, "RESET ROLE"], migrations.RunSQL.noop)
    ]
