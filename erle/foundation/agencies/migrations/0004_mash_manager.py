"""Add the role of the MASH manager: at the desk, beside its decision makers, and answering for what nobody took."""

from django.db import migrations

ABILITIES = [
    "ask_whether_known",
    "break_glass",
    "hand_in",
    "keep_out",
    "read_records",
    "review_break_glass",
    "share",
    "triage",
]
ADD = "INSERT INTO agencies_role (slug, name, abilities) VALUES ('mash-manager', 'MASH manager', %s) ON CONFLICT DO NOTHING"


def add(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Add it to a partnership that stands already; a new one starts with it."""
    schema_editor.execute(ADD, [ABILITIES])


class Migration(migrations.Migration):
    """One role."""

    dependencies = [("agencies", "0003_handing_in")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
