"""Protect verdicts on patterns: seen by who sees every child of theirs, added by who was let into each circle."""

from django.db import migrations

from erle.foundation.database.policies import record_changes, secure

TABLE = "patterns_patternverdict"
ME = "(SELECT erle.acting())"
# The subqueries run as the reader, so under the policies of children: seals, bars and ends of shares hold here without
# a word (decision 23). An emergency is for reading: who decides was let into the circle of each child.
EACH = f"NOT EXISTS (SELECT 1 FROM unnest({TABLE}.people) AS about (id) WHERE NOT EXISTS"
SEES_ALL = f"{EACH} (SELECT 1 FROM records_person p WHERE p.id = about.id))"
LET_INTO_ALL = f"{EACH} (SELECT 1 FROM records_person p WHERE p.id = about.id AND erle.let_into(p.circle_id)))"

# What is decided is about no circle: the line of a change is read by its worker alone. No column may be changed.
POLICIES = [
    *secure(TABLE),
    f"CREATE POLICY {TABLE}_select ON {TABLE} FOR SELECT TO erle_worker USING ({SEES_ALL})",
    f"CREATE POLICY {TABLE}_insert ON {TABLE} FOR INSERT TO erle_worker WITH CHECK ("
    f"judged_by_id = {ME} AND (SELECT erle.able('share')) AND {LET_INTO_ALL})",
    f"GRANT SELECT, INSERT ON {TABLE} TO erle_worker",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO erle_keeper",
    *record_changes(TABLE, ""),
]


class Migration(migrations.Migration):
    """Two policies: who reads, and who adds."""

    dependencies = [("patterns", "0002_verdicts"), ("access", "0004_report_circles"), ("records", "0001_records")]
    operations = [migrations.RunSQL(POLICIES, migrations.RunSQL.noop)]
