"""Protect episodes and return interviews."""

from django.db import migrations

from erle.foundation.database.policies import Protect


class Migration(migrations.Migration):
    """An episode gains its return, or is withdrawn with its batch; an interview's step is never edited."""

    dependencies = [("missing", "0001_episodes"), ("access", "0002_need_to_know")]
    operations = [
        Protect("missing_episode", update=["returned_at", "returned_precision", "withdrawn_at"]),
        Protect("missing_returninterview"),
    ]
