"""One pair at a time is weighed to the last bit as the same pair is among many."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.linkage.matching.blocking.blocks import candidates, full_blocks
from erle.knowledge.linkage.matching.comparing.around import phones, relatives
from erle.knowledge.linkage.matching.comparing.columns import Column, encode
from erle.knowledge.linkage.matching.comparing.dates import Dates
from erle.knowledge.linkage.matching.comparing.names import prepare
from erle.knowledge.linkage.matching.comparing.patterns import Vocabulary
from erle.knowledge.linkage.matching.comparing.texts import Addresses, Numbers, Postcodes
from erle.knowledge.linkage.matching.fields import field_called
from erle.knowledge.linkage.matching.near.keys import asked_by, keys_of
from erle.knowledge.linkage.matching.near.levels import level_of
from erle.knowledge.linkage.matching.records import records_of
from erle.knowledge.linkage.nearby import RECORD, as_kept, near, values_in, values_of, weigher
from erle.knowledge.linkage.proposing import NOBODY, NONE_FULL, Standing, propose, rows_of, table_of
from erle.knowledge.linkage.weighing import Weighing
from tests.knowledge.linkage.matching.people import around, population, written_down
from tests.knowledge.linkage.questions.asking import model

WORDS = (
    "maja", "majka", "maya", "mohammed", "muhammad", "md", "m", "jan", "ian", "yan", "kowalski", "kowalska", "kovalsky",
    "kowalska nowak", "nowak kowalska", "anna maria", "maria", "jonaitis", "jonaite", "aleksandra", "ola", "sasha", "bob", "robert",
    "robbert", "rob", "li", "le", "x", "martha", "marhta", "dixon", "dicksonx", "dwayne", "duane",
)  # fmt: skip
NAMES = st.one_of(st.sampled_from(WORDS), st.text("abcdeiklmnorsyz ", min_size=1, max_size=12).map(str.strip)).filter(
    bool
)
DATES = st.dates(date(2005, 1, 1), date(2020, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
NUMBERS = st.text("0123456789", min_size=8, max_size=11).filter(lambda text: len(set(text)) > 1)


HOMES = st.builds(
    lambda number, words: f"{number} {' '.join(words)}".strip(),
    st.sampled_from(["", "1", "1a", "12", "21", "flat 2 14", "flat 2 15"]),
    st.lists(
        st.sampled_from(["mallard", "malard", "quay", "road", "rd", "street", "row", "yard", "sorrel", "sorell"]),
        max_size=3,
    ),
).filter(bool)
CODES = st.builds(
    lambda *parts: "".join(parts), st.sampled_from(["ZD4", "ZD5", "ZD14", "M1", ""]), st.sampled_from(["", " "]),
    st.sampled_from(["3PS", "3PD", "3ND", "4PS", "4SP"]),
)  # fmt: skip

RELATIVES = st.builds(
    lambda relation, first, last, born: f"{relation}\t{first} {last}\t{born}",
    st.sampled_from(["mother", "mum", "father", "carer", "sister", "twin", "aunt", "coach"]),
    st.sampled_from(["carly", "karly", "carla", "jan", "ian", "mohammed", "md"]),
    st.sampled_from(["arden", "ardern", "kowalski", "kowalska", "", "li"]),
    st.sampled_from(["", "1985-03-05", "1985-05-03", "1958-03-05"]),
)
AROUND = st.lists(RELATIVES, max_size=3).map("\n".join)
PHONES = st.lists(st.sampled_from(["+441134960001", "+441134960002", "07700"]), max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("forename", NAMES),
        ("surname", NAMES),
        ("born", DATES),
        ("identifier:nhs", NUMBERS),
        ("address", HOMES),
        ("postcode", CODES),
        ("around", AROUND),
        ("phones", PHONES),
    ],
)
@given(data=st.data())
def test_the_level_of_a_pair_is_that_among_many(
    field: str, values: st.SearchStrategy[str], data: st.DataObject
) -> None:
    one, other = data.draw(values), data.draw(values)
    column = encode(field_called(field), [one, other])
    if len(column.values) < 2:
        return
    by_field: dict[str, Callable[[Column], Vocabulary]] = {
        "born": Dates, "identifier:nhs": Numbers, "address": Addresses, "postcode": Postcodes, "around": relatives,
        "phones": phones,
    }  # fmt: skip
    prepared = by_field.get(field, prepare)(column)

    [level] = prepared.levels(np.array([0]), np.array([1]))

    assert level_of(field_called(field))(*column.values) == level
    assert level_of(field_called(field))(*column.values[::-1]) == level


@cache
def records() -> list[Standing]:
    """Return records of families as three agencies write them, with what goes wrong in a city."""
    people = population(250)
    rows = [row for seed in (5, 6, 7) for row in written_down(people, seed=seed, faults=0.25)]
    found = []
    for place, row in enumerate(rows):
        born = date.fromisoformat(row.born) if row.born else date(2011, 4, 5)
        names = (row.forename, row.surname)
        given, family = names[::-1] if place % 17 == 0 else names
        numbers = {"nhs": f"9{row.person:08}1"} if place % 5 == 0 else {}
        found.append(
            Standing(
                id=place + 1,
                agency_id=place % 3,
                gathers=place % 3 == 0,
                by_file=place % 3 == 0,
                given_names="" if place % 29 == 0 else f"{given} Ann" if place % 11 == 0 else given,
                family_name=family,
                known_as="",
                born_on=None if place % 23 == 0 else born.replace(month=1, day=1) if place % 19 == 0 else born,
                sex=row.sex.upper() if place % 7 else "U",
                identifiers=numbers,
                lives=f"{row.address}, {row.postcode}" if row.postcode else "With mum",
                around=around(people, row) if place % 6 else {},
            )
        )
    return [
        *found,
        *(replace(one, id=len(found) + place, given_names="Twin") for place, one in enumerate(found[:40], 1)),
    ]


def test_the_weight_and_the_guard_of_a_pair_are_those_among_many() -> None:
    rows, weighs = rows_of(records(), model()), weigher(model())
    found = candidates(rows, names=model().keys, full=NONE_FULL)
    many, guards = Weighing(rows.columns, model()).weigh(found.one, found.other)
    said = [values_of(one) for one in [*records(), *NOBODY]]
    guarded = set()

    for place in range(len(found)):
        one, other = (int(rows.first[end[place]]) for end in (found.one, found.other))
        weighed = weighs.weigh(said[one], said[other])
        assert weighed.bits == pytest.approx(many.total[place], abs=1e-9), (said[one], said[other])
        assert weighed.guarded == guards[place], (said[one], said[other])
        guarded.add(weighed.guarded)

    assert len(found) > 1_000
    assert guarded == {0, 1, 2}


def test_who_is_said_to_fall_short_does_and_most_who_do_are_said_to() -> None:
    weighs, said = weigher(model()), [values_of(one) for one in records()]
    least, short, said_short = 0.0, 0, 0

    for one in said[::5]:
        reach = weighs.reach(one)
        for other in said[::3]:
            falls = reach.falls_short(other, least)
            lighter = weighs.weigh(one, other).bits < least
            assert lighter or not falls, (one, other)
            short, said_short = short + lighter, said_short + falls

    assert said_short > 0.9 * short > 10_000


def test_who_comes_last_is_asked_about_as_in_the_whole() -> None:
    weighs, everybody = weigher(model()), records()
    keys, asked = ([set(by(values_of(one))) for one in everybody] for by in (keys_of, asked_by))
    full = full_blocks(records_of([table_of(everybody)]), names=model().keys)
    whole = {
        frozenset((one.picture, one.other)): (one.weight, one.held, one.compared)
        for one in propose(everybody, model(), full=full)
    }

    one_by_one = {}
    for place, record in enumerate(everybody):
        sharing = [other for other, theirs in zip(everybody[:place], keys, strict=False) if theirs & asked[place]]
        for found in near(record, sharing, weighs):
            one_by_one[frozenset((found.picture, found.other))] = (found.weight, found.held, found.compared)

    both = whole.keys() & one_by_one.keys()
    assert {pair: whole[pair] for pair in both} == {pair: one_by_one[pair] for pair in both}
    assert len(both) >= 0.9 * len(whole)  # names that changed places and have a slip besides share no key
    assert len(whole) > 100


ODD = st.text(st.one_of(st.characters(), st.sampled_from("\x1e\x1f\t\n,;/AB1")), max_size=24)
SAYING = st.builds(
    lambda given, family, lives, number, person, phone: replace(
        NOBODY[0],
        given_names=given,
        family_name=family,
        lives=f"{lives}, ZD4 3PS",
        identifiers={"nhs": number, "upn": number},
        around={"people": [["mother", person, "1985-03-05"]], "phones": [phone]},
    ),
    ODD, ODD, ODD, ODD, ODD, ODD,
)  # fmt: skip


@given(st.lists(SAYING, max_size=3))
def test_what_is_kept_beside_the_keys_is_read_as_it_was_said(said: list[Standing]) -> None:
    values = [values_of(one) for one in said]

    read = values_in(RECORD.join(as_kept(number, one) for number, one in enumerate(values)) or None)

    assert {number: {name: text for name, text in one.items() if text} for number, one in read.items()} == {
        number: {name: text for name, text in one.items() if text} for number, one in enumerate(values)
    }


def test_keys_are_whole_numbers_that_fit_and_say_nothing_of_what_is_unknown() -> None:
    keys = keys_of({"forename": "leah", "surname": "arden", "born": "20120303"})

    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys_of({"forename": "leah", "sex": "f"}) == []
    assert keys_of({}) == asked_by({}) == []
    assert set(keys) & set(keys_of({"forename": "arden", "surname": "leah", "born": "20120303"}))


@pytest.mark.parametrize("surnames", [("arden", "ardan"), ("petrauskas", "petrauskaite")])
def test_namesakes_are_looked_up_where_they_may_be_of_one_year(surnames: tuple[str, str]) -> None:
    def found(*births: str) -> bool:
        one, other = (
            {"forename": "leah", "surname": surname, "born": born}
            for surname, born in zip(surnames, births, strict=True)
        )
        return bool(set(asked_by(one)) & set(keys_of(other)))

    assert found("20120303", "20120911")
    assert found("20120303", "")
    assert found("", "20120303")
    assert found("", "")
    assert not found("20120303", "20130911")
