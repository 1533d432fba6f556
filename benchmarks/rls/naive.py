"""The forms of policy that are not used, so that the price of each can be read beside the one that is."""

from dataclasses import dataclass

STANDS = "{0}.starts_at <= now() AND now() < {0}.ends_at"
BARRED = (
    "EXISTS (SELECT 1 FROM access_conflict k WHERE k.worker_id = {acting} AND k.circle_id = {circle}"
    " AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at))"
)
EVERYTHING = (
    "EXISTS (SELECT 1 FROM access_everything e WHERE e.worker_id = {acting} AND e.agreed_at <= now() AND "
    + STANDS.format("e")
    + " AND (e.withdrawn_at IS NULL OR now() < e.withdrawn_at))"
)
SHARED = (
    "EXISTS (SELECT 1 FROM access_share s LEFT JOIN agencies_post p ON p.agency_id = s.agency_id"
    " AND (s.role_id IS NULL OR p.role_id = s.role_id) AND NOT s.sealed AND p.worker_id = {acting} AND "
    + STANDS.format("p")
    + " WHERE s.circle_id = {circle} AND (s.worker_id = {acting} OR p.id IS NOT NULL) AND s.starts_at <= now()"
    " AND now() < least(s.ends_at, s.withdrawn_at))"
)
NEEDS = "SELECT n.circle_id FROM access_need n WHERE n.worker_id = (SELECT erle.acting()) AND " + STANDS.format("n")
UNSEALED = "((SELECT erle.sees_unsealed()) AND NOT {table}.sealed)"
NOT_KEPT_OUT = "{circle} <> ALL ((SELECT erle.kept_out_of())::bigint[])"
ONE = "(SELECT erle.acting())"

PER_ROW = (
    "CREATE FUNCTION erle.bench_sees(circle bigint, sealed boolean) RETURNS boolean"
    " LANGUAGE plpgsql STABLE SECURITY DEFINER"
    " SET search_path = pg_catalog, public, erle AS $$ BEGIN RETURN (NOT sealed AND "
    + EVERYTHING.format(acting="erle.acting()")
    + " OR EXISTS (SELECT 1 FROM access_need n WHERE n.worker_id = erle.acting() AND n.circle_id = circle AND "
    + STANDS.format("n")
    + ")) AND NOT "
    + BARRED.format(acting="erle.acting()", circle="circle")
    + "; END $$"
)


@dataclass(frozen=True)
class Form:
    """A way to write the policy: its condition, with the table and the circle's column to be filled in."""

    name: str
    condition: str

    def on(self, table: str, circle: str) -> str:
        """Return the condition for a table."""
        return self.condition.format(table=table, circle=f"{table}.{circle}", acting="erle.acting()")


FORMS = (
    Form(
        "one probe of the worked-out needs a row",
        f"({UNSEALED} OR EXISTS ({NEEDS} AND n.circle_id = {{circle}})) AND {NOT_KEPT_OUT}",
    ),
    Form("IN (subquery)", f"({UNSEALED} OR {{circle}} IN ({NEEDS})) AND {NOT_KEPT_OUT}"),
    Form("= ANY (array)", f"({UNSEALED} OR {{circle}} = ANY (ARRAY({NEEDS}))) AND {NOT_KEPT_OUT}"),
    Form(
        "correlated EXISTS over shares and posts",
        f"((NOT {{table}}.sealed AND {EVERYTHING}) OR {SHARED}) AND NOT {BARRED}",
    ),
    Form("plpgsql function a row", "erle.bench_sees({circle}, {table}.sealed)"),
)
OPENED = ("access_share", "access_conflict", "access_everything", "access_need")
"""What a naive form reads without a policy of its own, so that only the form is timed."""
