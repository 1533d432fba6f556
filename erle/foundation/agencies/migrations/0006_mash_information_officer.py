"""Add the role of the MASH information officer: asked which records are of one child, and shown no more of them."""

from django.db import migrations

ADD = (
    "INSERT INTO agencies_role (slug, name, abilities) VALUES"
    " ('mash-information-officer', 'MASH information officer', ARRAY['hand_in', 'judge_same_person']) ON CONFLICT DO NOTHING"
)


class Migration(migrations.Migration):
    """Added to a partnership that stands already; a new one starts with it."""

    dependencies = [("agencies", "0005_registers")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
