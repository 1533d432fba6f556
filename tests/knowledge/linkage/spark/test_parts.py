"""Pairs weighed some at a time, each time with a vocabulary of their own, are what `propose` makes of them all at once."""

from dataclasses import fields, replace

import numpy as np
import pytest

from erle.knowledge.linkage.matching.blocking.blocks import candidates
from erle.knowledge.linkage.matching.comparing.columns import encode
from erle.knowledge.linkage.proposing import proposals, propose, rows_of
from erle.knowledge.linkage.weighing import AT_ONCE, Told, Weighing
from tests.knowledge.linkage.spark.records import reference, standing


def apart(weighing: Weighing, one: "np.typing.NDArray[np.int64]", other: "np.typing.NDArray[np.int64]") -> Told:
    """Weigh the pairs as whoever has these records alone does."""
    met, place = np.unique(np.concatenate((one, other)), return_inverse=True)
    columns = tuple(
        encode(column.field, [column.value(row) for row in met[::-1].tolist()]) for column in weighing.columns
    )
    back = len(met) - 1 - place
    told = Weighing(columns, weighing.model).told(back[: len(one)], back[len(one) :])
    return replace(told, one=met[::-1][told.one], other=met[::-1][told.other])


@pytest.mark.parametrize("parts", [1, 5, 200])
def test_parts_come_together_as_the_whole(parts: int) -> None:
    model, full = reference()
    whole = propose(standing(), model, full=full)
    rows = rows_of(standing(), model)
    found = candidates(rows, names=model.keys, full=full)
    weighing = Weighing(rows.columns, model)

    some = [apart(weighing, found.one[place::parts], found.other[place::parts]) for place in range(parts)]
    together = Told(*(np.concatenate([getattr(part, each.name) for part in some]) for each in fields(Told)))

    assert proposals(standing(), rows, weighing, together) == whole
    assert len(whole) > 300
    assert {one.held for one in whole} == {False, True}


def test_weights_are_the_same_to_the_last_bit() -> None:
    model, full = reference()
    rows = rows_of(standing(), model)
    found = candidates(rows, names=model.keys, full=full)
    weighing = Weighing(rows.columns, model)

    whole, part = weighing.told(found.one, found.other), apart(weighing, found.one[::3], found.other[::3])

    weights = {
        pair: bits
        for *pair_, bits in zip(whole.one.tolist(), whole.other.tolist(), whole.bits.tolist(), strict=True)
        for pair in [tuple(pair_)]
    }
    mine = zip(part.one.tolist(), part.other.tolist(), part.bits.tolist(), strict=True)
    assert [bits - weights[one, other] for one, other, bits in mine] == [0.0] * len(part.one)
    assert len(found) < AT_ONCE


def test_many_pairs_are_weighed_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    model, full = reference()
    whole = propose(standing(), model, full=full)

    monkeypatch.setattr("erle.knowledge.linkage.weighing.AT_ONCE", 100)

    assert propose(standing(), model, full=full) == whole
