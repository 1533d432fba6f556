"""One record that comes, against everybody the partnership holds: how long the look takes, and whom it finds.

A look ends where Splink's does: with who stands near, the levels of each field and the weights, in order; what a judge
is told of each pair is reported with it.

Beside it, click by click on the same connection, `SELECT 1`, both of them prepared as the product's own connections do;
Splink's `predict_between` on the same people, by the same kept model and keys (`beside`: the same pairs and weights);
what a reporter asks over HTTP while she describes a child (`describing`), and the page on which a record that came is
judged (`page`), each beside a bare page.
"""

import math
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np

from benchmarks.bench import Bench, Case, at_least, at_most
from benchmarks.linkage.crowd import Crowd, crowd
from benchmarks.linkage.entering.beside import Beside, beside_splink, said_beside, same_cases, splink_cases
from benchmarks.linkage.entering.describing import described_over_http
from benchmarks.linkage.entering.page import over_http
from benchmarks.place import Connection, Place
from erle.knowledge.linkage.keeping import FULLEST, Kept
from erle.knowledge.linkage.matching.comparing.columns import Whole
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.nearby import as_kept, in_words, keys_near, values_in, values_of
from erle.knowledge.linkage.nearby import beside as near
from erle.knowledge.linkage.proposing import Standing, learn
from erle.knowledge.linkage.tasks import LARGEST, NEAR, as_array, match_one

SIZES, QUICK_SIZES, FULL_SIZES = (100_000, 1_000_000), (5_000, 20_000), (100_000, 1_000_000, 3_000_000)
LEARNT_FROM, LOOKS, WARMING, WRITES = 50_000, 2_000, 200, 1_000
SAME_LOOKS, LARGE, OF_LARGE = 100, 1_000_000, 28
"""Looks that Splink makes too, by the same model; and among so many people or more."""
PREPARED = 5
"""Times that a statement is sent before it is prepared unasked: as the matcher's own connection has it."""
SLOWEST, RECALL, GROWTH = 3.0, 0.94, 0.1
AT = datetime(2026, 1, 5, tzinfo=UTC)
PERSON = (
    "COPY records_person (id, circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex, pronouns,"
    " school, lives, recorded_by_id, recorded_at) FROM STDIN"
)
FULL = "SELECT key FROM erle.match_key WHERE person_id %% 2 = 0 GROUP BY key HAVING count(*) > %(fullest)s"
INDEXES = (
    "CREATE INDEX match_key_near ON erle.match_key (key) INCLUDE (person_id)",
    "CREATE TEMP TABLE overfull AS SELECT key FROM erle.match_key GROUP BY key HAVING count(*) > %(largest)s",
    "DELETE FROM erle.match_key k USING overfull o WHERE o.key = k.key",
    "INSERT INTO erle.match_key (key) SELECT key FROM overfull",
    "DROP TABLE overfull",
    "CREATE UNIQUE INDEX match_key_full ON erle.match_key (key) WHERE person_id IS NULL",
    "CREATE INDEX match_key_person ON erle.match_key (person_id)",
)


@dataclass(frozen=True)
class Looked:
    """Of one size: milliseconds of looks, bare and with a judge's words, and of `SELECT 1`; people found; pairs."""

    looks: list[float]
    words: list[float]
    ones: list[float]
    writes: list[float]
    recall: float
    near: float
    known: Kept
    beside: Beside | None

    @property
    def ratio(self) -> float:
        """How many times as long as `SELECT 1` the middle look takes."""
        return float(np.median(self.looks) / np.median(self.ones))


def run(place: Place) -> Bench:
    """Fill the place with crowds of each size in turn, and look for people in them."""
    sizes = QUICK_SIZES if place.quick else FULL_SIZES if place.full else SIZES
    model, _ = learn(standings(crowd(min(LEARNT_FROM, sizes[0]), seed=2)), at=AT)
    found, over, beside = {}, [], []
    for size in sizes:
        found[size] = _size(place, size, model)
        case, words = described_over_http(place, size)
        over.append(case)
        beside.append(words)
    cases: list[Case] = []
    for size, one in found.items():
        looks, ones = float(np.median(one.looks)), float(np.median(one.ones))
        cases.append(
            at_most(f"{size:,} records: a look, median / SELECT 1", ours=looks, peer=ones, unit="ms", bar=SLOWEST)
        )
        late, other = (float(np.quantile(each, 0.95)) for each in (one.looks, one.ones))
        cases.append(
            at_most(f"{size:,} records: a look, p95 (reported)", ours=late, peer=other, unit="ms", bar=math.inf)
        )
        told = float(np.median(one.words))
        with_words = f"{size:,} records: a look with what a judge is told of each pair, median (reported)"
        cases.append(at_most(with_words, ours=told, peer=ones, unit="ms", bar=math.inf))
        cases.append(at_least(f"{size:,} records: recall", ours=one.recall, peer=1.0, unit="", bar=RECALL))
        if one.beside:
            cases += same_cases(size, one.beside)
            beside.append(said_beside(size, one.beside))
    first, last = sizes[0], sizes[-1]
    grown = math.log(found[last].ratio / found[first].ratio) / math.log(last / first)
    cases.append(
        at_most(f"growth of a look beside SELECT 1, {first:,} to {last:,}", ours=grown, peer=1.0, unit="", bar=GROWTH)
    )
    beside += [
        f"{size:,} records: {one.near:.1f} beside it; kept with its questions in {np.median(one.writes):.2f} ms"
        for size, one in found.items()
    ]
    pages, said = over_http(place, found[last].known)
    beside += said
    cases += splink_cases(last, float(np.median(found[last].looks)), found[last].beside, beside)
    return Bench("linkage-entry", (*cases, *over, *pages), tuple(beside))


