"""What an encoding keeps, and what it does not let out."""

import numpy as np
import pytest

from erle.knowledge.linkage.between.encoding import encode, filters, records_of
from erle.knowledge.linkage.between.parameters import ENCODING, WEIGHTS, NotParameters, Parameters, parameters_of
from erle.knowledge.linkage.between.secret import NotAKey, Secret
from erle.knowledge.linkage.between.tags import Side
from tests.knowledge.linkage.between.exchange import ANN, ANOTHER_KEY, BEN, KEY, NHS, SECRET, chance, encoded, file
from tests.knowledge.linkage.matching.people import population, table, written_down

PEOPLE = written_down(population(200))


def bits_of(row: dict[str, str], secret: Secret = SECRET) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the bits of the encoding of one row."""
    return np.unpackbits(encoded(file(row), secret=secret).encodings.bits[0])


def test_the_same_row_under_the_same_key_has_the_same_encoding() -> None:
    assert (bits_of(ANN) == bits_of(dict(ANN))).all()
    assert (bits_of(ANN) == bits_of({**ANN, "forename": " ANN ", "surname": "Bárlow", "postcode": "pe11ab"})).all()


def test_what_is_drawn_by_chance_is_the_number_the_order_and_tags_of_what_is_unknown() -> None:
    one, other = encode(table(PEOPLE), SECRET, Side.ONE), encode(table(PEOPLE), SECRET, Side.ONE)

    by_row = [
        {rows[0]: made.encodings.bits[at].tobytes() for at, rows in enumerate(made.rows)} for made in (one, other)
    ]
    assert by_row[0] == by_row[1]
    assert not set(one.encodings.numbers.tolist()) & set(other.encodings.numbers.tolist())


@pytest.mark.parametrize(
    "another",
    [
        Secret(ANOTHER_KEY, Parameters()),
        Secret(KEY, Parameters(diffusion=5)),
        Secret(KEY, Parameters(threshold=0.73)),
        Secret(KEY, Parameters(identifiers=("nhs",))),
    ],
)
def test_under_another_key_or_other_parameters_encodings_have_nothing_in_common(another: Secret) -> None:
    here, there = encoded(table(PEOPLE)), encoded(table(PEOPLE), secret=another, seed=9)

    alike = np.mean([(bits_of(ANN) == bits_of(ANN, another)).mean(), (bits_of(BEN) == bits_of(BEN, another)).mean()])
    assert alike == pytest.approx(0.5, abs=0.06)
    for name in ("certain", "named", "unnamed"):
        assert len(np.intersect1d(getattr(here.encodings, name), getattr(there.encodings, name))) == 0
    again = encoded(table(PEOPLE), seed=9).encodings
    assert len(np.intersect1d(here.encodings.named, again.named)) > len(PEOPLE)
    assert SECRET.check != another.check


def test_two_people_are_as_far_apart_as_by_chance_and_one_with_a_slip_is_nearer() -> None:
    slip = (bits_of(ANN) == bits_of({**ANN, "surname": "Barlov"})).mean()

    assert (bits_of(ANN) == bits_of(BEN)).mean() < 0.56
    assert slip > 0.62


def test_half_of_the_bits_are_set_whatever_the_length_of_a_name() -> None:
    short, long = {**ANN, "forename": "Al", "surname": "Oy"}, {**ANN, "forename": "Wolfgang-Amadeus Maximilian"}

    shares = [bits_of(row).mean() for row in (short, ANN, long)]
    assert all(share == pytest.approx(0.5, abs=0.08) for share in shares)
    assert len(bits_of(ANN)) == ENCODING


def test_a_field_sets_as_many_bits_for_a_long_name_as_for_a_short_one() -> None:
    set_bits = []
    for name in ("Benedict", "Wolfgang-Amadeus Maximilian Johannes"):
        records, _ = records_of(file({"forename": name, "surname": "Lo"}), SECRET.parameters)
        set_bits.append(np.unpackbits(filters(records, SECRET)).sum())

    assert abs(int(set_bits[0]) - int(set_bits[1])) < WEIGHTS["forename"] / 3


def test_two_years_of_birth_have_nothing_in_common() -> None:
    unsalted = Secret(KEY, Parameters(salted=False, diffusion=6))
    late = {**ANN, "born": "20130304"}

    assert (bits_of(ANN) == bits_of(late)).mean() < 0.56
    assert (bits_of(ANN, unsalted) == bits_of(late, unsalted)).mean() > 0.6


def test_no_tag_comes_again_in_one_file_however_many_share_a_name() -> None:
    twins = [
        {**ANN, "forename": name, "identifier:nhs": NHS} for name in ("Ann", "Anna", "Annie", "Ant", "Anton", "An")
    ]
    made = encoded(file(*twins, *({**BEN, "born": f"201{year}0101"} for year in range(8)))).encodings

    tags = np.concatenate([made.certain.ravel(), made.named.ravel(), made.unnamed.ravel()])
    assert len(np.unique(tags)) == len(tags)


def test_every_record_has_as_many_tags_as_any_other() -> None:
    bare, full = {"forename": "Ann", "surname": "Lee"}, {**ANN, "identifier:nhs": NHS}
    made = encoded(file(bare, full)).encodings

    assert made.certain.shape == (2, 16)
    assert made.named.shape == (2, 24)
    assert made.unnamed.shape == (2, 8)
    assert all((tags > 0).all() for tags in (made.certain, made.named, made.unnamed))


def test_the_order_in_the_file_is_that_of_numbers_drawn_by_chance() -> None:
    made = encoded(table(PEOPLE))

    first_rows = np.array([rows[0] for rows in made.rows])
    assert (np.diff(made.encodings.numbers.astype(object)) > 0).all()
    assert abs(float(np.corrcoef(first_rows, np.arange(len(first_rows)))[0, 1])) < 0.2
    assert first_rows.tolist() != [rows[0] for rows in encoded(table(PEOPLE), seed=5).rows]


def test_equal_rows_are_one_record_and_keep_their_rows() -> None:
    made = encoded(file(ANN, BEN, {**ANN, "surname": "BARLOW"}, ANN))

    assert sorted(map(list, made.rows)) == [[0, 2, 3], [1]]


def test_a_row_of_which_too_little_is_known_is_left_out_and_told() -> None:
    made = encoded(
        file(
            {"forename": "Ann", "sex": "f"},
            {"forename": "A", "surname": "Barlow"},
            {"forename": "Ann", "surname": "Barlow"},
            {"born": "20120304", "identifier:nhs": NHS},
            {"identifier:nhs": NHS},
            {},
        )
    )

    assert made.bare == [0, 1, 4, 5]
    assert sorted(map(list, made.rows)) == [[2], [3]]


def test_a_birthday_that_half_the_file_has_is_unknown() -> None:
    filler = [
        {"forename": f"Name{sign}", "surname": "Barlow", "born": "19000101"} for sign in "abcdefghijklmnopqrstuvwxyz"
    ]
    records, _ = records_of(file(ANN, BEN, *filler), SECRET.parameters)

    assert {records.of(record)["born"] for record in range(len(records))} == {"", ANN["born"], BEN["born"]}


def test_numbers_that_chance_gave_twice_are_drawn_again() -> None:
    draws = iter([bytes(16), chance()(16)])

    made = encode(file(ANN, BEN), SECRET, Side.ONE, chance=lambda size: next(draws) if size == 16 else chance()(size))

    assert len(set(made.encodings.numbers.tolist())) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": ("forename", "shoe size")},
        {"fields": ("forename", "sex")},
        {"fields": ("forename", "surname", "surname")},
        {"identifiers": ("nhs", "nhs")},
        {"diffusion": 1},
        {"diffusion": 17},
        {"threshold": 0.0},
        {"threshold": 0.9},
        {"unnamed_threshold": 1.5},
    ],
)
def test_parameters_that_nobody_can_encode_by_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(NotParameters, match="expected"):
        Parameters(**wrong)  # type: ignore[arg-type]  # what is wrong is of any type


@pytest.mark.parametrize(
    "change",
    [
        {"scheme": 2},
        {"salted": 1},
        {"diffusion": 6.0},
        {"threshold": "0.8"},
        {"fields": "forename"},
        {"identifiers": [1]},
        {"more": 1},
    ],
)
def test_parameters_of_a_document_are_looked_at(change: dict[str, object]) -> None:
    data = Parameters(salted=False).to_data()

    assert parameters_of(data) == Parameters(salted=False)
    with pytest.raises(NotParameters):
        parameters_of({**data, **change})
    with pytest.raises(NotParameters):
        parameters_of(None)


def test_a_key_of_another_length_is_no_key() -> None:
    with pytest.raises(NotAKey):
        Secret(b"short", Parameters())
