"""Which things are near to each other, kept as reports name them; the matcher's work, never a worker's.

Whether two are near hangs on the two alone, by the rules of their kind: not on how many others are written like them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from erle.foundation.database.connected import Connection, connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage.things.alike import reasons
from erle.knowledge.linkage.things.marks import Marks, marks
from erle.knowledge.linkage.things.reasons import STRENGTH
from erle.knowledge.linkage.things.together import in_order
from erle.knowledge.records.rules import MentionKind

AT_ONCE = 500
"""Things that are compared in one go, which is kept by itself."""
DUE = "SELECT number, thing, kind, key FROM erle.things_due(%s)"
KEEP_MARKS = "SELECT erle.keep_thing_marks(%s::text[], %s::text[], %s::bigint[])"
HOLDING = "SELECT other, key, things FROM erle.things_holding(%s::text[], %s::bigint[])"
KEEP_NEAR = "SELECT erle.keep_things_near(%s::text[], %s::text[], %s::text[], %s::int[], %s::bigint[])"


@dataclass(frozen=True)
class Compared:
    """What was done, in numbers: things looked at, pairs compared by the rules, and pairs kept as near."""

    things: int = 0
    candidates: int = 0
    near: int = 0


def compare_things(*, most: int | None = None) -> Compared:
    """Compare the things that are noted, all of them or those of the first `most` goes.

    Stopped, it goes on where it was: each go is kept by itself. Once more does nothing.
    """
    whole, goes = Compared(), 0
    with connected(DatabaseRole.MATCHER) as matcher:
        while most is None or goes < most:
            told = compare_some(matcher)
            if told is None:
                break
            matcher.commit()
            whole = Compared(whole.things + told.things, whole.candidates + told.candidates, whole.near + told.near)
            goes += 1
    return whole


def compare_some(matcher: Connection) -> Compared | None:
    """Compare the first things that are noted; nothing where none is."""
    due = matcher.execute(DUE, [AT_ONCE]).fetchall()
    if not due:
        return None
    said = {thing: (MentionKind(kind), key) for _, thing, kind, key in due if kind is not None}
    made = {thing: marks(kind, key) for thing, (kind, key) in said.items()}
    matcher.execute(KEEP_MARKS, [list(said), *_in_columns(made, "held")])
    candidates, found = 0, {}
    for other, key, things in matcher.execute(HOLDING, _in_columns(made, "asked")).fetchall():
        for thing in things:
            if other in said and other < thing:
                continue  # each finds the other: compared from that side
            candidates += 1
            kind, own = said[thing]
            if why := reasons(kind, own, key):
                found[in_order(thing, other)] = STRENGTH.index(why[0])
    ones, others = [one for one, _ in found], [other for _, other in found]
    given = [list(said), ones, others, list(found.values()), [number for number, *_ in due]]
    [near] = matcher.execute(KEEP_NEAR, given).fetchone() or (0,)
    return Compared(len(said), candidates, int(near))


def _in_columns(made: Mapping[str, Marks], which: Literal["held", "asked"]) -> list[list[str] | list[int]]:
    """Return the things and the marks that each holds, or asks for, beside each other."""
    pairs = [(thing, mark) for thing, one in made.items() for mark in sorted(getattr(one, which))]
    return [[thing for thing, _ in pairs], [mark for _, mark in pairs]]
