"""Finding whom two partnerships both know: how well, how fast, and what a stolen file gives away.

How well: each public set is parted into two files by chance (or is two files), and the pairs between them are scored,
beside Erle's own matching of the same fields in plain text. Parameters were settled on made-up crowds of other seeds.
That small files ask for less likeness was added when the public sets had been seen; how much less, crowds settled. What
is lost to who steals a file: `breach.py`, and at the unit `breach_unit.py`.
"""

import json
import math
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.bench import Bench, Case, at_most
from benchmarks.linkage import breach
from benchmarks.linkage.breach_unit import unit_attack
from benchmarks.linkage.crowd import crowd
from benchmarks.linkage.measures import Whole
from benchmarks.linkage.ours import linked, matched
from benchmarks.linkage.sets import Set, data, read_sets
from benchmarks.place import CHECKOUT, Place
from erle.knowledge.linkage.between.comparing import compare
from erle.knowledge.linkage.between.encoding import encode
from erle.knowledge.linkage.between.parameters import Parameters
from erle.knowledge.linkage.between.secret import Secret
from erle.knowledge.linkage.between.tags import Side
from erle.knowledge.linkage.matching.tables import Table

QUICK, ALL = ("febrl1",), ("fake_1000", "febrl1", "febrl2", "febrl3", "pseudopeople")
BREACHED = ("pseudopeople", "crowd")
CROWD, CROWD_QUICK = 20_000, 3_000
SIZES, QUICK_SIZES = (20_000, 100_000), (2_000, 4_000)
"""Records of each of the two files."""
AS_GOOD, GIVEN_AWAY, GROWTH, MEMORY, SECONDS = 0.7, 0.01, 1.15, 1_500.0, 120.0
STOLEN, STRANGERS = 2_000, 500
"""Records of a stolen file, and people whom the attacker's list has beside them: a list that fits nearly whole."""
FREQUENT, HIDDEN = 50_000, 0.65
"""Records of a larger stolen file, and how well its most frequent forename may be told."""
KNOWN, TAUGHT = 0.1, 0.8
"""Shares of the stolen records that better informed attackers can name to begin with."""
WAYS = {
    "a filter as first published": breach.plain_filters,
    "salted by year of birth alone": breach.salted_filters,
    "sums of two bits, as XOR folding": breach.folded,
    "as exchanged": breach.hardened,
    "as exchanged but for the salt": breach.unsalted,
}
PROGRAM = """
import json, resource, sys, time
from benchmarks.linkage.between import exchanged, halves
one, other = halves(int(sys.argv[1]))
began = time.perf_counter()
pairs, compared, seconds, size = exchanged(one, other)
took = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": took, "compare": seconds, "megabytes": peak, "compared": compared, "file": size / 1e6}))
"""


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 of the pairs between two files."""

    precision: float
    recall: float
    f1: float

    def words(self) -> str:
        """Return the figures."""
        return f"P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}"


def run(place: Place) -> Bench:
    """Measure quality, breaches, and time."""
    folder = data()
    made = crowd(CROWD_QUICK if place.quick else CROWD, seed=2)
    sets = [Set("crowd", [made.table], made.truth.tolist())]
    beside = [] if folder else ["The public sets are not here (../shared/data): only the crowd was measured."]
    if folder:
        sets = [*read_sets(folder, QUICK if place.quick else ALL), *sets]
    cases = []
    for given in sets:
        case, said = _quality(given)
        cases.append(case)
        beside += said
    beside += _at_the_unit(STOLEN // 2 if place.quick else STOLEN)
    for name, table in _lists(sets, STOLEN // 2 if place.quick else STOLEN):
        lost, said = _lost(name, table)
        cases += lost
        beside += said
    case, said = _frequent(CROWD_QUICK if place.quick else FREQUENT)
    cases.append(case)
    beside += said
    grown, said = _size(QUICK_SIZES if place.quick else SIZES)
    return Bench("linkage-between", (*cases, *grown), (*beside, *said))


def parted(given: Set) -> tuple[Table, Table, Whole, Whole]:
    """Return two files of a set and who each row is: its own first and last, or its one file parted by chance."""
    truth = np.array(given.truth)
    if len(given.tables) > 1:
        one, other = given.tables[0], given.tables[-1]
        return one, other, truth[: one.rows], truth[-other.rows :]
    [table] = given.tables
    first = np.random.default_rng(20260101).random(table.rows) < 0.5
    left, right = np.flatnonzero(first), np.flatnonzero(~first)
    return rows_of(table, left), rows_of(table, right), truth[left], truth[right]


def rows_of(table: Table, rows: Whole) -> Table:
    """Return some rows of a table."""
    values = {name: [column[row] for row in rows.tolist()] for name, column in table.values.items()}
    return Table(table.name, len(rows), values)


def compared_fields(table: Table) -> Table:
    """Return a table with the fields alone that are compared between partnerships."""
    fields = [name for name in Parameters().fields if name in table.values]
    return Table(table.name, table.rows, {name: table.values[name] for name in fields})


def halves(records: int) -> tuple[Table, Table]:
    """Return two files of so many records each."""
    made = crowd(2 * records, seed=3)
    one, other, *_ = parted(Set("crowd", [made.table], made.truth.tolist()))
    return one, other


def exchanged(one: Table, other: Table) -> tuple[Whole, int, float, int]:
    """Return the pairs of rows that an exchange tells, pairs compared, seconds of comparing, and a file's bytes."""
    from time import perf_counter

    from erle.knowledge.linkage.between.documents import encodings_document, read_encodings

    secret = Secret(breach.THEIRS, Parameters())
    left, right = encode(one, secret, Side.ONE), encode(other, secret, Side.OTHER)
    texts = [encodings_document(each.encodings) for each in (left, right)]
    began = perf_counter()
    sent = [read_encodings(text)[0] for text in texts]
    found = compare(sent[0], sent[1])
    took = perf_counter() - began
    told = zip(found.pairs.one.tolist(), found.pairs.other.tolist(), strict=True)
    rows = [(a, b) for i, j in told for a in left.rows[i] for b in right.rows[j]]
    return np.array(rows, dtype=np.int64).reshape(-1, 2), found.compared, took, len(texts[0])


