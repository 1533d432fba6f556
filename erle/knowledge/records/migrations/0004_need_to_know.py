"""Protect what is handed in; withdraw what repeats a line when the line is withdrawn."""

from django.db import migrations

from erle.foundation.database.policies import Protect

FOLLOWING = """
-- A line, a week or words that repeat those of another record are withdrawn with them.
CREATE FUNCTION erle.withdraw_repeats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    repeated boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM changed c JOIN public.%I repeat ON repeat.origin_id = c.id'
        ' WHERE c.withdrawn_at IS NOT NULL AND repeat.withdrawn_at IS NULL)', TG_TABLE_NAME) INTO repeated;
    IF NOT repeated THEN
        RETURN NULL;  -- an update of nothing would call this again
    END IF;
    EXECUTE format(
        'UPDATE public.%I repeat SET withdrawn_at = c.withdrawn_at FROM changed c'
        ' WHERE repeat.origin_id = c.id AND c.withdrawn_at IS NOT NULL AND repeat.withdrawn_at IS NULL', TG_TABLE_NAME);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION erle.withdraw_repeats() FROM PUBLIC;
"""
OWNERSHIP = "ALTER FUNCTION erle.withdraw_repeats() OWNER TO erle_keeper;"
REPEATED = ("records_entry", "records_schoolweek", "records_words")
TRIGGERS = [
    f"CREATE TRIGGER {table}_repeats AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed"
    f" FOR EACH STATEMENT EXECUTE FUNCTION erle.withdraw_repeats()"
    for table in REPEATED
]


class Migration(migrations.Migration):
    """Items, mentions and attachments are never edited; a note and a relation end, and stay."""

    dependencies = [("records", "0003_handed_in"), ("access", "0004_report_circles")]
    operations = [
        Protect("records_item"),
        Protect("records_attachment"),
        Protect("records_mention"),
        Protect("records_note", update=["withdrawn_by_id", "withdrawn_at"]),
        Protect("records_relation", update=["ended_by_id", "ended_at"]),
        Protect("records_schoolweek", update=["withdrawn_at"]),
        migrations.RunSQL(
            [FOLLOWING, *TRIGGERS, OWNERSHIP, "GRANT UPDATE (withdrawn_at) ON records_words TO erle_worker"],
            migrations.RunSQL.noop,
        ),
    ]
