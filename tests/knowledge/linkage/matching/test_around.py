"""Whom records name as related, and their numbers: in one form, compared, and never what links two of one family."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.linkage.keeping import starting
from erle.knowledge.linkage.matching.comparing.around import around_level, phones_level
from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN
from erle.knowledge.linkage.matching.comparing.levels import LEVELS
from erle.knowledge.linkage.matching.deciding.guards import APART, FEW, FREE, HELD, TELLS
from erle.knowledge.linkage.matching.deciding.siblings import names_the_other
from erle.knowledge.linkage.matching.fields import FAMILY, Kind
from erle.knowledge.linkage.matching.near.weighing import Weigher
from erle.knowledge.linkage.matching.normal.around import (
    MOST,
    as_text,
    kind_of,
    normal_around,
    normal_phones,
    relatives_in,
)
from erle.knowledge.linkage.nearby import values_of, weigher
from erle.knowledge.linkage.proposing import Standing, propose, said_of
from tests.knowledge.linkage.questions.asking import model

CARLY, JOSEF, NAN = ["mum", "Carly Arden", None], ["father", "Josef Arden", None], ["nan", "Vera Cole", None]
PHONE = "+441134960001"
LEAH = Standing(1, 1, True, False, "Leah", "Arden", "", date(2012, 3, 3), "F", {})


@pytest.mark.parametrize(
    ("relation", "kind"),
    [
        ("Mum", "mother"),
        ("mother", "mother"),
        ("birth mother", "mother"),
        ("Step-dad", "father"),
        ("half-sister", "sister"),
        ("twin brother", "brother"),
        ("twin", "sibling"),
        ("foster carer", "carer"),
        ("maternal grandmother", "grandmother"),
        ("mum's partner", ""),
        ("friend of her mother", ""),
        ("mother and father", ""),
        ("coach", ""),
        ("adult of concern", ""),
        ("", ""),
    ],
)
def test_a_relation_is_one_kind_or_none(relation: str, kind: str) -> None:
    assert kind_of(relation) == kind


def test_who_is_no_relative_or_is_called_by_one_name_alone_is_not_compared() -> None:
    told = as_text([CARLY, ["coach", "Kit Marlow", None], ["aunt", "Bea", None], ["uncle", "Max", "1980-04-05"]])

    assert normal_around(told) == "mother\tcarly arden\t\nuncle\tmax\t19800405"
    assert normal_around(as_text([JOSEF, CARLY])) == normal_around(as_text([["Mother", "CARLY  ARDEN", ""], JOSEF]))
    assert (
        normal_around(as_text([["aunt", f"Ann A{'b' * place}", None] for place in range(30)])).count("\n") == MOST - 1
    )
    assert normal_around("") == ""
    assert normal_phones("2 1 2") == "1 2"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ([CARLY, JOSEF], [["mother", "Karly Ardern", None], JOSEF, NAN], "several"),
        ([CARLY], [CARLY, NAN], "parent"),
        ([CARLY], [["mother", "Arden Carly", None], NAN], "parent"),
        ([CARLY], [["carer", "Carly Arden", None]], "parent"),
        ([["mother", "Anna Kowalska", None]], [["mum", "Ania Kowalski", None], NAN], "parent"),
        ([["mother", "Carly", "1985-03-05"]], [["mother", "Carly Arden", "1985-03-05"]], "parent"),
        ([["mother", "Carly Arden", "1985-03-05"]], [["mother", "Carly Arden", "1958-03-05"]], "parent"),
        ([["mother", "Carly Arden", "1985-03-05"]], [["mother", "Carly Arden", "1971-12-30"]], "different"),
        ([CARLY, NAN], [["mother", "Dana Voss", None], NAN], "relative"),
        ([["sister", "Mia Arden", None]], [["sibling", "Mia Arden", None]], "relative"),
        ([CARLY], [["mother", "Dana Voss", None]], "different"),
        ([CARLY], [["mother", "Carly Voss", None]], "different"),
        ([CARLY], [JOSEF], None),
        ([NAN], [["nan", "Ruth Cole", None]], None),
        ([["brother", "Jan Arden", None]], [["brother", "Max Arden", None]], None),
        ([["carer", "Carly Arden", None]], [["mother", "Dana Voss", None]], None),
    ],
)
def test_relatives_agree_in_levels_a_reader_understands(one: Any, other: Any, level: str | None) -> None:
    left, right = (normal_around(as_text(each)) for each in (one, other))

    found = [around_level(left, right), around_level(right, left)]

    assert found == 2 * [UNKNOWN if level is None else [each.name for each in LEVELS[Kind.AROUND]].index(level)]


def test_of_several_numbers_one_is_enough() -> None:
    assert [phones_level("1 2", "2 3"), phones_level("1 2", "3 4")] == [1, 2]


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ([["sister", "Lea Arden", None]], True),
        ([["twin", "Lea", "2012-03-03"]], True),
        ([["cousin", "Leah Arden", None]], True),
        ([["sister", "Lea Arden", "2004-11-20"]], False),
        ([["sister", "Mia Arden", None]], False),
        ([["mother", "Lea Arden", None]], False),
        ([], False),
    ],
)
def test_a_sister_called_as_the_others_child_is_seen_from_both_sides(people: Any, named: bool) -> None:
    lea = said_of(replace(LEAH, given_names="Lea"))
    naming = said_of(replace(LEAH, around={"people": people}))

    assert names_the_other(naming, lea) is named
    assert names_the_other(lea, naming) is named
    assert not names_the_other(naming, said_of(replace(LEAH, given_names="", family_name="")))


def test_twins_one_letter_apart_are_held_where_one_record_names_the_other() -> None:
    lea = replace(LEAH, id=2, agency_id=2, gathers=False, given_names="Lea")
    [plainly] = propose([LEAH, lea], model())

    [found] = propose([replace(LEAH, around={"people": [["twin", "Lea Arden", None]]}), lea], model())

    assert (plainly.held, found.held, found.weight) == (False, True, plainly.weight)
    assert found.compared[-1] == {"field": "named", "level": "named", "bits": 0.0}
    assert [one["field"] for one in plainly.compared] == [one["field"] for one in found.compared[:-1]]


FAMILY_SAYS = st.fixed_dictionaries(
    {
        "people": st.lists(st.sampled_from([CARLY, JOSEF, NAN, ["sister", "Mia Arden", None]]), max_size=3),
        "phones": st.lists(st.sampled_from([PHONE, "+441134960002"]), max_size=2),
    }
)
CHILDREN = st.builds(
    replace,
    st.just(LEAH),
    given_names=st.sampled_from(["Leah", "Lea", "Jan", "Jana", "Milos", "Arden", ""]),
    family_name=st.sampled_from(["Arden", "Ardern", "Novak", ""]),
    born_on=st.sampled_from([date(2012, 3, 3), date(2012, 3, 4), date(2012, 9, 17), date(2009, 1, 28), None]),
    sex=st.sampled_from(["F", "M", "U"]),
    identifiers=st.sampled_from([{}, {"nhs": "9990743428"}]),
    lives=st.sampled_from(["95 Cobbler Row, PE4 3PS", ""]),
    around=FAMILY_SAYS,
)


def _weighers() -> list[Weigher]:
    """Return the models of tests and of installations, and each as if no relatives had been seen when it was learnt."""
    known = [model(), starting().model]
    few = [replace(one, shares=replace(one.shares, prior_relatives=1e-11)) for one in known]
    return [weigher(one) for one in (*known, *few)]


@pytest.mark.parametrize("number", range(4))
@given(one=CHILDREN, other=CHILDREN)
def test_what_a_family_shares_frees_no_pair_and_links_none_by_itself(
    number: int, one: Standing, other: Standing
) -> None:
    weighs = _weighers()[number]
    with_it, without = (
        weighs.weigh(values_of(replace(one, around=around)), values_of(replace(other, around=beside)))
        for around, beside in ((one.around, other.around), ({}, {}))
    )
    bits = dict(zip([field.name for field in weighs.model.fields], with_it.fields, strict=True))
    themselves = bits["forename"] >= TELLS and bits["born"] >= TELLS
    own = any(bits.get(name, 0) >= TELLS for name in ("middle", "identifier:nhs", "identifier:upn"))

    assert with_it.guarded != FREE or without.guarded == FREE
    may_be_kin = not themselves or with_it.relatives > FEW
    if may_be_kin and not own and with_it.bits >= weighs.link > without.bits:
        assert with_it.guarded in (HELD, APART)


def _pair(one: Standing, other: Standing) -> list[tuple[float, int]]:
    """Return of two who share mother, grandmother and telephone what each model gives: weight, and the guard."""
    shared = {"people": [CARLY, NAN], "phones": [PHONE]}
    weighed = [
        weighs.weigh(*(values_of(replace(each, around=shared)) for each in (one, other))) for weighs in _weighers()
    ]
    return [(each.bits, each.guarded) for each in weighed]


@pytest.mark.parametrize(
    "other",
    [
        replace(LEAH, given_names="Milos", sex="M"),
        replace(LEAH, given_names="Milos", sex="M", born_on=date(2009, 1, 28)),
        replace(LEAH, given_names="Mia", born_on=date(2010, 7, 19)),
        replace(LEAH, given_names="", born_on=date(2010, 7, 19)),
        replace(LEAH, given_names="Leora"),
        replace(LEAH, born_on=date(2009, 1, 28)),
        replace(LEAH, born_on=None, given_names="Mia"),
    ],
    ids=[
        "twins",
        "brother and sister",
        "sisters",
        "one without a name",
        "twins a little alike",
        "cousins of one name",
        "no birthday",
    ],
)
def test_two_of_a_family_with_one_mother_and_one_telephone_are_not_linked(other: Standing) -> None:
    assert not [weighed for weighed in _pair(LEAH, other) if weighed[0] >= 0 and weighed[1] == FREE]


def test_one_child_with_another_surname_and_home_is_carried_by_mother_and_telephone() -> None:
    moved = replace(LEAH, family_name="Voss", sex="U")
    shared = {"people": [CARLY], "phones": [PHONE]}
    weighs = weigher(starting().model)
    bare, carried = (
        weighs.weigh(values_of(replace(LEAH, around=around)), values_of(replace(moved, around=around)))
        for around in ({}, shared)
    )

    assert (carried.bits > bare.bits + 5, carried.guarded) == (True, FREE)


def test_a_model_that_does_not_know_them_weighs_as_it_did() -> None:
    known = model()
    places = [place for place, field in enumerate(known.fields) if field.name not in FAMILY]
    kept: dict[str, Any] = {
        kind: tuple(getattr(known.shares, kind)[place] for place in places)
        for kind in ("same", "strangers", "relatives")
    }
    fields = tuple(known.fields[place] for place in places)
    older = weigher(replace(known, fields=fields, shares=replace(known.shares, **kept)))
    shared = replace(LEAH, around={"people": [CARLY], "phones": [PHONE]})

    assert older.weigh(values_of(shared), values_of(shared)) == older.weigh(values_of(LEAH), values_of(LEAH))


def test_of_more_people_than_are_compared_who_may_be_taken_for_the_child_stays() -> None:
    many = [("aunt", f"{letter}arla Arden", None) for letter in "BCDFGHKLMNPR"]
    text = as_text([*many, ("twin sister", "Lea Arden", None)])
    lea = {"forename": "lea", "surname": "arden"}

    assert len(relatives_in(normal_around(text))) == MOST == len(many)
    assert names_the_other({"around": text}, lea)
    assert normal_around(normal_around(text)) == normal_around(text)
