"""Names in one form, the spellings that stand for one name, and the names that are short for one another."""

import re
import unicodedata

from erle.knowledge.records.finding.names import LONGEST_WORD, other_names, plain

LONGEST_TEXT, MOST_WORDS = 240, 6
"""Letters and words of a name that are looked at: no name is longer, and a cell of a broken file may be."""

SPELLINGS = (
    "mohammed mohammad mohamed muhammad muhammed mohamad mohamet mahomed muhamad muhammet mohd md",
    "ahmed ahmad achmed ehmed ahmet",
    "hussain hussein husain husayn hosein",
    "aisha ayesha aysha aicha aysa aishah",
    "fatima fatma fatimah fatemeh",
    "usman osman uthman othman",
    "zainab zaynab zeinab zeynep",
    "yusuf yousef yousuf youssef yusef",
    "syed sayed sayyid said saeed",
    "sean shaun shawn",
    "catherine katherine kathryn katharine cathryn",
    "niall neil neal",
    "eoin owen eoghan",
)
"""Ways to write one name in this alphabet: a level of agreement of its own, not a mistake and not a nickname."""

CANONICAL = {name: group.split()[0] for group in SPELLINGS for name in group.split()}

GENDERED = ("iene", "aite", "yte", "ute", "aitis", "ytis", "utis", "as", "is", "us")
"""Endings of Lithuanian surnames, which tell a man, his wife and his daughter apart."""
SHORTEST_STEM = 4
HEARD = (
    ("ph", "f"), ("ck", "k"), ("sch", "s"), ("sh", "s"), ("cz", "c"), ("ch", "c"), ("w", "v"), ("z", "s"), ("q", "k"),
)  # fmt: skip
"""Consonants that sound like others."""


def normal_name(text: str) -> str:
    """Return the words of a name without case, marks and signs, parted by one blank; "" where no letter is left."""
    if text.isascii() and text.isalpha() and len(text) <= LONGEST_WORD:
        return text.lower()  # as most are, and no more is done to them
    shown = "".join(letter for letter in text[:LONGEST_TEXT] if unicodedata.category(letter) not in {"Cf", "Cc", "Cs"})
    return " ".join(plain(shown)[:MOST_WORDS])


def split_full_name(text: str) -> tuple[str, str, str]:
    """Return forename, middle names and surname of a name in one piece: "Surname, Forename" or the surname last."""
    last, comma, first = text[:LONGEST_TEXT].partition(",")
    given = normal_name(first).split()
    if comma and given:
        return given[0], " ".join(given[1:]), normal_name(last)
    words = normal_name(text).split()
    if len(words) < 2:
        return "", "", " ".join(words)
    return words[0], " ".join(words[1:-1]), words[-1]


def spelling(name: str) -> str:
    """Return one spelling for all in which a forename is written."""
    return " ".join(CANONICAL.get(word, word) for word in name.split())


def stem(name: str) -> str:
    """Return a surname without what says whether a man or a woman bears it: Polish, Slovak, Czech, Lithuanian."""
    return " ".join(_stem(word) for word in name.split())


def _stem(word: str) -> str:
    if re.search(r"(sk|ck|dzk)[aiy]$", word):
        return word[:-1]
    if word.endswith("ova") and len(word) > SHORTEST_STEM + 2:
        return word[:-3]
    for ending in GENDERED:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def short_names(name: str) -> frozenset[str]:
    """Return what else somebody is called whose forename this is; nothing for a letter alone."""
    return frozenset(other_names(name)) if len(name) > 1 and " " not in name else frozenset()


def sound(name: str) -> str:
    """Return the first consonants of a name's longest word, as it sounds: what two spellings are looked up by."""
    word = max(name.split(), key=len, default="")
    for written, heard in HEARD:
        word = word.replace(written, heard)
    if not word:
        return ""
    rest = re.sub(r"[aeiouyh]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word[0] + rest)[:4]
