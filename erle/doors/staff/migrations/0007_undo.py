"""What a worker did to many things at once, kept for some minutes to be taken back, and kept to her alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erle.foundation.database.policies import ProtectOwn


class Migration(migrations.Migration):
    """What nobody can take back any more is thrown away."""

    dependencies = [("staff", "0005_own_views"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Undo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(help_text="Key of the function that takes it back.", max_length=40)),
                ("place", models.CharField(help_text="Path of the page where it was done.", max_length=300)),
                ("words", models.TextField()),
                ("things", models.JSONField(help_text="References and moments; never a name.")),
                ("done_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        ProtectOwn("staff_undo", delete=True, update=["undone_at"]),
    ]
