"""What is known of a person in a row: the fields, how each is compared, and whether a household shares it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How the values of a field are put into one form and compared."""

    NAME = "name"
    DATE = "date"
    CODE = "code"
    POSTCODE = "postcode"
    ADDRESS = "address"
    PLACE = "place"
    EMAIL = "email"
    NUMBER = "number"
    AROUND = "around"
    NUMBERS = "numbers"


class Whose(StrEnum):
    """Whether relatives share a field: sisters have one surname and one address, and two forenames."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True)
class Field:
    """One field; `by_frequency`: to share a rare value tells more than to share a common one."""

    name: str
    kind: Kind
    whose: Whose
    by_frequency: bool = True


IDENTIFIER = "identifier:"
"""What the names of fields begin with that hold a number given to one person: `identifier:nhs`."""

PLAIN_FIELDS = (
    Field("forename", Kind.NAME, Whose.PERSON),
    Field("middle", Kind.NAME, Whose.PERSON),
    Field("surname", Kind.NAME, Whose.HOUSEHOLD),
    Field("born", Kind.DATE, Whose.PERSON),
    Field("sex", Kind.CODE, Whose.PERSON, by_frequency=False),
    Field("address", Kind.ADDRESS, Whose.HOUSEHOLD),
    Field("locality", Kind.PLACE, Whose.HOUSEHOLD),
    Field("town", Kind.PLACE, Whose.HOUSEHOLD),
    Field("region", Kind.PLACE, Whose.HOUSEHOLD),
    Field("postcode", Kind.POSTCODE, Whose.HOUSEHOLD),
    Field("email", Kind.EMAIL, Whose.HOUSEHOLD),
    Field("phone", Kind.NUMBER, Whose.HOUSEHOLD),
)
AROUND_FIELDS = (
    Field("around", Kind.AROUND, Whose.HOUSEHOLD, by_frequency=False),
    Field("phones", Kind.NUMBERS, Whose.HOUSEHOLD, by_frequency=False),
)
"""What records of the partnership say beside: whom they name as related, and numbers that stand in them."""
FAMILY = frozenset(field.name for field in AROUND_FIELDS)
"""What never frees a pair from a guard: brothers and sisters have one mother and one telephone, and cousins may."""
NAMED = {field.name: field for field in (*PLAIN_FIELDS, *AROUND_FIELDS)}


def field_called(name: str) -> Field:
    """Return the field of that name; `KeyError` where there is none."""
    if name.startswith(IDENTIFIER) and len(name) > len(IDENTIFIER):
        return Field(name, Kind.NUMBER, Whose.PERSON)
    return NAMED[name]
