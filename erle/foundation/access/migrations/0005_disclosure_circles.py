"""Open a circle for what is shared onwards: a fixed set of lines, seen by its recipients until a day; and tell of it."""

import django.contrib.postgres.fields
from django.db import migrations, models

OPENING = """
-- May the worker be named as one with whom something of these circles is shared? She is a person who works now in a role
-- that reads records, is not the one who shares, and is kept out of none of them. No reason is ever given. A bar in a
-- record that the sharer is not in is no reason to refuse, since she would learn of it: it bars all the same.
CREATE FUNCTION erle.may_receive(worker bigint, sources bigint[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT worker IS DISTINCT FROM erle.acting()
       AND EXISTS (SELECT 1 FROM agencies_worker w JOIN agencies_post p ON p.worker_id = w.id JOIN agencies_role r ON r.slug = p.role_id
                   WHERE w.id = worker AND w.kind = 'person' AND w.left_on IS NULL AND p.starts_at <= now() AND now() < p.ends_at
                     AND 'read_records' = ANY (r.abilities))
       AND NOT EXISTS (SELECT 1 FROM access_conflict k WHERE k.worker_id = worker
                       AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at)
                       AND (k.circle_id = ANY (sources) OR k.circle_id IN (
                            SELECT f.leader_id FROM erle.follows f WHERE f.circle_id = ANY (sources) AND erle.in_circle(f.leader_id))));
$$;

-- With whom what is in the circle is shared now: named in person, or by the roles that they hold, and not shut out.
CREATE FUNCTION erle.recipients_of(circle bigint) RETURNS TABLE (worker_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT DISTINCT n.worker_id FROM access_need n JOIN access_share s ON s.id = n.share_id AND s.kind = 'shared'
    JOIN agencies_worker w ON w.id = n.worker_id AND w.kind = 'person' AND w.left_on IS NULL
    WHERE n.circle_id = circle AND n.starts_at <= now() AND now() < n.ends_at AND erle.stands_in(n.worker_id, circle);
$$;

-- Who answers by name for the first circle and is in all the others too: its lead workers.
CREATE FUNCTION erle.holders_of(sources bigint[]) RETURNS TABLE (worker_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT DISTINCT s.worker_id FROM access_share s JOIN agencies_worker w ON w.id = s.worker_id AND w.left_on IS NULL
    WHERE s.circle_id = sources[1] AND s.kind = 'lead' AND s.withdrawn_at IS NULL AND s.starts_at <= now() AND now() < s.ends_at
      AND NOT EXISTS (SELECT 1 FROM unnest(sources) AS source WHERE NOT erle.stands_in(s.worker_id, source));
$$;

-- Open a circle for what is taken from one circle, the first, or also from narrower ones. In it are: who shares; the
-- recipients until the end; and whoever holds the record that it is taken from, where they are in all these circles.
-- Nothing is returned where somebody cannot be a recipient, whatever the reason. Who is kept out of a record that a line
-- repeats (the origins, of which who shares need not know) is kept out of this too, and nobody reads that she is.
CREATE FUNCTION erle.open_disclosure_circle(about text, sources bigint[], origins bigint[], workers bigint[], agencies bigint[],
                                            roles text[], lawful_basis text, why text, until timestamptz, kind text, words text)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    base access_circle;
    closed boolean;
    opened bigint;
BEGIN
    SELECT * INTO base FROM access_circle WHERE id = sources[1] FOR KEY SHARE;
    IF base.id IS NULL OR NOT erle.able('share') OR EXISTS (SELECT 1 FROM unnest(sources) AS source WHERE NOT erle.let_into(source)) THEN
        RAISE EXCEPTION 'Only who was let in shares onwards.' USING ERRCODE = '42501';
    END IF;
    closed := EXISTS (SELECT 1 FROM access_circle c WHERE c.id = ANY (sources) AND c.sealed)
              OR EXISTS (SELECT 1 FROM erle.follows f WHERE f.circle_id = ANY (sources) AND f.sealed AND erle.in_circle(f.leader_id));
    IF cardinality(workers) + cardinality(agencies) = 0 OR (closed AND cardinality(agencies) > 0)
       OR EXISTS (SELECT 1 FROM unnest(workers) AS one WHERE NOT erle.may_receive(one, sources))
       OR EXISTS (SELECT 1 FROM unnest(agencies, roles) AS one (agency, role)
                  LEFT JOIN agencies_agency a ON a.id = one.agency AND a.closed_on IS NULL
                  LEFT JOIN agencies_role r ON r.slug = one.role AND 'read_records' = ANY (r.abilities)
                  WHERE a.id IS NULL OR r.slug IS NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id, beside_id)
    VALUES (erle.new_reference('C'), 'named_list', base.agency_id, closed, now(), acting, base.id) RETURNING id INTO opened;
    -- It follows the first circle by standing beside it; of a record alone it follows all that the record follows, and who
    -- is named in the record when it is sealed sees what was shared of it.
    INSERT INTO access_following (circle_id, leader_id, sealed, own, desk, kin)
    SELECT opened, base.id, base.sealed, true, true, false WHERE base.kind = 'child' AND cardinality(sources) = 1;
    INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at)
    SELECT DISTINCT ON (k.worker_id) opened, closed, k.worker_id, k.reason, k.starts_at, k.declared_by_id, k.declared_at
    FROM access_conflict k WHERE k.circle_id = ANY (sources[2:] || origins) AND k.ended_at IS NULL ORDER BY k.worker_id, k.id;
    INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, worker_id, purpose, basis, reason, told,
                              starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
    SELECT erle.new_reference('S'), one.kind, opened, closed, one.agency, one.role, one.worker, one.purpose, lawful_basis, '', '',
           now(), one.ends_at, acting, now(), ''
    FROM (SELECT 'lead' AS kind, NULL::bigint AS agency, NULL::text AS role, acting AS worker, 'Shared it onwards' AS purpose,
                 timestamptz '9999-12-31 00:00:00+00' AS ends_at
          UNION ALL SELECT 'shared', NULL, NULL, worker, why, until FROM unnest(workers) AS worker
          UNION ALL SELECT 'shared', a.agency, a.role, NULL, why, until FROM unnest(agencies, roles) AS a (agency, role)
          UNION ALL SELECT 'opened', NULL, NULL, holder.worker_id, 'Holds the record that it is taken from',
                           timestamptz '9999-12-31 00:00:00+00'
                    FROM erle.holders_of(sources) AS holder WHERE holder.worker_id <> acting AND holder.worker_id <> ALL (workers)
          UNION ALL SELECT 'opened', base.agency_id, r.slug, NULL, 'Holds the record that it is taken from',
                           timestamptz '9999-12-31 00:00:00+00'
                    FROM agencies_role r WHERE 'hold_agency_circles' = ANY (r.abilities)
                    AND NOT EXISTS (SELECT 1 FROM unnest(sources) AS source WHERE NOT EXISTS (
                        SELECT 1 FROM access_share s WHERE s.circle_id = source AND s.agency_id = base.agency_id AND s.role_id = r.slug
                        AND s.kind = 'opened' AND s.withdrawn_at IS NULL AND s.starts_at <= now() AND now() < s.ends_at))
         ) AS one;
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT r.worker_id, open_disclosure_circle.kind, about, words, clock_timestamp() FROM erle.recipients_of(opened) r
    WHERE r.worker_id <> acting;
    RETURN opened;
END $$;

-- What was shared of a child is sealed with the child's record, and opened with it.
CREATE FUNCTION erle.seal_beside() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM changed c JOIN access_circle d ON d.beside_id = c.id AND d.kind = 'named_list'
                   WHERE d.sealed <> c.sealed) THEN
        RETURN NULL;  -- an update of nothing would call this again
    END IF;
    UPDATE access_circle d SET sealed = c.sealed FROM changed c
    WHERE d.beside_id = c.id AND d.kind = 'named_list' AND d.sealed <> c.sealed;
    RETURN NULL;
END $$;
CREATE TRIGGER access_circle_seal_beside AFTER UPDATE ON access_circle
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.seal_beside();
"""

