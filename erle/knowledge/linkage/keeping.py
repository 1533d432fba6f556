"""The model that a partnership matches by, as it is kept: with what too many shared when it was learnt.

What is over-full is a reference that is kept too, and not counted anew: else records that a reader may not see could
fill a block, and she would learn of them by a question that is not asked.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from erle.foundation.database.connected import Connection
from erle.knowledge.linkage.matching.blocking.keys import Marks
from erle.knowledge.linkage.matching.comparing.columns import Whole
from erle.knowledge.linkage.matching.documents import read_model
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.near.keys import asked_by, keys_of, phone_mark
from erle.knowledge.linkage.matching.near.weighing import Values, Weigher
from erle.knowledge.linkage.nearby import keys_near, values_of, weigher
from erle.knowledge.linkage.proposing import NOBODY, NONE_FULL, PHONES, Standing, joined, learn, parted, said_of

FULLEST = 8
"""Records that share a key by which one is looked up, or a telephone; what more shared when the model was learnt is no
key, and no number of anybody's."""
NO_KEYS: Whole = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Kept:
    """A model, the blocks that were over-full when it was learnt, and the keys; `version` is 0 until it is kept."""

    model: Model
    full_blocks: Marks = field(default_factory=NONE_FULL.copy)
    full_keys: Whole = field(default_factory=NO_KEYS.copy)
    version: int = 0

    @cached_property
    def _no_keys(self) -> frozenset[int]:
        return frozenset(self.full_keys.tolist())

    @cached_property
    def weighs(self) -> Weigher:
        """The model made ready to weigh pairs."""
        return weigher(self.model)

    def without_shared(self, record: Standing) -> Standing:
        """Return the record without the numbers that too many shared when the model was learnt: a home's, a school's.

        It hangs on no record of today, and is asked of each record before it is compared, here or elsewhere.
        """
        own = self.own_around(record.around)
        return record if own is record.around else replace(record, around=own)

    def own_around(self, around: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the same of who and what is around a child: the numbers as they stand, before any is cut off."""
        phones = around.get(PHONES, ())
        own = [phone for phone in phones if phone_mark(phone) not in self._no_keys]
        return around if len(own) == len(phones) else {**around, PHONES: own}

    def keys_near(self, record: Standing) -> list[int]:
        """Return what a record is looked up by."""
        return self.keys_by(values_of(record))

    def keys_by(self, values: Values) -> list[int]:
        """Return what a record is looked up by that says this."""
        return [key for key in keys_of(values) if key not in self._no_keys]

    def asked_by(self, values: Values) -> list[int]:
        """Return by which keys others are looked up for a record that says this."""
        return [key for key in asked_by(values) if key not in self._no_keys]


@cache
def starting() -> Kept:
    """Return the model that an installation starts with: learnt from the rehearsal partnership, which is made up."""
    return Kept(read_model((Path(__file__).parent / "starting_model.json").read_text("utf-8")))


def learn_from(records: Sequence[Standing], *, at: datetime) -> Kept:
    """Learn a model from the records, and what too many of them share."""
    keys = array("q")
    for record in records:
        keys.extend(keys_near(record))
        keys.extend(map(phone_mark, set(record.around.get(PHONES, ()))))
    shared, counts = np.unique(np.frombuffer(keys, dtype=np.int64), return_counts=True)
    full = Kept(starting().model, full_keys=shared[counts > FULLEST])
    model, blocks = learn([full.without_shared(record) for record in records], at=at)
    return Kept(model, blocks, full.full_keys)


def not_compared(known: Kept, records: Sequence[Standing]) -> list[str]:
    """Return the fields that some record has and the model does not know, which it learns at the next learning."""
    fields = {field.name for field in known.model.fields}
    unknown = set(said_of(NOBODY[0])) - fields
    return sorted(
        unknown & {name for record in records for name, said in said_of(record).items() if said} if unknown else ()
    )


def kept(matcher: Connection) -> Kept | None:
    """Return the newest model that is kept."""
    row = matcher.execute(
        "SELECT version, document, frequencies, full_blocks, full_keys FROM erle.matching_model()"
    ).fetchone()
    if row is None:
        return None
    version, document, frequencies, blocks, keys = row
    full = np.array(blocks, dtype=np.int64).view(np.uint64)
    return Kept(joined(document, frequencies), np.sort(full), np.array(keys, dtype=np.int64), int(version))


def keep(matcher: Connection, made: Kept, *, rows: int) -> Kept:
    """Keep a model that was learnt from so many rows, and return it with its version."""
    document, frequencies = parted(made.model)
    row = matcher.execute(
        "SELECT erle.keep_model(%s, %s, %s::jsonb, %s::jsonb, %s::bigint[], %s::bigint[])",
        [
            made.model.learnt.at,
            rows,
            json.dumps(document),
            json.dumps(frequencies),
            made.full_blocks.view(np.int64).tolist(),
            made.full_keys.tolist(),
        ],
    ).fetchone()
    return Kept(made.model, made.full_blocks, made.full_keys, int(row[0]) if row else 0)
