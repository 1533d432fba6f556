"""The pages on which a safeguarding office hands its files in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.journeys.desk import Desk
from tests.journeys.shown import LICENSING, TEACHER, Shown, press

NO_PAGE = {"imports_came_back": "gives the rows that came back, and shows no page"}
ROWS = (
    "Pupil,Date of birth,When,Type,What happened,In her own words,{heading}\n"
    "Averil Stonehouse,04/05/2012,{day},Worry,Asked to stay in at lunch.,Can I just sit here?,Alder\n"
    "Averil Stonehouse,04/05/2012,31/02/{year},Worry,Asked again.,,Alder\n"
    "Bram Ettrick,06/07/2011,{day},Good news,Came back to the choir.,,Rowan\n"
)
"""Three rows: two are good, one has no such day."""


def sheet(heading: str = "House") -> str:
    """Return a table of last week; another heading keeps one file's columns apart from another's."""
    day = datetime.now(UTC).date() - timedelta(days=7)
    return ROWS.format(heading=heading, day=f"{day:%d/%m/%Y}", year=day.year)


def upload(desk: Desk, content: str | bytes, name: str = "concerns.csv") -> None:
    """Hand a file in."""
    said = content.encode() if isinstance(content, str) else content
    field = desk.page.locator("main input[type=file]")
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": said})
    desk.press("Go on")


def _uploaded(*then: Callable[[Desk], None], heading: str = "House") -> Callable[[Desk], None]:
    """Return the upload of a file, and what follows."""

    def uploaded(desk: Desk) -> None:
        upload(desk, sheet(heading))
        for one in then:
            one(desk)

    return uploaded


def _damaged(desk: Desk) -> None:
    upload(desk, b"\x00\x01\x02\x03" * 200, "concerns.xlsx")


def _one_thing_twice(desk: Desk) -> None:
    desk.choose("Column “House”", "Date of birth")
    desk.press("Go on")


def _said(desk: Desk) -> None:
    desk.choose("“Worry”", "Concern")
    desk.press("Check the file")


FILES, NEW = "/imports/", "/imports/new/"
SHOWN = (
    Shown("imports", "imports", TEACHER, FILES),
    Shown("imports-undone", "imports", TEACHER, "/imports/?state=undone"),
    Shown("imports-nothing", "imports", LICENSING, FILES),
    Shown("imports-new", "imports_new", TEACHER, NEW),
    Shown("imports-new-empty", "imports_new", TEACHER, NEW, 422, press("Go on")),
    Shown("imports-new-damaged", "imports_new", TEACHER, NEW, 422, _damaged),
    Shown("imports-columns", "imports_columns", TEACHER, NEW, then=_uploaded()),
    Shown("imports-columns-wrong", "imports_columns", TEACHER, NEW, 422, _uploaded(_one_thing_twice)),
    Shown("imports-words", "imports_words", TEACHER, NEW, then=_uploaded(press("Go on"), heading="Form")),
    Shown("imports-at-work", "imports_file", TEACHER, NEW, then=_uploaded(press("Go on"), _said, heading="Tutor")),
    Shown("imports-checked", "imports_file", TEACHER, "/imports/{waiting}/"),
    Shown("imports-taken", "imports_file", TEACHER, "/imports/{taken}/"),
    Shown("imports-taken-undone", "imports_file", TEACHER, "/imports/{undone}/"),
    Shown("imports-undo", "imports_undo", TEACHER, "/imports/batches/{batch}/undo/"),
)
_CALLED = "SELECT reference FROM exchange_handedfile WHERE name = "
REFERENCES = {
    "waiting": f"{_CALLED}'concern log since Monday.csv' ORDER BY id LIMIT 1",
    "taken": f"{_CALLED}'concern log this month.csv' ORDER BY id LIMIT 1",
    "undone": f"{_CALLED}'concern log of another year.csv' ORDER BY id LIMIT 1",
    "batch": "SELECT batch FROM exchange_handedfile WHERE name = 'concern log this month.csv' ORDER BY id LIMIT 1",
}
