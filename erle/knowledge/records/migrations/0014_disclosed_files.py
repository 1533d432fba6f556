"""Files that are shared onwards with a report's items: kept with what was shared, never edited."""

import django.db.models.deletion
from django.db import migrations, models

from erle.foundation.database.policies import Protect

BY_THE_SHARER = (
    "CREATE POLICY records_disclosedfile_insert_own ON records_disclosedfile AS RESTRICTIVE FOR INSERT TO erle_worker"
    " WITH CHECK (EXISTS (SELECT 1 FROM records_disclosure d WHERE d.id = records_disclosedfile.disclosure_id"
    " AND d.circle_id = records_disclosedfile.circle_id AND d.shared_by_id = (SELECT erle.acting())))"
)


class Migration(migrations.Migration):
    """A recipient reads it as long as she reads the lines."""

    dependencies = [("records", "0013_own_reports"), ("access", "0005_disclosure_circles")]
    operations = [
        migrations.CreateModel(
            name="DisclosedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BooleanField(default=False, editable=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("number", models.PositiveSmallIntegerField(help_text="Its place, from 1.")),
                ("name", models.CharField(help_text="As it is shown; never used as a path.", max_length=120)),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(help_text="Bytes, as it is given out.")),
                ("digest", models.BinaryField(help_text="SHA-256 of what is given out.")),
                ("content", models.BinaryField(help_text="Ciphertext.")),
                ("scanned", models.CharField(max_length=12)),
                (
                    "circle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.circle",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="records.disclosure",
                    ),
                ),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddConstraint(
            model_name="disclosedfile",
            constraint=models.UniqueConstraint(fields=("disclosure", "number"), name="disclosed_file_has_its_place"),
        ),
        Protect("records_disclosedfile"),
        migrations.RunSQL(BY_THE_SHARER, migrations.RunSQL.noop),
    ]
