"""Somebody who shares information on the pages, one question after the other, as a browser without scripts does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from erle.foundation.agencies.models import Worker
from tests.house.test_routes import browser

ANSWERS: dict[str, dict[str, Any]] = {
    "what": {"text": "A silver car brought her to the gate. I did not know the driver.", "nature": "fact"},
    "when": {"when": "yesterday at 08:50", "where": "The school gate", "known": "saw"},
    "voice": {
        "said": "I just want to sleep.",
        "wishes": "To talk to Mrs Okafor first.",
        "setting": "In my room, alone",
    },
    "strengths": {"text": "Captain of the under-15 team."},
    "named": {"kind_1": "vehicle", "words_1": "AB12 CDE", "more_1": "silver, four doors"},
    "urgency": {"urgency": "today"},
    "told": {"child": "yes", "family": "not_yet", "family_why": "child_request"},
    "why": {"purpose": "To protect a child from harm", "basis": "public_task_safeguarding", "handling": "P"},
}
GRADED = {"source": "1", "assessment": "A", "handling": "P"}


@dataclass
class Teller:
    """One browser window on one draft."""

    client: Client
    reference: str = ""
    last: Any = field(default=None)

    def start(self, about: str = "") -> Teller:
        """Begin a draft."""
        self.last = self.client.post("/share/", {"about": about} if about else {})
        found = re.match(r"/share/(H-[0-9A-Z]+)/", self.last.headers.get("Location", ""))
        self.reference = found[1] if found else ""
        return self

    def path(self, page: str) -> str:
        """Return the address of a page of the draft."""
        return f"/share/{self.reference}/{page}"

    def look(self, page: str) -> Any:
        """Open a page of the draft."""
        self.last = self.client.get(self.path(page))
        return self.last

    def seen(self, page: str) -> str:
        """Return what the page's form carries as seen."""
        return seen_in(self.look(page))

    def answer(self, page: str, answers: dict[str, Any], *, seen: str | None = None, **headers: str) -> Any:
        """Open a page and send its form with these answers."""
        stamp = self.seen(page) if seen is None else seen
        self.last = self.client.post(self.path(page), {**answers, "seen": stamp}, headers=headers)
        return self.last

    def type(self, page: str, answers: dict[str, Any], *, seen: str | None = None) -> Any:
        """Have the page's script keep what was typed so far."""
        return self.answer(page, answers, seen=seen, accept="application/json")

    def choose(self, person: str) -> Any:
        """Say that it is about a child of hers."""
        return self.answer("who/", {"person": person})

    def describe(self, **said: str) -> Any:
        """Describe a child."""
        self.answer("who/", {"act": "describe"})
        return self.answer("describe/", said)

    def answer_all(self, *, graded: bool = False, **instead: dict[str, Any]) -> Teller:
        """Answer every question, as usual or as given."""
        answers = {**ANSWERS, **instead}
        self.answer("items/1/", answers["what"])
        self.answer("items/1/when/", answers["when"])
        if graded:
            self.answer("items/1/grade/", GRADED)
        for page in ("voice", "strengths", "named", "urgency", "told", "why"):
            done = self.answer(f"{page}/", answers[page])
            assert done.status_code == 302, (page, errors(done))
        return self

    def send(self, *, seen: str | None = None) -> Any:
        """Press Share now."""
        return self.answer("check/", {}, seen=seen)


def teller(worker: Worker) -> Teller:
    """Sit the worker down."""
    return Teller(browser(worker))


def page(response: Any) -> BeautifulSoup:
    """Return the page, read."""
    return BeautifulSoup(response.content, "html.parser")


def words(response: Any) -> str:
    """Return the words of the page's main part."""
    main = page(response).find("main")
    return " ".join(main.get_text(" ").split()) if main else ""


def seen_in(response: Any) -> str:
    """Return what the form of the page carries as seen."""
    found = page(response).select_one('main form:not([action$="/words/"]) input[name="seen"]')
    return str(found["value"]) if found else ""


def errors(response: Any) -> str:
    """Return the words of the error summary."""
    found = page(response).select_one(".govuk-error-summary")
    return " ".join(found.get_text(" ").split()) if found else ""
