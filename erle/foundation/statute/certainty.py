"""How surely a statement of the law is known, kept beside it as data."""

from enum import StrEnum


class Certainty(StrEnum):
    """What stands behind a statement of the law."""

    SEEN = "seen"
    KNOWN = "known"
    UNSURE = "unsure"

    @property
    def words(self) -> str:
        """The certainty in words for the manual and the page."""
        return CERTAINTY_WORDS[self]


CERTAINTY_WORDS = {
    Certainty.SEEN: "read in a public source",
    Certainty.KNOWN: "known from the named source, not read again",
    Certainty.UNSURE: "unsure: check before relying on it",
}
