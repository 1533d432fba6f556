"""The pages of protocols."""

from tests.journeys.desk import Desk
from tests.journeys.shown import GOVERNANCE, LEAD, POLICE, Shown, press

WRITER, SIGNS_FOR_POLICE, SIGNS_FOR_HEALTH = "Celia Thackray", "Owain Lathbury", "Rosalind Mossop"
MISSING = "/protocols/children-who-are-missing-from-home-or-care/"
LANGUAGE = "/protocols/how-we-write-about-children/"
NO_PAGE = {"protocols_print": "gives a file out, and shows no page"}


def _search(desk: Desk) -> None:
    desk.fill("Name, number, place or reference", "interpreter")
    desk.press("Search")


SHOWN = (
    Shown("protocols-list", "protocols", LEAD, "/protocols/"),
    Shown("protocols-list-writer", "protocols", WRITER, "/protocols/"),
    Shown("protocols-in-force", "protocols_one", POLICE, MISSING),
    Shown("protocols-replaced", "protocols_version", POLICE, MISSING + "versions/1/"),
    Shown("protocols-withdrawn", "protocols_version", GOVERNANCE, MISSING + "versions/2/"),
    Shown("protocols-overdue", "protocols_one", WRITER, "/protocols/interpreters-out-of-hours/"),
    Shown("protocols-waiting", "protocols_one", SIGNS_FOR_POLICE, LANGUAGE),
    Shown("protocols-changed", "protocols_changes", LEAD, MISSING + "changes/1/3/"),
    Shown("protocols-new-one", "protocols_new", WRITER, "/protocols/new/"),
    Shown("protocols-new-empty", "protocols_new", WRITER, "/protocols/new/", 422, press("Propose it to the agencies")),
    Shown("protocols-next-one", "protocols_next", WRITER, MISSING + "next/"),
    Shown("protocols-sign-it", "protocols_sign", SIGNS_FOR_HEALTH, LANGUAGE + "sign/"),
    Shown(
        "protocols-sign-empty", "protocols_sign", SIGNS_FOR_HEALTH, LANGUAGE + "sign/", 422, press("Record the answer")
    ),
    Shown("protocols-withdraw-it", "protocols_withdraw", WRITER, LANGUAGE + "withdraw/"),
    Shown("protocols-searched", "search", LEAD, "/search/", then=_search),
    Shown("protocols-my-work", "my_work", SIGNS_FOR_POLICE, "/"),
)
