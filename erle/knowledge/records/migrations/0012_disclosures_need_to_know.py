"""Protect what was shared onwards: written by the one who shares, never edited, and taken back as a whole."""

from django.db import migrations

from erle.foundation.database.policies import Protect

ME = "(SELECT erle.acting())"
# What is written of an act of sharing is written by the one whose act it is; a recipient adds nothing to it.
MINE = (
    "EXISTS (SELECT 1 FROM records_disclosure d WHERE d.id = {0}.disclosure_id AND d.circle_id = {0}.circle_id"
    f" AND d.shared_by_id = {ME})"
)
RECORD = (
    "EXISTS (SELECT 1 FROM access_circle d JOIN access_circle b ON b.id = d.beside_id"
    " WHERE d.id = records_disclosure.circle_id)"
)
WRITING = [
    "CREATE POLICY records_disclosure_insert_own ON records_disclosure AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (shared_by_id = {ME} AND (SELECT erle.able('share')))",
    "CREATE POLICY records_disclosure_update_own ON records_disclosure AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (withdrawn_at IS NULL AND (shared_by_id = {ME} OR {RECORD})) WITH CHECK (withdrawn_by_id = {ME})",
    "CREATE POLICY records_disclosedline_insert_own ON records_disclosedline AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK ({MINE.format('records_disclosedline')})",
    "CREATE POLICY records_confirmation_insert_own ON records_confirmation AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (read_by_id = {ME})",
]

# Who tried to open what was shared with others stands where those in its circle can read it. The keeper's function is
# replaced in the keeper's name.
REFUSING = """
CREATE OR REPLACE FUNCTION erle.refuse(asked text, route text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.ledger_write('refused', ARRAY[asked], ARRAY[coalesce(
        (SELECT circle_id FROM records_person WHERE reference = asked),
        (SELECT circle_id FROM records_disclosure WHERE reference = asked))], route, '{}');
$$;
"""


class Migration(migrations.Migration):
    """Lines and confirmations stay as they are."""

    dependencies = [("records", "0011_disclosures"), ("access", "0005_disclosure_circles")]
    operations = [
        Protect("records_disclosure", update=["withdrawn_by_id", "withdrawn_at", "withdrawn_because"]),
        Protect("records_disclosedline"),
        Protect("records_confirmation"),
        migrations.RunSQL([*WRITING, "SET LOCAL ROLE erle_keeper", REFUSING, "RESET ROLE"], migrations.RunSQL.noop),
    ]
