"""The filters: a number beside one is the number of lines that it leads to."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from erle.doors.staff.chronology.asked import Asked
from erle.doors.staff.chronology.chips import Chip, Menu, filters
from erle.knowledge.records.queries import Facet

TODAY = date(2026, 11, 25)
HERE = "/children/E-7K3QF2MX/chronology/"
FACETS = [
    Facet("concern", "Alder Court School", "alder-court", 4, 1, 2, 0),
    Facet("missing", "Northmere Police", "northmere-police", 3, 0, 0, 0),
]


NUMBERS = {"Alder Court School": 4, "Northmere Police": 3}


def chips(asked: Asked, recent: Asked | None = None) -> list[Chip]:
    made = filters(HERE, asked, FACETS, (), today=TODAY, recent=recent)
    menus: list[Menu] = made["menus"]
    return [*(chip for menu in menus for chip in menu.options), *made["last"]]


def test_of_all_dates_each_says_how_many_lines_it_leads_to() -> None:
    assert {chip.label: chip.count for chip in chips(Asked())}.items() >= NUMBERS.items()


@pytest.mark.parametrize("query", ["weeks=6", "from=2026-11-01", "to=2026-11-20"])
def test_where_dates_are_asked_for_no_number_stands_that_is_of_other_dates(query: str) -> None:
    assert {chip.count for chip in chips(Asked.of(QueryDict(query)))} == {None}


def test_beside_the_newest_lines_the_filters_lead_to_those_of_all_dates_as_they_say() -> None:
    recent = Asked(weeks=6)

    shown = chips(Asked(), recent)

    assert {chip.label: chip.count for chip in shown}["Alder Court School"] == 4
    assert not [chip for chip in shown if "weeks" in parse_qs(urlsplit(chip.url).query)]
    made = filters(HERE, Asked(), FACETS, (), today=TODAY, recent=recent)
    [dates] = made["first"]
    assert (dates.label, dates.on, dates.url) == ("Last 6 weeks", True, HERE)
    assert made["all_url"] == HERE
