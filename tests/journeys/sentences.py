"""Doing what a sentence of the tour says, word for word: a sentence that cannot be done as it stands is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journeys.desk import Desk

LOOKS_AGAIN, PAUSE = 60, 500
"""How often a page is loaded anew for something to be there, and the milliseconds between."""
TAIL = r"(?:[:,] [^“”]+)?\."
"""A sentence may go on to say why, and ends there."""
SENTENCE = re.compile(r"(?:[^“”.]|“[^”]*”)+\.")
QUOTED = re.compile("“([^”]+)”")
Beside = Callable[[], None]
Way = Callable[..., None]


class NoSuchSentence(Exception):
    """Nobody here knows how to do what the sentence says."""


def do(desk: Desk, sentence: str, *, files: Path, beside: Beside) -> None:
    """Do what the sentence says; `beside` is what runs beside the pages, and is run where one waits for it."""
    for pattern, way in WAYS:
        found = re.fullmatch(pattern, sentence)
        if found:
            given = {"files": files, "beside": beside} if way in BESIDES else {}
            way(desk, *found.groups(), **given)
            desk.page.wait_for_load_state()
            return
    raise NoSuchSentence(sentence)


def sentences(words: str) -> list[str]:
    """Return the sentences; a stop within quotation marks ends none."""
    return [one.strip() for one in SENTENCE.findall(words)]


def quoted(words: str) -> list[str]:
    """Return what stands in quotation marks."""
    return QUOTED.findall(words)


def _first(found: Locator) -> Locator:
    return found.locator("visible=true").first


def _press(desk: Desk, name: str) -> None:
    _first(desk.page.locator("main").get_by_role("button", name=_begins(name))).click()


def _follow(desk: Desk, name: str) -> None:
    _first(desk.page.get_by_role("link", name=_begins(name))).click()


def _tick(desk: Desk, label: str) -> None:
    _first(desk.page.locator("main").get_by_label(label, exact=True)).check()


def _tick_under(desk: Desk, label: str, question: str) -> None:
    group = desk.page.locator("main").get_by_role("group", name=question, exact=True)
    group.get_by_label(label, exact=True).check()


def _write(desk: Desk, words: str, label: str) -> None:
    _first(desk.page.locator("main").get_by_label(label, exact=True)).fill(words)


def _choose(desk: Desk, option: str, label: str) -> None:
    _first(desk.page.locator("main").get_by_label(label, exact=True)).select_option(label=option)


def _file(desk: Desk, name: str, label: str, *, files: Path, beside: Beside) -> None:
    desk.page.locator("main").get_by_label(label, exact=True).set_input_files(files / name)


def _again(desk: Desk, words: str, *, files: Path, beside: Beside) -> None:
    beside()
    for _ in range(LOOKS_AGAIN):
        if words in desk.text:
            return
        desk.page.wait_for_timeout(PAUSE)
        desk.page.reload()
    desk.sees(words)


def _see(desk: Desk, words: str) -> None:
    expect(desk.page.locator("main")).to_contain_text(words)


def _begins(name: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(name)}")


WAYS: tuple[tuple[str, Way], ...] = (
    (rf"Press “([^”]+)”{TAIL}", _press),
    (rf"Follow “([^”]+)”{TAIL}", _follow),
    (rf"Tick “([^”]+)”{TAIL}", _tick),
    (rf"Tick “([^”]+)” under “([^”]+)”{TAIL}", _tick_under),
    (rf"Type “([^”]+)” into “([^”]+)”{TAIL}", _write),
    (rf"Choose “([^”]+)” for “([^”]+)”{TAIL}", _choose),
    (rf"Choose the file “([^”]+)” for “([^”]+)”{TAIL}", _file),
    (rf"Load the page again until you see “([^”]+)”{TAIL}", _again),
    (rf"You see “([^”]+)”{TAIL}", _see),
)
BESIDES = (_file, _again)
