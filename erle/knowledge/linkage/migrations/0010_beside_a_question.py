"""Say which other open questions a judge is asked about one of the same two records."""

from django.db import migrations

BESIDE = """
CREATE FUNCTION erle.questions_beside(named text) RETURNS TABLE (reference text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT q.reference FROM linkage_question asked
    JOIN linkage_question q ON q.id <> asked.id AND (q.other_id IN (asked.other_id, asked.picture_id) OR q.picture_id IN (asked.other_id, asked.picture_id))
    JOIN erle.questions_to_judge() open ON open.reference = q.reference
    WHERE asked.reference = named AND erle.judges(asked) ORDER BY q.weight DESC, q.reference;
$$;
REVOKE ALL ON FUNCTION erle.questions_beside(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.questions_beside(text) TO erle_worker;
ALTER FUNCTION erle.questions_beside(text) OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """One function, of what she is asked anyway."""

    dependencies = [("linkage", "0009_model_for_judges")]
    operations = [migrations.RunSQL(BESIDE, migrations.RunSQL.noop)]
