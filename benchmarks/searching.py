"""The price of need to know on the search by name: a million people, against the same query where no policy holds.

The peer is the product's own search, made over for the run without its bits and its policies and asked as the keeper.
"""

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import crowd
from benchmarks.bench import Bench, Case, WrongAnswer, at_most
from benchmarks.place import Connection, Place
from benchmarks.rls import world

TURNS = 120
MOST = 51
BITS = "get_bit($1, p.circle_id) <> 0"
FIND = """
SELECT found.person_id, p.given_names, p.family_name, p.born_on
FROM erle.{name}(%s::text[], %s::text[], NULL, '{{}}', %s) WITH ORDINALITY AS found (person_id, birth, how, place)
JOIN records_person p ON p.id = found.person_id ORDER BY found.place
"""
PEER = f"""
DO $$
DECLARE
    query text := pg_get_functiondef('erle.children_query'::regproc);
    find text := pg_get_functiondef('erle.find_children'::regproc);
BEGIN
    IF position('{BITS}' IN query) = 0 OR position('erle.few_circles()' IN find) = 0 THEN
        RAISE EXCEPTION 'The search is written otherwise: the peer cannot be made of it.';
    END IF;
    EXECUTE replace(replace(query, 'erle.children_query', 'erle.bench_query'), '{BITS}', '$1 IS NULL');
    EXECUTE replace(replace(replace(replace(replace(find, 'erle.children_query', 'erle.bench_query'),
        'erle.find_children', 'erle.bench_find'), 'erle.few_circles()', 'NULL'),
        'erle.standing() || ''''::bytea', 'NULL'), 'erle.acting()', '0');
    ALTER FUNCTION erle.bench_find OWNER TO erle_keeper;
END $$;
"""
ASKED = (
    ("kovalsky",),
    ("kowalska", "maja"),
    ("mohammed", "khan"),
    ("petraitiene", "ugne"),
    ("l", "petraitis"),
    ("marganovic",),
    ("halrodale", "thomas"),
    ("kazlauskaite",),
    ("torvenfeild",),
    ("wojcik", "kasia"),
    ("zofia", "horvat"),
    ("nobodyatall",),
)
ASKERS = (
    ("50 circles", world.FEW, 1.5),
    ("one circle of twenty", world.SOME, None),
    ("all circles, by one act", world.ALL_BY_ONE_ACT, None),
)
"""Who is timed, and the bar, where there is one: the others are told beside it."""


@dataclass(frozen=True)
class Times:
    """Milliseconds of many searches."""

    ours: list[float]
    peer: list[float]


def run(place: Place) -> Bench:
    """Fill the database, compare what is shown with what the circles hold, then time."""
    with place.connect() as connection:
        crowd.make(connection, people=crowd.PEOPLE // 20 if place.quick else crowd.PEOPLE)
        connection.execute(b"SELECT similarity('', '')")
        connection.execute(PEER.encode("ascii"))
    cases: list[Case] = []
    beside: list[str] = []
    for name, asker, bar in ASKERS:
        with place.worker() as worker, place.peer() as peer:
            if asker is world.FEW:
                _check(place, worker, peer, asker)
            timed = _time(place, worker, peer, asker, turns=TURNS // 6 if place.quick else TURNS)
        median, p95 = (_both(timed, statistics.median), _both(timed, _p95))
        if bar is not None:
            cases.append(at_most(f"{name}: median", ours=median[0], peer=median[1], unit="ms", bar=bar))
            cases.append(at_most(f"{name}: p95", ours=p95[0], peer=p95[1], unit="ms", bar=bar))
        else:
            beside.append(f"{name}: median {median[0]:.1f} ms to {median[1]:.1f}, p95 {p95[0]:.1f} to {p95[1]:.1f}")
    return Bench("search", tuple(cases), tuple(beside))


def _both(timed: Times, figure: Callable[[list[float]], float]) -> tuple[float, float]:
    return figure(timed.ours), figure(timed.peer)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _check(place: Place, worker: Connection, peer: Connection, asker: world.Asker) -> None:
    """Compare: of all who fit, the worker is shown those of her circles and nobody else."""
    mine = "SELECT p.id FROM records_person p JOIN access_need n USING (circle_id) WHERE n.worker_id = %s"
    hers = {pk for (pk,) in peer.execute(mine.encode("ascii"), [asker.worker_id])}
    shown_at_all = 0
    for words in ASKED:
        with worker.transaction():
            place.act(worker, asker.worker_id, now=time.time())
            shown = {row[0] for row in _ask(worker, "find_children", words)}
        everybody = {row[0] for row in _ask(peer, "bench_find", words)}
        shown_at_all += len(shown)
        if not shown <= hers or everybody & hers - shown:
            raise WrongAnswer(f"{asker.name}: {' '.join(words)}: the search shows somebody else than her circles hold.")
    if not shown_at_all:
        raise WrongAnswer(f"{asker.name}: the search shows nobody at all.")


def _ask(connection: Connection, name: str, words: tuple[str, ...]) -> list[tuple[object, ...]]:
    text = FIND.format(name=name)
    return connection.execute(text.encode("ascii"), [list(words), [""] * len(words), MOST]).fetchall()


def _time(place: Place, worker: Connection, peer: Connection, asker: world.Asker, *, turns: int) -> Times:
    timed = Times([], [])
    for words in itertools.islice(itertools.cycle(ASKED), turns):
        with worker.transaction(), peer.transaction():
            place.act(worker, asker.worker_id, now=time.time())
            timed.ours.append(_milliseconds(worker, "find_children", words))
            timed.peer.append(_milliseconds(peer, "bench_find", words))
    return timed


def _milliseconds(connection: Connection, name: str, words: tuple[str, ...]) -> float:
    start = time.perf_counter()
    _ask(connection, name, words)
    return (time.perf_counter() - start) * 1000
