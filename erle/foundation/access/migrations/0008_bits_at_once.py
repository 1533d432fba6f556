"""Bits are put together in one pass over them, however many circles they stand for.

Each `set_bit` copies the whole string: with half a million circles, fifty of them were fifty copies of 62 kB, in each
look at a standing that nobody keeps yet. See docs/decisions/0003-one-policy-form.md.
"""

from django.db import migrations

AT_ONCE = """
-- The bits with those of the circles set as said, the first circle's by the first answer; no circle comes twice.
CREATE FUNCTION erle.with_bits(bits bytea, circles bigint[], answers boolean[]) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH byte AS (
        SELECT (one.circle / 8)::int AS place,
               coalesce(bit_or(1 << (one.circle % 8)::int) FILTER (WHERE one.answer), 0) AS stands,
               bit_or(1 << (one.circle % 8)::int) AS asked
        FROM unnest(circles, answers) AS one (circle, answer) GROUP BY 1
    ), changed AS (
        SELECT place, lag(place, 1, -1) OVER (ORDER BY place) AS before,
               set_byte('\\x00', 0, get_byte(bits, place) & ~asked | stands) AS byte
        FROM byte
    )
    SELECT coalesce(string_agg(substring(bits FROM before + 2 FOR place - before - 1) || byte, ''::bytea ORDER BY place), ''::bytea)
           || substring(bits FROM coalesce(max(place), -1) + 2)
    FROM changed;
$$;
REVOKE ALL ON FUNCTION erle.with_bits(bytea, bigint[], boolean[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION erle.bits_of(circles bigint[], bytes int) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, erle, pg_temp AS $$
    SELECT erle.with_bits(erle.no_bits(bytes), array_agg(one), array_agg(true)) FROM (SELECT DISTINCT unnest(circles) AS one) AS every;
$$;

-- Of whom so many circles were touched, and who is in few besides, all are looked up at once: that is the quicker way.
CREATE OR REPLACE FUNCTION erle.standing_since(worker bigint, kept bytea, since pg_snapshot) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    bits bytea := kept || erle.no_bits(greatest(erle.bytes_for_circles() - octet_length(kept), 0));
    circles bigint[];
    many int;
    whole boolean;
BEGIN
    SELECT array_agg(DISTINCT one.circle), coalesce(bool_or(t.circle_ids IS NULL), false) INTO circles, whole
    FROM access_touched t LEFT JOIN LATERAL unnest(t.circle_ids) AS one (circle) ON true
    WHERE t.worker_id = ANY (erle.noted_as(worker)) AND t.xid >= pg_snapshot_xmin(since)
      AND NOT pg_visible_in_snapshot(t.xid, since);
    many := coalesce(cardinality(circles), 0);
    IF many > 8 AND NOT EXISTS (SELECT 1 FROM access_everything e WHERE e.worker_id = worker) THEN
        whole := whole OR (SELECT count(*) FROM (SELECT 1 FROM access_need n WHERE n.worker_id = worker LIMIT 20 * many + 1) AS hers) <= 20 * many;
    END IF;
    IF NOT whole AND cardinality(circles) <= 256 THEN
        circles := erle.reached_from(circles);
    END IF;
    IF whole OR cardinality(circles) > 256 THEN
        RETURN erle.standing_in_full(worker);
    END IF;
    RETURN erle.with_bits(bits, circles, array(
        SELECT erle.stands_in(worker, one.circle) FROM unnest(circles) WITH ORDINALITY AS one (circle, place) ORDER BY one.place));
END $$;
"""


class Migration(migrations.Migration):
    """The keeper's functions alone change; what they answer stays."""

    dependencies = [("access", "0007_posts_held")]
    operations = [migrations.RunSQL(["SET LOCAL ROLE erle_keeper", AT_ONCE, "RESET ROLE"], migrations.RunSQL.noop)]
