"""What a look finds and weighs, beside Splink's `predict_between` by the same kept model on the same people."""

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.bench import Case, at_least
from benchmarks.linkage.peers.same_looks import ASKED, KEYS, MODEL, ROWS, write_rows
from benchmarks.place import CHECKOUT, Connection, Place
from erle.knowledge.linkage.keeping import Kept
from erle.knowledge.linkage.matching.documents import model_document
from erle.knowledge.linkage.nearby import values_in, values_of
from erle.knowledge.linkage.proposing import Standing
from erle.knowledge.linkage.tasks import NEAR, as_array

SPLINK_LOOKS, WARMING = 12, 3
"""Looks of Splink's with a model of its own; and of each that are not timed, since they warm it."""
SAME, FURTHEST, FASTER = 1.0, 1e-5, 500.0
STANDING = "COPY (SELECT person_id, key FROM erle.match_key WHERE person_id IS NOT NULL) TO STDOUT (FORMAT csv)"
OWN = """
import json, sys
from benchmarks.linkage.crowd import crowd
from benchmarks.linkage.sets import Set
from benchmarks.linkage.peers.splinks import splink_lookups
made = crowd(int(sys.argv[1]))
print(json.dumps(splink_lookups(Set("crowd", [made.table], made.truth), int(sys.argv[2]))))
"""
BY_ERLES = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from benchmarks.linkage.peers.same_looks import looks_in
print(json.dumps([asdict(look) for look in looks_in(Path(sys.argv[1]))]))
"""


@dataclass(frozen=True)
class Beside:
    """Of one size: looks, pairs that Erle found, that Splink found and that both did; and how far weights are apart.

    `certain` are pairs that weigh enough for a link, by Erle and by Splink. `took` and `alone` are Splink's
    milliseconds for the whole weight, and for one person beside strangers alone.
    """

    looks: int
    erles: int
    splinks: int
    both: int
    furthest: float
    certain: tuple[int, int]
    took: float
    alone: float


def has_splink(*more: str) -> bool:
    """Say whether Splink is installed, with DuckDB and what more it needs."""
    return all(importlib.util.find_spec(name) for name in ("splink", "duckdb", *more))


def beside_splink(
    place: Place, connection: Connection, people: Iterable[Standing], asked: Sequence[Standing], known: Kept
) -> Beside | None:
    """Look each up who is asked about, here and with Splink; nothing where it is not installed.

    `people` are all that stand, those who are asked about not among them. The keys are those that are kept.
    """
    if not has_splink():
        return None
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place.home) as made:
        folder = Path(made)
        (folder / MODEL).write_text(model_document(known.model), "utf-8")
        write_rows(folder / ROWS, known.model.fields, ((one.id, values_of(one)) for one in people))
        with connection.cursor() as cursor, cursor.copy(STANDING) as copy, (folder / KEYS).open("wb") as file:
            for block in copy:
                file.write(block)
        given = [(values_of(one), known.asked_by(values_of(one))) for one in asked]
        (folder / ASKED).write_text(json.dumps(given), "utf-8")
        found = json.loads(_told(BY_ERLES, str(folder)))
    theirs = [{int(number): bits for number, bits in look["bits"].items()} for look in found]
    took, alone = (
        float(np.median([look[name] for look in found][min(WARMING, len(found) - 1) :])) for name in ("took", "alone")
    )
    return compared(list(_bits(connection, asked, known)), theirs, known.weighs.link, took=took, alone=alone)


def _bits(connection: Connection, asked: Sequence[Standing], known: Kept) -> Iterator[dict[int, float]]:
    """Yield what each whom a look finds weighs, whatever it is."""
    for one in asked:
        mine = values_of(one)
        rows = NEAR.ask(connection, str(one.id), as_array(known.asked_by(mine)))
        yield {number: known.weighs.weigh(mine, theirs).bits for number, theirs in values_in(rows).items()}


def compared(
    ours: Sequence[Mapping[int, float]],
    theirs: Sequence[Mapping[int, float]],
    link: float,
    *,
    took: float,
    alone: float,
) -> Beside:
    """Return what two matchers found, look by look: by number the bits of each; `link` are those of a link."""
    both = [mine.keys() & others.keys() for mine, others in zip(ours, theirs, strict=True)]
    apart = [
        abs(mine[number] - others[number])
        for mine, others, shared in zip(ours, theirs, both, strict=True)
        for number in shared
    ]
    erles, splinks = (sum(len(look) for look in looks) for looks in (ours, theirs))
    mine, others = (sum(bits >= link for look in looks for bits in look.values()) for looks in (ours, theirs))
    return Beside(len(ours), erles, splinks, len(apart), max(apart, default=0.0), (mine, others), took, alone)


def same_cases(size: int, one: Beside) -> list[Case]:
    """Return whether both find the same pairs, and weigh them the same."""
    whole = one.erles + one.splinks - one.both
    said = f"{size:,} records, {one.looks} looks: pairs that a look and Splink both find, by one model, of all found"
    far = f"{size:,} records: the furthest that two weights of one pair are apart, bits"
    return [
        at_least(said, ours=one.both, peer=max(whole, 1), unit="", bar=SAME),
        Case(far, one.furthest, FURTHEST, "bits", round(one.furthest / FURTHEST, 3), 1.0, one.furthest <= FURTHEST),
    ]


def said_beside(size: int, one: Beside) -> str:
    """Return in words what both found, and what half of the weight takes Splink."""
    return (
        f"{size:,} records: {one.erles} pairs of {one.looks} looks, {one.splinks} of Splink's; enough for a link weigh"
        f" {one.certain[0]} and {one.certain[1]}; Splink takes {one.took:.0f} ms, and {one.alone:.0f} ms for one person"
        " beside strangers alone"
    )


def splink_cases(size: int, look: float, one: Beside | None, beside: list[str]) -> list[Case]:
    """Return Splink's time to a look's, by the same model, and by one of its own (reported)."""
    if one is None:
        beside.append("Splink is not installed, so nothing stands beside (the extra `bench`).")
        return []
    ratio = one.took / look
    said = f"{size:,} records: Splink's predict_between / a look, the same pairs and weights"
    cases = [Case(said, round(look, 4), round(one.took, 4), "ms", round(ratio, 1), FASTER, ratio >= FASTER)]
    if not has_splink("pandas"):
        beside.append("Without pandas Splink with a model of its own does not stand beside (the extra `bench`).")
        return cases
    own = float(np.median(json.loads(_told(OWN, str(size), str(SPLINK_LOOKS)))))
    said = f"{size:,} records: the same, Splink with a model of its own (reported)"
    return [*cases, Case(said, round(look, 4), round(own, 4), "ms", round(own / look, 1), 0.0, holds=True)]


def _told(program: str, *given: str) -> str:
    command = [sys.executable, "-c", program, *given]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1]
