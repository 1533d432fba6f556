"""Asking of which records a person should say whether they are of one child; the matcher's work, never a worker's."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from erle.foundation.database.connected import Connection, connected
from erle.foundation.database.roles import DatabaseRole
from erle.foundation.database.straight import Straight
from erle.knowledge.linkage.keeping import Kept, keep, kept, learn_from, not_compared, starting
from erle.knowledge.linkage.nearby import as_kept, near_values, values_in, values_of
from erle.knowledge.linkage.proposing import Proposes, Standing, as_given, propose

FEWEST, GROWN = 1_000, 2
"""Records from which a model is learnt from them, fewer say too little of what agreement tells; and how many times as
many as it was learnt from there must be for it to be learnt anew by itself."""
AT_ONCE, LARGEST, KEYED_AT_ONCE = 200, 64, 5_000
"""Records matched one by one in one go; records of a key that are looked through; records keyed in one go."""
READ = (
    "SELECT person_id, agency_id, gathers, by_file, given_names, family_name, known_as, born_on, sex, identifiers,"
    " lives, around FROM erle.matching_records()"
)
NOTED = "SELECT person_id, number FROM erle.matching_due_notes()"
KEEP_KEYS = "SELECT erle.keep_keys(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s)"
PUT_AWAY = "SELECT erle.put_notes_away(%s::bigint[], %s::bigint[])"
DUE = "SELECT * FROM erle.matching_due(%s)"
NEAR = Straight("erle_matching_near", "SELECT erle.matching_near($1::bigint, $2::bigint[])")
PROPOSE_NEAR = "SELECT asked, changed, lapsed, open FROM erle.propose_near(%s, %s, %s, %s, %s, %s::jsonb, %s, %s)"


@dataclass(frozen=True)
class Asked:
    """What a run did, in numbers: records read, pairs proposed, and questions new, changed, lapsed and open."""

    records: int
    model: int
    learnt: bool
    proposed: int
    asked: int
    changed: int
    lapsed: int
    open: int
    not_compared: tuple[str, ...] = field(default=(), kw_only=True)
    """Fields that records have and the model does not know."""


def ask_questions(*, at: datetime, anew: bool = False, proposes: Proposes = propose) -> Asked:
    """Match all standing records, and ask about the pairs that no rule ties; learn a model anew where that is asked.

    The same records asked about again change nothing. Until there are `FEWEST` records the model is the one that an
    installation starts with, and then one is learnt once by itself.
    """
    with connected(DatabaseRole.MATCHER) as matcher:
        noted = matcher.execute(NOTED).fetchall()
        records = [Standing(*row) for row in matcher.execute(READ).fetchall()]
        known = kept(matcher)
        anew = anew or _is_due(known, len(records))
        if anew or known is None:
            known = keep(matcher, learn_from(records, at=at) if anew else starting(), rows=len(records))
        records = [known.without_shared(record) for record in records]
        proposals = proposes(records, known.model, full=known.full_blocks)
        _keep_keys(matcher, records, noted, known)  # first: while questions are put nobody's record is recognised
        row = matcher.execute(
            "SELECT asked, changed, lapsed, open FROM erle.propose_same(%s::jsonb, %s, %s)",
            [as_given(proposals), known.version, known.model.learnt.at],
        ).fetchone()
    asked, changed, lapsed, still = row or (0, 0, 0, 0)
    unknown = tuple(not_compared(known, records))
    return Asked(len(records), known.version, anew, len(proposals), asked, changed, lapsed, still, not_compared=unknown)


def _is_due(known: Kept | None, records: int) -> bool:
    """Say whether a model is to be learnt: none is learnt here yet, or from far fewer records than there are now."""
    if known is None or known.model.learnt.tables == starting().model.learnt.tables:
        return records >= FEWEST
    return records >= GROWN * sum(rows for _, rows in known.model.learnt.tables)


def _keep_keys(matcher: Connection, records: Sequence[Standing], noted: Sequence[tuple[int, int]], known: Kept) -> None:
    """Keep what every record is looked up by, and put away the notes that were read before the records were."""
    matcher.execute("SELECT erle.forget_keys()")
    for start in range(0, len(records), KEYED_AT_ONCE):
        some = records[start : start + KEYED_AT_ONCE]
        values = {one.id: values_of(one) for one in some}
        keys = [(person, key) for person, said in values.items() for key in known.keys_by(said)]
        kept = [as_kept(person, said) for person, said in values.items()]
        given = [list(values), kept, [person for person, _ in keys], [key for _, key in keys], LARGEST]
        matcher.execute(KEEP_KEYS, given)
    if noted:
        matcher.execute(PUT_AWAY, [[person for person, _ in noted], [number for _, number in noted]])


class Arrivals:
    """Matches records as they come or change, one by one, against all that stand; the model is made ready once."""

    def __init__(self) -> None:
        """Know no model yet."""
        self._known: Kept | None = None

    def match(self) -> Asked | None:
        """Match the records that are noted, at most `AT_ONCE`; nothing where none is."""
        with connected(DatabaseRole.MATCHER) as matcher:
            due = matcher.execute(DUE, [AT_ONCE]).fetchall()
            matcher.commit()  # who is gone is gone, whatever becomes of the rest; and its lock is given back
            if not due:
                return None
            known = self._newest(matcher)
            counts = [0, 0, 0, 0, 0]
            for number, *row in due:
                told = match_one(matcher, number, _standing(row), known)
                counts = [one + other for one, other in zip(counts, told, strict=True)]
                matcher.commit()
        return Asked(len(due), known.version, False, *counts)

    def _newest(self, matcher: Connection) -> Kept:
        row = matcher.execute("SELECT version FROM erle.matching_model()").fetchone()
        if self._known is None or row is None or row[0] != self._known.version:
            self._known = kept(matcher) or keep(matcher, starting(), rows=0)
        return self._known


@contextmanager
def listening() -> Iterator[Callable[[float], bool]]:
    """Give a function that waits, so many seconds at most, until something is noted, and says whether it was."""
    with connected(DatabaseRole.MATCHER) as matcher:
        matcher.autocommit = True
        matcher.execute("LISTEN erle_match")

        def wait(seconds: float) -> bool:
            return any(True for _ in matcher.notifies(timeout=seconds, stop_after=1))

        yield wait


def match_arrivals(progress: Callable[[str], None]) -> Asked:
    """Match all records that are noted; each is kept by itself, so that whoever stops it loses nothing."""
    arrivals, whole = Arrivals(), Asked(0, 0, False, 0, 0, 0, 0, 0)
    while (told := arrivals.match()) is not None:
        counts = (
            getattr(whole, name) + getattr(told, name) for name in ("proposed", "asked", "changed", "lapsed", "open")
        )
        whole = Asked(whole.records + told.records, told.model, False, *counts)
        progress(f"Records matched: {whole.records:,}.")
    return whole


def match_one(matcher: Connection, number: int, record: Standing, known: Kept) -> tuple[int, int, int, int, int]:
    """Match a record that came or changed; `number` is its note's. Return pairs proposed, and what became of them."""
    mine = values_of(known.without_shared(record))
    beside = NEAR.ask(matcher, str(record.id), as_array(known.asked_by(mine)))
    found = near_values(record.id, mine, values_in(beside), known.weighs)
    both = [*found, *(replace(one, picture=one.other, other=one.picture) for one in found)]
    said, keys = as_kept(record.id, mine), as_array(known.keys_by(mine))
    given = [record.id, number, said, keys, LARGEST, as_given(both), known.version, known.model.learnt.at]
    told = matcher.execute(PROPOSE_NEAR, given, prepare=True).fetchone()
    asked, changed, lapsed, still = told or (0, 0, 0, 0)
    return len(found), asked, changed, lapsed, still


def as_array(keys: Sequence[int]) -> str:
    """Return keys as the database reads an array: quicker than number by number."""
    return f"{{{','.join(map(str, keys))}}}"


def _standing(row: Sequence[Any]) -> Standing:
    number, agency, *said = row
    return Standing(number, agency, False, False, *said)


def was_asked() -> bool:
    """Return whether records were matched before: whether a model is kept."""
    with connected(DatabaseRole.MATCHER) as matcher:
        return kept(matcher) is not None
