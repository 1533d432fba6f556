"""Have the planner know what `erle.name_key` costs: it is looked up in the index, and not made of every name anew."""

from django.db import migrations

COST = [
    # It takes some thousand times what an operator takes. Believed to take a hundred, and with tables that were not counted
    # since they grew, each file that came in had it made of all names there are: 212,000 times for 7,300 records.
    "ALTER FUNCTION erle.name_key(text) COST 2000",
]


class Migration(migrations.Migration):
    """The same keys."""

    dependencies = [("records", "0017_found_in_few_circles")]
    operations = [migrations.RunSQL(COST, migrations.RunSQL.noop)]
