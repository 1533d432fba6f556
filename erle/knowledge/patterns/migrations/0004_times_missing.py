"""Find the lines that tell of leaving and coming back by their moment, without reading every other line."""

from django.db import migrations

INDEX = """
CREATE INDEX entry_times_missing ON records_entry (happened_at) INCLUDE (person_id)
WHERE kind IN ('missing', 'returned') AND withdrawn_at IS NULL
"""


class Migration(migrations.Migration):
    """The index is of this room: nobody else asks for times missing of all children at once."""

    dependencies = [("patterns", "0003_verdicts_need_to_know"), ("records", "0017_found_in_few_circles")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX entry_times_missing")]
