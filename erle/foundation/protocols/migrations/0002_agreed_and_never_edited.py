"""Protect protocols: read by every worker, added to by whom a role lets, in nobody else's name, and never changed."""

from django.db import migrations

from erle.foundation.database.policies import record_changes, secure

ME = "(SELECT erle.acting())"
WRITES = "(SELECT erle.able('write_protocols'))"
# What belongs to a version is added in the transaction that adds the version, by its writer, and in no later one: whoever
# signs has the whole before her.
OF_MY_NEW_VERSION = (
    "EXISTS (SELECT 1 FROM protocols_version v"
    f" WHERE v.id = {{table}}.version_id AND v.written_by_id = {ME} AND v.kept_at = now())"
)
# A little in the future is let pass: the moment comes from the web server's clock.
NOT_AHEAD = "{moment} <= clock_timestamp() + interval '5 minutes'"
SIGNS_THERE = (
    "EXISTS (SELECT 1 FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id"
    f" WHERE p.worker_id = {ME} AND p.agency_id = protocols_answer.agency_id"
    " AND p.starts_at <= now() AND now() < p.ends_at AND 'sign_protocols' = ANY (r.abilities))"
)
OWNER_NOT_DONE = (
    "EXISTS (SELECT 1 FROM protocols_owner o JOIN protocols_version v ON v.id = o.version_id"
    " WHERE o.version_id = protocols_answer.version_id AND o.agency_id = protocols_answer.agency_id"
    " AND v.written_at <= protocols_answer.answered_at)"
    " AND NOT EXISTS (SELECT 1 FROM protocols_withdrawal w WHERE w.version_id = protocols_answer.version_id)"
)
# In force is signed by every owner on or after its day; what is not may still be taken back.
NOT_IN_FORCE = (
    "EXISTS (SELECT 1 FROM protocols_version v WHERE v.id = protocols_withdrawal.version_id AND ("
    "v.in_force_from::timestamp AT TIME ZONE 'Europe/London' > clock_timestamp()"
    " OR EXISTS (SELECT 1 FROM protocols_owner o WHERE o.version_id = v.id AND NOT EXISTS"
    " (SELECT 1 FROM protocols_answer a WHERE a.version_id = v.id AND a.agency_id = o.agency_id AND a.signed))))"
)
MAY_ADD = {
    "protocols_protocol": f"opened_by_id = {ME} AND {WRITES}",
    "protocols_version": f"written_by_id = {ME} AND {WRITES} AND kept_at = now()"
    f" AND {NOT_AHEAD.format(moment='written_at')}",
    "protocols_section": OF_MY_NEW_VERSION.format(table="protocols_section"),
    "protocols_owner": OF_MY_NEW_VERSION.format(table="protocols_owner"),
    "protocols_answer": f"answered_by_id = {ME} AND {NOT_AHEAD.format(moment='answered_at')}"
    f" AND {SIGNS_THERE} AND {OWNER_NOT_DONE}",
    "protocols_withdrawal": f"withdrawn_by_id = {ME} AND {WRITES} AND {NOT_AHEAD.format(moment='withdrawn_at')}"
    f" AND {NOT_IN_FORCE}",
}


def _policies(table: str, may_add: str) -> list[str]:
    return [
        *secure(table),
        f"CREATE POLICY {table}_select ON {table} FOR SELECT TO erle_worker USING ({ME} IS NOT NULL)",
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT TO erle_worker WITH CHECK ({may_add})",
        f"GRANT SELECT, INSERT ON {table} TO erle_worker",
        *record_changes(table, ""),
    ]


ADD_ROLES = (
    "INSERT INTO agencies_role (slug, name, abilities) VALUES"
    " ('partnership-manager', 'Partnership manager', ARRAY['write_protocols']),"
    " ('protocol-signatory', 'Protocol signatory', ARRAY['sign_protocols']) ON CONFLICT DO NOTHING"
)


class Migration(migrations.Migration):
    """Six tables, and two roles in a partnership that stands already."""

    dependencies = [("protocols", "0001_protocols"), ("access", "0002_need_to_know")]
    operations = [
        *(migrations.RunSQL(_policies(table, may_add), migrations.RunSQL.noop) for table, may_add in MAY_ADD.items()),
        migrations.RunSQL(ADD_ROLES, migrations.RunSQL.noop),
    ]
