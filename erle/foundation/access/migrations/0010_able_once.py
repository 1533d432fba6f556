"""Ask who acts once, and not of each post: to check the signed context takes longer than to read the post."""

from django.db import migrations

# As in 0002; `(SELECT …)` has it asked once, also where the posts are read through.
ABLE = """
CREATE OR REPLACE FUNCTION erle.able(ability text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id
        WHERE p.worker_id = (SELECT erle.acting()) AND p.starts_at <= now() AND now() < p.ends_at AND able.ability = ANY (r.abilities));
$$;
"""


class Migration(migrations.Migration):
    """The same answer."""

    dependencies = [("access", "0009_interview_circles")]
    operations = [migrations.RunSQL(["SET LOCAL ROLE erle_keeper", ABLE, "RESET ROLE"], migrations.RunSQL.noop)]
