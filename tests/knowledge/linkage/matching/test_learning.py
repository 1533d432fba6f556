"""What is learnt from rows without anybody's answers."""

import numpy as np
import pytest

from erle.knowledge.linkage.matching.blocking.blocks import candidates
from erle.knowledge.linkage.matching.comparing.names import DIFFERENT
from erle.knowledge.linkage.matching.comparing.patterns import comparer
from erle.knowledge.linkage.matching.documents import NotAModel, model_document, read_model
from erle.knowledge.linkage.matching.learning import sampling
from erle.knowledge.linkage.matching.learning.estimating import Shares, estimate
from erle.knowledge.linkage.matching.learning.sampling import count_patterns, unique_patterns
from erle.knowledge.linkage.matching.matching import match
from erle.knowledge.linkage.matching.records import Records, records_of
from tests.knowledge.linkage.matching.people import AT, Said, agreement, columns, population, table, written_down


def learnt(rows: list[Said]) -> tuple[Records, Shares]:
    """Return what is learnt from rows."""
    records = records_of([table(rows)])
    compares = comparer(records.columns)
    found = candidates(records)
    counted = count_patterns(records, compares, found, compares.patterns(found.one, found.other))
    return records, estimate(counted, tuple(column.field for column in records.columns))


@pytest.fixture(scope="module")
def rows() -> list[Said]:
    """Rows of two agencies about the same families."""
    people = population(500)
    return [*written_down(people, seed=1), *written_down(people, seed=2)]


def test_the_prior_comes_near_to_how_many_pairs_are_one_person(rows: list[Said]) -> None:
    records, shares = learnt(rows)
    people = np.bincount([row.person for row in rows])
    true = (people * (people - 1) // 2).sum()

    assert shares.prior * records.pairs == pytest.approx(true, rel=0.1)


def test_what_the_levels_tell_comes_near_to_the_mistakes_that_were_made(rows: list[Said]) -> None:
    records, shares = learnt(rows)
    names = [column.field.name for column in records.columns]
    forename, born = names.index("forename"), names.index("born")

    assert shares.same[forename][0] == pytest.approx(0.82, abs=0.05)
    assert shares.same[born][0] > 0.97
    assert shares.strangers[forename][0] == pytest.approx(0.05, abs=0.02)
    assert all(share.sum() == pytest.approx(1) for share in (*shares.same, *shares.strangers, *shares.relatives))


def test_brothers_and_sisters_are_learnt_as_such(rows: list[Said]) -> None:
    records, shares = learnt(rows)
    surname = [column.field.name for column in records.columns].index("surname")

    assert shares.prior_relatives * records.pairs > 100
    assert shares.relatives[surname][0] > 0.5


def test_where_the_forename_alone_tells_a_household_apart_it_does_not_become_one_person() -> None:
    people = population(1500, seed=8)
    rows = [*written_down(people, seed=1), *written_down(people, seed=2)]
    bare = {name: [getattr(row, name) for row in rows] for name in ("forename", "surname", "postcode")}
    matched = match([columns(bare)], at=AT)

    forename = [column.field.name for column in matched.records.columns].index("forename")
    assert matched.scale.shares.same[forename][DIFFERENT] < 0.15
    precision, recall = agreement(matched.clusters.tolist(), [row.person for row in rows])
    assert precision > 0.95
    assert recall > 0.9


def test_more_pairs_than_the_limit_are_sampled(rows: list[Said], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = learnt(rows)[1]
    monkeypatch.setattr(sampling, "MOST_COUNTED", 1500)
    monkeypatch.setattr(sampling, "MOST_DRAWN", 5000)

    sampled = learnt(rows)[1]

    assert sampled.prior == pytest.approx(whole.prior, rel=0.15)


def test_patterns_of_many_fields_are_told_apart() -> None:
    chance = np.random.default_rng(1)
    patterns = chance.integers(-1, 9, (500, 24)).astype(np.int8)
    patterns = np.concatenate((patterns, patterns[:100]))

    unique, back = unique_patterns(patterns)

    assert len(unique) == len(np.unique(patterns, axis=0))
    assert (unique[back] == patterns).all()


def test_a_model_goes_to_a_document_and_back(rows: list[Said]) -> None:
    found = match([table(rows)], at=AT)
    document = model_document(found.model)

    again = read_model(document)

    assert model_document(again) == document
    assert match([table(rows)], at=AT, model=again).clusters.tolist() == found.clusters.tolist()


def test_a_model_holds_no_value_that_few_rows_have(rows: list[Said]) -> None:
    model = match([table(rows)], at=AT).model

    assert model.frequencies["forename"]
    assert "address" not in model.frequencies
    assert min(model.frequencies["forename"].values()) * len(rows) >= 10


def test_a_model_leaves_out_fields_that_it_does_not_know(rows: list[Said]) -> None:
    few = table(rows)
    model = match([type(few)(few.name, few.rows, {k: v for k, v in few.values.items() if k != "sex"})], at=AT).model

    found = match([few], at=AT, model=model)

    assert [column.field.name for column in found.records.columns] == [field.name for field in model.fields]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("", "not JSON"),
        ("[]", "no model"),
        ('{"format": "erle linkage model", "version": 7}', "version is 7"),
        ('{"format": "erle linkage model", "version": 1}', "fields"),
    ],
)
def test_what_is_no_model_says_why(document: str, why: str) -> None:
    with pytest.raises(NotAModel, match=why):
        read_model(document)


def test_a_key_that_there_is_not_is_no_model(rows: list[Said]) -> None:
    document = model_document(match([table(rows)], at=AT).model).replace("born+postcode", "born+postcode:shape")

    with pytest.raises(NotAModel, match="'postcode:shape' is no part of a key"):
        read_model(document)


def test_a_share_outside_of_nought_and_one_is_no_model(rows: list[Said]) -> None:
    document = model_document(match([table(rows)], at=AT).model).replace('"one_person": ', '"one_person": 1')

    with pytest.raises(NotAModel, match="between 0 and 1"):
        read_model(document)
