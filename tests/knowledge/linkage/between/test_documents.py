"""The files of an exchange: what is in them, what is not, and what is refused."""

import json

import pytest

from erle.knowledge.linkage.between.comparing import compare
from erle.knowledge.linkage.between.documents import (
    Own,
    answer_documents,
    encodings_document,
    key_document,
    numbers_of,
    read_answer,
    read_encodings,
    read_key,
    read_rows,
    rows_document,
)
from erle.knowledge.linkage.between.encoding import Encodings
from erle.knowledge.linkage.between.envelopes import Unfit, enclosed, sum_of
from erle.knowledge.linkage.between.parameters import Parameters
from erle.knowledge.linkage.between.tags import Side
from tests.knowledge.linkage.between.exchange import ANN, BEN, KEY, NHS, chance, encoded, file
from tests.knowledge.linkage.matching.people import Said, population, table, written_down

OURS, THEIRS = written_down(population(40), seed=1), written_down(population(40), seed=2)
MINE, YOURS = encoded(table(OURS)), encoded(table(THEIRS), side=Side.OTHER, seed=1)
SENT = encodings_document(MINE.encodings)


def equal(one: Encodings, other: Encodings) -> bool:
    """Say whether two files of encodings hold the same."""
    return one.parameters == other.parameters and all(
        (getattr(one, name) == getattr(other, name)).all()
        for name in ("numbers", "bits", "certain", "named", "unnamed")
    )


def answers() -> tuple[str, str]:
    """Return the unit's answers."""
    found = compare(MINE.encodings, YOURS.encodings, chance=chance())
    return answer_documents(found.pairs, MINE.encodings, YOURS.encodings, of=("a" * 64, "b" * 64))


def test_encodings_are_read_as_they_were_written() -> None:
    read, stated = read_encodings(SENT)

    assert equal(read, MINE.encodings)
    assert (read.check, read.side, read.no_repeats) == (MINE.encodings.check, Side.ONE, False)
    assert stated == sum_of(SENT)
    assert len(read_encodings(encodings_document(encoded(file()).encodings))[0]) == 0


def test_the_header_says_version_parameters_rows_and_check_sum() -> None:
    header = json.loads(SENT.splitlines()[0])

    assert header["format"] == "erle between encodings"
    assert header["version"] == 1
    assert header["rows"] == len(MINE.encodings)
    assert header["parameters"] == Parameters().to_data()
    assert len(header["sum"]) == 64


def test_no_value_and_no_part_of_the_key_is_in_what_is_exchanged() -> None:
    said = {value.casefold() for row in OURS for value in words_of(row) if len(value) > 4}
    numbered = encodings_document(encoded(file({**ANN, "identifier:nhs": NHS})).encodings)
    for text in (SENT, numbered, *answers()):
        assert not [value for value in said if value in text.casefold()]
        assert NHS not in text
        assert not [at for at in range(29) if KEY[at : at + 4].hex() in text]


def words_of(row: Said) -> list[str]:
    """Return what a row says of a person, and which row it is."""
    return [row.forename, row.surname, row.born, row.address, row.postcode, row.postcode.replace(" ", "")]


def test_an_answer_holds_the_numbers_that_matched_and_nothing_of_the_other_side() -> None:
    found = compare(MINE.encodings, YOURS.encodings, chance=chance())
    one, other = answers()

    told, of = read_answer(one)
    mine, yours = numbers_of(MINE.encodings), numbers_of(YOURS.encodings)
    assert of == "a" * 64
    assert [each.number for each in told] == [mine[place] for place in found.pairs.one.tolist()]
    assert [each.pair for each in told] == list(range(1, len(told) + 1))
    assert not [number for number in yours if number in one]
    assert not [number for number in mine if number in other]
    assert 0 < len(told) < len(mine)
    assert not [number for number in mine if number in one and number not in {each.number for each in told}]
    assert {round(each.likeness * 20, 9) % 1 for each in told} == {0.0}


def test_rows_keep_references_as_they_stand() -> None:
    own = [Own("0" * 16, "a.csv", "2", 'He said "no", twice'), Own("1" * 16, "ü,.csv", "3", "one\r\ntwo\ud800")]

    read, of = read_rows(rows_document(own, of="c"))

    assert of == "c"
    assert read == [own[0], Own("1" * 16, "ü,.csv", "3", "one  two?")]


