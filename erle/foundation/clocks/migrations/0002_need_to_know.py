"""Protect the clocks."""

from django.db import migrations

from erle.foundation.database.policies import Protect


class Migration(migrations.Migration):
    """A clock is started, stopped, or computed anew with its change written down."""

    dependencies = [("clocks", "0001_clocks"), ("access", "0002_need_to_know")]
    operations = [
        Protect(
            "clocks_runningclock",
            update=[
                "stopped_by_id",
                "stopped_at",
                "outcome",
                "rule",
                "calendar",
                "due_at",
                "owed_by_role_id",
                "owed_by_worker_id",
            ],
        ),
        Protect("clocks_clockchange"),
    ]
