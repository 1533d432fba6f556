"""What two partnerships agree on beside the key: which fields, how hard, and from what likeness a pair is told."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

WEIGHTS: Mapping[str, int] = {"forename": 100, "surname": 60, "born": 100, "sex": 10, "postcode": 20}
"""How many times a field sets a bit of the filter, whatever its length: so neither its weight nor its length shows."""
NEEDED = ("forename", "surname", "born")
"""Fields of which a record has two, or a number: one with less is not encoded."""
IDENTIFIERS = ("nhs", "upn")
FILTER, ENCODING = 1024, 1024
"""Bits of the filter, and of the encoding that is made of it."""
LEAST_DIFFUSION, MOST_DIFFUSION = 2, 16
VERSION = 1


class NotParameters(ValueError):
    """Parameters that this program cannot encode by, and what was expected."""


@dataclass(frozen=True)
class Parameters:
    """`diffusion`: how many bits of the filter are added up for one of the encoding; `salted`: by year of birth.

    `threshold` is the likeness from which a pair is told, `unnamed_threshold` that of two who share no tag with a
    forename in it: twins. Both were settled on a made-up crowd; no public set was looked at.
    """

    fields: tuple[str, ...] = tuple(WEIGHTS)
    identifiers: tuple[str, ...] = IDENTIFIERS
    salted: bool = True
    diffusion: int = 8
    threshold: float = 0.7
    unnamed_threshold: float = 0.8

    def __post_init__(self) -> None:
        """Hold each to what can be encoded."""
        unknown = [name for name in self.fields if name not in WEIGHTS]
        if unknown or len(set(self.fields)) != len(self.fields) or len(set(self.fields) & set(NEEDED)) < 2:
            raise NotParameters(f"fields: expected some of {', '.join(WEIGHTS)}, two of {', '.join(NEEDED)} among them")
        if len(set(self.identifiers)) != len(self.identifiers) or not all(self.identifiers):
            raise NotParameters("identifiers: expected names, each once")
        if not LEAST_DIFFUSION <= self.diffusion <= MOST_DIFFUSION:
            raise NotParameters(f"diffusion: expected a number from {LEAST_DIFFUSION} to {MOST_DIFFUSION}")
        if not 0 < self.threshold <= self.unnamed_threshold <= 1:
            raise NotParameters("thresholds: expected numbers above 0, up to 1, that for other forenames not the lower")

    def to_data(self) -> dict[str, Any]:
        """Return the parameters as they stand in a document."""
        return {"scheme": VERSION, **asdict(self), "fields": list(self.fields), "identifiers": list(self.identifiers)}


def parameters_of(data: object) -> Parameters:
    """Return the parameters that a document holds, or raise `NotParameters`."""
    expected = Parameters().to_data()
    if not isinstance(data, dict) or set(data) != set(expected):
        raise NotParameters(f"expected {', '.join(expected)}")
    if data["scheme"] != VERSION:
        raise NotParameters(f"scheme: this program encodes by scheme {VERSION}, found {data['scheme']!r}")
    for name in ("fields", "identifiers"):
        if not isinstance(data[name], list) or not all(isinstance(each, str) for each in data[name]):
            raise NotParameters(f"{name}: expected a list of names")
    if type(data["salted"]) is not bool or type(data["diffusion"]) is not int:
        raise NotParameters("expected true or false for salted, and a whole number for diffusion")
    if not {type(data["threshold"]), type(data["unnamed_threshold"])} <= {int, float}:
        raise NotParameters("thresholds: expected numbers above 0, up to 1")
    return Parameters(
        tuple(data["fields"]),
        tuple(data["identifiers"]),
        data["salted"],
        data["diffusion"],
        float(data["threshold"]),
        float(data["unnamed_threshold"]),
    )
