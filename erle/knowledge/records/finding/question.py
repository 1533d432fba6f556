"""What was typed in the box, taken apart: names, a date of birth, references, numbers, things, and whether it asks."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from erle.knowledge.records.finding.births import Born, born_in
from erle.knowledge.records.finding.names import plain, telling
from erle.knowledge.records.rules import REFERENCE_LETTERS, MentionKind, thing_key

LONGEST = 200
MOST_WORDS, MOST_NUMBERS, MOST_REFERENCES = 6, 6, 10
REFERENCE = re.compile(
    rf"(?<!\w)([A-Z])\s?[-–—]\s?([{REFERENCE_LETTERS}]{{8}}(?:[{REFERENCE_LETTERS}]{{2}})?)(?!\w)", re.I
)
KNOWN = re.compile(r"^\W*is\s+(?P<who>.*?)\s+known\b\W*(?P<rest>.*)$|\bknown\s*\?\s*$", re.I | re.S)
ANYBODY = re.compile(
    r"\b(this|that|the|a|child|children|boy|girl|young person|pupil|he|she|they|called|named|any)\b", re.I
)
PHONE = re.compile(r"(?<![\w/.-])(?:\+|\()?\d[\d\s().-]{7,}\d(?![\w/-])")
ACCOUNT = re.compile(r"(?<!\S)(?:@[\w.-]+|[\w.-]*[^\W\d_]_[\w.-]*|[\w.-]*_[^\W\d_][\w.-]*)(?!\S)")
SIGN_OF_ACCOUNT = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tik ?tok|facebook|discord|telegram)\b\s*[:@]?\s*(\S+)", re.I
)
SHORTEST_PIECE, LONGEST_PLATE, SHORTEST_PHONE, SHORTEST_NUMBER = 3, 8, 6, 4
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Question:
    """What is looked for. Names as they were typed, and the words of them that tell people apart."""

    name: str = ""
    words: tuple[str, ...] = ()
    born: Born | None = None
    references: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    plate: str = ""
    phone: str = ""
    account: str = ""
    named: str = ""
    asks: bool = False

    @property
    def looks_for_nothing(self) -> bool:
        """Whether nothing can be looked for: a single letter, or signs alone."""
        looked = (self.words, self.born, self.references, self.numbers, self.plate, self.phone, self.account)
        return not any(looked) and not self.named

    @property
    def full(self) -> bool:
        """Whether it names one child as an ask must: a full name and a day of birth."""
        return len(self.name.split()) > 1 and self.born is not None and self.born.day is not None


def question(typed: str, *, today: date) -> Question:
    """Return what somebody looks for who typed this; whatever was typed, something comes of it."""
    text = _tidy(typed)
    text, asks = _asked(text)
    references, text = _references(text)
    accounts, text = _accounts(text)
    born, text = born_in(text, today=today)
    phones = [found[0] for found in PHONE.finditer(text)]
    tokens = text.replace(",", " ").split()
    name = " ".join(token for token in tokens if not _has_figure(token))
    words = plain(name.replace("-", " "))
    digits = [token for token in tokens if _has_figure(token)]
    return Question(
        name=name,
        words=_words(words),
        born=born,
        references=references,
        numbers=_numbers(digits),
        plate=_plate(tokens),
        phone=_phone(phones, digits),
        account=accounts or (thing_key(MentionKind.ACCOUNT, tokens[0]) if _may_be_account(tokens) else ""),
        named=" ".join(plain(text)) if any(len(word) >= SHORTEST_PIECE for word in words) else "",
        asks=asks,
    )


def _tidy(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed[:LONGEST])
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _asked(text: str) -> tuple[str, bool]:
    """Return the text without the question whether somebody is known, and whether it was asked."""
    found = KNOWN.search(text)
    if found is None:
        return text, False
    who = f"{found['who'] or ''} {found['rest'] or ''}" if found["who"] is not None else text[: found.start()]
    return " ".join(ANYBODY.sub(" ", who).split()), True


def _references(text: str) -> tuple[tuple[str, ...], str]:
    found = dict.fromkeys(f"{one[1]}-{one[2]}".upper() for one in REFERENCE.finditer(text))
    return tuple(found)[:MOST_REFERENCES], REFERENCE.sub(" ", text)


def _accounts(text: str) -> tuple[str, str]:
    found = SIGN_OF_ACCOUNT.search(text)
    if found:
        return thing_key(MentionKind.ACCOUNT, found[1]), f"{text[: found.start()]} {text[found.end() :]}"
    marked = ACCOUNT.search(text)
    if marked:
        return thing_key(MentionKind.ACCOUNT, marked[0]), f"{text[: marked.start()]} {text[marked.end() :]}"
    return "", text


def _may_be_account(tokens: list[str]) -> bool:
    return len(tokens) == 1 and len(tokens[0]) >= SHORTEST_PIECE


def _words(words: list[str]) -> tuple[str, ...]:
    """Return the words to look for; letters alone find too many, and stand for names only beside one."""
    told = telling(words)[:MOST_WORDS]
    return tuple(told) if any(len(word) >= SHORTEST_NAME for word in told) else ()


def _numbers(digits: list[str]) -> tuple[str, ...]:
    """Return what may be an agency's number of a child: each run with a figure in it, and all of them as one."""
    runs = ["".join(plain(token)).upper() for token in digits]
    found = dict.fromkeys(run for run in ("".join(runs), *runs) if len(run) >= SHORTEST_NUMBER)
    return tuple(found)[:MOST_NUMBERS]


def _plate(tokens: list[str]) -> str:
    """Return the piece of a number plate: a run with a figure in it, with the short one after it, or else before it."""
    runs = ["".join(plain(token)).upper() for token in tokens]
    for place, run in enumerate(runs):
        if _has_figure(run):
            after, before = "".join(runs[place + 1 : place + 2]), runs[place - 1] if place else ""
            beside = [run + after] if _is_short(after) else [before + run] if _is_short(before) else []
            fitting = [piece for piece in (*beside, run) if SHORTEST_PIECE <= len(piece) < LONGEST_PLATE]
            return next((piece for piece in fitting if not piece.isdigit()), "")
    return ""


def _has_figure(run: str) -> bool:
    return any(letter.isdigit() for letter in run)


def _is_short(run: str) -> bool:
    return run.isascii() and 0 < len(run) <= SHORTEST_PIECE


def _phone(phones: list[str], digits: list[str]) -> str:
    """Return a phone number in the one form, or its last figures as they were typed."""
    for phone in phones:
        key = thing_key(MentionKind.PHONE, phone)
        if len(key) >= SHORTEST_PHONE:
            return key
    run = "".join(token for token in digits if token.isdigit()).removeprefix("0")
    return run if len(run) >= SHORTEST_PHONE else ""
