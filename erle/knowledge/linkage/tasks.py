"""Asking of which records a person should say whether they are of one child; the matcher's work, never a worker's."""

import json
from dataclasses import dataclass
from datetime import datetime

from erle.foundation.database.connected import Connection, connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.proposing import Standing, as_given, joined, learn, parted, propose

READ = (
    "SELECT person_id, agency_id, gathers, by_file, given_names, family_name, known_as, born_on, sex, identifiers"
    " FROM erle.matching_records()"
)


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


def ask_questions(*, at: datetime, anew: bool = False) -> Asked:
    """Match all standing records, and ask about the pairs that no rule ties; learn a model where none is kept, or anew.

    The same records asked about again change nothing.
    """
    with connected(DatabaseRole.MATCHER) as matcher:
        records = [Standing(*row) for row in matcher.execute(READ).fetchall()]
        kept = None if anew else kept_model(matcher)
        version, model = kept or keep_model(matcher, learn(records, at=at), rows=len(records))
        proposals = propose(records, model, at=at)
        row = matcher.execute(
            "SELECT asked, changed, lapsed, open FROM erle.propose_same(%s::jsonb, %s, %s)",
            [as_given(proposals), version, model.learnt.at],
        ).fetchone()
    asked, changed, lapsed, still = row or (0, 0, 0, 0)
    return Asked(len(records), version, kept is None, len(proposals), asked, changed, lapsed, still)


def kept_model(matcher: Connection) -> tuple[int, Model] | None:
    """Return the newest model that is kept, with its version."""
    row = matcher.execute("SELECT version, document, frequencies FROM erle.matching_model()").fetchone()
    return (int(row[0]), joined(row[1], row[2])) if row else None


def keep_model(matcher: Connection, model: Model, *, rows: int) -> tuple[int, Model]:
    """Keep a model that was learnt, and return it with its version."""
    document, frequencies = parted(model)
    row = matcher.execute(
        "SELECT erle.keep_model(%s, %s, %s::jsonb, %s::jsonb)",
        [model.learnt.at, rows, json.dumps(document), json.dumps(frequencies)],
    ).fetchone()
    return int(row[0]) if row else 0, model