TELLING = """
-- Tell the recipients of what was shared onwards, or the one who shared it, that something became of it.
CREATE FUNCTION erle.tell_of_disclosure(circle bigint, whom text, kind text, about text, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF NOT erle.in_circle(circle) OR NOT EXISTS (
        SELECT 1 FROM access_circle c WHERE c.id = circle AND c.kind = 'named_list' AND c.beside_id IS NOT NULL) THEN
        RAISE EXCEPTION 'Only who is in the circle tells of it.' USING ERRCODE = '42501';
    END IF;
    IF whom = 'sharer' THEN
        PERFORM erle.tell(circle, kind, about, words);
    ELSE
        INSERT INTO access_notice (worker_id, kind, about, words, told_at)
        SELECT r.worker_id, tell_of_disclosure.kind, about, words, clock_timestamp() FROM erle.recipients_of(circle) r
        WHERE r.worker_id IS DISTINCT FROM erle.acting();
    END IF;
END $$;
"""

# With whom something is shared does not share it further, and does not take it from another: only who shared it, and who
# is in the circle that it was taken from.
NOT_PASSED_ON = (
    "NOT EXISTS (SELECT 1 FROM access_circle d WHERE d.id = access_share.circle_id AND d.kind = 'named_list'"
    " AND d.beside_id IS NOT NULL AND d.opened_by_id IS DISTINCT FROM (SELECT erle.acting())"
    " AND NOT EXISTS (SELECT 1 FROM access_circle b WHERE b.id = d.beside_id))"
)
KEEPING = [
    "CREATE POLICY access_conflict_select_onwards ON access_conflict AS RESTRICTIVE FOR SELECT TO erle_worker USING (NOT EXISTS ("
    "SELECT 1 FROM access_circle d WHERE d.id = access_conflict.circle_id AND d.kind = 'named_list' AND d.beside_id IS NOT NULL))",
    f"CREATE POLICY access_share_insert_onwards ON access_share AS RESTRICTIVE FOR INSERT TO erle_worker WITH CHECK ({NOT_PASSED_ON})",
    f"CREATE POLICY access_share_update_onwards ON access_share AS RESTRICTIVE FOR UPDATE TO erle_worker USING ({NOT_PASSED_ON})",
]

