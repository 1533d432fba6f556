"""Let roles hold missing episodes and grade their risk, in a partnership that stands already."""

from django.db import migrations

LETS = (
    ("police-missing-officer", "grade_missing"),
    ("police-missing-officer", "hold_missing"),
    ("mash-decision-maker", "hold_missing"),
    ("mash-manager", "hold_missing"),
)
LET = (
    "UPDATE agencies_role SET abilities = array_append(abilities, %s)"
    " WHERE slug = %s AND NOT abilities @> ARRAY[%s]::varchar[]"
)


def let(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Add what the role may do, where it may not yet; a new partnership starts with it."""
    for slug, ability in LETS:
        schema_editor.execute(LET, [ability, slug, ability])


class Migration(migrations.Migration):
    """Three roles."""

    dependencies = [("agencies", "0006_mash_information_officer")]
    operations = [migrations.RunPython(let, migrations.RunPython.noop)]
