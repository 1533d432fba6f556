"""The pages about one child: what stands on each, in how many queries, and that no page shows what may not be seen."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line as LedgerLine
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.actions.marking import write_note
from erle.knowledge.records.models import Entry, Relation, SchoolWeek
from erle.knowledge.records.rules import EntryKind, MentionKind
from tests.house.test_routes import browser
from tests.knowledge.records.test_chronology import _narrow, named, told
from tests.partnership import NOW, Partnership

MOST_QUERIES = 10
OF_THE_TEST = re.compile(r"SAVEPOINT|RELEASE|SELECT coalesce\(current_setting\(.*set_config\('erle.acting', '',")
"""A test's transaction is around the page's, which therefore ends by taking back who acts."""


def is_of_the_page(sql: str) -> bool:
    """Say whether a page asks this outside of tests too."""
    return OF_THE_TEST.match(sql) is None


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """A browser in which Leah's lead worker is signed in."""
    return browser(partnership.lead)


@pytest.fixture
def url(partnership: Partnership) -> str:
    """Where Leah's pages stand."""
    return f"/children/{partnership.leah.reference}/"


def page(client: Client, path: str, status: int = 200) -> BeautifulSoup:
    """Return the page at the path."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return BeautifulSoup(answer.content, "html.parser")


def words(found: Tag | None) -> str:
    """Return the words of a part of a page, each one blank apart."""
    assert found is not None
    return " ".join(found.get_text(" ").split())


def titles(found: BeautifulSoup) -> list[str]:
    """Return the titles of the lines on a page."""
    return [words(title) for title in found.select(".erle-chrono h4")]


def links(found: BeautifulSoup, label: str) -> Iterator[Tag]:
    """Return the links that begin with the label."""
    return (link for link in found.select("a") if words(link).startswith(label))


def test_the_tabs_lead_to_each_page_and_say_which_it_is(lead: Client, url: str) -> None:
    for place, label in (
        ("", "Summary"),
        ("chronology/", "Chronology"),
        ("missing/", "Missing"),
        ("network/", "Family and network"),
        ("records/", "Records"),
        ("access/", "Access"),
    ):
        found = page(lead, url + place)

        tabs = found.select(".moj-sub-navigation a")
        labels = ["Summary", "Chronology", "Missing", "Family and network", "Records", "Access"]
        assert [words(tab) for tab in tabs] == labels
        assert [words(tab) for tab in tabs if tab.get("aria-current")] == [label]
        assert len(found.select("h1")) == 1


@pytest.mark.parametrize("place", ["", "chronology/", "chronology/?starred=1&agency=northmere-police", "network/"])
def test_a_page_of_a_child_asks_ten_queries_at_most(
    partnership: Partnership, lead: Client, url: str, place: str
) -> None:
    with acting_as(partnership.member):
        for days in range(30):
            write_note(entry=told(partnership, days), text="x", by=partnership.member, at=NOW)
    lead.get(url + place)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        lead.get(url + place)

    ours = [one["sql"] for one in asked if is_of_the_page(one["sql"])]
    assert len(ours) <= MOST_QUERIES, "\n".join(sql[:150] for sql in ours)


def test_the_summary_shows_six_weeks_or_the_newest_lines_and_leads_to_the_rest(
    partnership: Partnership, lead: Client, url: str
) -> None:
    with acting_as(partnership.member):
        for days in (50, 60, 70, 80, 90, 100):
            told(partnership, days, title=f"{days} days ago")

    few = page(lead, url)

    assert titles(few) == ["Concern shared", *(f"{days} days ago" for days in (50, 60, 70, 80))]
    assert words(few.select_one("#chronology .erle-meta")) == "5 of 7 lines you may see"
    [earlier] = links(few, "Show the 2 earlier lines")
    assert earlier["href"] == f"{url}chronology/"


def test_the_chronology_is_filtered_by_links_that_stand_on_the_page(
    partnership: Partnership, lead: Client, url: str
) -> None:
    with acting_as(partnership.member):
        entry = told(partnership, 5, title="Named")
        named(entry, MentionKind.VEHICLE, "AB12 CDE", "T-7K3QF2MXAB")
        told(partnership, 6, title="Strong", kind=EntryKind.STRENGTH)

    whole = page(lead, f"{url}chronology/")

    left = {}
    for label in ("Northmere Police", "Strength 1", "AB12 CDE", "Strengths", "Last 6 weeks"):
        link = next(links(whole, label))
        left[label] = titles(page(lead, str(link["href"])))
    assert left == {
        "Northmere Police": ["Named", "Strong"],
        "Strength 1": ["Strong"],
        "AB12 CDE": ["Named"],
        "Strengths": ["Strong"],
        "Last 6 weeks": ["Concern shared", "Named", "Strong"],
    }


def test_a_filter_that_leaves_nothing_says_so_and_no_gap_is_made_up(lead: Client, url: str) -> None:
    found = page(lead, f"{url}chronology/?kind=missing")

    assert "No line that you may see fits these filters." in words(found.select_one("main"))
    assert not found.select(".is-gap")


def days_between(earlier: int, later: int) -> int:
    """Return the whole days in England between two lines of so many days ago: the clocks may have changed between."""
    days = local_day(NOW - timedelta(days=later)) - local_day(NOW - timedelta(days=earlier))
    return days.days - 1


def test_older_lines_are_a_link_away_and_the_gap_between_the_pages_shows(
    partnership: Partnership, lead: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from erle.knowledge.records import queries

    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as(partnership.member):
        for days in (10, 100, 110):
            told(partnership, days, title=f"{days} days ago")

    first = page(lead, f"{url}chronology/?gap=30")
    [older] = links(first, "Show earlier lines")
    second = page(lead, str(older["href"]))

    assert titles(first) == ["Concern shared", "10 days ago"]
    assert titles(second) == ["100 days ago", "110 days ago"]
    assert f"{days_between(100, 10)} days with no entry from any agency" in words(second.select_one(".is-gap"))
    assert not first.select(".is-gap")


def test_a_line_of_a_narrower_circle_is_neither_shown_nor_counted_to_those_outside(
    partnership: Partnership, lead: Client, url: str
) -> None:
    with acting_as(partnership.member):
        hidden = told(partnership, circle=_narrow(partnership), title="Covert", significant=True, quote="Hush")
        named(hidden, MentionKind.PERSON, "Informant")

    for place in ("", "chronology/", "chronology/?starred=1", "network/", "missing/"):
        seen = lead.get(url + place).content
        assert b"Covert" not in seen
        assert b"Informant" not in seen
        assert b"Starred <b>1" not in seen
    assert lead.get(f"/lines/{hidden.reference}/").status_code == 404
    assert b"Covert" in browser(partnership.member).get(f"{url}chronology/").content


def test_the_week_and_the_people_stand_on_the_summary(partnership: Partnership, lead: Client, url: str) -> None:
    leah, worker = partnership.leah, partnership.lead
    monday = NOW.date() - timedelta(days=NOW.weekday() + 7)
    with acting_as(worker):
        common: dict[str, Any] = {"circle": leah.circle, "person": leah, "agency": worker.agency, "recorded_at": NOW}
        SchoolWeek.objects.create(week_on=monday, marks="O/////////", **common)
        Relation.objects.create(
            name="Carly Arden", relation="mum", lives_with=True, note="Works nights.", recorded_by=worker, **common
        )
        Relation.objects.create(name="Kit Marlow", relation="coach", trusted=True, recorded_by=worker, **common)
        named(told_by_lead(partnership), MentionKind.PERSON, "Dee")

    found, network = page(lead, url), page(lead, f"{url}network/")

    week = words(found.select_one("section[aria-labelledby=week]"))
    assert "Attendance 90% of 10 sessions" in week
    people = words(found.select_one("section[aria-labelledby=people]"))
    assert "Carly Arden mum, lives with Leah Works nights." in people
    assert "Kit Marlow coach, Leah trusts them" in people
    assert "“Dee” 1 line" in people
    captions = [words(caption) for caption in network.select("caption")]
    assert captions == ["Live with Leah", "Whom Leah trusts", "People named in the lines"]


def told_by_lead(partnership: Partnership) -> Entry:
    """Return a line that stands already, for the lead to write about."""
    return Entry.objects.filter(person=partnership.leah, report__isnull=False).latest("pk")


def test_a_child_is_missing_where_any_agencys_lines_say_so(partnership: Partnership, lead: Client, url: str) -> None:
    with acting_as(partnership.member):
        told(partnership, 100, kind=EntryKind.MISSING)
        told(partnership, 99.7, kind=EntryKind.RETURNED)
        told(partnership, 99, kind=EntryKind.RETURN_INTERVIEW, title="Return interview held")
    back = page(lead, url)
    with acting_as(partnership.member):
        told(partnership, 0.2, kind=EntryKind.MISSING)
    gone, missing = page(lead, url), page(lead, f"{url}missing/")

    assert "Not missing" in words(back.select_one("#standing").parent.parent)  # type: ignore[union-attr]
    assert "Missing now" in words(gone.select_one("#now").parent.parent)  # type: ignore[union-attr]
    rows = [words(row) for row in missing.select("tbody tr")]
    assert len(rows) == 2
    assert "No return is told of" in rows[0]
    assert "7 h 12 min" in rows[1]
    assert "Return interview held" in rows[1]
    assert "reported missing 2 times, 1 of them in the last 90 days" in words(missing.select_one(".erle-lede"))


def test_without_anything_told_the_pages_say_that_nothing_is_known(lead: Client, url: str) -> None:
    assert "has not been reported missing, as far as you may see" in words(
        page(lead, f"{url}missing/").select_one("main")
    )
    assert "No agency has written down who is around" in words(page(lead, f"{url}network/").select_one("main"))
    assert "No school has told of attendance." in words(page(lead, url).select_one("section[aria-labelledby=week]"))


def test_each_opening_is_in_the_ledger(partnership: Partnership, lead: Client, url: str) -> None:
    for place in ("", "chronology/", "missing/", "network/", "copy/"):
        lead.get(url + place)

    with acting_as(partnership.lead):
        opened = LedgerLine.objects.filter(act="opened", about=partnership.leah.reference)
        assert {line.purpose for line in opened} >= {
            "Opened summary and chronology",
            "Opened chronology",
            "Opened missing",
            "Opened family and network",
            "Opened print or PDF",
        }


def test_a_page_is_sent_small_to_a_browser_that_can_unpack_it(lead: Client, url: str) -> None:
    answer = lead.get(f"{url}chronology/", headers={"accept-encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"Concern shared" in gzip.decompress(answer.content)
    assert "no-store" in answer.headers["Cache-Control"]
