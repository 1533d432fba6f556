"""What a protocol is called, and the moments of work at which a section of one is read; data, to be added to."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What the agencies call it."""

    PROTOCOL = "protocol"
    POLICY = "policy"
    PROCEDURE = "procedure"

    @property
    def words(self) -> str:
        """The kind in words."""
        return KIND_WORDS[self]


KIND_WORDS = {Kind.PROTOCOL: "Joint protocol", Kind.POLICY: "Policy", Kind.PROCEDURE: "Procedure"}

MISSING = "missing"
"""The area of work whose moments begin with it: `missing.risk`."""

MOMENTS: Mapping[str, str] = {
    "missing.report": "Missing: reporting a child",
    "missing.risk": "Missing: grading the risk",
    "missing.told": "Missing: telling others",
    "missing.plan": "Missing: writing the plan for when",
    "missing.hand_over": "Missing: handing over between shifts",
    "missing.found": "Missing: the child is located or back",
    "missing.prevention": "Missing: the prevention interview",
    "missing.interview": "Missing: the return interview",
}
"""Each moment by its key: the area of work, a dot, what is done there. A page asks for its own."""


def area_of(moment: str) -> str:
    """Return the area of work of a moment."""
    return moment.partition(".")[0]
