"""Keep each view to the worker who saved it."""

from django.db import migrations

from erle.foundation.database.policies import ProtectOwn


class Migration(migrations.Migration):
    """A view is saved anew under its name, or thrown away."""

    dependencies = [("staff", "0004_saved_views"), ("access", "0002_need_to_know")]
    operations = [ProtectOwn("staff_savedview", delete=True, update=["query", "saved_at"])]
