"""The figures' pages: what stands there, to whom a row leads on, and what the ledger keeps of a look."""

import csv
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.test import Client

from erle.board.queries import Seen, episodes_behind, episodes_held
from erle.board.rules import MEASURES, Figures
from erle.doors.staff.figures import listed
from erle.doors.staff.figures.download import COLUMNS, table_of
from erle.doors.staff.figures.missing import MissingFigures, _newest_shown, _of
from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.actions.asking import break_glass
from tests.board.test_figures import LAST_MONTH, YEAR, many
from tests.house.test_routes import browser
from tests.partnership import BASIS, NOW, Partnership

assert many  # the fixture, by its name


def shown(client: Client, path: str) -> str:
    """Return a page."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_table_shows_rounded_numbers_and_no_share_of_so_few(many: Partnership) -> None:
    page = shown(browser(many.manager), f"/figures/?year={YEAR}")

    assert "<caption>By month</caption>" in page
    assert "Every number is rounded to 5" in page
    assert '<td data-l="Held within 72 hours">5</td>' in page
    assert f"{local_day(LAST_MONTH):%B %Y}" in page


@pytest.mark.parametrize(
    ("count", "returned", "words"),
    [(5, 10, "5"), (40, 45, "40"), (40, 50, "40 (about 80%)"), (55, 50, "55 (about 100%)"), (None, 50, "not shown"),
     (40, None, "40"), (0, 100, "0"), (1_135, 2_000, "1,135 (about 60%)")],
)  # fmt: skip
def test_a_share_is_said_where_rounding_leaves_one_to_speak_of(
    count: int | None, returned: int | None, words: str
) -> None:
    assert _of(count, returned) == words


def test_few_children_are_not_shown_and_neither_is_the_row_that_would_tell_of_them(many: Partnership) -> None:
    page = shown(browser(many.manager), f"/figures/?year={YEAR}&by=school")

    assert "None of 2 schools can be shown" in page
    assert "By month" not in page
    assert page.index("None of 2 schools") < page.index("Alder Court</a>") < page.index("Bramley Hill</a>")
    assert page.count('<td data-l="Episodes">') == page.count('<td data-l="Episodes">10</td>') == 1


def test_what_is_shown_stands_first_the_largest_before_the_others_and_what_is_held_back_is_counted() -> None:
    def counts(number: int | None) -> dict[str, int | None]:
        return dict.fromkeys(MEASURES, number)

    page = MissingFigures()
    rows = {"Alder": counts(None), "Bramley": counts(20), "Castle": counts(None), "Drove": counts(90)}

    schools = page._table("school", rows, YEAR)
    months = page._table("month", {"2026-04": counts(5), "2026-05": counts(10)}, YEAR)

    assert [row["label"] for row in schools["rows"]] == ["Drove", "Bramley"]
    assert [row["label"] for row in schools["held"]] == ["Alder", "Castle"]
    assert schools["held_words"] == "2 of 4 schools are held back"
    assert [row["label"] for row in months["rows"]] == ["April 2026", "May 2026"]
    assert months["held_words"] == ""
    alone = page._table("agency", {"Eldon": counts(None)}, YEAR)
    assert alone["held_words"] == "There is one, and it is held back"
    assert page._table("area", {"Not recorded": counts(20)}, YEAR)["unknown"]
    assert not page._table("area", {"Not recorded": counts(20), "Mill Ward": counts(20)}, YEAR)["unknown"]


def test_the_page_opens_with_the_newest_year_of_which_the_whole_is_shown() -> None:
    rows = {"school": {"Alder": dict.fromkeys(MEASURES, 20)}}
    nothing, held = Figures(dict.fromkeys(MEASURES, 0), {}), Figures(dict.fromkeys(MEASURES), rows)
    whole = Figures(dict.fromkeys(MEASURES, 20), rows)

    assert _newest_shown({2027: held, 2026: whole, 2025: whole}) == 2026
    assert _newest_shown({2027: nothing, 2026: held, 2025: nothing}) == 2026
    assert _newest_shown({2027: nothing, 2026: nothing}) == 2027


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
    assert f'href="/figures/episodes/download/?year={YEAR}&amp;by=school&amp;key=Bramley+Hill"' in behind
    assert "Child 11 Marsh" in behind
    assert "/figures/episodes/" not in shown(browser(many.governance), f"/figures/?year={YEAR}&by=school")


def test_the_list_says_of_each_episode_whether_an_interview_was_offered_accepted_and_held(many: Partnership) -> None:
    behind = shown(browser(many.manager), f"/figures/episodes/?year={YEAR}")

    assert behind.count('<td data-l="Interview held">Within 72 hours</td>') == 6
    assert behind.count('<td data-l="Interview held">Later</td>') == 2
    assert behind.count('<td data-l="Interview offered">No</td>') == 4
    assert behind.count('<td data-l="Interview accepted">N/A</td>') == 4


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


def test_the_list_is_given_out_with_its_purpose_and_each_childs_ledger_knows(many: Partnership) -> None:
    client, address = browser(many.manager), f"/figures/episodes/download/?year={YEAR}&by=school&key=Bramley+Hill"
    assert "3 episodes" in shown(client, address)
    assert client.post(address).status_code == 422

    answer = client.post(address, {"purpose": "inspection"})

    assert answer.headers["Content-Disposition"] == f'attachment; filename="episodes-{YEAR}.csv"'
    head, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert head == [*COLUMNS]
    assert [(row[5], row[-1]) for row in rows] == [("Bramley Hill", "No")] * 3
    assert b"Marsh" not in answer.content
    with acting_as(many.manager):
        lines = [*Line.objects.filter(act="exported")]
        seen = episodes_behind(YEAR, side="", key="", at=NOW)
        assert episodes_held(YEAR, side="", key="", at=NOW) == seen
    assert {line.about for line in lines} == {row[1] for row in rows}
    assert {line.purpose for line in lines} == {"List of episodes: an inspection that asks for it"}
    assert {line.detail["digest"] for line in lines} == {hashlib.sha256(answer.content).hexdigest()}


def test_what_is_seen_in_an_emergency_alone_is_no_part_of_the_file(many: Partnership) -> None:
    with acting_as(many.never):
        break_glass(
            name="Child 0 Marsh",
            born_on=date(2012, 5, 6),
            reason="missing_now",
            happening="x",
            basis=BASIS,
            review_due_at=NOW,
            by=many.never,
            at=datetime.now(UTC),
        )

    with acting_as(many.never):
        assert [one.given_names for one in episodes_behind(YEAR, side="", key="", at=NOW)] == ["Child 0"]
        assert episodes_held(YEAR, side="", key="", at=NOW) == []


def test_a_list_without_episodes_is_refused_with_its_reason(many: Partnership) -> None:
    answer = browser(many.never).post(f"/figures/episodes/download/?year={YEAR}", {"purpose": "audit"})

    assert answer.status_code == 422
    assert b"No episode in that time" in answer.content


def test_the_file_says_as_much_of_a_time_as_is_known_and_no_cell_is_a_formula() -> None:
    one = Seen(
        "M-1", "E-1", 1, "A", "B", datetime(2026, 11, 18, 17, 52, tzinfo=UTC), "minute", None, "", "2026-11",
        "Police", "=HYPERLINK(1)", "other", "+Ward", repeated=True, returned=False, offered=False, done=False,
        in_time=False, declined=False,
    )  # fmt: skip
    back = replace(one, returned=True, returned_at=datetime(2026, 11, 20, tzinfo=UTC), returned_precision="day")

    _, first, second = csv.reader(StringIO(table_of([one, replace(back, left_precision="month")]).decode("utf-8-sig")))

    assert first[2:6] == ["2026-11-18 17:52", "", "Police", "'=HYPERLINK(1)"]
    assert first[7:] == ["'+Ward", "Yes", "N/A", "N/A", "No"]
    assert second[2:4] == ["2026-11", "2026-11-20"]
    assert listed.gone(replace(one, left_precision="month"), NOW.date()) == "In November 2026"
    assert listed.gone(replace(one, left_precision="day"), date(2026, 11, 30)) == "Wed 18 Nov"
    assert listed.back(back, date(2026, 11, 30)) == "Fri 20 Nov"