def test_a_key_is_read_as_it_was_written() -> None:
    secret = read_key(key_document(KEY, Parameters(salted=False)))

    assert secret.parameters == Parameters(salted=False)
    assert KEY.hex()[:16] not in secret.check


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        "{}",
        "[" * 20_000,
        key_document(KEY, Parameters()).replace('"key": "00', '"key": "0'),
        key_document(KEY, Parameters()).replace('"key": "00', '"key": "01'),
        key_document(KEY, Parameters()).replace('"key": "00', '"key": "zz'),
        key_document(KEY, Parameters()).replace('"diffusion": 8', '"diffusion": 7'),
        key_document(KEY, Parameters()).replace('"diffusion": 8', '"diffusion": 70'),
        key_document(KEY, Parameters()).replace('"version": 1', '"version": 2'),
    ],
)
def test_a_key_that_is_none_is_refused_without_a_word_of_it(wrong: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_key(wrong)

    assert KEY.hex()[2:20] not in str(refused.value)


@pytest.mark.parametrize("place", range(0, len(SENT), len(SENT) // 60))
def test_a_file_that_was_changed_anywhere_is_refused(place: int) -> None:
    sign = "B" if SENT[place] == "A" else "A"

    with pytest.raises(Unfit):
        read_encodings(SENT[:place] + sign + SENT[place + 1 :])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: expected JSON"),
        ("{}", "line 1: expected JSON"),
        ("[" * 9_000, "line 1: expected JSON"),
        (SENT[: len(SENT) // 2], "check sum"),
        (SENT.replace("\n", "\r\n"), "check sum"),
        (SENT.replace('"version": 1', '"version": 9'), "its version is 9"),
        (SENT.replace('"side": "one", ', ""), "line 1: expected"),
        (key_document(KEY, Parameters()), "line 1: expected JSON"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(text: str, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        read_encodings(text)


HEADER = {"side": "one", "no_repeats": False, "check": "x", "parameters": Parameters().to_data()}
FIRST = SENT.splitlines()[2]


@pytest.mark.parametrize(
    ("header", "lines", "said"),
    [
        ({**HEADER, "side": "both"}, [], "line 1: expected one or other"),
        ({**HEADER, "no_repeats": 0}, [], "line 1: expected one or other"),
        ({**HEADER, "parameters": {}}, [], "line 1, parameters"),
        (HEADER, ["1,2,3"], "line 3: expected row,encoding"),
        (HEADER, [FIRST, FIRST], "line 4, row: expected 16 signs"),
        (HEADER, [FIRST.replace(FIRST[:16], "x" * 16)], "line 3, row: expected 16 signs"),
        (HEADER, [FIRST.replace("=", "", 1)], "line 3, encoding: expected 128 bytes"),
        (HEADER, [FIRST[:17] + "ü" + FIRST[18:]], "line 3, encoding: expected 128 bytes"),
        ({**HEADER, "parameters": Parameters(identifiers=()).to_data()}, [FIRST], "line 3, certain: expected 0 bytes"),
    ],
)
def test_lines_that_are_none_are_told_by_place_and_what_was_expected(
    header: dict[str, object], lines: list[str], said: str
) -> None:
    with pytest.raises(Unfit, match=said):
        read_encodings(enclosed("erle between encodings", header, "row,encoding,certain,named,unnamed", lines))


def test_headings_and_counts_are_looked_at() -> None:
    with pytest.raises(Unfit, match="line 2: expected row,encoding"):
        read_encodings(enclosed("erle between encodings", HEADER, "row,encoding", []))
    with pytest.raises(Unfit, match="rows; there are"):
        read_encodings(
            enclosed("erle between encodings", HEADER, "row,encoding,certain,named,unnamed", [FIRST + "\n" + FIRST])
        )


@pytest.mark.parametrize(
    "line", ["1", "one,2,number,1", "1,2,guess,1.0", "1,2,number,nan", "1,2,number,2", "1,2,number,1,1"]
)
def test_an_answer_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(Unfit, match="line 3: expected pair,row,by,likeness"):
        read_answer(enclosed("erle between answer", {"of": "x"}, "pair,row,by,likeness", [line]))


@pytest.mark.parametrize("line", ["1,2", '1,"2', "1,2,3,4,5"])
def test_rows_that_are_none_are_refused(line: str) -> None:
    with pytest.raises(Unfit, match="expected row,file,line,reference"):
        read_rows(enclosed("erle between rows", {"of": "x"}, "row,file,line,reference", [line]))


def test_people_without_a_number_cannot_be_told_from_those_with_one() -> None:
    with_one, without = encoded(file({**ANN, "identifier:nhs": NHS}, BEN)), encoded(file(ANN, BEN))

    assert with_one.encodings.certain.shape == without.encodings.certain.shape
    assert len(encodings_document(with_one.encodings)) == len(encodings_document(without.encodings))
