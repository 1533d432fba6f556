"""Let people, numbers and things be found: keys that the database works out, indexes on them, and who may ask."""

from django.db import migrations

from erle.knowledge.records.migrations import _finding, _names


class Migration(migrations.Migration):
    """The columns are the database's alone: no model has them, and nothing writes them.

    Something of `pg_trgm` is called first, so that the session knows the setting that the functions pin.
    """

    dependencies = [("records", "0006_take_back")]
    operations = [
        migrations.RunSQL(
            [
                "SELECT public.similarity('', '')",
                *(_names.PARTS, _names.SOUND, _names.COLUMNS),
                *(_finding.COLUMNS, _finding.FEW, _finding.CHILDREN, _finding.THINGS, _finding.OWNERSHIP),
            ],
            migrations.RunSQL.noop,
        ),
    ]
