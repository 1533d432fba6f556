"""A worker's desk: one browser that notes where it went and what it heard, so that a test can ask."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import quote, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 780}
PATIENCE = 20_000
CLEARED = "Clear-Site-Data header on"
"""How the browser says that it forgot what it held, as it was asked to at signing out."""
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
NO_PAGE = re.compile(r"Failed to load resource: the server responded with a status of \d+")

expect.set_options(timeout=PATIENCE)


@dataclass
class Desk:
    """One browser context, signed in or not."""

    context: BrowserContext
    page: Page
    url: str
    scripts: bool
    said: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    status: int = 0

    def open(self, path: str) -> int:
        """Go to the path, and return the status of what answered."""
        self.page.goto(self.url + path)
        return self.status

    def title_at(self, path: str) -> str:
        """Ask for the path as the page's own browser does, without drawing it, and return the title of what answers."""
        answer = self.context.request.get(self.url + path)
        assert answer.status == 200
        return html.unescape(" ".join(TITLE.findall(answer.text())[0].split()))

    def sign_in(self, name: str, *, then: str = "/") -> Desk:
        """Sign in by one click, as on the demo."""
        self.open(f"/sign-in/?next={quote(then)}")
        self.page.get_by_role("button", name=f"Sign in as {name}").click()
        self.page.wait_for_url(lambda url: url.endswith(then))
        return self

    def click(self, name: str, *, role: Literal["link", "button"] = "link", exact: bool = True) -> None:
        """Follow the link, or press the button, of the name."""
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def press(self, name: str) -> None:
        """Press the button of the name, in the main part of the page."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def keys(self, *keys: str) -> None:
        """Press the keys one after another, once the page that stands there listens to them."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)

    def fill(self, label: str, words: str) -> None:
        """Type into the field of the label."""
        self.page.locator("main").get_by_label(label, exact=True).fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose from the list of the label."""
        self.page.locator("main").get_by_label(label, exact=True).select_option(label=option)

    def tick(self, label: str) -> None:
        """Take the answer of the label."""
        self.page.locator("main").get_by_label(label, exact=True).check()

    def date(self, on: date) -> None:
        """Fill the only date on the page."""
        for label, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            self.fill(label, str(number))

    @property
    def heading(self) -> str:
        """The page's title, as it stands on the page."""
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """The words in the main part of the page."""
        return self.page.locator("main").inner_text()

    def sees(self, words: str) -> None:
        """Wait until the words stand in the main part of the page, or fail."""
        expect(self.page.locator("main")).to_contain_text(words)

    def close(self) -> None:
        """Leave, and answer for what was heard."""
        self.context.close()
        assert self.said == [], self.said
        assert self.elsewhere == [], self.elsewhere


def sit_down(browser: Browser, url: str, *, scripts: bool = True) -> Desk:
    """Open a browser of its own at the served product."""
    context = browser.new_context(viewport=WIDE, java_script_enabled=scripts, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    desk = Desk(context, page, url, scripts)
    context.on("console", lambda message: _heard(message, desk))
    context.on("weberror", lambda error: desk.said.append(str(error.error)))
    context.on("request", lambda request: _noted(request, desk))
    page.on("response", lambda response: _answered(response, desk))
    return desk


def _heard(message: ConsoleMessage, desk: Desk) -> None:
    about_the_page = NO_PAGE.match(message.text) and message.location.get("url", "") in desk.visited
    if not about_the_page and not message.text.startswith(CLEARED):
        desk.said.append(f"{message.type}: {message.text}")


def _noted(request: Request, desk: Desk) -> None:
    if not request.url.startswith((f"{desk.url}/", "data:", "blob:")):
        desk.elsewhere.append(request.url)
    if "/static/" not in request.url:
        desk.visited.append(request.url)


def _answered(response: Response, desk: Desk) -> None:
    if response.request.is_navigation_request() and response.frame == desk.page.main_frame:
        desk.status = response.status


def path_of(url: str) -> str:
    """Return the path of an address."""
    return urlsplit(url).path
