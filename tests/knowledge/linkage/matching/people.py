"""People who do not exist, in families, written down by agencies that make mistakes; who is who is known."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from erle.knowledge.linkage.matching.tables import Table

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
FIRST = "amelia ben clara daniel ewa filip grace harry imogen jakub katie liam maria noor oscar poppy rafal sara tomasz zofia"
BEGINNINGS, MIDDLES, ENDS = (
    [
        "bar",
        "cran",
        "del",
        "fen",
        "gar",
        "hol",
        "kin",
        "lan",
        "mor",
        "nor",
        "pel",
        "quin",
        "rad",
        "sel",
        "tar",
        "ven",
        "wal",
        "yar",
    ],
    ["ber", "dow", "ing", "lo", "mar", "ne", "or", "ri", "sto", "tu"],
    ["by", "den", "ford", "ham", "ley", "man", "more", "son", "ton", "well", "wick", "worth"],
)
STREETS = ["abbey", "bridge", "church", "drove", "elm", "fen", "gorse", "hill"]


@dataclass(frozen=True)
class Said:
    """One row, and whom it is about."""

    person: int
    forename: str
    surname: str
    born: str
    sex: str
    address: str
    postcode: str


def population(families: int, *, seed: int = 3) -> list[Said]:
    """Return families of one to three children who share surname and address; no two are born on one day."""
    chance = random.Random(seed)
    people: list[Said] = []
    for _ in range(families):
        surname = "".join(chance.choice(part) for part in (BEGINNINGS, MIDDLES, ENDS))
        address = f"{chance.randint(1, 90)} {chance.choice(STREETS)} {chance.choice(['road', 'close', 'street'])}"
        postcode = (
            f"PE{chance.randint(1, 7)} {chance.randint(1, 9)}{chance.choice('ABDEFGH')}{chance.choice('JLNPQRS')}"
        )
        for forename in chance.sample(FIRST.split(), chance.choice((1, 1, 2, 3))):
            born = date(2008, 1, 1) + timedelta(days=chance.randrange(5000))
            sex = chance.choice("fm")
            people.append(Said(len(people), forename, surname, f"{born:%Y%m%d}", sex, address, postcode))
    return people


def written_down(people: Sequence[Said], *, share: float = 0.7, faults: float = 0.1, seed: int = 5) -> list[Said]:
    """Return rows of some of the people, each with mistakes now and then."""
    chance = random.Random(seed)
    rows = [_mistaken(one, chance, faults) for one in people if chance.random() < share]
    chance.shuffle(rows)
    return rows


def around(people: Sequence[Said], row: Said) -> dict[str, Any]:
    """Return whom a row names as related to its person, and a number: a family's are the same, slips apart."""
    one = people[row.person]
    place = row.person + sum(map(ord, row.forename + row.surname + row.address))
    home = sum(map(ord, one.surname + one.address))
    first = FIRST.split()
    mother = f"{first[home % len(first)]} {one.surname}"
    mother = mother[:-1] if place % 7 == 0 else mother
    said = [["mum" if place % 2 else "mother", mother, None]] if place % 5 < 3 else []
    if place % 4 == 0:
        said.append(["father", f"{first[home // 2 % len(first)]} {one.surname}", "1980-04-05"])
    if place % 13 == 0:
        said.append(["sister", f"{first[place % len(first)]} {one.surname}", None])
    phones = [f"+4411349{home:05}"] if place % 3 else []
    return {"people": said, "phones": [*phones, "+441134960000"] if place % 11 == 0 else phones}


def _mistaken(said: Said, chance: random.Random, faults: float) -> Said:
    for field in ("forename", "surname", "address"):
        if chance.random() < faults:
            changed: dict[str, Any] = {field: _typing_error(getattr(said, field), chance)}
            said = replace(said, **changed)
    if chance.random() < faults / 2:
        said = replace(said, born="")
    if chance.random() < faults:
        said = replace(said, postcode="", address="")
    return said


def _typing_error(text: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(text))
    return text[:at] + chance.choice(("", "e", text[at] * 2)) + text[at + 1 :]


def table(rows: Sequence[Said], name: str = "a.csv", *, no_repeats: bool = False) -> Table:
    """Return the rows as a table, without whom they are about."""
    fields = ("forename", "surname", "born", "sex", "address", "postcode")
    return columns({field: [getattr(row, field) for row in rows] for field in fields}, name, no_repeats=no_repeats)


def columns(values: Mapping[str, Sequence[str]], name: str = "a.csv", *, no_repeats: bool = False) -> Table:
    """Return a table of columns."""
    return Table(name, len(next(iter(values.values()))), values, no_repeats=no_repeats)


def agreement(clusters: Sequence[int], people: Sequence[int]) -> tuple[float, float]:
    """Return precision and recall of the pairs of rows that clusters put together."""
    together = {(one, other) for one, other in _pairs(clusters)}
    true = {(one, other) for one, other in _pairs(people)}
    both = len(together & true)
    return both / max(len(together), 1), both / max(len(true), 1)


def _pairs(groups: Sequence[int]) -> list[tuple[int, int]]:
    held: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        held.setdefault(group, []).append(row)
    return [(one, other) for rows in held.values() for at, one in enumerate(rows) for other in rows[at + 1 :]]
