"""A safeguarding office hands a spreadsheet in: columns, words, faults, the good rows, the others, and undoes it."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.import_pages import sheet, upload
from tests.journeys.served import Served
from tests.journeys.shown import TEACHER

NO_SUCH_DAY = "is not a date that exists"


def _rows_that_came_back(desk: Desk) -> str:
    with desk.page.expect_download() as told:
        desk.click("Download 1 row that came back, with the reason beside each (CSV)")
    return Path(told.value.path()).read_text("utf-8-sig")


def test_a_table_is_mapped_checked_taken_and_undone(desk: SitDown, served: Served, scripts: bool) -> None:
    name = f"worries-{scripts}.csv"
    office = desk(TEACHER, then="/imports/")
    office.click("Hand in a file")
    upload(office, sheet("With scripts" if scripts else "Without"), name)

    office.sees("Column “Pupil”")
    office.sees("For example: Averil Stonehouse; Bram Ettrick")
    office.choose("Column “In her own words”", "The child's own words")
    office.press("Go on")
    office.choose("“Worry”", "Concern")
    office.choose("“Good news”", "Strength")
    office.press("Check the file")
    office.sees("Being checked")

    served.run("tests.journeys.working")
    office.click("See how far it is")
    office.sees("How the first rows were understood")
    office.sees("Averil Stonehouse, born 4 May 2012")
    office.sees(NO_SUCH_DAY)
    assert NO_SUCH_DAY in _rows_that_came_back(office)

    office.press("Take the 2 good rows")
    office.sees("Being taken")
    served.run("tests.journeys.working")
    office.click("See how far it is")
    office.sees("Reports taken")
    assert "Asked again." in _rows_that_came_back(office)

    office.click("Undo the file")
    office.press("Undo the file")
    office.sees(f"{name} is undone: 2 reports withdrawn.")
    office.click(name)
    office.sees("nothing of it stands")
