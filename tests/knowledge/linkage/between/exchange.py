"""Two partnerships, what they hold, and an exchange between them without files."""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import count

from erle.knowledge.linkage.between.comparing import Compared, compare
from erle.knowledge.linkage.between.encoding import Encoded, encode
from erle.knowledge.linkage.between.parameters import Parameters
from erle.knowledge.linkage.between.secret import Secret
from erle.knowledge.linkage.between.tags import Chance, Side
from erle.knowledge.linkage.matching.tables import Table
from tests.knowledge.linkage.matching.people import columns

KEY, ANOTHER_KEY = bytes(range(32)), bytes(range(1, 33))
SECRET = Secret(KEY, Parameters())
ANN = {"forename": "Ann", "surname": "Barlow", "born": "20120304", "sex": "f", "postcode": "PE1 1AB"}
BEN = {"forename": "Benedict", "surname": "Cranleigh", "born": "20091120", "sex": "m", "postcode": "PE4 7ZY"}
NHS, UPN = "9434765919", "A123456789012"
Row = Mapping[str, str]


def chance(seed: int = 0) -> Chance:
    """Return what looks like chance and is the same each time."""
    turn = count()
    return lambda size: hashlib.shake_256(f"{seed} {next(turn)}".encode()).digest(size)


def file(*rows: Row, no_repeats: bool = False) -> Table:
    """Return a table of rows; what a row does not say is unknown."""
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["forename"]
    values: dict[str, Sequence[str]] = {name: [row.get(name, "") for row in rows] for name in names}
    return columns(values, no_repeats=no_repeats)


def encoded(table: Table, *, secret: Secret = SECRET, side: Side = Side.ONE, seed: int = 0) -> Encoded:
    """Encode a table."""
    return encode(table, secret, side, chance=chance(seed))


def compared(one: Table, other: Table, *, secret: Secret = SECRET) -> Compared:
    """Compare what two partnerships hold."""
    left, right = encoded(one, secret=secret), encoded(other, secret=secret, side=Side.OTHER, seed=1)
    return compare(left.encodings, right.encodings, chance=chance(2))


def pairs(one: Table, other: Table, *, secret: Secret = SECRET) -> set[tuple[int, int]]:
    """Return the pairs of rows that an exchange tells of."""
    left, right = encoded(one, secret=secret), encoded(other, secret=secret, side=Side.OTHER, seed=1)
    found = compare(left.encodings, right.encodings, chance=chance(2)).pairs
    return {
        (a, b)
        for i, j in zip(found.one.tolist(), found.other.tolist(), strict=True)
        for a in left.rows[i]
        for b in right.rows[j]
    }
