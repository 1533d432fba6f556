"""An interview stands still while something is added to it; an undone tie tells the other record's circle nothing."""

from django.db import migrations

from erle.practice.missing.migrations._standing_still import REPLACED


class Migration(migrations.Migration):
    """The functions are replaced in the keeper's name."""

    dependencies = [("missing", "0012_handed_over_need_to_know")]
    operations = [
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", *REPLACED, "RESET ROLE"], migrations.RunSQL.noop),
    ]