def scored(pairs: Whole, one: Whole, other: Whole) -> Score:
    """Score pairs between two files against who each row is about."""
    people = int(max(one.max(), other.max())) + 1
    true = int(np.bincount(one, minlength=people) @ np.bincount(other, minlength=people))
    right = int((one[pairs[:, 0]] == other[pairs[:, 1]]).sum())
    precision, recall = right / max(len(pairs), 1), right / max(true, 1)
    return Score(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


def _quality(given: Set) -> tuple[Case, list[str]]:
    one, other, left, right = parted(given)
    few = compared_fields(one), compared_fields(other)
    keyed = scored(exchanged(*few)[0], left, right)
    plain = scored(_between(*few), left, right)
    said = [f"{given.name}: encoded: {keyed.words()}", f"{given.name}: plain, same fields: {plain.words()}"]
    if one.values.keys() != few[0].values.keys():
        said.append(f"{given.name}: plain, all fields: {scored(_between(one, other), left, right).words()}")
    ratio = keyed.f1 / plain.f1
    what = f"{given.name}: F1 of pairs between two files, beside plain matching of the same fields"
    return Case(what, keyed.f1, plain.f1, "F1", round(ratio, 3), AS_GOOD, ratio >= AS_GOOD), said


def _between(one: Table, other: Table) -> Whole:
    """Return the pairs between the two files that matching them in plain text links."""
    pairs = np.sort(linked(matched([one, other])), axis=1)
    across = pairs[(pairs[:, 0] < one.rows) & (pairs[:, 1] >= one.rows)]
    return np.asarray(across - [0, one.rows])


def _lists(sets: Sequence[Set], stolen: int) -> Iterator[tuple[str, Table]]:
    """Yield lists of people, each once, long enough to be stolen from: one record of each, the fields compared."""
    for given in sets:
        table = compared_fields(given.tables[0])
        first = np.unique(np.array(given.truth[: table.rows]), return_index=True)[1]
        chosen = np.random.default_rng(7).permutation(first)[: stolen + STRANGERS]
        kept = rows_of(table, chosen)
        if given.name in BREACHED:
            yield given.name, rows_of(kept, breach.each_once(kept))


def _lost(name: str, people: Table) -> tuple[list[Case], list[str]]:
    """Attack a file by a list that has everybody in it and some people beside them, word for word."""
    order = np.random.default_rng(11).permutation(people.rows)
    stolen = rows_of(people, order[: people.rows - STRANGERS])
    where = np.random.default_rng(13).permutation(people.rows)
    population, truth = rows_of(people, where), np.argsort(where)[order[: stolen.rows]]
    cases, said = [], []
    for known, knows in ((0, "nobody"), (int(stolen.rows * KNOWN), "one in ten")):
        lost = {way: breach.graph_attack(stolen, population, truth, how, known=known) for way, how in WAYS.items()}
        said += [
            f"{name}: a stolen file of {stolen.rows:,}, no key, {knows} known before, {way}: {found.right:.2%} named "
            f"rightly ({found.named:.0%} named)"
            for way, found in lost.items()
        ]
        ours, peer = lost["as exchanged"].right, lost["a filter as first published"].right
        what = (
            f"{name}: share of a stolen file named without the key, {knows} known before, beside an unhardened filter"
        )
        ratio = ours / max(peer, 1e-9)
        cases.append(Case(what, ours, peer, "share", round(ratio, 4), GIVEN_AWAY, ours <= GIVEN_AWAY))
    found = breach.dictionary_attack(stolen, population, truth)
    said.append(f"{name}: stolen file with the key: {found.right:.2%} named rightly by encoding the list")
    return cases, said


def _frequent(people: int) -> tuple[Case, list[str]]:
    """Look for frequent values in a large stolen file: by what its bits have in common, with no list and no key."""
    made = crowd(3 * people, seed=9)
    table = rows_of(compared_fields(made.table), np.unique(made.truth, return_index=True)[1][:people])
    table = rows_of(table, breach.each_once(table))
    ways = {
        "a filter as first published": (Parameters(salted=False), True),
        "as exchanged but for the salt": (Parameters(salted=False), False),
        "as exchanged": (Parameters(), False),
    }
    found, taught = {}, {}
    for way, (parameters, plain) in ways.items():
        bits = breach.encoded_bits(table, parameters, plain=plain)
        found[way], taught[way] = breach.told_apart(table, bits), breach.learnt(table, bits, known=TAUGHT)
    ours, peer = found["as exchanged"][0], found["a filter as first published"][0]
    what = "crowd: how well a component of a stolen file tells the most frequent forename (0.5: not at all)"
    return Case(what, ours, peer, "area", round(ours / peer, 3), HIDDEN, ours <= HIDDEN), [
        f"crowd: a stolen file of {table.rows:,}, nothing known, {way}: the most frequent forename told with "
        f"{area:.3f}, {over} components above noise; {TAUGHT:.0%} of the rows known before: {taught[way]:.3f}"
        for way, (area, over) in found.items()
    ]


def _at_the_unit(records: int) -> list[str]:
    """Attack both files: by what was encoded, word for word, and by a list of everybody as somebody else wrote them."""
    made = crowd(3 * records, seed=3)
    table, person = compared_fields(made.table), made.truth
    part = np.random.default_rng(5).integers(0, 3, table.rows)
    one, other, rest = (np.flatnonzero(part == number) for number in range(3))
    everybody = rest[np.unique(person[rest], return_index=True)[1]]
    files = rows_of(table, one), rows_of(table, other)
    listed = rows_of(table, everybody)
    word_for_word = unit_attack(files, files, person[one], person[one])
    by_list = unit_attack(files, (listed, listed), person[one], person[everybody])
    return [
        f"crowd: both files of {len(one):,} at the unit, no key, {what}: {lost.right:.2%} named rightly "
        f"({lost.named:.0%} named)"
        for what, lost in (
            ("both lists known word for word", word_for_word),
            (f"a list of {len(everybody):,} people from elsewhere", by_list),
        )
    ]


def _size(sizes: Sequence[int]) -> tuple[list[Case], list[str]]:
    """Measure two files of each size in a process of its own: encoding both, writing, reading, comparing."""
    found = {size: _measured(size) for size in sizes}
    first, last = sizes[0], sizes[-1]
    exponent = math.log(found[last]["seconds"] / found[first]["seconds"]) / math.log(last / first)
    said = [
        f"{size:,} by {size:,} records: {one['seconds']:.1f} s (of these {one['compare']:.1f} s the unit's), "
        f"{one['megabytes']:,.0f} MB, {one['compared']:,.0f} pairs compared, a file of {one['file']:,.0f} MB"
        for size, one in found.items()
    ]
    what = f"{last:,} by {last:,} records: both encoded, written, read and compared"
    return [
        at_most(f"{what}: seconds", ours=found[last]["seconds"], peer=SECONDS, unit="s", bar=1.0),
        at_most(f"{what}: memory at the most", ours=found[last]["megabytes"], peer=MEMORY, unit="MB", bar=1.0),
        at_most(f"growth exponent of time from {first:,} records", ours=exponent, peer=1.0, unit="", bar=GROWTH),
    ], said


def _measured(size: int) -> dict[str, float]:
    command = [sys.executable, "-c", PROGRAM, str(size)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured
