"""The price of letting a file in, validated, under the policies and with the ledger, against `COPY` of its rows.

The peer is given the very rows that an import left, in PostgreSQL's own text form: circles, shares, standing, children,
numbers, reports and lines of the chronology. It copies them in one transaction, as the superuser, into the same empty
tables with all their indexes, constraints and foreign keys; only the triggers of need and ledger are switched off, and
it writes no line of the ledger. It reads, checks and numbers nothing.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.bench import Bench, Case, WrongAnswer, at_least, at_most
from benchmarks.files.let_in import AGENCY
from benchmarks.files.returns import write_census, write_return, write_table
from benchmarks.place import CHECKOUT, DATABASE, Place
from erle.foundation.database import addresses
from erle.foundation.database.roles import DatabaseRole

CHILDREN = 5_000
ROWS = 100_000
MILLION = 1_000_000
ROUNDS = 3
EMPTY, PEER = f"{DATABASE}_empty", f"{DATABASE}_peer"
TABLES = (
    "access_circle",
    "access_share",
    "access_need",
    "records_importbatch",
    "records_person",
    "records_identifier",
    "records_report",
    "records_entry",
    "records_mention",
)
"""What the files leave rows in, beside the ledger; the first are referred to by the others."""
HELD = (
    "Held in memory: fingerprints of the last 20,000 rows, texts seen in a column (50,000 at most), particulars of "
    "50,000 children at most, a chunk of 5,000 rows; a return's children by number and birth, a census's "
    "children by number."
)


@dataclass(frozen=True)
class LetIn:
    """What one import took, and what it cost."""

    taken: int
    seconds: float
    megabytes: float


def run(place: Place) -> Bench:
    """Import by the exchange door and copy the same rows, in turns, each into an empty database."""
    rows, children = (3_000, 200) if place.quick else (ROWS, CHILDREN)
    _found_agency()
    _clone(place, DATABASE, EMPTY)
    with tempfile.TemporaryDirectory(prefix="erle-bench-") as folder:
        made = Path(folder)
        files = {
            f"{rows:,} rows: header and reviews of {children:,} children": (
                "ssda903",
                write_return(made / "whole", children=children, reviews=rows - children),
            ),
            f"{rows:,} rows: one file of reviews": (
                "ssda903",
                write_return(made / "alone", children=children, reviews=rows, header=False),
            ),
            f"{rows:,} rows: a table of incidents, CSV": (
                "generic",
                write_table(made / "table.csv", children=children, rows=rows),
            ),
            f"{rows:,} events: a children in need census, XML": (
                "cin",
                write_census(made / "census.xml", children=children, rows=rows),
            ),
        }
        cases = [_against_copy(place, case, *file, rows) for case, file in files.items()]
        cases += [*_memory(place, made, rows=rows, children=children)]
    for name in (EMPTY, PEER):
        _drop(place, name)
    return Bench("import", tuple(cases), (HELD,))


def _against_copy(place: Place, case: str, file_format: str, where: Path, rows: int) -> Case:
    ours, peer = [], []
    for _ in range(1 if place.quick else ROUNDS):
        ours.append(rows / _let_in(place, file_format, where, rows).seconds)
        peer.append(rows / _copied(place))
    return at_least(case, ours=statistics.median(ours), peer=statistics.median(peer), unit="rows/s", bar=0.3)


def _memory(place: Place, made: Path, *, rows: int, children: int) -> list[Case]:
    """Compare the most memory that the process ever held, the children being the same."""
    sizes = [rows // 10, rows] + ([MILLION] if place.full else [])
    cases = []
    for file_format, write in (("ssda903", _return), ("generic", _table), ("cin", _census)):
        most = {}
        for size in sizes:
            where = write(made, children=children, rows=size)
            most[size] = _let_in(place, file_format, where, size).megabytes
        cases += [
            at_most(
                f"{file_format}: memory at {more:,} rows beside {fewer:,}",
                ours=most[more],
                peer=most[fewer],
                unit="MB",
                bar=1.25,
            )
            for fewer, more in pairwise(sizes)
        ]
    return cases


def _return(made: Path, *, children: int, rows: int) -> Path:
    return write_return(made / f"return-{rows}", children=children, reviews=rows - children)


def _table(made: Path, *, children: int, rows: int) -> Path:
    return write_table(made / f"table-{rows}.csv", children=children, rows=rows)


def _census(made: Path, *, children: int, rows: int) -> Path:
    return write_census(made / f"census-{rows}.xml", children=children, rows=rows)


def _let_in(place: Place, file_format: str, where: Path, rows: int) -> LetIn:
    """Import the file into an empty database, in a process of its own."""
    _clone(place, EMPTY, DATABASE)
    words = [sys.executable, "-m", "benchmarks.files.let_in", file_format, str(where)]
    done = subprocess.run(words, cwd=CHECKOUT, env=os.environ, capture_output=True, text=True, check=True)
    found = LetIn(**json.loads(done.stdout))
    if found.taken != rows:
        raise WrongAnswer(f"{found.taken:,} of {rows:,} rows were taken.")
    return found


def _copied(place: Place) -> float:
    """Return the seconds in which `COPY` brings what the import left into an empty database."""
    _clone(place, EMPTY, PEER)
    said = {table: _dumped(place, table) for table in TABLES}
    with _connect(place, PEER) as connection:
        for table in TABLES:
            connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        connection.commit()
        before = time.perf_counter()
        for table, rows in said.items():
            statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
            with connection.cursor().copy(statement) as copy:
                copy.write(rows)
        connection.commit()
        return time.perf_counter() - before


def _dumped(place: Place, table: str) -> bytes:
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with _connect(place, DATABASE) as connection, connection.cursor().copy(statement) as copy:
        return b"".join(bytes(block) for block in copy)


def _found_agency() -> None:
    """Found the agency whose files come in, and let go of its database, so that it can be copied."""
    from django.db import connections

    from erle.foundation.agencies.actions import open_agency

    at = datetime.now(UTC) - timedelta(days=1)
    open_agency(slug=AGENCY, name="Children's Services", kind="csc", regime="uk_gdpr", phone="01632 960140", at=at)
    connections.close_all()


def _clone(place: Place, name: str, to: str) -> None:
    """Make a database as a copy of another, and write out what waits, so that no turn pays for the last."""
    _drop(place, to)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
    with _connect(place, "postgres", autocommit=True) as connection:
        connection.execute(statement.format(*map(sql.Identifier, (to, name, DatabaseRole.OWNER))))
        connection.execute("CHECKPOINT")


def _drop(place: Place, name: str) -> None:
    with _connect(place, "postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _connect(place: Place, name: str, *, autocommit: bool = False) -> psycopg.Connection[tuple[object, ...]]:
    given = addresses.superuser_parameters(socket_dir=place.socket_dir, name=name)
    return psycopg.connect(**given, autocommit=autocommit)
