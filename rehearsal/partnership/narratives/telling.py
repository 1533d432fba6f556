"""Telling: sentences from the topics' files, put together so that no two accounts read the same.

A file holds topics. A topic's parts are lists of sentences, `<one|another>` for a choice of words inside, `{first}`
for who and where, and `@pool` for a list that several topics share. A sentence that asks for something unknown is not
chosen; `[night] …` asks without saying it. What was noticed may bring its own title and end: `Title :: sentence ::
what was done`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent
CHOICE, SLOT, ASKED = re.compile(r"<([^<>]*)>"), re.compile(r"\{(\w+)\}"), re.compile(r"\[([\w ]+)\] ")
BESIDE = ("view", "said", "wish", "strength")
MORE_OFTEN, TRIES = 0.62, 8
Slots = Mapping[str, str]


class NothingToTell(ValueError):
    """A topic has no sentence for what is known."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with its choices, and what it asks for; its own title and what was done, where it brings them."""

    words: str
    asks: frozenset[str]
    title: str = ""
    done: str = ""


@dataclass(frozen=True)
class Topic:
    """What can be told of one kind of happening: what the agency calls it, and the kind of line that it becomes."""

    key: str
    category: str
    kind: str
    parts: Mapping[str, Sequence[Sentence]]


@dataclass(frozen=True)
class Account:
    """What somebody wrote: a title, the text, and what stands apart from it."""

    title: str
    text: str
    view: str = ""
    said: str = ""
    wish: str = ""
    strength: str = ""


@cache
def topics() -> dict[str, Topic]:
    """Return every topic, by file and name, such as `school.tired`."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        told: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        pools = told.pop("pools", {})
        for name, row in told.items():
            category, kind = row.pop("category", ""), row.pop("kind", "concern")
            parts = {part: tuple(_sentences(listed, pools)) for part, listed in row.items()}
            found[f"{path.stem}.{name}"] = Topic(f"{path.stem}.{name}", category, kind, parts)
    return found


def _sentences(listed: Sequence[str], pools: Mapping[str, Sequence[str]]) -> list[Sentence]:
    words = [one for entry in listed for one in (pools[entry[1:]] if entry.startswith("@") else [entry])]
    return [_sentence(one) for one in words]


def _sentence(told: str) -> Sentence:
    asked = ASKED.match(told)
    words = told[asked.end() :] if asked else told
    asks = frozenset((*SLOT.findall(words), *(asked.group(1).split() if asked else ())))
    parts = words.split(" :: ")
    title, text, done = (*parts, "")[:3] if len(parts) > 1 else ("", words, "")
    return Sentence(text, asks, title, done)


def always_asks(topic: str, names: frozenset[str]) -> bool:
    """Tell whether nothing of the topic can be told without one of the names."""
    return all(sentence.asks & names for sentence in topics()[topic].parts["noticed"])


class Teller:
    """Tells, and remembers the words in which it has told, names apart, so that it finds others next time."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self.told: set[str] = set()

    def tell(self, random: Random, topic: str, slots: Slots) -> Account:
        """Return an account of the topic with what is known."""
        fitting = _fitting(topics()[topic], slots)
        if not fitting["noticed"]:
            raise NothingToTell(f"{topic}: {sorted(slots)}")
        for _ in range(TRIES):
            title, text = _text(random, fitting)
            if text not in self.told:
                break
        self.told.add(text)
        title = title or _one(random, fitting.get("title", ()))
        beside = [_filled(_one(random, fitting.get(part, ())), slots) for part in BESIDE]
        return Account(_filled(title, slots), _filled(text, slots), *beside)

    def part(self, random: Random, topic: str, name: str, slots: Slots) -> str:
        """Return one sentence of a part, filled, or nothing where what is known suffices for none."""
        return _filled(_one(random, _fitting(topics()[topic], slots)[name]), slots)


def _fitting(topic: Topic, slots: Slots) -> dict[str, list[Sentence]]:
    """Return the sentences of each part that what is known suffices for."""
    known = {name for name, words in slots.items() if words}
    return {part: [one for one in sentences if one.asks <= known] for part, sentences in topic.parts.items()}


def _text(random: Random, fitting: Mapping[str, Sequence[Sentence]]) -> tuple[str, str]:
    """Return the title that what was noticed brings, if it does, and a text; names in them are not yet filled in."""
    noticed = random.choice(fitting["noticed"])
    more = _one(random, fitting.get("more", ())) if random.random() < MORE_OFTEN else ""
    done = _chosen(random, noticed.done) or _one(random, fitting.get("done", ()))
    words = (_chosen(random, noticed.words), more, done)
    return _chosen(random, noticed.title), " ".join(part for part in words if part)


def _one(random: Random, sentences: Sequence[Sentence]) -> str:
    """Return one of the sentences with its choices made, or nothing where there is none."""
    return _chosen(random, random.choice(sentences).words) if sentences else ""


def _chosen(random: Random, words: str) -> str:
    """Return the words with their choices made; a choice may lie in a choice."""
    while "<" in words:
        words = CHOICE.sub(lambda found: random.choice(found.group(1).split("|")), words)
    return words


def _filled(words: str, slots: Slots) -> str:
    return SLOT.sub(lambda found: slots[found.group(1)], words) if "{" in words else words
