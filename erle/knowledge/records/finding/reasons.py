"""Why a child was found, in the words that stand beside the name: only where it is not plain to see."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from erle.knowledge.records.finding.children import Birth, Fit, Found
from erle.knowledge.records.finding.names import other_names, plain

BIRTHS = {
    Birth.NEAR: "another date of birth, near the one you typed",
    Birth.OTHER: "another date of birth",
    Birth.NOT_KNOWN: "date of birth not known",
}


def reasons(found: Found) -> list[str]:
    """Return why the child was found: `spelled Kovalsky`, `also called Elizabeth`, `without “Maria”`."""
    person = found.person
    parts = re.split(r"[\s-]+", f"{person.given_names} {person.family_name} {person.known_as}".strip())
    said = [f"number {found.number}"] if found.number and found.number != person.reference else []
    for word, fit in found.words:
        if fit is Fit.SOUNDS or fit is Fit.LOOKS:
            part = _closest(word, parts)
            said.append(f"spelled {part}" if fit is Fit.SOUNDS else f"looks like {part}")
        elif fit is Fit.CALLED:
            said.append(f"{_named_so(word, parts)} for {word.capitalize()}")
        elif fit is Fit.NOT:
            said.append(f"without “{word.capitalize()}”")
    said += [found.around] if found.around else []
    return [*said, *([BIRTHS[found.birth]] if found.birth in BIRTHS else [])]


def _closest(word: str, parts: Sequence[str]) -> str:
    return max(parts, key=lambda part: SequenceMatcher(None, word, "".join(plain(part))).ratio())


def _named_so(word: str, parts: Sequence[str]) -> str:
    others = set(other_names(word))
    return next((part for part in parts if "".join(plain(part)) in others), parts[0])
