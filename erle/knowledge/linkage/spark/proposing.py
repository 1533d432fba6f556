"""What `proposing.propose` does, with the comparing and weighing spread over the workers of a Spark session."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pyspark.sql import SparkSession
from pyspark.sql import functions as of

from erle.knowledge.linkage.matching.blocking.blocks import LARGEST
from erle.knowledge.linkage.matching.blocking.keys import Marks
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.records import Records
from erle.knowledge.linkage.proposing import NONE_FULL, Proposal, Proposes, Standing, proposals, rows_of
from erle.knowledge.linkage.spark.session import spark_session
from erle.knowledge.linkage.spark.steps import (
    MARK,
    ROWS,
    Counting,
    Placing,
    Telling,
    as_told,
    numbers_in,
    rows_as_arrow,
)
from erle.knowledge.linkage.weighing import Told, Weighing

PART = 250_000
"""Rows of a part, in which a record stands once for each key: what one worker holds in memory."""


def proposing_on(master: str, *, home: Path) -> Proposes:
    """Return what proposes on that master; a session stands only while it does."""

    def propose(records: Sequence[Standing], model: Model, *, full: Marks) -> list[Proposal]:
        with spark_session(master=master, home=home) as session:
            return OnSpark(session).propose(records, model, full=full)

    return propose


class OnSpark:
    """Proposes as `propose` does: the same pairs of the same records, and the same weights."""

    def __init__(self, session: SparkSession) -> None:
        """Keep the session."""
        self.session = session

    def propose(self, records: Sequence[Standing], model: Model, *, full: Marks = NONE_FULL) -> list[Proposal]:
        """Return each pair that is worth a question, the heaviest first; see `proposing.propose`."""
        rows = rows_of(records, model)
        return proposals(records, rows, Weighing(rows.columns, model), self.told_of(rows, model, full))

    def told_of(self, rows: Records, model: Model, full: Marks) -> Told:
        """Return the pairs of rows that are worth a question, from all parts."""
        fields = tuple(column.field for column in rows.columns)
        given = self.session.createDataFrame(rows_as_arrow(rows.columns))
        over = np.union1d(full, self._too_large(given, Counting(fields, model.keys, full)))
        placing, telling = Placing(fields, model.keys, over), Telling(fields, model.keys, model)
        parts = max(len(rows) * len(model.keys) // PART, self.session.sparkContext.defaultParallelism)
        placed = given.mapInArrow(placing, placing.schema).repartition(parts, MARK)
        return as_told(placed.mapInArrow(telling, telling.schema).toArrow(), fields)

    def _too_large(self, given: Any, counting: Counting) -> Marks:
        """Return the marks of the blocks that are parted for their size, whatever the reference holds."""
        counted = given.mapInArrow(counting, counting.schema).groupBy(MARK).agg(of.sum(ROWS).alias(ROWS))
        marks: Marks = numbers_in(counted.where(of.col(ROWS) > LARGEST).select(MARK).toArrow(), MARK).view(np.uint64)
        return marks
