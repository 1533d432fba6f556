"""A model is learnt from all rows where they are few, and from a sample that does not grow where they are many."""

import numpy as np
import pytest

from erle.knowledge.linkage.matching.documents import model_document, read_model
from erle.knowledge.linkage.matching.learning import sampling, training
from erle.knowledge.linkage.matching.learning.training import LEAST_ROWS, drawn, learn
from erle.knowledge.linkage.matching.matching import Matched, match
from erle.knowledge.linkage.weighing import steady
from tests.knowledge.linkage.matching.people import AT, Said, population, table, written_down
from tests.knowledge.linkage.matching.test_learning import learnt


@pytest.fixture(scope="module")
def rows() -> list[Said]:
    """Rows of two agencies about the same families, mixed."""
    people = population(500)
    made = [*written_down(people, seed=1), *written_down(people, seed=2)]
    return [made[place] for place in np.random.default_rng(1).permutation(len(made)).tolist()]


def _right(matched: Matched, rows: list[Said]) -> float:
    """Return the F1 of the pairs that are linked."""
    linked = matched.decided.linked
    pairs = matched.records.first[matched.decided.one[linked]], matched.records.first[matched.decided.other[linked]]
    people = np.array([row.person for row in rows])
    hits = np.count_nonzero(people[pairs[0]] == people[pairs[1]])
    together = np.bincount(people)
    return float(2 * hits / (len(pairs[0]) + (together * (together - 1) // 2).sum()))


def test_where_rows_are_few_the_model_is_that_of_all_of_them(rows: list[Said], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "MOST_ROWS", len(rows))
    monkeypatch.setattr(sampling, "MOST_COUNTED", 1500)  # fewer than there are, so that those counted are drawn

    alone, beside = learn([table(rows)], at=AT), match([table(rows)], at=AT).model

    assert model_document(alone) == model_document(beside)
    assert (alone.learnt.drawn, alone.learnt.rows, alone.learnt.read) == (0, len(rows), len(rows))
    assert "drawn" not in model_document(alone)
    of_all = learnt(rows)[1]
    assert (alone.shares.prior, alone.shares.prior_relatives) == (of_all.prior, of_all.prior_relatives)
    assert all((one == other).all() for one, other in zip(alone.shares.same, of_all.same, strict=True))


def test_where_they_are_many_so_many_are_drawn_and_what_is_learnt_holds_for_all(
    rows: list[Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = match([table(rows)], at=AT)
    monkeypatch.setattr(training, "MOST_ROWS", len(rows) // 2)

    model, matched = learn([table(rows)], at=AT), match([table(rows)], at=AT)

    assert model_document(model) == model_document(matched.model) != model_document(whole.model)
    assert (model.learnt.drawn, model.learnt.rows) == (len(rows) // 2, len(rows))
    assert read_model(model_document(model)).learnt == model.learnt
    assert whole.model.learnt.pairs < model.learnt.pairs < len(rows) * (len(rows) - 1) / 2  # fewer rows are equal
    assert model.shares.prior == pytest.approx(whole.model.shares.prior, rel=0.2)
    assert _right(matched, rows) > _right(whole, rows) - 0.01
    for value, share in model.frequencies["forename"].items():
        assert share == pytest.approx(whole.model.frequencies["forename"][value], rel=0.35)
    assert steady(model).frequencies["surname"].get("nobody") == LEAST_ROWS / model.learnt.read


def test_of_each_table_the_same_share_is_drawn_and_each_row_stays_whole(
    rows: list[Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "MOST_ROWS", 301)
    large, small, least = table(rows[:900]), table(rows[900:1000], name="small"), table(rows[:2], name="least")

    first, second, third = drawn([large, small, least])

    assert (first.rows, second.rows, third.rows) == (270, 30, 0)
    assert (first.name, second.name) == (large.name, "small")
    whole = set(zip(*large.values.values(), strict=True))
    assert set(zip(*first.values.values(), strict=True)) <= whole
    assert drawn([large, small, least]) == [first, second, third]
