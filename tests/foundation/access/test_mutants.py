"""Tests of the tests: each slip of the pen that would weaken need to know is noticed by one of a few small worlds."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import psycopg
import pytest

from tests.foundation.access.world import Bar, Everything, Post, Share, World, Writer, Written, asked, expected, seen
from tests.hands import Connection, act, rolled_back, signed

NEED = import_module("erle.foundation.access.migrations.0002_need_to_know").NEED
WORLD = World(
    workers=6,
    agencies=2,
    roles=2,
    circles=8,
    sealed=frozenset({2}),
    posts=(
        Post(0, 0, 0, -5),
        Post(1, 0, 1, -5),
        Post(2, 1, 0, -5),
        Post(3, 0, 0, -5, -1),
        Post(4, 0, 0, 1),
        Post(5, 0, 0, -5, 0),
    ),
    shares=(
        Share(0, -2, 5, agency=0, role=0),
        Share(1, -2, 5, agency=1),
        Share(2, -2, 5, agency=0, role=0),
        Share(2, -2, 5, worker=1),
        Share(3, 0, 5, worker=0),
        Share(3, 1, 5, worker=1),
        Share(3, -2, 0, worker=2),
        Share(3, -2, -1, worker=3),
        Share(4, -2, 5, worker=0, withdrawn=-1),
        Share(4, -2, 5, worker=1, withdrawn=0),
        Share(4, -2, 5, worker=2, withdrawn=1),
        Share(4, -2, 5, agency=0, role=1, withdrawn=-1),
        Share(5, -2, 5, worker=0),
        Share(5, -2, 5, worker=1),
        Share(5, -2, 5, worker=2),
        Share(5, -2, 5, worker=3),
        Share(5, -2, 5, worker=4),
        Share(6, 1, 5, agency=0, role=0),
    ),
    bars=(Bar(0, 5, -1), Bar(1, 5, 0), Bar(2, 5, 1), Bar(3, 5, -2, 0), Bar(4, 5, -2, 1)),
    ended_later=True,
)
OPENED = World(
    workers=6,
    circles=2,
    sealed=frozenset({1}),
    everything=(
        Everything(0, -2, 5, agreed=-1),
        Everything(1, -2, 5),
        Everything(2, -2, 5, agreed=-1, withdrawn=-1),
        Everything(3, 1, 5, agreed=-1),
        Everything(4, -2, 0, agreed=-1),
        Everything(5, 0, 5, agreed=0, withdrawn=0),
    ),
)
LATE_POSTS = World(
    shares=(Share(0, -2, 5, agency=0, role=0),), posts=(Post(0, 0, 0, -5), Post(1, 0, 0, -5, -1)), posts_first=False
)
PLAIN = World(shares=(Share(0, -2, 5, agency=0, role=0), Share(1, -2, 5, worker=1)), posts=(Post(0, 0, 0, -5),))
ENDED_POSTS = replace(LATE_POSTS, ended_later=True)
WITHOUT_A_POST = World(
    workers=5,
    unposted=frozenset(range(5)),
    posts=(Post(0, 0, 0, -5), Post(1, 0, 0, -5, -1), Post(2, 0, 0, 1), Post(3, 0, 0, -5, 0)),
    shares=tuple(Share(1, -2, 5, worker=worker) for worker in range(5)),
    everything=(Everything(4, -2, 5, agreed=-1),),
)
WORLDS = {
    "without a post": WITHOUT_A_POST,
    "shares": WORLD,
    "ended posts": ENDED_POSTS,
    "everything": OPENED,
    "late posts": LATE_POSTS,
    "nothing later": PLAIN,
}

Mutant = Callable[[Connection], object]
TABLES = (("access_circle", "id"), ("records_person", "circle_id"))


def _function(name: str, old: str, new: str) -> Mutant:
    def mutate(connection: Connection) -> None:
        [made] = connection.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name]).fetchone() or [""]
        assert old in made
        connection.execute(made.replace(old, new))

    return mutate


def _view(old: str, new: str) -> Mutant:
    def mutate(connection: Connection) -> None:
        view = NEED[NEED.index("CREATE VIEW erle.need_truth") : NEED.index("GRANT SELECT ON erle.need_truth")]
        assert old in view
        connection.execute(view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(old, new))

    return mutate


def _sql(statement: str) -> Mutant:
    return lambda connection: connection.execute(statement)


ACTING, ALL = "erle.acting()", "erle.stands_in_unsealed(bigint)"
HELD = "erle.holds_a_post(bigint)"
TRUTHS = {"all circles": "erle.circles_of(bigint)", "one circle": "erle.stands_in(bigint, bigint)"}
SLIPS = {
    "a start that does not belong to the period": ("n.starts_at <= now()", "n.starts_at < now()"),
    "an end that belongs to the period": ("now() < n.ends_at", "now() <= n.ends_at"),
    "no start": ("n.starts_at <= now() AND", ""),
    "no end": ("AND now() < n.ends_at", ""),
    "anybody's need": ("n.worker_id = worker AND", ""),
    "everything holds sealed circles": ("NOT c.sealed", "true"),
    "a bar that starts too late": ("k.starts_at <= now()", "k.starts_at < now()"),
    "a bar that starts too early": ("k.starts_at <= now() AND", ""),
    "a bar that ends too late": ("now() < k.ended_at", "now() <= k.ended_at"),
    "a bar that never ends": ("(k.ended_at IS NULL OR now() < k.ended_at)", "true"),
    "a bar that does not hold without an end": ("k.ended_at IS NULL OR ", ""),
    "a bar for everybody": ("k.worker_id = worker AND", ""),
    "no bar": ("FROM access_conflict k", "FROM (SELECT * FROM access_conflict LIMIT 0) k"),
}
MUTANTS: dict[str, Mutant] = {
    **{
        f"{slip}, of {which}": _function(name, *change)
        for which, name in TRUTHS.items()
        for slip, change in SLIPS.items()
    },
    "need in any circle": _function(TRUTHS["one circle"], "AND n.circle_id = circle", ""),
    "no policy": _sql("DROP POLICY access_circle_select_need_to_know ON access_circle"),
    "a policy that is permissive": _sql(
        "DROP POLICY records_person_select_need_to_know ON records_person;"
        "CREATE POLICY records_person_select_need_to_know ON records_person FOR SELECT TO erle_worker USING (true)"
    ),
    "a policy that looks the wrong way round": _sql(
        "ALTER POLICY records_person_select_need_to_know ON records_person"
        " USING (get_bit((SELECT erle.standing()), circle_id) = 0)"
    ),
    "row security off": _sql("ALTER TABLE records_person DISABLE ROW LEVEL SECURITY"),
    "row security not forced on the owner": _sql("ALTER TABLE records_person NO FORCE ROW LEVEL SECURITY"),
    "bits of the next circle": _function(
        "erle.bits_of(bigint[], integer)", "array_agg(one), array_agg(true)", "array_agg(one + 1), array_agg(true)"
    ),
    "everything without a second person": _function(ALL, "agreed_at <= now() AND", ""),
    "everything after it was withdrawn": _function(ALL, "AND (withdrawn_at IS NULL OR now() < withdrawn_at)", ""),
    "everything withdrawn a moment late": _function(ALL, "now() < withdrawn_at", "now() <= withdrawn_at"),
    "everything before it starts": _function(ALL, "starts_at <= now() AND", ""),
    "everything a moment too long": _function(ALL, "now() < ends_at", "now() <= ends_at"),
    "everything for everybody": _function(ALL, "worker_id = worker AND", ""),
    "rows are shown without a post": _function("erle.standing()", "NOT erle.holds_a_post(worker)", "false"),
    "in a circle without a post": _function(
        "erle.in_circle(bigint)", "erle.holds_a_post(erle.acting()) AND erle", "erle"
    ),
    "anybody's post will do": _function(HELD, "p.worker_id = worker AND", ""),
    "a post that has ended will do": _function(HELD, "AND now() < p.ends_at", ""),
    "a post a moment too long": _function(HELD, "now() < p.ends_at", "now() <= p.ends_at"),
    "a post that has not begun will do": _function(HELD, "p.starts_at <= now() AND", ""),
    "roles hold sealed circles": _view("WHERE NOT s.sealed AND", "WHERE"),
    "any role will do": _view("AND (s.role_id IS NULL OR p.role_id = s.role_id)", ""),
    "no whole agencies": _view("s.role_id IS NULL OR ", ""),
    "any agency will do": _view("p.agency_id = s.agency_id AND", ""),
    "a share by name outlasts its withdrawal": _view(
        "s.starts_at, least(s.ends_at, s.withdrawn_at) AS", "s.starts_at, s.ends_at AS"
    ),
    "a share by role outlasts its withdrawal": _view(
        "least(s.ends_at, s.withdrawn_at, p.ends_at)", "least(s.ends_at, p.ends_at)"
    ),
    "a share outlasts the post": _view(
        "least(s.ends_at, s.withdrawn_at, p.ends_at)", "least(s.ends_at, s.withdrawn_at)"
    ),
    "a share comes before the post": _view("greatest(s.starts_at, p.starts_at)", "s.starts_at"),
    "a post comes before the share": _view("greatest(s.starts_at, p.starts_at)", "p.starts_at"),
    "nothing watches shares that change": _sql("DROP TRIGGER access_share_need_update ON access_share"),
    "nothing watches new shares": _sql("DROP TRIGGER access_share_need_insert ON access_share"),
    "nothing watches posts that change": _sql("DROP TRIGGER agencies_post_need_update ON agencies_post"),
    "nothing watches new posts": _sql("DROP TRIGGER agencies_post_need_insert ON agencies_post"),
    "standing is never taken away": _function("erle.need_by_share()", "TG_OP = 'UPDATE'", "false"),
    "a context without its mac": _function(ACTING, "OR encode(mac, 'hex') IS DISTINCT FROM part[4]", ""),
    "a context of any backend": _function(ACTING, "part[2]::int <> pg_backend_pid() OR", ""),
    "a context for ever": _function(ACTING, "OR to_timestamp(part[3]::bigint) < now()", ""),
}


def _refuses(connection: Connection, words: str) -> bool:
    try:
        with connection.transaction():
            connection.execute("SELECT set_config('erle.acting', %s, true)", [words])
            connection.execute("SELECT erle.acting()")
    except psycopg.errors.InvalidAuthorizationSpecification:
        return True
    return False


def _contexts_hold(connection: Connection, made: Written) -> bool:
    pid, worker = connection.info.backend_pid, made.workers[0]
    forged = signed(worker, pid)[:-1] + "x"
    return all(_refuses(connection, words) for words in (forged, signed(worker, pid + 1), signed(worker, pid, age=600)))


def _owner_sees_nothing(connection: Connection) -> bool:
    connection.execute("SET LOCAL ROLE erle_owner")
    nothing = connection.execute("SELECT count(*) FROM records_person").fetchone() == (0,)
    connection.execute("RESET ROLE")
    return nothing


def noticed(mutate: Mutant, world: World) -> bool:
    """Say whether a world comes out otherwise than by the rule once the database was weakened."""
    with rolled_back() as connection:
        mutate(connection)
        try:
            made = Writer(connection, world).write()
            agrees = all(seen(connection, made, *table) == expected(world) for table in TABLES)
            agrees = agrees and asked(connection, made) == expected(world)
        except psycopg.Error:
            return True
        act(connection, made.workers[0])
        return not (agrees and _owner_sees_nothing(connection) and _contexts_hold(connection, made))


@pytest.mark.parametrize("name", WORLDS)
def test_the_database_as_it_is_passes(django_db_setup: None, name: str) -> None:
    assert not noticed(lambda _: None, WORLDS[name])


@pytest.mark.parametrize("name", MUTANTS)
def test_a_weaker_database_is_noticed(django_db_setup: None, name: str) -> None:
    assert any(noticed(MUTANTS[name], world) for world in WORLDS.values())
