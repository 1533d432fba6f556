"""What the unit, or who breaks in there, can make of both files: it has no key, and sees which records share tags.

The attacker has a list for each of the two files, encodes both by a key of their own, and takes records for one person
that stand alike in both graphs of shared tags: how many of each kind with how many others, these with how many, and so
on (colours are refined as B. Weisfeiler and A. Leman did in 1968). Only colours that one record alone has are named.
"""

from collections import Counter, defaultdict

import numpy as np

from benchmarks.linkage.breach import GUESSED, THEIRS, Attacked, Whole
from erle.knowledge.linkage.between.comparing import shared
from erle.knowledge.linkage.between.encoding import Encoded, encode
from erle.knowledge.linkage.between.parameters import Parameters
from erle.knowledge.linkage.between.secret import Secret
from erle.knowledge.linkage.between.tags import Side
from erle.knowledge.linkage.matching.tables import Table

DEPTH = 4
KINDS = ("certain", "named", "unnamed")
Both = tuple[Table, Table]


def unit_attack(stolen: Both, lists: Both, people: Whole, listed: Whole) -> Attacked:
    """Attack the first of two files by a list for each: who each row of the first file is, and of its list."""
    theirs, guessed = _encoded(stolen, THEIRS), _encoded(lists, GUESSED)
    colours, known = _colours(*theirs), _colours(*guessed)
    often, of_known = Counter(colours), Counter(known)
    place = {colour: at for at, colour in enumerate(known)}
    named = right = 0
    for at, colour in enumerate(colours):
        if often[colour] == 1 and of_known[colour] == 1:
            named += 1
            right += bool(people[theirs[0].rows[at][0]] == listed[guessed[0].rows[place[colour]][0]])
    return Attacked(named / len(colours), right / len(colours))


def _encoded(both: Both, key: bytes) -> tuple[Encoded, Encoded]:
    secret = Secret(key, Parameters())
    return encode(both[0], secret, Side.ONE), encode(both[1], secret, Side.OTHER)


def _colours(one: Encoded, other: Encoded) -> list[int]:
    """Return what each record of the first file looks like in the graph."""
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(KINDS))
    for kind, name in enumerate(KINDS):
        for left, right in shared(getattr(one.encodings, name), getattr(other.encodings, name)).tolist():
            counts[left, right][kind] += 1
    here, there = np.zeros(len(one.rows), dtype=np.int64).tolist(), np.zeros(len(other.rows), dtype=np.int64).tolist()
    for _ in range(DEPTH):
        near, far = defaultdict(list), defaultdict(list)
        for (left, right), count in counts.items():
            near[left].append((tuple(count), there[right]))
            far[right].append((tuple(count), here[left]))
        here, there = (
            [hash((colour, tuple(sorted(around[at])))) for at, colour in enumerate(colours)]
            for colours, around in ((here, near), (there, far))
        )
    return list(here)
