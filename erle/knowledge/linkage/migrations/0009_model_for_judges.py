"""Let whoever judges read what the model weighs; its frequent values, names among them, stay with the keeper."""

from django.db import migrations

MODEL = (
    "ALTER POLICY linkage_model_select ON linkage_model"
    " USING ((SELECT erle.able('manage_agencies') OR erle.able('judge_same_person')))"
)


class Migration(migrations.Migration):
    """One policy."""

    dependencies = [("linkage", "0008_records_of_a_picture")]
    operations = [migrations.RunSQL(MODEL, migrations.RunSQL.noop)]
