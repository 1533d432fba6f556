"""The pictures of the documentation, taken from the demo: `python -m tests.journeys.pictures`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from erle.doors.staff.tour.reading import ROOM
from tests import standing, templates
from tests.journeys.desk import WIDE, Desk, sit_down
from tests.journeys.pages import reference
from tests.journeys.sentences import do, sentences
from tests.journeys.served import CHECKOUT, Served
from tests.journeys.shown import DECIDES, DETECTIVE, JUDGE, LEAD

PICTURES = CHECKOUT / "docs" / "images"
MOST_BYTES, MOST_TOGETHER = 400_000, 1_500_000
OFFICE = "Bronwen Sallis"
"""A teacher of whom no journey tells, so that what is begun for a picture is in nobody's way."""


class TooLarge(Exception):
    """A picture is larger than a reader should have to fetch."""


@dataclass(frozen=True)
class Picture:
    """One picture: whose desk, which page, how tall, and the sentences that are done before and after it is taken."""

    name: str
    worker: str
    address: str
    tall: int
    first: str = ""
    then: str = ""


SEEN = "Ivo came in at ten, cold and without a bag. He has been putting himself at risk."
TAKEN = (
    Picture("child", LEAD, "/children/{maisie}/", 1500),
    Picture("my-work", LEAD, "/", 1250),
    Picture(
        "share",
        OFFICE,
        "/share/",
        1120,
        first="Press “Start”. Press “Describe the child”. Type “Ivo” into “First names”. Press “Continue”. "
        f"Type “{SEEN}” into “What did you see or hear?”. You see “Saved at”. You see “at risk from others”.",
    ),
    Picture("desk", DECIDES, "/desk/", 1200),
    Picture("same", JUDGE, "/same/", 1560, first="Follow “Maisie Thornbury, 14”. You see “Your reason”."),
    Picture(
        "search",
        DETECTIVE,
        "/search/",
        760,
        first="Type “Tornbery Maisy” into “Name, number, place or reference”. Press “Search”.",
    ),
    Picture(
        "files",
        OFFICE,
        "/imports/new/",
        1180,
        first="Choose the file “concerns.csv” for “File”. Press “Go on”. "
        "Choose “Concern” for “What does each row tell?”. Press “Go on”. "
        "Load the page again until you see “2 good rows”.",
        then="Press “Give the file up”.",
    ),
)


def take(browser: Browser, served: Served, folder: Path) -> list[Path]:
    """Take every picture into the folder."""
    return [_take(one, browser, served, folder) for one in TAKEN]


def _take(one: Picture, browser: Browser, served: Served, folder: Path) -> Path:
    desk = sit_down(browser, served.url()).sign_in(one.worker)
    desk.page.set_viewport_size({"width": WIDE["width"], "height": one.tall})
    desk.open(one.address.format(maisie=reference(served, "maisie")))
    say = _doing(desk, served)
    say(one.first)
    desk.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    picture = folder / f"{one.name}.png"
    desk.page.screenshot(path=picture)
    say(one.then)
    desk.close()
    if picture.stat().st_size > MOST_BYTES:
        raise TooLarge(f"{picture.name} has {picture.stat().st_size:,} bytes; {MOST_BYTES:,} are the most.")
    return picture


def _doing(desk: Desk, served: Served) -> Callable[[str], None]:
    def work_off() -> None:
        served.run("erle.doors.command.main", "worker", "--files")

    def doing(words: str) -> None:
        for sentence in sentences(words):
            do(desk, sentence, files=ROOM, beside=work_off)

    return doing


def main() -> int:
    """Serve the demo, take the pictures, and say where they are."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("No chromium is installed: the pictures need one.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    logs = CHECKOUT / "test-results" / "logs"
    with (
        Served(standing.HOME, standing.SOCKET_DIR, "erle_pictures", logs) as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in take(browser, served, PICTURES):
            print(f"{picture.relative_to(CHECKOUT)}: {picture.stat().st_size:,} bytes")
        browser.close()
    templates.forget()
    standing.pytest_unconfigure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
