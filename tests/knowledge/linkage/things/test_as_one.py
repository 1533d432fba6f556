"""What a child's lines name goes by what the reader holds to be one: once, with its spellings, each line counted once."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.as_one import portrait_as_one
from erle.knowledge.records.queries import Mentioned
from tests.doors.staff.children.test_pages import MOST_QUERIES, is_of_the_page, links, page, words
from tests.house.test_routes import browser
from tests.knowledge.linkage.things.naming import (
    ELSEWHERE,
    STAR,
    STAR_HOUSE,
    STAR_ROAD,
    in_a_narrow_circle,
    in_leahs_circle,
    names,
    say,
)
from tests.knowledge.records.test_chronology import told
from tests.partnership import Partnership


def named_by(partnership: Partnership, worker: Worker) -> list[Mentioned]:
    with acting_as(worker):
        return portrait_as_one(partnership.leah.reference, lists=("mentioned",)).mentioned


def said(found: list[Mentioned]) -> list[tuple[str, tuple[str, ...], int]]:
    return [(one.words, one.also, one.lines) for one in found]


def test_two_spellings_held_the_same_stand_once_and_a_line_that_has_both_is_counted_once(
    partnership: Partnership,
) -> None:
    star, *_ = in_leahs_circle(partnership, STAR, STAR, ELSEWHERE)
    with acting_as(partnership.member):
        line = told(partnership, 9, title="Both")
        house, _ = names(line, STAR_HOUSE), names(line, STAR)
    apart = said(named_by(partnership, partnership.lead))
    assert apart == [(STAR, (), 3), (ELSEWHERE, (), 1), (STAR_HOUSE, (), 1)]

    say(partnership.member, star, house)

    found = named_by(partnership, partnership.lead)
    assert said(found) == [(STAR, (STAR_HOUSE,), 3), (ELSEWHERE, (), 1)]
    assert set(found[0].as_one) == {star, house}


def test_what_was_said_oftener_together_stands_first(partnership: Partnership) -> None:
    _, _, star, house = in_leahs_circle(partnership, ELSEWHERE, f"{ELSEWHERE} ", STAR, STAR_HOUSE)
    road, *_ = in_leahs_circle(partnership, STAR_ROAD)

    say(partnership.member, star, house)
    say(partnership.member, house, road)

    assert [(one.lines, len(one.also)) for one in named_by(partnership, partnership.lead)] == [(3, 2), (2, 0)]


def test_who_sees_one_of_the_two_reads_what_she_would_if_nobody_had_judged(partnership: Partnership) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    alone = named_by(partnership, partnership.lead)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)

    say(partnership.member, star, house)

    assert named_by(partnership, partnership.lead) == alone
    assert said(named_by(partnership, partnership.member)) == [(STAR_HOUSE, (STAR,), 2)]


def test_what_is_held_different_or_contradicts_stands_apart(partnership: Partnership) -> None:
    star, road = in_leahs_circle(partnership, STAR, STAR_ROAD)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    say(partnership.member, star, house)
    say(partnership.member, house, road)
    say(partnership.lead, star, road, Choice.DIFFERENT)

    assert [one.also for one in named_by(partnership, partnership.member)] == [(), (), ()]


def _filter(client: Client, partnership: Partnership, asked: str = "") -> list[str]:
    url = f"/children/{partnership.leah.reference}/chronology/"
    return [words(link) for link in links(page(client, f"{url}{asked}"), "")]


def test_the_filter_of_a_chronology_says_both_spellings_and_is_on_by_either(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    lead = browser(partnership.lead)
    assert {f"{STAR} 1", f"{STAR_HOUSE} 1"} <= set(_filter(lead, partnership))

    say(partnership.member, star, house)

    both = {f"{STAR}, also written {STAR_HOUSE} 2", f"{STAR_HOUSE}, also written {STAR} 2"}
    assert len(both & set(_filter(lead, partnership))) == 1
    for thing in star, house:
        on = [label for label in _filter(lead, partnership, f"?mention={thing}") if "also written" in label]
        assert on
        assert all(label.startswith("Remove filter: ") for label in on)


def test_the_network_says_both_spellings_and_leads_to_the_lines_of_both(partnership: Partnership) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    say(partnership.member, star, house)

    found = page(browser(partnership.lead), f"/children/{partnership.leah.reference}/network/")

    rows = [words(row) for row in found.select("tbody tr") if "Star" in words(row)]
    assert len(rows) == 1
    assert "Also written “" in rows[0]
    assert "2 lines" in rows[0]


def test_a_childs_pages_cost_no_more_queries_however_much_is_held_the_same(partnership: Partnership) -> None:
    lead, here = browser(partnership.lead), f"/children/{partnership.leah.reference}/"
    star, house, road, *_ = in_leahs_circle(partnership, STAR, STAR_HOUSE, STAR_ROAD, ELSEWHERE)
    say(partnership.member, star, house)
    paths = ("", "chronology/", f"chronology/?mention={star}", "network/")

    def asked() -> list[int]:
        numbers = []
        for path in paths:
            lead.get(here + path)
            with CaptureQueriesContext(connection) as found:
                lead.get(here + path)
            numbers.append(len([one for one in found if is_of_the_page(one["sql"])]))
        return numbers

    before = asked()
    say(partnership.member, house, road)
    assert asked() == before
    assert max(before) <= MOST_QUERIES, before
