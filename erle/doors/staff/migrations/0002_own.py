"""Keep each draft to the worker who typed it."""

from django.db import migrations

from erle.foundation.database.policies import ProtectOwn


class Migration(migrations.Migration):
    """A draft is thrown away once it is sent."""

    dependencies = [("staff", "0001_drafts"), ("access", "0002_need_to_know")]
    operations = [ProtectOwn("staff_draft", delete=True, update=["fields", "saved_at"])]
