"""Values in one form, the tokens that they put in a filter, and what two records must share to be compared."""

from collections.abc import Iterator, Mapping

from erle.knowledge.linkage.matching.normal.names import normal_name, sound, spelling, stem
from erle.knowledge.linkage.matching.normal.numbers import normal_code, normal_identifier
from erle.knowledge.linkage.matching.normal.places import normal_postcode, outward

SHORTEST_NAME = 2
"""Letters of a name: one letter alone tells little of a record, and much of its encoding."""
Values = Mapping[str, str]
NAMED, UNNAMED = 6, 2
"""Tags of a record to be compared by."""


def normal(field: str, text: str) -> str:
    """Return a value in one form; "" where it is unknown, or too short to be used."""
    if field in {"forename", "surname"}:
        name = normal_name(text)
        shown = spelling(name) if field == "forename" else stem(name)
        return shown if len(shown) >= SHORTEST_NAME else ""
    if field == "born":
        return text if len(text) == 8 and text.isascii() and text.isdigit() else ""
    if field == "sex":
        return normal_code(text)
    if field == "postcode":
        return normal_postcode(text)
    return normal_identifier(text)


def tokens(field: str, value: str, *, salted: bool) -> list[str]:
    """Return what a normal value puts in the filter, each token once; salted, the year is in every token already."""
    if field in {"forename", "surname"}:
        made = [pair for word in value.split() for pair in _pairs(word)]
    elif field == "born":
        year, month, day = value[:4], value[4:6], value[6:]
        # the day and the month also without their places: they are changed about now and then
        made = [f"d{day}", f"m{month}", f"n{day}", f"n{month}"]
        made += [] if salted else [f"y{year}", f"e{year[2:]}"]
    elif field == "postcode":
        made = [f"{place}{sign}" for place, sign in enumerate(value.replace(" ", ""))]
    else:
        made = [value]
    return list(dict.fromkeys(made))


def named_words(values: Values) -> tuple[str, ...]:
    """Return what two records with one forename may share, one of it at least, to be compared; "" where unknown.

    Each names few people: what many share stands with something else.
    """
    forename, surname = values.get("forename", ""), values.get("surname", "")
    born, postcode = values.get("born", ""), values.get("postcode", "")
    first, last = sound(forename), sound(surname)
    either = "/".join(sorted((first, last))) if first and last else ""
    day = "/".join(sorted((born[4:6], born[6:]))) if born else ""
    return (
        _all(either, born[:4]),
        _all(either),
        _all(born, first[:2]),
        _all(forename, surname, day),
        _all(forename, surname, outward(postcode)),
        _all(first, postcode),
    )


def unnamed_words(values: Values) -> tuple[str, ...]:
    """Return what two records may share whose forenames differ: so may twins, of whom more is asked."""
    born, last = values.get("born", ""), sound(values.get("surname", ""))
    return _all(born, last[:2]), _all(born, values.get("postcode", ""))


def certain_words(values: Values, identifier: str) -> tuple[str, str]:
    """Return what says that two records are of one child: the same number, and the same birth or the same names."""
    number = values.get(identifier, "")
    born, first, last = (values.get(name, "") for name in ("born", "forename", "surname"))
    return _all(identifier, number, born), _all(identifier, number, sound(first), sound(last))


def _pairs(word: str) -> Iterator[str]:
    padded = f"_{word}_"
    for place in range(len(padded) - 1):
        yield padded[place : place + 2]


def _all(*parts: str) -> str:
    """Return the parts as one text, or "" where one is unknown."""
    return "|".join(parts) if all(parts) else ""
