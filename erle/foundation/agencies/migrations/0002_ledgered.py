"""Lay down the starting roles, and write every change of the directory in the ledger."""

from django.db import migrations

from erle.foundation.agencies.rules import STARTING_ROLES
from erle.foundation.database.policies import record_changes

TABLES = ("agencies_agency", "agencies_worker", "agencies_post")


def lay_down_roles(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Insert each starting role, with its abilities as they stood when this migration was run."""
    for role in STARTING_ROLES:
        schema_editor.execute(
            "INSERT INTO agencies_role (slug, name, abilities) VALUES (%s, %s, %s::varchar[])",
            [role.slug, role.name, sorted(role.abilities)],
        )


class Migration(migrations.Migration):
    """No worker's connection may change a role: a migration does, and the owner runs it."""

    dependencies = [("agencies", "0001_directory"), ("ledger", "0001_ledger")]
    operations = [
        migrations.RunPython(lay_down_roles, migrations.RunPython.noop),
        migrations.RunSQL(
            [statement for table in TABLES for statement in record_changes(table, "")], migrations.RunSQL.noop
        ),
    ]
