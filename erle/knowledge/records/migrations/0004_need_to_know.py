"""Protect what is handed in; withdraw what repeats a line when the line is withdrawn."""

import django.db.models.deletion
from django.db import migrations, models

from erle.foundation.database.policies import Protect
from erle.knowledge.records.migrations._writing import WRITING

FOLLOWING = """
-- A line, a week or words that repeat those of another record are withdrawn with them. Whoever repeats them at this
-- moment has the record's row locked, and is waited for.
CREATE FUNCTION erle.withdraw_repeats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    repeated boolean;
BEGIN
    PERFORM 1 FROM records_person WHERE id IN (SELECT person_id FROM changed WHERE withdrawn_at IS NOT NULL AND origin_id IS NULL)
    ORDER BY id FOR NO KEY UPDATE;
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


def _from_circle() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        help_text="Of what it repeats: whom that circle keeps out does not see it here either.",
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="access.circle",
    )


class Migration(migrations.Migration):
    """Items, mentions and attachments are never edited; a note and a relation end, and stay."""

    dependencies = [("records", "0003_handed_in"), ("access", "0004_report_circles")]
    operations = [
        *(migrations.AddField(model, "origin_circle", _from_circle()) for model in ("entry", "schoolweek", "words")),
        migrations.AddConstraint(
            "person", models.UniqueConstraint(fields=("circle",), name="person_in_a_circle_of_its_own")
        ),
        migrations.RemoveConstraint("identifier", "identifier_is_one_persons"),
        migrations.AddConstraint(
            "identifier",
            models.UniqueConstraint(fields=("agency", "scheme", "value", "sealed"), name="identifier_is_one_persons"),
        ),
        Protect("records_item"),
        Protect("records_attachment"),
        Protect("records_mention"),
        Protect("records_note", update=["withdrawn_by_id", "withdrawn_at"]),
        Protect("records_relation", update=["ended_by_id", "ended_at"]),
        Protect("records_schoolweek", update=["withdrawn_at"]),
        migrations.RunSQL(
            [FOLLOWING, *TRIGGERS, OWNERSHIP, *WRITING, "GRANT UPDATE (withdrawn_at) ON records_words TO erle_worker"],
            migrations.RunSQL.noop,
        ),
    ]
