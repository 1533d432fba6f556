"""The pages of sharing onwards: choosing, with whom and why, the check, and what was shared."""

from collections.abc import Callable

from tests.journeys.desk import Desk, path_of
from tests.journeys.shown import LEAD, Shown, press

CLUB, REPORTER, NEXT_SCHOOL = "Sol Marchetti", "Tariq Lowther", "Perdita Glossop"
GAVE, ASKED_BACK = "Agnieszka Wrona", "Rupert Eastwick"
NO_PAGE = {"shared_file": "gives a file out, and shows no page"}
DRIVER, WITH_CONDITIONS = "Brought to school by a driver staff did not know", "What Maisie said about that night"
BASIS = "Protecting a child from harm, as part of our public duty"


def choose(desk: Desk, *titles: str) -> None:
    """Choose the lines of the titles, and no other."""
    for box in desk.page.locator("#chosen input[type=checkbox]").all():
        if box.is_checked():
            box.uncheck()
    for title in titles:
        desk.page.get_by_role("checkbox", name=title).first.check()


def say_why(desk: Desk, *, with_whom: str, urgent: bool = False) -> None:
    """Say with whom, and why."""
    desk.choose("Who", with_whom)
    desk.fill("What do they need to know it for?", "So that the club’s workers know the van, and whom to ring.")
    desk.choose("Lawful basis", BASIS)
    desk.fill("Why is this needed, and why will no less do?", "One line about the van, and nothing else.")
    desk.fill("What do the child and family know of it, and what do they say?", "Maisie agrees, and so does her mum.")
    if urgent:
        desk.tick("It is urgent: they say that they have read it")


def _chosen(*then: Callable[[Desk], None], act: str = "Share those chosen") -> Callable[[Desk], None]:
    """Return the choice of two lines, and what follows."""

    def chosen(desk: Desk) -> None:
        choose(desk, DRIVER, WITH_CONDITIONS)
        desk.press(act)
        for one in then:
            one(desk)

    return chosen


def _none(desk: Desk) -> None:
    choose(desk)
    desk.press("Share those chosen")


def _unsaid(desk: Desk) -> None:
    desk.choose("Who", "Choose a person")
    desk.fill("What do they need to know it for?", "")
    desk.press("Check before sharing")


def _check(desk: Desk) -> None:
    say_why(desk, with_whom=f"{CLUB}, Lanternhouse Youth Charity")
    desk.press("Check before sharing")
    desk.sees("What they will read")


def _leave_out(desk: Desk) -> None:
    desk.open(path_of(desk.page.get_by_role("link", name=DRIVER).get_attribute("href") or ""))


def _words_of_no_line(desk: Desk) -> None:
    desk.fill("Which words are left out?", "A silver car")
    desk.choose("Why?", "They would harm an investigation")
    desk.press("Leave them out")


ONWARDS, REPORT, URGENT = "/onwards/{maisie}/", "/onwards/{parcel}/", "/shared/{urgent}/"
NONE_FITS = ONWARDS + "?kind=strength&agency=northmere-police"
SHOWN = (
    Shown("my-work-shared", "my_work", CLUB, "/"),
    Shown("onwards", "onwards", LEAD, ONWARDS),
    Shown("onwards-none", "onwards", LEAD, NONE_FITS),
    Shown("onwards-empty", "onwards", LEAD, ONWARDS, 422, _none),
    Shown("onwards-report", "onwards", REPORTER, REPORT),
    Shown("onwards-details", "onwards_details", LEAD, ONWARDS, then=_chosen()),
    Shown("onwards-details-empty", "onwards_details", LEAD, ONWARDS, 422, _chosen(_unsaid)),
    Shown("onwards-check", "onwards_check", LEAD, ONWARDS, then=_chosen(_check)),
    Shown("onwards-check-conditions", "onwards_check", LEAD, ONWARDS, 422, _chosen(_check, press("Share"))),
    Shown("onwards-leave-out", "onwards_leave_out", LEAD, ONWARDS, then=_chosen(_check, _leave_out)),
    Shown(
        "onwards-leave-out-wrong",
        "onwards_leave_out",
        LEAD,
        ONWARDS,
        422,
        _chosen(_check, _leave_out, _words_of_no_line),
    ),
    Shown(
        "onwards-not-share", "onwards_not_share", LEAD, ONWARDS, then=_chosen(act="Decide not to share those chosen")
    ),
    Shown(
        "onwards-not-share-empty",
        "onwards_not_share",
        LEAD,
        ONWARDS,
        422,
        _chosen(press("Record the decision"), act="Decide not to share those chosen"),
    ),
    Shown("shared", "shared", LEAD, "/shared/"),
    Shown("shared-received", "shared", CLUB, "/shared/"),
    Shown("shared-nothing", "shared", ASKED_BACK, "/shared/"),
    Shown("shared-urgent", "shared_one", CLUB, URGENT),
    Shown("shared-not-read-yet", "shared_one", LEAD, URGENT),
    Shown("shared-taken-back", "shared_one", GAVE, "/shared/{taken_back}/"),
    Shown("shared-file", "shared_one", NEXT_SCHOOL, "/shared/{with_file}/"),
    Shown("shared-file-read", "shared_one", REPORTER, "/shared/{with_file}/"),
    Shown("shared-not-there", "shared_one", ASKED_BACK, "/shared/{taken_back}/", 404),
    Shown("shared-take-back", "shared_take_back", LEAD, URGENT + "take-back/"),
    Shown("shared-take-back-empty", "shared_take_back", LEAD, URGENT + "take-back/", 422, press("Take it back now")),
    Shown("shares-ending", "shares_ending", LEAD, "/shared/ending/"),
    Shown("shares-ending-nothing", "shares_ending", REPORTER, "/shared/ending/"),
    Shown("shares-ending-none-chosen", "shares_ending", LEAD, "/shared/ending/", 422, press("Renew for four weeks")),
)
REFERENCES = {
    "urgent": "SELECT reference FROM records_disclosure WHERE urgent ORDER BY id LIMIT 1",
    "taken_back": "SELECT reference FROM records_disclosure WHERE withdrawn_at IS NOT NULL ORDER BY id LIMIT 1",
    "with_file": "SELECT reference FROM records_disclosure WHERE report_id IS NOT NULL ORDER BY id LIMIT 1",
    "parcel": "SELECT r.reference FROM records_report r JOIN records_disclosure d ON d.report_id = r.id LIMIT 1",
}
