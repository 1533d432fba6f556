"""The figures' pages: what stands there, to whom a row leads on, and what the ledger keeps of a look."""

import pytest
from django.test import Client

from erle.doors.staff.figures.missing import _of
from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line
from erle.foundation.statute.moments import local_day
from tests.board.test_figures import LAST_MONTH, YEAR, many
from tests.house.test_routes import browser
from tests.partnership import Partnership

assert many  # the fixture, by its name


def shown(client: Client, path: str) -> str:
    """Return a page."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_table_shows_rounded_numbers_and_no_share_of_so_few(many: Partnership) -> None:
    page = shown(browser(many.manager), f"/figures/?year={YEAR}")

    assert "By month, rounded to 5" in page
    assert '<td data-l="Held within 72 hours">5</td>' in page
    assert f"{local_day(LAST_MONTH):%B %Y}" in page


@pytest.mark.parametrize(
    ("count", "returned", "words"),
    [(5, 10, "5"), (40, 45, "40"), (40, 50, "40 (about 80%)"), (55, 50, "55 (about 100%)"), (None, 50, "not shown"),
     (40, None, "40"), (0, 100, "0 (about 0%)"), (1_135, 2_000, "1,135 (about 60%)")],
)  # fmt: skip
def test_a_share_is_said_where_rounding_leaves_one_to_speak_of(
    count: int | None, returned: int | None, words: str
) -> None:
    assert _of(count, returned) == words


def test_few_children_are_not_shown_and_neither_is_the_row_that_would_tell_of_them(many: Partnership) -> None:
    page = shown(browser(many.manager), f"/figures/?year={YEAR}&by=school")

    bramley = page.split("Bramley Hill</a></th>")[1].split("</tr>")[0]
    alder = page.split("Alder Court</a></th>")[1].split("</tr>")[0]
    assert bramley == alder == '<td colspan="8">Not shown</td>'
    assert '<td data-l="Episodes">10</td>' in page


def test_who_reads_records_finds_the_figures_from_missing_now_and_who_does_not_from_every_page(
    many: Partnership,
) -> None:
    assert "Figures of the year" in shown(browser(many.manager), "/missing/")
    assert "Figures of the year" not in shown(browser(many.member), "/missing/")
    assert 'href="/figures/"' in shown(browser(many.governance), "/")
    assert 'href="/figures/"' not in shown(browser(many.administrator), "/")


def test_a_row_leads_to_the_episodes_of_who_may_see_them_and_to_nothing_for_who_reads_no_record(
    many: Partnership,
) -> None:
    page = shown(browser(many.manager), f"/figures/?year={YEAR}&by=school")
    behind = shown(browser(many.manager), f"/figures/episodes/?year={YEAR}&by=school&key=Bramley+Hill")

    assert "/figures/episodes/?year=" in page
    assert "3 episodes." in behind
    assert "Child 11 Marsh" in behind
    assert "/figures/episodes/" not in shown(browser(many.governance), f"/figures/?year={YEAR}&by=school")


def test_the_list_says_of_each_episode_whether_an_interview_was_offered_accepted_and_held(many: Partnership) -> None:
    behind = shown(browser(many.manager), f"/figures/episodes/?year={YEAR}")

    assert behind.count('<td data-l="Held">Within 72 hours</td>') == 6
    assert behind.count('<td data-l="Held">Later</td>') == 2
    assert behind.count('<td data-l="Interview offered">No</td>') == 4
    assert behind.count('<td data-l="Accepted">N/A</td>') == 4


def test_the_ledger_knows_which_children_the_list_named(many: Partnership) -> None:
    client = browser(many.manager)

    shown(client, f"/figures/episodes/?year={YEAR}&by=school&key=Bramley+Hill")

    with acting_as(many.manager):
        assert Line.objects.filter(act="listed", purpose="Figures: episodes").count() == 3


@pytest.mark.parametrize("asked", ["?year=1999&by=nothing", "?year=x", "?year=²²²²&by=month", f"?year={YEAR}&by=area"])
def test_what_an_address_cannot_mean_is_left_out(many: Partnership, asked: str) -> None:
    assert "Children who were missing" in shown(browser(many.manager), f"/figures/{asked}")


@pytest.mark.parametrize("key", ["<b>", "2026-13", "\0", "x" * 500])
def test_a_row_that_there_is_not_has_no_episodes(many: Partnership, key: str) -> None:
    answer = browser(many.manager).get("/figures/episodes/", {"year": str(YEAR), "by": "month", "key": key})

    assert answer.status_code == 200
    assert b"<b>" not in answer.content.split(b"<h1>")[1].split(b"</h1>")[0]
