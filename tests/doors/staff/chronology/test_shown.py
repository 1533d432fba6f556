"""Lines in words and as markup: what an agency wrote is escaped, gaps stand between, and the markup stays lean."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from erle.doors.staff.chronology.lines import as_html
from erle.doors.staff.chronology.shown import Setting, Shown, Whose, circle_words, shown

TODAY = date(2026, 11, 25)
AT = datetime(2026, 11, 18, 11, 20, tzinfo=UTC)
LONGEST_MARKUP = 200
"""Bytes of markup that a plain line may cost: 200 of them are then at most 40 kB, beside their words."""
SETTING = Setting(today=TODAY, circle_id=1, circle="Leah’s circle", gap=21)
NASTY = "<script>alert('x')</script> & \"quoted\""


def line(**more: Any) -> dict[str, Any]:
    """Return a line as the records give it."""
    given: dict[str, Any] = {
        "id": 1,
        "reference": "L-7K3QF2MXAB",
        "kind": "concern",
        "nature": "fact",
        "happened_at": AT,
        "precision": "minute",
        "title": "Concern shared",
        "text": "Came in at 10:50.",
        "quote": "",
        "source": "Ruth Okafor",
        "grade": "2 B P",
        "conditions": "",
        "significant": False,
        "agency__name": "Alder Court Academy",
        "circle_id": 1,
        "sealed": False,
        "noted": None,
    }
    return {**given, **more}


def only(**more: Any) -> Shown:
    """Return the one line as it is shown."""
    [found] = shown([line(**more)], SETTING)
    return found


def test_a_line_says_when_what_who_how_sure_and_who_sees_it() -> None:
    found = only()

    assert (found.month, found.day, found.time) == ("November 2026", "Wed 18", "11:20")
    assert (found.title, found.text, found.agency, found.source) == (
        "Concern shared", "Came in at 10:50.", "Alder Court Academy", "Ruth Okafor",
    )  # fmt: skip
    assert found.grade == "2 B P: untested source, known indirectly, corroborated"
    assert (found.circle, found.narrow, found.url) == ("Leah’s circle", False, "/lines/L-7K3QF2MXAB/")


def test_a_line_of_a_narrower_circle_says_so() -> None:
    assert (only(circle_id=2).circle, only(circle_id=2).narrow) == ("A named list only", True)
    assert only(sealed=True).narrow


def test_stars_voices_opinions_conditions_and_notes_are_marked() -> None:
    note = {"text": "Third that began on a Thursday.", "by": "Dana Fields", "at": "2026-11-16T09:00:00+00:00"}
    found = only(significant=True, quote="I want to go", nature="opinion", conditions="Ring first", noted=[note])

    html = BeautifulSoup(as_html([found]), "html.parser")

    assert html.select_one("li.is-star.is-voice h4 svg[aria-label]")
    assert html.select_one("q").get_text() == "I want to go"  # type: ignore[union-attr]
    words = " ".join(html.get_text(" ").split())
    assert "Analyst’s note by Dana Fields, Mon 16 Nov" in words
    assert "With conditions: Ring first" in words
    assert "Opinion" in words


@pytest.mark.parametrize("place", ["title", "text", "quote", "source", "conditions", "agency__name"])
def test_what_an_agency_wrote_is_never_markup(place: str) -> None:
    html = as_html(shown([line(**{place: NASTY})], SETTING))

    assert "<script>" not in html
    assert "alert" in html


def test_a_month_is_said_once_and_a_gap_stands_between_and_up_to_today() -> None:
    lines = [line(happened_at=AT - timedelta(days=days)) for days in (20, 21, 50)]

    found = list(shown(lines, SETTING))

    assert [one.gap for one in found] == [True, False, False, True, False]
    assert [one.month for one in found] == ["", "October 2026", "", "", "September 2026"]
    assert found[0].title == "27 days with no entry from any agency, up to today"
    assert (found[3].day, found[3].time) == ("30 Sep", "to 27 Oct")


def test_on_a_later_page_the_gap_to_the_page_before_is_shown_and_none_up_to_today() -> None:
    lines = [line(happened_at=AT - timedelta(days=100))]

    [gap, _] = shown(lines, SETTING, after=AT - timedelta(days=60))

    assert gap.title == "39 days with no entry from any agency"
    assert len(list(shown(lines, SETTING, after=AT - timedelta(days=99)))) == 1


def test_a_gap_across_the_turn_of_a_year_says_both_years() -> None:
    lines = [line(happened_at=datetime(2026, 1, 20, tzinfo=UTC)), line(happened_at=datetime(2025, 12, 1, tzinfo=UTC))]

    gap = list(shown(lines, SETTING))[2]

    assert (gap.day, gap.time) == ("2 Dec 2025", "to 19 Jan 2026")


def test_lines_of_several_children_say_whose_each_is() -> None:
    whose = {"E-1": Whose("Leah Arden", "Leah", "/children/E-1/", 1), "E-2": Whose("Kit Oak", "this child", "/x/", 2)}
    setting = Setting(today=TODAY, children=whose)

    first, second = shown([line(person__reference="E-1"), line(person__reference="E-2", circle_id=2)], setting)

    assert (first.who, first.who_url, first.circle) == ("Leah Arden", "/children/E-1/", "Leah’s circle")
    assert second.circle == circle_words("this child") == "The child’s circle"
    assert not second.narrow
    assert BeautifulSoup(as_html([first]), "html.parser").select_one('a[href="/children/E-1/"]')


def test_the_markup_of_a_line_is_lean() -> None:
    html = as_html([only()])

    words = BeautifulSoup(html, "html.parser").get_text()
    heading = len('<li class="erle-chrono__m"><h3></h3></li>')
    assert len(html.encode()) - len(words.encode()) - heading <= LONGEST_MARKUP
