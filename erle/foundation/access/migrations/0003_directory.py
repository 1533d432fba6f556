"""Close the directory to writing: every worker reads it, and only those whose post says so change it.

A post is what opens records, so whoever could write one would let herself in. The doors ask first; here the database
does, whatever SQL reaches a worker's connection.
"""

from django.db import migrations

from erle.foundation.database.policies import secure

ME = "(SELECT erle.acting())"
WORKERS = "(SELECT erle.may_manage('manage_workers'))"
AGENCIES = "(SELECT erle.may_manage('manage_agencies'))"
UNUSABLE = "password LIKE '!%'"
"""Django's mark of a password that opens nothing."""

# Nobody manages before the first who may: the partnership's very first set-up. Posts that are over count, so that the
# set-up never comes back.
MAY_MANAGE = """
CREATE FUNCTION erle.may_manage(ability text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.able(ability) OR NOT EXISTS (
        SELECT 1 FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id WHERE ability = ANY (r.abilities));
$$;
REVOKE ALL ON FUNCTION erle.may_manage(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.may_manage(text) TO erle_worker;
ALTER FUNCTION erle.may_manage(text) OWNER TO erle_keeper;
"""

# Whoever opens an agency also makes the account by which its files come in; it alone takes that role from her.
IMPORT_ACCOUNT = f"kind = 'service' AND {AGENCIES}"
IMPORT_POST = (
    f"role_id = 'records-import' AND {AGENCIES}"
    " AND worker_id IN (SELECT id FROM agencies_worker WHERE kind = 'service')"
)
POST = f"worker_id IS DISTINCT FROM {ME} AND ({WORKERS} OR ({IMPORT_POST}))"

# A worker sets her own password and nobody else's: a manager can only take one away, for an invitation or at the end.
WRITING = {
    "agencies_agency": ("closed_on", AGENCIES, AGENCIES, AGENCIES),
    "agencies_worker": (
        "password, last_login, left_on",
        f"{UNUSABLE} AND ({WORKERS} OR ({IMPORT_ACCOUNT}))",
        f"id = {ME} OR {WORKERS}",
        f"id = {ME} OR ({WORKERS} AND {UNUSABLE})",
    ),
    "agencies_post": ("ends_at", POST, POST, POST),
}
"""Of each table: the columns that a change may touch, who may add a row, who may change one, and into what."""


def _close(table: str) -> list[str]:
    columns, added, changed, into = WRITING[table]
    return [
        *secure(table),
        f"CREATE POLICY {table}_select ON {table} FOR SELECT TO erle_worker USING (true)",
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT TO erle_worker WITH CHECK ({added})",
        f"CREATE POLICY {table}_update ON {table} FOR UPDATE TO erle_worker USING ({changed}) WITH CHECK ({into})",
        f"REVOKE ALL ON {table} FROM erle_worker",
        f"GRANT SELECT, INSERT, UPDATE ({columns}) ON {table} TO erle_worker",
    ]


class Migration(migrations.Migration):
    """The function first, since the policies call it."""

    dependencies = [("access", "0002_need_to_know"), ("agencies", "0002_ledgered")]
    operations = [
        migrations.RunSQL(MAY_MANAGE, migrations.RunSQL.noop),
        migrations.RunSQL([line for table in WRITING for line in _close(table)], migrations.RunSQL.noop),
    ]
