"""Keep each file that is not shared yet to the worker who added it."""

from django.db import migrations

from erle.foundation.database.policies import ProtectOwn


class Migration(migrations.Migration):
    """A file goes with its draft: into the report, or away."""

    dependencies = [("staff", "0007_enclosures"), ("access", "0002_need_to_know")]
    operations = [ProtectOwn("staff_enclosure", delete=True)]
