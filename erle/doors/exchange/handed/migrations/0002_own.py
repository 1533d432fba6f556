"""Keep each handed file to the worker who handed it in; give jobs the next one, and nothing of it but its number."""

from django.db import migrations

from erle.foundation.database.policies import ProtectOwn

JOBS = """
-- Is a file waiting for a job that no living job has in hand?
CREATE FUNCTION erle.handed_file_waits(quiet float) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM exchange_handedfile WHERE state IN ('to_check', 'to_take')
                   AND (heard_of_at IS NULL OR heard_of_at < now() - make_interval(secs => quiet)));
$$;

-- The next file that waits, now in hand; two jobs never get the same one. Its number and its worker's, nothing else.
CREATE FUNCTION erle.next_handed_file(quiet float) RETURNS TABLE (file_id bigint, worker_id bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    UPDATE exchange_handedfile f SET heard_of_at = now() WHERE f.id = (
        SELECT k.id FROM exchange_handedfile k WHERE k.state IN ('to_check', 'to_take')
        AND (k.heard_of_at IS NULL OR k.heard_of_at < now() - make_interval(secs => quiet))
        ORDER BY k.handed_in_at, k.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING f.id, f.worker_id;
$$;

-- Throw away what nobody took, and what is over: of an ended file only its name, its counts and its batch stay.
CREATE FUNCTION erle.sweep_handed_files(before timestamptz, faults_before timestamptz, quiet float) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    UPDATE exchange_handedfile SET state = 'given_up', ended_at = now()
    WHERE state IN ('uploaded', 'to_check', 'checked', 'to_take', 'failed') AND handed_in_at < before
      AND (heard_of_at IS NULL OR heard_of_at < now() - make_interval(secs => quiet));
    DELETE FROM exchange_block b USING exchange_handedfile f
    WHERE f.id = b.file_id AND (f.state = 'given_up' OR (f.state = 'taken' AND (b.sort = 'file' OR f.ended_at < faults_before)));
    UPDATE exchange_handedfile SET found = found - 'faults' - 'sample'
    WHERE (state = 'given_up' OR (state = 'taken' AND ended_at < faults_before)) AND found ?| ARRAY['faults', 'sample'];
$$;
"""
CALLABLE = (
    "erle.handed_file_waits(float)",
    "erle.next_handed_file(float)",
    "erle.sweep_handed_files(timestamptz, timestamptz, float)",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
)


class Migration(migrations.Migration):
    """A file is changed as it goes on, never handed over."""

    dependencies = [("exchange", "0001_handed_files"), ("access", "0004_report_circles")]
    operations = [
        ProtectOwn(
            "exchange_handedfile",
            update=[
                "size",
                "format",
                "header",
                "mapping",
                "state",
                "rows",
                "found",
                "batch",
                "heard_of_at",
                "ended_at",
            ],
        ),
        ProtectOwn("exchange_block", delete=True),
        migrations.RunSQL([JOBS, OWNERSHIP], migrations.RunSQL.noop),
    ]
