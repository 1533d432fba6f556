"""Keep the buckets of attempts out of the write-ahead log: after a crash they start full."""

from django.db import migrations


class Migration(migrations.Migration):
    """No row of the table is worth anything after a day."""

    dependencies = [("staff", "0002_own")]
    operations = [
        migrations.RunSQL("ALTER TABLE staff_attempt SET UNLOGGED", "ALTER TABLE staff_attempt SET LOGGED"),
    ]
