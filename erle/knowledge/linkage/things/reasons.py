"""Why two things are near."""

from enum import StrEnum


class Reason(StrEnum):
    """One reason, the strongest first; the pages have the words."""

    SAME_ADDRESS = "same_address"
    """Flat, house number, street and postcode agree, as far as they are said; written otherwise."""
    LOOKS_SAME = "looks_same"
    """The same but for characters that are taken for each other: O and 0, I and 1."""
    COUNTRY_CODE = "country_code"
    """The same figures but for the code of the country or the nought before them."""
    MARKS = "marks"
    """The same handle but for dots and lines."""
    SERVICE = "service"
    """The same handle, once with the service that it is of."""
    SAME_HOUSE = "same_house"
    """The same house number, and a street that is spelled otherwise."""
    POSTCODE_AND_NAME = "postcode_and_name"
    """The same postcode, and a name that is spelled otherwise."""
    SAME_STREET = "same_street"
    """The same house number and street; what else is said of it differs."""
    ONE_FLAT = "one_flat"
    """The same house; one of the two names a flat."""
    SPELLED = "spelled"
    """The same words, spelled otherwise or in another order."""
    SWAPPED = "swapped"
    """Two characters beside each other changed places."""
    ONE_CHARACTER = "one_character"
    """One character differs, is missing or is too many."""
    PART = "part"
    """One is a piece of the other."""
    LONGER = "longer"
    """One name begins as the other and says more."""


STRENGTH = list(Reason)
"""The reasons, the strongest first; a rank is a place among them."""
