"""Let roles see the partnership's figures, and add the data officer, in a partnership that stands already."""

from django.db import migrations

SEES_FIGURES = ("social-work-manager", "return-interview-coordinator", "mash-manager", "information-governance")
LET = (
    "UPDATE agencies_role SET abilities = array_append(abilities, 'see_figures')"
    " WHERE slug = %s AND NOT abilities @> ARRAY['see_figures']::varchar[]"
)
ADD = (
    "INSERT INTO agencies_role (slug, name, abilities) VALUES"
    " ('data-officer', 'Data officer', ARRAY['hand_in', 'make_returns', 'see_figures']) ON CONFLICT DO NOTHING"
)


def let(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Add what the role may do, where it may not yet; a new partnership starts with it."""
    for slug in SEES_FIGURES:
        schema_editor.execute(LET, [slug])


class Migration(migrations.Migration):
    """Four roles, and one that is new."""

    dependencies = [("agencies", "0007_missing_episodes")]
    operations = [migrations.RunPython(let, migrations.RunPython.noop), migrations.RunSQL(ADD, migrations.RunSQL.noop)]
