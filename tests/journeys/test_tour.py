"""The tour of the demo, walked as it says: from the sign-in page, by its button, sentence by sentence, unscripted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from erle.doors.staff.tour.reading import Step, said
from tests import standing
from tests.journeys.conftest import RESULTS
from tests.journeys.desk import Desk, sit_down
from tests.journeys.sentences import do, quoted, sentences
from tests.journeys.served import Served

STEPS = {step.key: step for step in said().steps()}
Walk = Callable[[Step], None]


@pytest.fixture(scope="module")
def demo(chromium: str) -> Iterator[Served]:
    """A demo of the tour's own, since other journeys change what its steps begin with."""
    name = f"erle_tour_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with Served(standing.HOME, standing.SOCKET_DIR, name, RESULTS / "logs") as served:
        yield served


@pytest.fixture(scope="module")
def walk(browser: Browser, demo: Served, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Walk a step; the step that it goes on from before it, once."""
    walked, files = set[str](), tmp_path_factory.mktemp("tour")

    def walking(step: Step) -> None:
        if step.key in walked:
            return
        if step.after:
            walking(STEPS[step.after])
        walked.add(step.key)
        desk = sit_down(browser, demo.url(), scripts=False)
        acts = _to_the_desk(desk, step, files)
        for act in acts:
            do(desk, act, files=files, beside=lambda: _work_off(demo))
        for words in quoted(step.see):
            desk.sees(words)
        desk.close()

    return walking


def _work_off(demo: Served) -> None:
    demo.run("erle.doors.command.main", "worker", "--files")


def _to_the_desk(desk: Desk, step: Step, files: Path) -> list[str]:
    """Go to the step from the sign-in page, sit down in the tab that opens, and return what is to be done there."""
    desk.open("/sign-in/")
    desk.click("Take the tour")
    desk.click(step.title)
    page = desk.page
    expect(page.locator("h1")).to_have_text(step.title)
    if step.file:
        with page.expect_download() as saved:
            desk.click(f"Save {step.file}")
        saved.value.save_as(files / step.file)
    said_here = page.locator("main ol li")
    expect(said_here).to_have_count(len(step.acts))
    acts = said_here.all_inner_texts()
    leads_to = page.locator("input[name=next]").input_value()
    with desk.context.expect_page() as opened:
        desk.page.get_by_role("button", name=f"Sit at the desk of {step.who}").click()
    desk.page = opened.value
    desk.page.wait_for_url(f"**{leads_to}")
    again = desk.page.reload()
    assert desk.page.url == desk.url + leads_to
    assert again is not None
    assert again.status == step.status
    expect(desk.page.locator("h1")).to_have_text(step.page)
    return [sentence for act in acts for sentence in sentences(act)]


@pytest.mark.parametrize("key", STEPS)
def test_a_step_of_the_tour_is_so(walk: Walk, key: str) -> None:
    walk(STEPS[key])


def test_every_step_can_be_told_from_the_others() -> None:
    assert len(STEPS) == len(list(said().steps())) == len({step.title for step in STEPS.values()})
    assert {step.after for step in STEPS.values()} - {""} <= set(STEPS)
    assert all(quoted(step.see) and step.why and step.do for step in STEPS.values())


def test_a_step_is_left_open_beside_the_desk_and_its_button_pressed_again(browser: Browser, demo: Served) -> None:
    desk = sit_down(browser, demo.url(), scripts=False)
    for _ in range(2):
        if not desk.visited:
            desk.open("/tour/outside/")
        with desk.context.expect_page() as opened:
            desk.page.get_by_role("button", name="Sit at the desk of").click()
        expect(opened.value.locator("h1")).to_have_text("There is no such page here")
    desk.close()
