"""What the pages call a kind of thing, and the reasons for which two are near."""

from collections.abc import Iterable

from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.reasons import Reason

REASONS = {
    Reason.SAME_ADDRESS: "the same address, written otherwise",
    Reason.LOOKS_SAME: "the same but for characters that look alike, such as O and 0",
    Reason.COUNTRY_CODE: "the same figures but for the country code, or the nought before them",
    Reason.MARKS: "the same but for dots and lines",
    Reason.SERVICE: "the same handle, once with the service it is of",
    Reason.SAME_HOUSE: "the same house number, and a street or postcode that is written otherwise",
    Reason.POSTCODE_AND_NAME: "the same postcode, and a name that is spelled otherwise",
    Reason.SAME_STREET: "the same house number and street; what else is said of it differs",
    Reason.ONE_FLAT: "the same house; one of the two names a flat",
    Reason.SPELLED: "the same name, spelled otherwise",
    Reason.SWAPPED: "two characters beside each other changed places",
    Reason.ONE_CHARACTER: "one character differs, is missing or is too many",
    Reason.PART: "one is a piece of the other",
    Reason.LONGER: "one name begins as the other does, and says more",
}
SAID = {
    Choice.SAME.value: "the same",
    Choice.DIFFERENT.value: "different",
    Choice.CANNOT_TELL.value: "cannot tell yet",
}


def why(reasons: Iterable[Reason]) -> str:
    """Return the reasons as one sentence."""
    said = "; ".join(REASONS[reason] for reason in reasons)
    return f"{said[:1].upper()}{said[1:]}"
