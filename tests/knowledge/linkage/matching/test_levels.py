"""How well two values agree."""

import numpy as np
import pytest

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, encode
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.comparing.patterns import comparer
from erle.knowledge.linkage.matching.fields import field_called


def level(field: str, one: str, other: str) -> str:
    """Return the level at which two values of a field agree."""
    column = encode(field_called(field), [one, other])
    [[found]] = comparer((column,)).patterns(np.array([0]), np.array([1]))
    assert comparer((column,)).patterns(np.array([1]), np.array([0]))[0, 0] == found
    return "unknown" if found == UNKNOWN else levels_of(column.field)[found].name


@pytest.mark.parametrize(
    ("field", "one", "other", "name"),
    [
        ("forename", "Zoë", "ZOE", "exact"),
        ("forename", "Muhammad", "Mohammed", "spelling"),
        ("forename", "Robert", "Bob", "short"),
        ("forename", "Kasia", "Katarzyna", "short"),
        ("forename", "Jonathan", "Jonathen", "close"),
        ("forename", "Anna Maria", "Maria", "part"),
        ("forename", "J", "Jennifer", "initial"),
        ("forename", "J", "Robert", "different"),
        ("forename", "Grace", "Wojciech", "different"),
        ("forename", "", "Grace", "unknown"),
        ("surname", "Kowalski", "Kowalska", "spelling"),
        ("surname", "Smith-Jones", "Jones", "part"),
        ("surname", "O'Neill", "ONeil", "close"),
        ("surname", "Robert", "Bob", "different"),
        ("middle", "R", "Rose", "initial"),
        ("born", "20100203", "20100302", "swapped"),
        ("born", "20100203", "20100204", "digit"),
        ("born", "20100112", "20100121", "digit"),
        ("born", "20100812", "20100101", "first_of_january"),
        ("born", "20100812", "19990812", "two_parts"),
        ("born", "20100812", "20101124", "year"),
        ("born", "20100812", "19991124", "different"),
        ("sex", "Male", "F", "different"),
        ("postcode", "PE1 1AB", "PE1 1AC", "close"),
        ("postcode", "PE1 1AB", "PE1 9XY", "district"),
        ("postcode", "PE1 1AB", "SW1A 2AA", "different"),
        ("address", "12 High St", "12, High Street", "exact"),
        ("address", "12 High Street", "12 Hihg Street", "close"),
        ("address", "12 High Street", "14b High Street", "street"),
        ("address", "12 High Street", "13 High Street", "street"),
        ("address", "High Street", "Hihg Street", "close"),
        ("address", "5", "9", "different"),
        ("address", "12 High Street", "7 Orchard Close", "different"),
        ("town", "Peterborough", "Peterboro", "close"),
        ("town", "Peterborough", "York", "different"),
        ("email", "a.jones@one.org", "a.jones@two.example", "name"),
        ("email", "a.jones@one.org", "a.jnes@one.org", "close"),
        ("email", "a.jones@one.org", "q.smith@two.example", "different"),
        ("phone", "01733 555123", "01733 555124", "digit"),
        ("phone", "01733 555123", "01733 555199", "similar"),
        ("identifier:nhs", "943 476 5919", "9434765991", "digit"),
        ("identifier:nhs", "943 476 5919", "401 023 2137", "different"),
    ],
)  # fmt: skip
def test_two_values_agree_at_a_level(field: str, one: str, other: str, name: str) -> None:
    assert level(field, one, other) == name


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        (("Grace", "Thomas"), ("Thomas", "Grace"), "swapped"),
        (("Grace", "Thomas"), ("Thomas", ""), "crossed"),
        (("", "Thomas"), ("Thomas", "Ashby"), "crossed"),
        (("Grace", "Thomas"), ("Grace", "Thomas"), "exact"),
    ],
)
def test_names_that_changed_places_are_told_from_different_ones(
    one: tuple[str, str], other: tuple[str, str], name: str
) -> None:
    fields = [field_called("forename"), field_called("surname")]
    columns = tuple(encode(field, [one[at], other[at]]) for at, field in enumerate(fields))

    [[forename, surname]] = comparer(columns).patterns(np.array([0]), np.array([1]))

    assert levels_of(fields[0])[forename].name == name
    assert surname == (0 if name == "exact" else UNKNOWN)


def test_there_is_no_field_of_another_name() -> None:
    with pytest.raises(KeyError):
        field_called("shoe size")
    with pytest.raises(KeyError):
        field_called("identifier:")
