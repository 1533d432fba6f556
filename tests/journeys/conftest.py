"""Fixtures of the journeys: the served product, once for each process of the run, and a browser for each file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import standing
from tests.journeys.desk import Desk, sit_down
from tests.journeys.served import CHECKOUT, Served

RESULTS = CHECKOUT / "test-results"
NO_HOST_BUT_OURS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""The browser finds no other host; to let each request through one by one would keep it from remembering any file."""
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-gpu"]
ARGUMENTS += ["--in-process-gpu", NO_HOST_BUT_OURS]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first is the same browser without what draws windows: it takes three fifths of the time for the same pages."""
SitDown = Callable[..., Desk]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; a run of the continuous integration may not go without."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    if not found and os.environ.get("CI") == "true":
        pytest.fail("No chromium is installed: the journeys cannot run, and CI may not leave them out.")
    if not found:
        pytest.skip("No chromium is installed; the journeys need it (Debian: apt-get install chromium-headless-shell).")
    return found


@pytest.fixture(scope="session")
def served(chromium: str) -> Iterator[Served]:
    """The demo partnership, served; made once for each process of the run."""
    name = f"erle_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with Served(standing.HOME, standing.SOCKET_DIR, name, RESULTS / "logs") as served:
        served.url()
        yield served


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser; it ends with the file, since its event loop would be in the way of other tests' database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts: every journey is made both ways."""
    return bool(request.param)


@pytest.fixture
def desk(browser: Browser, served: Served, scripts: bool) -> Iterator[SitDown]:
    """Sit a worker of the demo down at a desk of her own."""
    taken: list[Desk] = []

    def sit(name: str = "", *, then: str = "/", mode: str = "demo") -> Desk:
        taken.append(sit_down(browser, served.url(mode), scripts=scripts))
        return taken[-1].sign_in(name, then=then) if name else taken[-1]

    yield sit
    for one in taken:
        one.close()


@pytest.fixture(scope="module")
def desks(browser: Browser) -> Iterator[dict[tuple[str, str], Desk]]:
    """The desks at which a file's pages are looked at, one for each worker."""
    taken: dict[tuple[str, str], Desk] = {}
    yield taken
    for desk in taken.values():
        desk.close()


@pytest.fixture
def child(served: Served) -> Callable[[str], str]:
    """Return the reference of a child of the demo, by given name: of the record that the stories tell of."""
    found = "SELECT reference FROM records_person WHERE given_names = %s ORDER BY id LIMIT 1"
    return lambda given: served.one(found, given)


def results(name: str) -> Path:
    """Return where a picture of the run goes."""
    RESULTS.mkdir(exist_ok=True)
    return RESULTS / name
