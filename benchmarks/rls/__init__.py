"""The price of need to know: a worker's queries under the policies, against the same text without any."""

import itertools
import statistics
import time
from collections.abc import Sequence
from typing import Any

import psycopg

from benchmarks.bench import Bench, Case, WrongAnswer, at_most, in_turns
from benchmarks.place import Connection, Place
from benchmarks.rls import naive, oracle, world
from benchmarks.rls.questions import Question, questions
from erle.foundation.database.roles import DatabaseRole

CHILDREN_ASKED = 40
NAIVE_LIMIT_MS = 15_000
NAIVE_TURNS = 4
"""The first is not counted: it reads the catalogue anew, since the policies have just changed."""


def run(place: Place) -> Bench:
    """Fill the database, check every answer against the oracle, then time."""
    with place.connect() as connection:
        world.make(connection, children=world.CHILDREN // 20 if place.quick else world.CHILDREN)
    cases: list[Case] = []
    beside: list[str] = []
    for asker in world.ASKERS:
        shown = _shown(place, asker)
        asked = questions(asker, _children_with_many_lines(shown))
        _check(place, asker, shown, asked)
        for question in asked:
            cases += _time(place, asker, question)
            beside.append(f"{asker.name}: {question.name}: " + ", ".join(_naive(place, asker, question)))
    return Bench("rls", tuple(cases), (*beside, f"Plans: {place.plans}"))


def _shown(place: Place, asker: world.Asker) -> set[int]:
    with place.peer() as connection:
        return oracle.circles_of(connection, asker.worker_id)


def _children_with_many_lines(shown: set[int]) -> list[int]:
    return sorted(child for child in shown if child % 20 == 0)[:CHILDREN_ASKED]


def _check(place: Place, asker: world.Asker, shown: set[int], asked: Sequence[Question]) -> None:
    """Compare what the policies show with what the oracle says: every row of every table, and every answer."""
    with place.worker() as worker, place.connect() as peer:
        oracle.use_only(peer, shown)
        with worker.transaction():
            place.act(worker, asker.worker_id, now=time.time())
            for table in oracle.TABLES:
                text = f"SELECT count(*), sum(id), sum(id * {oracle.CIRCLE.get(table, 'circle_id')}) FROM {table}"
                _same(worker, peer, text, (), f"{asker.name}: rows of {table}")
            for question in asked:
                for values in question.values:
                    _same(worker, peer, question.text, values, f"{asker.name}: {question.name}")


def _same(worker: Connection, peer: Connection, text: str, values: Sequence[Any], what: str) -> None:
    if _ask(worker, text, values) != _ask(peer, text, values):
        raise WrongAnswer(f"{what}: the policies show something else than the acts of sharing say.")


def _ask(connection: Connection, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    return connection.execute(text.encode("utf-8"), values or None).fetchall()


def _time(place: Place, asker: world.Asker, question: Question) -> list[Case]:
    with place.worker() as worker, place.peer() as peer, worker.transaction(), peer.transaction():
        place.act(worker, asker.worker_id, now=time.time())
        ours, theirs = itertools.cycle(question.values), itertools.cycle(question.values)
        turns = max(2, question.turns // 10) if place.quick else question.turns
        timed = in_turns(
            lambda: _ask(worker, question.text, next(ours)),
            lambda: _ask(peer, question.text, next(theirs)),
            turns=turns,
        )
        _write_plan(place, worker, asker, question, "with-policy")
        _write_plan(place, peer, asker, question, "without")
    name = f"{asker.name}: {question.name}"
    made = [at_most(name, ours=timed.ours, peer=timed.peer, unit="ms", bar=question.bar)]
    if question.most_more is not None:
        more = max(timed.ours - timed.peer, 0.0)
        made.append(at_most(f"{name}, ms more", ours=more, peer=question.most_more, unit="ms", bar=1.0))
    return made


def _write_plan(place: Place, connection: Connection, asker: world.Asker, question: Question, kind: str) -> None:
    place.plans.mkdir(parents=True, exist_ok=True)
    lines = _ask(connection, f"EXPLAIN (ANALYZE, BUFFERS) {question.text}", question.values[0])
    name = f"{asker.name} {question.name} {kind}.txt".replace("'", "").replace(",", "").replace(" ", "-")
    (place.plans / name).write_text("\n".join(line for (line,) in lines) + "\n", "utf-8")


def _naive(place: Place, asker: world.Asker, question: Question) -> list[str]:
    found = []
    for form in naive.FORMS:
        took = _time_form(place, asker, question, form)
        found.append(f"{form.name} {'over 15 s' if took is None else f'{took:.2f} ms'}")
    return found


def _time_form(place: Place, asker: world.Asker, question: Question, form: naive.Form) -> float | None:
    """Return the milliseconds of a form, in a transaction that is rolled back; None where it took too long."""
    with place.connect() as connection, connection.transaction(force_rollback=True):
        for statement in _swapped(form):
            connection.execute(statement.encode("ascii"))
        place.act(connection, asker.worker_id, now=time.time())
        times = []
        try:
            for values in itertools.islice(itertools.cycle(question.values), NAIVE_TURNS):
                start = time.perf_counter()
                _ask(connection, question.text, values)
                times.append((time.perf_counter() - start) * 1000)
        except psycopg.errors.QueryCanceled:
            return None
        return statistics.median(times[1:])


def _swapped(form: naive.Form) -> list[str]:
    made = [naive.PER_ROW]
    made += [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in naive.OPENED]
    for table in oracle.TABLES:
        drop = (
            f"DO $d$ DECLARE p text; BEGIN FOR p IN SELECT policyname FROM pg_policies WHERE tablename = '{table}'"
            f" LOOP EXECUTE format('DROP POLICY %I ON {table}', p); END LOOP; END $d$"
        )
        condition = form.on(table, oracle.CIRCLE.get(table, "circle_id"))
        made += [drop, f"CREATE POLICY bench_form ON {table} FOR SELECT TO erle_worker USING ({condition})"]
    made += [f"SET LOCAL statement_timeout = {NAIVE_LIMIT_MS}", f"SET LOCAL ROLE {DatabaseRole.WORKER}"]
    return made