def _size(place: Place, size: int, model: Model) -> Looked:
    made = crowd(size)
    everybody = standings(made)
    asked = np.random.default_rng(4).choice(len(everybody), LOOKS + WARMING + WRITES, replace=False)
    standing = np.ones(len(everybody), dtype=bool)
    standing[asked] = False
    with place.connect(autocommit=True) as connection:
        connection.prepare_threshold = PREPARED
        known = Kept(model, full_keys=_fill(connection, [everybody[row] for row in np.flatnonzero(standing)]))
        rows = asked.tolist()
        writes = [_written(connection, everybody[row], known) for row in rows[:WRITES]]
        standing[rows[:WRITES]] = True
        met = {int(person) for person in made.truth[standing]}
        wanted = [row for row in rows[WRITES:] if int(made.truth[row]) in met]
        looked = _looks(connection, everybody, made, wanted, known, writes)
        people = (everybody[row] for row in np.flatnonzero(standing))
        looked_up = [everybody[row] for row in wanted[: SAME_LOOKS if size < LARGE else OF_LARGE]]
        return replace(looked, beside=beside_splink(place, connection, people, looked_up, known))


def _looks(
    connection: Connection,
    everybody: list[Standing],
    made: Crowd,
    wanted: list[int],
    known: Kept,
    writes: list[float],
) -> Looked:
    looks, words, ones, found, beside = [], [], [], 0, 0
    with connection.cursor() as cursor:
        for place, row in enumerate(wanted):
            record = everybody[row]
            began = time.perf_counter()
            cursor.execute("SELECT 1", prepare=True).fetchall()
            between = time.perf_counter()
            mine = values_of(record)
            others = values_in(NEAR.ask(connection, str(record.id), as_array(known.asked_by(mine))))
            stand = near(mine, others, known.weighs)
            looked = time.perf_counter()
            pairs = in_words(record.id, mine, others, stand, known.weighs)
            if place >= WARMING:
                words.append((time.perf_counter() - between) * 1000)
                looks.append((looked - between) * 1000)
                ones.append((between - began) * 1000)
                found += any(made.truth[pair.other - 1] == made.truth[row] for pair in pairs)
                beside += len(others)
    return Looked(looks, words, ones, writes, found / len(looks), beside / len(looks), known, None)


def _written(connection: Connection, record: Standing, known: Kept) -> float:
    """Have the record come as the job has it: looked up, weighed, its keys and questions kept; return milliseconds."""
    _copy(connection, [record])
    began = time.perf_counter()
    match_one(connection, 0, record, known)
    return (time.perf_counter() - began) * 1000


def standings(made: Crowd) -> list[Standing]:
    """Return the crowd's records as the matcher is told of them, numbered from 1."""
    written = made.table.values
    rows = zip(*(written[name] for name in ("forename", "surname", "born", "sex")), strict=True)
    return [
        Standing(place, 1, False, False, forename, surname, "", _day(born), sex.upper() or "U", {})
        for place, (forename, surname, born, sex) in enumerate(rows, 1)
    ]


def _day(text: str) -> date | None:
    """Return the day; none of one that there is not, as where day and month changed places: records have none such."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _fill(connection: Connection, people: list[Standing]) -> Whole:
    """Put the people and their keys in, past every policy and trigger; the keys' index is made at the end.

    Return what counted as too full when half of them stood: a model is learnt anew when there are twice as many.
    """
    connection.execute("SET session_replication_role = replica")
    connection.execute("TRUNCATE records_person, erle.match_key, erle.match_said, erle.match_due CASCADE")
    _copy(connection, people)
    for name in ("full", "near", "person"):
        connection.execute(f"DROP INDEX erle.match_key_{name}")
    with connection.cursor() as cursor, cursor.copy("COPY erle.match_key (key, person_id) FROM STDIN") as copy:
        for one in people:
            for key in keys_near(one):
                copy.write_row((key, one.id))
    with connection.cursor() as cursor, cursor.copy("COPY erle.match_said (person_id, said) FROM STDIN") as copy:
        for one in people:
            copy.write_row((one.id, as_kept(one.id, values_of(one))))
    full = [key for (key,) in connection.execute(FULL, {"fullest": FULLEST})]
    connection.execute("DELETE FROM erle.match_key WHERE key = ANY (%s)", [full])
    for statement in INDEXES:
        connection.execute(statement, {"largest": LARGEST})
    connection.execute("VACUUM (FULL, ANALYZE) records_person, erle.match_key, erle.match_said")
    connection.execute("VACUUM records_person, erle.match_key, erle.match_said")  # as the server does by itself
    return np.array(full, dtype=np.int64)


def _copy(connection: Connection, people: list[Standing]) -> None:
    with connection.cursor() as cursor, cursor.copy(PERSON) as copy:
        for one in people:
            given = (one.given_names, one.family_name, "", one.born_on, one.sex, "", "", "")
            copy.write_row((one.id, one.id, False, f"E-{one.id}", *given, 1, AT))