CALLABLE = (
    "erle.open_disclosure_circle(text, bigint[], bigint[], bigint[], bigint[], text[], text, text, timestamptz, text, text)",
    "erle.tell_of_disclosure(bigint, text, text, text, text)",
)
INNER = (
    "erle.may_receive(bigint, bigint[])",
    "erle.recipients_of(bigint)",
    "erle.holders_of(bigint[])",
    "erle.seal_beside()",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)
SAID = {
    "necessity": "Why no less will do, and why nobody has to be asked first.",
    "not_told": "Key of the reason why child and family were not told; blank where they were.",
    "risk": "What could come of sharing, and of not sharing.",
    "advice": "Whose advice was taken, and what it was.",
}


class Migration(migrations.Migration):
    """A decision not to share says all that a share says, and of which lines."""

    dependencies = [("access", "0004_report_circles")]
    operations = [
        *(
            migrations.AddField(
                "refusal",
                name,
                models.CharField(blank=True, default="", max_length=40, help_text=words)
                if name == "not_told"
                else models.TextField(blank=True, default="", help_text=words),
            )
            for name, words in SAID.items()
        ),
        migrations.AddField(
            "refusal",
            "lines",
            django.contrib.postgres.fields.ArrayField(
                models.CharField(max_length=12),
                default=list,
                help_text="References of the lines that were asked for; none: the whole record.",
            ),
        ),
        migrations.RunSQL([OPENING, TELLING, OWNERSHIP, *KEEPING], migrations.RunSQL.noop),
    ]
