"""Keep with a model what was over-full when it was learnt, so that no record that is hidden today can fill a block."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

OLD = """
SET LOCAL ROLE erle_keeper;
DROP FUNCTION erle.matching_model();
DROP FUNCTION erle.keep_model(timestamptz, int, jsonb, jsonb);
RESET ROLE;
"""
NEW = """
CREATE FUNCTION erle.matching_model()
RETURNS TABLE (version int, learnt_at timestamptz, document jsonb, frequencies jsonb, full_blocks bigint[], full_keys bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.version, m.learnt_at, m.document, m.frequencies, m.full_blocks, m.full_keys FROM linkage_model m
    ORDER BY m.version DESC LIMIT 1;
$$;

CREATE FUNCTION erle.keep_model(learnt_at timestamptz, rows int, document jsonb, frequencies jsonb, full_blocks bigint[],
                                full_keys bigint[]) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    made int;
BEGIN
    PERFORM pg_advisory_xact_lock(7305526);
    INSERT INTO linkage_model AS m (version, learnt_at, rows, document, frequencies, full_blocks, full_keys)
    SELECT coalesce(max(o.version), 0) + 1, keep_model.learnt_at, keep_model.rows, keep_model.document, keep_model.frequencies,
           keep_model.full_blocks, keep_model.full_keys
    FROM linkage_model o RETURNING m.version INTO made;
    INSERT INTO ledger_line (worker_id, act, about, purpose, detail)
    VALUES (NULL, 'insert', 'linkage_model', '', jsonb_build_object('rows', 1, 'version', made));
    RETURN made;
END $$;
"""
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_matcher;"
    f" ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in (
        "erle.matching_model()",
        "erle.keep_model(timestamptz, int, jsonb, jsonb, bigint[], bigint[])",
    )
)


def numbers(said: str) -> "ArrayField[list[int], list[int]]":
    """Return a field of many whole numbers."""
    return ArrayField(base_field=models.BigIntegerField(), default=list, help_text=said, size=None)


class Migration(migrations.Migration):
    """No worker reads the two: rights to the model's columns are given by name."""

    dependencies = [("linkage", "0010_beside_a_question")]
    operations = [
        migrations.AddField("Weighing", "full_blocks", numbers("Marks of blocks, over-full then.")),
        migrations.AddField("Weighing", "full_keys", numbers("Keys that too many shared then.")),
        migrations.RunSQL([OLD, NEW, OWNERSHIP], migrations.RunSQL.noop),
    ]
