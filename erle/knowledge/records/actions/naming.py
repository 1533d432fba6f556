"""Naming in a line of the chronology what it tells of: people, places, vehicles, phones, accounts, organisations."""

from collections.abc import Sequence
from datetime import datetime

from erle.foundation.agencies.references import new_reference
from erle.knowledge.records.actions.handing_in import Named, things_key
from erle.knowledge.records.models import Entry, Mention
from erle.knowledge.records.rules import thing_key, thing_reference

LONGEST = 200


def name_in_line(*, entry: Entry, named: Sequence[Named], at: datetime) -> list[Mention]:
    """Keep what a line of a report names, in the line's circle, so that it is found wherever it is named."""
    made = []
    for one in named:
        key = thing_key(one.kind, one.words)
        made.append(
            Mention(
                circle=entry.circle,
                sealed=entry.sealed,
                reference=new_reference("N"),
                report=entry.report,
                entry=entry,
                kind=one.kind,
                words=one.words[:LONGEST],
                key=key[:LONGEST],
                thing=thing_reference(one.kind, key, secret=things_key()),
                details=one.details,
                recorded_at=at,
            )
        )
    return Mention.objects.bulk_create(made)
