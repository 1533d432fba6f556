"""The address says what is asked for; what it cannot mean is left out, and no address breaks a page."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erle.doors.staff.chronology.asked import USUAL_GAP, Asked, toggled
from erle.doors.staff.chronology.chips import filters, voice_label
from erle.foundation.statute.moments import start_of
from erle.knowledge.records.queries import Facet, Mentioned

TODAY = date(2026, 11, 25)
HERE = "/children/E-1/chronology/"
FACETS = [
    Facet("concern", "Alder Court Academy", "alder-court", 3, 1, 2, 0),
    Facet("strength", "Alder Court Academy", "alder-court", 2, 0, 0, 2),
    Facet("concern", "Northmere Police", "northmere-police", 4, 1, 0, 0),
]


def asked(query: str) -> Asked:
    """Return what the query asks for."""
    return Asked.of(QueryDict(query))


def test_every_filter_stands_in_the_address_and_is_read_from_it() -> None:
    query = (
        "agency=alder-court&agency=northmere-police&kind=concern&mention=T-7K3QF2MXAB&weeks=6&from=2026-01-02"
        "&to=2026-03-04&starred=1&voiced=1&strengths=1&gap=14"
    )

    assert asked(query).query == query


@pytest.mark.parametrize(
    "query",
    [
        "agency=A B",
        "kind=nothing",
        "mention=Leah Arden",
        "weeks=0",
        "weeks=-3",
        "weeks=99999999",
        "weeks=²",
        "from=yesterday",
        "from=9999-12-31",
        "to=0001-01-01",
        "starred=yes",
        "gap=0",
        "gap=367",
        "gap=x",
        "before=x~1",
        "before=2026-01-01T00:00:00~1",
        "before=2026-01-01T00:00:00%2B00:00~x",
        "before=0001-01-01T00:00:00%2B14:00~1",
        "before=2026-01-01T00:00:00%2B00:00~99999999999999999999",
    ],
)
def test_what_an_address_cannot_mean_is_left_out(query: str) -> None:
    assert asked(query) == Asked()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(["agency", "kind", "mention", "weeks", "from", "to", "gap", "before"]), st.text())
)
def test_no_address_is_refused(pairs: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(pairs)

    found = Asked.of(query)

    assert asked(found.query) == Asked.of(QueryDict(found.query))
    found.wanted(TODAY)


def test_weeks_and_days_become_moments_in_london() -> None:
    assert asked("weeks=6").wanted(TODAY).since == start_of(date(2026, 10, 14))
    both = asked("from=2026-07-01&to=2026-07-02").wanted(TODAY)
    assert both.since == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert both.until == datetime(2026, 7, 2, 23, tzinfo=UTC)


def test_a_number_of_days_for_gaps_leaves_no_line_out() -> None:
    assert not asked("gap=7").filtered
    assert asked("starred=1").filtered
    assert asked("gap=7").gap == 7
    assert asked("").gap == USUAL_GAP


def test_the_address_of_older_lines_keeps_the_filters_and_a_filter_goes_back_to_the_newest() -> None:
    at = datetime(2026, 11, 1, 10, tzinfo=UTC)
    older = asked("kind=concern").older_url(HERE, at, 7)

    there = asked(urlsplit(older).query)

    assert there.before == (at, 7)
    assert there.kinds == ("concern",)
    assert "before" not in there.url(HERE, starred=True)


def test_a_word_is_put_in_and_taken_out() -> None:
    assert toggled((), "b") == ("b",)
    assert toggled(("b",), "a") == ("a", "b")
    assert toggled(("a", "b"), "a") == ("b",)


def test_chips_count_what_each_would_leave_and_those_that_are_on_come_off() -> None:
    found = filters(HERE, asked("agency=alder-court&starred=1"), FACETS, [], voice="Her words", today=TODAY)

    agencies, kinds = found["menus"]
    assert agencies.label == "Agency: 1 of 2"
    assert [(chip.label, chip.count, chip.on) for chip in agencies.options] == [
        ("Alder Court Academy", 5, True),
        ("Northmere Police", 4, False),
    ]
    assert agencies.options[0].url == f"{HERE}?starred=1"
    assert agencies.options[1].url == f"{HERE}?agency=alder-court&agency=northmere-police&starred=1"
    assert kinds.label == "Kind: all 2"
    assert [(chip.label, chip.count, chip.on) for chip in found["last"]] == [
        ("Starred", 2, True),
        ("Her words", 2, False),
        ("Strengths", 2, False),
    ]
    assert [chip.label for chip in found["first"]] == ["Last 6 weeks", "Alder Court Academy"]
    assert found["carried"] == [("agency", "alder-court"), ("starred", "1")]


def test_an_agency_without_a_line_here_is_not_named() -> None:
    [agencies, *_] = filters(HERE, asked("agency=sealed-agency"), FACETS, [], today=TODAY)["menus"]

    assert ("One that has no line here", 0, True) in [(chip.label, chip.count, chip.on) for chip in agencies.options]


def test_who_is_named_is_a_filter_by_a_reference_and_never_by_the_name() -> None:
    told = [Mentioned("person", "Dee", "N-7K3QF2MX", 3), Mentioned("vehicle", "AB12 CDE", "T-7K3QF2MXAB", 2)]

    found = filters(HERE, asked("mention=T-7K3QF2MXAB"), FACETS, told, today=TODAY)

    named = found["menus"][-1]
    assert [(chip.label, chip.on) for chip in named.options] == [("Dee", False), ("AB12 CDE", True)]
    assert "Dee" not in named.options[0].url
    assert named.options[1].url == HERE


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("weeks=3", "Last 3 weeks"),
        ("from=2026-11-01", "From Sun 1 Nov"),
        ("to=2026-11-01", "Up to Sun 1 Nov"),
        ("from=2026-10-01&to=2026-11-01", "From Thu 1 Oct to Sun 1 Nov"),
    ],
)
def test_dates_that_are_on_are_said(query: str, label: str) -> None:
    [chip, *_] = filters(HERE, asked(query), FACETS, [], today=TODAY)["first"]

    assert (chip.label, chip.on, chip.url) == (label, True, HERE)


@pytest.mark.parametrize(
    ("pronouns", "label"),
    [
        ("she/her", "Her words"),
        ("He/him", "His words"),
        ("they/them", "Their words"),
        ("", "Own words"),
        ("xe", "Own words"),
    ],
)
def test_own_words_are_called_as_the_child_is(pronouns: str, label: str) -> None:
    assert voice_label(pronouns) == label
