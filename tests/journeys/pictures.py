"""The pictures of the documentation, taken from the demo: `python -m tests.journeys.pictures`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import standing
from tests.journeys.desk import WIDE, sit_down
from tests.journeys.served import CHECKOUT, Served
from tests.journeys.shown import LEAD

PICTURES = CHECKOUT / "docs" / "images"
MOST_BYTES = 400_000
TALL = {"child": 1500, "my-work": 1250}


class TooLarge(Exception):
    """A picture is larger than a reader should have to fetch."""


def take(browser: Browser, served: Served, folder: Path) -> list[Path]:
    """Take every picture into the folder."""
    desk = sit_down(browser, served.url()).sign_in(LEAD)
    maisie = served.one("SELECT reference FROM records_person WHERE given_names = 'Maisie'")
    taken = []
    for name, path in (("child", f"/children/{maisie}/"), ("my-work", "/")):
        desk.page.set_viewport_size({"width": WIDE["width"], "height": TALL[name]})
        desk.open(path)
        picture = folder / f"{name}.png"
        desk.page.screenshot(path=picture)
        if picture.stat().st_size > MOST_BYTES:
            raise TooLarge(f"{picture.name} has {picture.stat().st_size:,} bytes; {MOST_BYTES:,} are the most.")
        taken.append(picture)
    desk.close()
    return taken


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
    standing.pytest_unconfigure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
