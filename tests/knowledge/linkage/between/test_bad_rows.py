"""Rows that no agency meant to write are encoded or left out, in bounded time, and match nobody but themselves."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erle.knowledge.linkage.between.documents import encodings_document, read_encodings
from tests.knowledge.linkage.between.exchange import ANN, BEN, NHS, compared, encoded, file, pairs

STRANGE = [
    "x" * 10_000, "\u202eanna\u202c", "\u200f\u200e", "🎈🎈", "a\x00b", "\ud800", "ﷺ" * 300, "\u0301" * 500, "%" * 99, "ß" * 9_999,
    "محمد", "Зоя", "'; DROP TABLE", "=1+1", "\n\r\n", "-", "Ann|Barlow",
]  # fmt: skip
PATIENCE = 10.0


@pytest.mark.parametrize(
    "field", ["forename", "surname", "born", "sex", "postcode", "identifier:nhs", "identifier:upn"]
)
def test_strange_letters_in_any_field_are_bounded_and_spoil_no_other_row(field: str) -> None:
    rows = [ANN, *({**BEN, field: strange} for strange in STRANGE)]
    start = time.perf_counter()

    made = encoded(file(*rows))
    told = pairs(file(*rows), file(ANN))

    assert time.perf_counter() - start < PATIENCE
    assert sum(len(each) for each in made.rows) + len(made.bare) == len(rows)
    assert (0, 0) in told
    assert {one for one, _ in told} == {0}
    assert len(read_encodings(encodings_document(made.encodings))[0]) == len(made.rows)


@given(
    st.dictionaries(st.sampled_from(["forename", "surname", "born", "sex", "postcode", "identifier:nhs"]), st.text())
)
@settings(max_examples=100, deadline=None)
def test_whatever_a_row_says_it_is_a_record_or_left_out(row: dict[str, str]) -> None:
    made = encoded(file(row, ANN))

    assert sum(len(each) for each in made.rows) + len(made.bare) == 2


def test_rows_of_which_nothing_is_known_are_left_out() -> None:
    made = encoded(file(*({"forename": ""} for _ in range(2000))))

    assert len(made.encodings) == 0
    assert len(made.bare) == 2000
    assert len(compared(file({}), file({})).pairs) == 0


def test_a_file_without_any_field_that_is_compared_has_no_records() -> None:
    made = encoded(file({"identifier:nhs": NHS}, {"identifier:nhs": NHS}))

    assert len(made.encodings) == 0
    assert made.bare == [0, 1]


def test_one_row_fifty_thousand_times_over_is_one_record() -> None:
    start = time.perf_counter()

    made = encoded(file(*([ANN] * 50_000), BEN))

    assert sorted(len(each) for each in made.rows) == [1, 50_000]
    assert time.perf_counter() - start < PATIENCE
