"""Which things are near to each other, kept as reports name them; the matcher's work, never a worker's.

Whether two are near hangs on the two alone, by the rules of their kind: not on how many others are written like them.
"""

from dataclasses import dataclass

from erle.foundation.database.connected import Connection, connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage.things.alike import reasons
from erle.knowledge.linkage.things.marks import marks
from erle.knowledge.linkage.things.reasons import STRENGTH
from erle.knowledge.linkage.things.together import in_order
from erle.knowledge.records.rules import MentionKind

AT_ONCE = 100
"""Things that are compared in one go, which is kept by itself."""
DUE = "SELECT number, thing, kind, key FROM erle.things_due(%s)"
KEEP_MARKS = "SELECT erle.keep_thing_marks(%s::text[], %s::text[], %s::bigint[])"
SHARING = "SELECT thing, other, key FROM erle.things_sharing(%s::text[])"
KEEP_NEAR = "SELECT erle.keep_things_near(%s::text[], %s::text[], %s::text[], %s::int[], %s::bigint[])"


@dataclass(frozen=True)
class Compared:
    """What was done, in numbers: things looked at, others that share a mark with them, and pairs kept as near."""

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
    _keep_marks(matcher, said)
    shared = matcher.execute(SHARING, [list(said)]).fetchall()
    found = {}
    for thing, other, key in shared:
        kind, own = said[thing]
        if why := reasons(kind, own, key):
            found[in_order(thing, other)] = STRENGTH.index(why[0])
    ones, others = [one for one, _ in found], [other for _, other in found]
    given = [list(said), ones, others, list(found.values()), [number for number, *_ in due]]
    [near] = matcher.execute(KEEP_NEAR, given).fetchone() or (0,)
    return Compared(len(said), len(shared), int(near))


def _keep_marks(matcher: Connection, said: dict[str, tuple[MentionKind, str]]) -> None:
    marked = [(thing, mark) for thing, (kind, key) in said.items() for mark in sorted(marks(kind, key))]
    matcher.execute(KEEP_MARKS, [list(said), [thing for thing, _ in marked], [mark for _, mark in marked]])
