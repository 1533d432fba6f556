"""The search tells nobody of what her circles do not hold: no row, no count, no order, no place in a list, no error."""

import re
from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions import everything
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.foundation.database.roles import DatabaseRole
from tests.hands import act, connect, rolled_back
from tests.knowledge.records.finding.conftest import Record, Search
from tests.partnership import BASIS, CANARY, NOW, WORKERS, Partnership, as_administrator

DAY = timedelta(days=1)
INSIDE = {"leah": {"lead", "manager", "coordinator", "member"}, "sealed": {"lead", "manager"}}
TYPED = {
    "leah": ("Leah Arden", "arden", "Lia", "Ardin", "Leah 3/3/2012", "3/3/2012", "2012"),
    "sealed": (f"Wren {CANARY}", CANARY, "Quilfether", "Wren", "3/3/2012"),
}


@pytest.mark.parametrize("key", WORKERS)
@pytest.mark.parametrize("child", INSIDE)
def test_each_worker_finds_her_own_children_and_no_other(
    partnership: Partnership, search: Search, key: str, child: str
) -> None:
    wanted = getattr(partnership, child)

    for typed in (*TYPED[child], wanted.reference):
        found = {one.person.pk for one in search(typed, by=partnership.workers[key])}

        assert (wanted.pk in found) == (key in INSIDE[child]), typed


def test_a_bar_takes_the_child_out_at_once(partnership: Partnership, search: Search) -> None:
    assert search("Leah Arden", by=partnership.member)

    with acting_as(partnership.manager):
        circle = partnership.leah.circle
        keep_out(circle=circle, worker=partnership.member, reason="Family", by=partnership.manager, at=NOW)

    assert search("Leah Arden", by=partnership.member) == []


@pytest.fixture
def coordinator_of_all(partnership: Partnership) -> Worker:
    """The worker who was never in a circle, now let into all that is not sealed: the index serves her."""
    council, role = partnership.agencies["council"], Role.objects.get(slug="information-governance")
    with as_administrator(partnership):
        second = register_worker(agency=council, name="Mara Linde", email="mara@example.invalid", at=NOW)
        appoint(worker=second, agency=council, role=role, starts_at=NOW - DAY)
    with acting_as(partnership.governance):
        proposed = everything.propose_everything(
            worker=partnership.never,
            purpose="Co-ordination",
            basis=BASIS,
            ends_at=NOW + DAY,
            by=partnership.governance,
            at=NOW,
        )
    with acting_as(second):
        everything.agree_to_everything(proposed=proposed, by=second, at=NOW)
    return partnership.never


@pytest.mark.parametrize(
    "typed", ["Arden", "Leah Arden 3/3/2012", "3/3/2012", "Lia Ardin", "l arden", "Leah Mary Arden"]
)
def test_both_ways_of_looking_find_the_same_in_the_same_order(
    partnership: Partnership, record: Record, search: Search, coordinator_of_all: Worker, typed: str
) -> None:
    """Few circles are gone through one by one; whoever sees many is served by the index."""
    for given in ("Lea", "Leah Ann", "Mary"):
        record(given, "Ardenne")

    by_index = [found.person.pk for found in search(typed, by=coordinator_of_all)]

    assert by_index == [found.person.pk for found in search(typed) if found.person.pk != partnership.sealed.pk]
    assert by_index


@pytest.mark.parametrize("typed", TYPED["sealed"])
def test_the_index_finds_no_sealed_child(
    partnership: Partnership, search: Search, coordinator_of_all: Worker, typed: str
) -> None:
    found = {one.person.pk for one in search(typed, by=coordinator_of_all)}

    assert partnership.sealed.pk not in found


def test_the_index_finds_nobody_whom_a_bar_keeps_from_her(
    partnership: Partnership, search: Search, coordinator_of_all: Worker
) -> None:
    assert search("Leah Arden", by=coordinator_of_all)
    with acting_as(partnership.manager):
        circle = partnership.leah.circle
        keep_out(circle=circle, worker=coordinator_of_all, reason="Family", by=partnership.manager, at=NOW)

    assert search("Leah Arden", by=coordinator_of_all) == []


def test_a_hidden_child_takes_nobodys_place(
    partnership: Partnership, record: Record, search: Search, coordinator_of_all: Worker
) -> None:
    """What is cut off at the end is cut off among her own: the sealed child, who fits best, does not count."""
    mine = record("Wren", f"{CANARY}s")

    assert [one.person.pk for one in search(f"Wren {CANARY}", by=coordinator_of_all, most=1)] == [mine.pk]


@pytest.mark.parametrize(
    "call",
    [
        "erle.find_children('{arden}', '{}', NULL, '{}', 1000000)",
        "erle.find_children('{arden,NULL}', '{NULL}', NULL, NULL, 10)",
        "erle.find_children('{}', '{}', '(,)', '{}', 1000000)",
        "erle.find_children(ARRAY['x'')) OR true --', '%'], '{}', NULL, '{}', 10)",
        "erle.find_children('{a,b,c,d,e,f,g,h}', '{}', '[2012-03-03,2012-03-03]', '{}', 10)",
        "erle.find_mentions('%', '%', '%', '%', 1000000)",
        "erle.find_mentions(NULL, NULL, NULL, NULL, NULL)",
        r"erle.find_mentions('''', '\', '_', ''') OR true --', 10)",
    ],
)
def test_sql_that_calls_the_functions_with_whatever_it_likes_learns_nothing(
    partnership: Partnership, call: str
) -> None:
    with connect(DatabaseRole.WORKER) as connection:
        act(connection, partnership.never.pk)

        assert connection.execute(f"SELECT count(*) FROM {call}").fetchone() == (0,)


def test_where_nobody_acts_nobody_is_found(partnership: Partnership) -> None:
    with connect(DatabaseRole.WORKER) as connection:
        counted = connection.execute("SELECT count(*) FROM erle.find_children('{arden}', '{}', NULL, '{}', 10)")

        assert counted.fetchone() == (0,)


@pytest.mark.parametrize("step", ["fits", "born", "but one", "day"])
def test_in_few_circles_no_row_of_anybody_else_is_looked_at(partnership: Partnership, step: str) -> None:
    """How long it takes would tell: so neither the index on names nor the one on births is asked, whatever is typed."""
    words = [] if step == "day" else ["leah", "arden", "ann"]
    with rolled_back() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        query = "SELECT erle.children_query(%s::text[], %s::text[], %s, true)"
        [(text,)] = connection.execute(query, [words, [""] * len(words), step]).fetchall()
        connection.execute(f"PREPARE looked (bytea, bigint, text, daterange, date[], int) AS {text}".encode())
        plan = connection.execute("EXPLAIN EXECUTE looked ('', 1, 'leah', '[2012-03-03,2012-03-03]', '{}', 50)")
        lines = "\n".join(line for (line,) in plan.fetchall())

    used = set(re.findall(r"(?:using|Bitmap Index Scan on) (\w+)", lines)) - {"access_need_probe", "access_need_pkey"}
    assert used <= {"person_in_a_circle_of_its_own", "records_person_circle_id_d179c7a7"}
    assert used
