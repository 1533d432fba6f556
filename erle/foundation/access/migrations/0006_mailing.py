"""Telling a worker by e-mail that there is something new: whether she wants it, and that she is never told twice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erle.foundation.database.policies import ProtectOwn

# Both are for the job that sends, which acts as nobody; a page's worker cannot ask who else is to be written to.
MAIL = """
-- Take up to so many workers who want an e-mail and have something unread that none has spoken for yet, and count it as
-- spoken for: the e-mail is sent after this has been kept, so that two jobs, or one that broke off, never send it twice.
CREATE FUNCTION erle.take_mail(most int, pause interval)
RETURNS TABLE (worker_id bigint, email text, up_to bigint, before bigint, before_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF erle.acting() IS NOT NULL THEN
        RAISE EXCEPTION 'E-mail is sent by a job, not by a worker.' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
        WITH due AS MATERIALIZED (
            SELECT m.worker_id, m.told_up_to, m.sent_at FROM access_mailing m
            JOIN agencies_worker w ON w.id = m.worker_id AND w.kind = 'person' AND w.left_on IS NULL
            WHERE m.wanted AND (m.sent_at IS NULL OR m.sent_at <= now() - pause)
              AND EXISTS (SELECT 1 FROM access_notice n
                          WHERE n.worker_id = m.worker_id AND n.read_at IS NULL AND n.id > m.told_up_to)
            ORDER BY m.sent_at NULLS FIRST, m.worker_id LIMIT most FOR UPDATE OF m SKIP LOCKED
        ), taken AS (
            UPDATE access_mailing m
            SET told_up_to = (SELECT max(n.id) FROM access_notice n WHERE n.worker_id = m.worker_id), sent_at = now()
            FROM due WHERE m.worker_id = due.worker_id
            RETURNING m.worker_id, m.told_up_to, due.told_up_to AS before, due.sent_at AS before_at
        )
        SELECT t.worker_id, w.email::text, t.told_up_to, t.before, t.before_at
        FROM taken t JOIN agencies_worker w ON w.id = t.worker_id ORDER BY t.worker_id;
END $$;

-- Give back what the post office refused, so that it is tried again.
CREATE FUNCTION erle.give_back_mail(worker bigint, up_to bigint, before bigint, before_at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF erle.acting() IS NOT NULL THEN
        RAISE EXCEPTION 'E-mail is sent by a job, not by a worker.' USING ERRCODE = '42501';
    END IF;
    UPDATE access_mailing SET told_up_to = before, sent_at = before_at WHERE worker_id = worker AND told_up_to = up_to;
END $$;
"""
FUNCTIONS = ("erle.take_mail(int, interval)", "erle.give_back_mail(bigint, bigint, bigint, timestamptz)")
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in FUNCTIONS
)


class Migration(migrations.Migration):
    """The table, kept to each worker, and what the job may ask."""

    dependencies = [("access", "0005_disclosure_circles"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "worker",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("wanted", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "told_up_to",
                    models.BigIntegerField(
                        default=0, help_text="Number of the newest notice that an e-mail spoke for."
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
            ],
        ),
        ProtectOwn("access_mailing", update=["wanted", "changed_at", "told_up_to"]),
        migrations.RunSQL([MAIL, OWNERSHIP], migrations.RunSQL.noop),
    ]
