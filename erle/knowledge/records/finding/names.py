"""Names as people use them: one plain form, small words that tell nobody apart, and what else somebody is called."""

import re
import unicodedata
from functools import cache

from nicknames import NickNamer

from erle.knowledge.records.finding.called import CALLED

SMALL = "al ap bin bint da das de del der di do dos el ibn la le mac of st ul ur van von"
PARTICLES = frozenset(SMALL.split())
"""Small words of names: they are left out of a search that has others, since half of all records lack them."""
SIGNS = "'’‘`´ʼʹ"
UNMARKED = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
    | dict.fromkeys(SIGNS, "")
)
LONGEST_WORD, MOST_OTHERS, SHORTEST_OTHER = 60, 40, 2


def plain(words: str) -> list[str]:
    """Return the words of a name in small letters, without marks and signs."""
    small = unicodedata.normalize("NFKC", words).casefold().translate(UNMARKED)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", bare)]


def telling(words: list[str]) -> list[str]:
    """Return the words without the small ones that tell nobody apart; all of them where nothing else is left."""
    return [word for word in words if word not in PARTICLES] or words


def other_names(word: str) -> list[str]:
    """Return what else somebody is called who is called so, and of which names that is short."""
    found = set(_called().get(word, ())) | _library().nicknames_of(word) | _library().canonicals_of(word)
    return sorted(name for name in found - {word} if len(name) >= SHORTEST_OTHER and name.isalpha())[:MOST_OTHERS]


@cache
def _called() -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for group in re.split(r"[|\n]", CALLED):
        names = set(group.split())
        for name in names:
            groups.setdefault(name, set()).update(names)
    return groups


@cache
def _library() -> NickNamer:
    return NickNamer()
