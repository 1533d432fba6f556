"""The pictures of the documentation can be taken from the demo, and none is too large to send."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.pictures import MOST_BYTES, PICTURES, take
from tests.journeys.served import Served


def test_every_picture_of_the_documentation_is_taken_from_the_demo(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    taken = take(browser, served, tmp_path)

    assert {picture.name for picture in taken} == {picture.name for picture in PICTURES.iterdir()}
    assert max(picture.stat().st_size for picture in PICTURES.iterdir()) <= MOST_BYTES
