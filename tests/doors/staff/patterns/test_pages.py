"""The list, a child’s patterns, and one pattern: what stands there, what is decided, what an outsider cannot tell."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.patterns.models import PatternVerdict
from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.actions.naming import name_in_line
from erle.knowledge.records.actions.telling import Line as Told
from erle.knowledge.records.actions.telling import Said, take_report
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import EntryKind, MentionKind, Precision
from tests.house.test_routes import browser
from tests.partnership import NOW, Partnership
from tests.practice.missing.pairing import child, missing, missing_together

BEFORE = re.compile(r'name="read" value="([^"]*)"')
IN_A_WEEK = NOW + timedelta(days=7)
LIST = "/missing/patterns/"


@pytest.fixture
def mina(partnership: Partnership) -> Person:
    """A child whom the lead may see too, missing together with Leah five times, three of them in ninety days."""
    made = child(partnership, "Mina", let_in=[partnership.lead])
    missing_together(partnership, partnership.leah, made)
    return made


def words(client: Client, path: str) -> str:
    """Return the words of a page."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def pair(person: Person, other: Person) -> str:
    """Return the address of what two children have together."""
    return f"/children/{person.reference}/patterns/with-{other.reference}/"


def named(partnership: Partnership, person: Person, kind: MentionKind, *said: str) -> None:
    """Have a line about the child's last time missing name things."""
    manager, left = partnership.manager, NOW - timedelta(days=9.5)
    with acting_as(manager):
        person = child_called(person.reference)
        told = Said("x", "x", "A neighbour", left, Precision.MINUTE, grade="1 A P")
        line = Told(EntryKind.CONCERN, "Seen")
        entry = take_report(person=person, agency=manager.agency, said=told, line=line, by=manager, at=NOW)
        name_in_line(entry=entry, named=[Named(kind, one) for one in said], at=NOW)


def decision(client: Client, path: str, **more: str) -> dict[str, str]:
    """Return a form as the page would send it."""
    [read] = BEFORE.findall(client.get(path).content.decode())
    return {"verdict": "explained", "reason": "One outing each time.", "read": unescape(read), **more}


def test_the_list_shows_what_waits_and_leads_to_the_rule_the_facts_chance_and_what_is_not_known(
    partnership: Partnership, mina: Person
) -> None:
    client = browser(partnership.lead)

    listed = words(client, LIST)
    shown = words(client, pair(partnership.leah, mina))

    assert "Left at about the same time, 5 times" in listed
    assert "Missing 3 times in 90 days" in listed
    for said in (
        "Left within 60 minutes of each other while both were away",
        "Of what is raised so, 10 in 100 are expected to be chance, at the most",
        "Looked at: 1 pair of children. By chance less than 0.01 of them would show as much.",
        "Whether they were together, or left apart for reasons of their own",
        "Leah Arden",
        "Mina Sorrel",
        "Waits for somebody to decide",
    ):
        assert said in shown, said
    assert "score" not in (listed + shown).lower()


def test_the_childs_summary_leads_to_the_childs_patterns(partnership: Partnership, mina: Person) -> None:
    client, leah = browser(partnership.lead), partnership.leah.reference

    assert "Missing 3 times in 90 days: repeatedly." in words(client, f"/children/{leah}/")
    shown = words(client, f"/children/{leah}/patterns/")

    assert "Leah was reported missing 5 times in the last 365 days, as far as you may see." in shown
    assert "Left at about the same time, 5 times" in shown
    assert f"/children/{leah}/patterns/" in client.get(f"/children/{leah}/missing/").content.decode()


def test_a_decision_is_shown_with_who_and_why_and_leaves_the_list(partnership: Partnership, mina: Person) -> None:
    client, path = browser(partnership.lead), pair(partnership.leah, mina)

    answer = client.post(path, decision(client, path))

    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    assert "Left at about the same time" not in words(client, LIST)
    shown = words(browser(partnership.manager), path)
    assert "Explained: nothing follows from it now One outing each time. Joanna Pryce, Children's Services" in shown
    assert "Put it back on the list" in shown
    assert "1 pattern was decided about" in words(client, LIST)


def test_who_keeps_watching_says_until_when(partnership: Partnership, mina: Person) -> None:
    client, path = browser(partnership.lead), pair(partnership.leah, mina)
    given = decision(client, path, verdict="watch")

    without = client.post(path, given)
    day = {f"look_again_on-{part}": str(getattr(IN_A_WEEK, part)) for part in ("day", "month", "year")}
    with_day = client.post(path, given | day)

    assert without.status_code == 422
    assert b"Write the day on which to look again" in without.content
    assert with_day.status_code == 302
    with acting_as(partnership.lead):
        assert PatternVerdict.objects.get().look_again_on == IN_A_WEEK.date()


def test_a_day_beside_another_answer_is_left_out_and_one_that_passed_is_refused(
    partnership: Partnership, mina: Person
) -> None:
    client, path = browser(partnership.lead), pair(partnership.leah, mina)
    passed = {"look_again_on-day": "1", "look_again_on-month": "2", "look_again_on-year": "2024"}

    refused = client.post(path, decision(client, path, verdict="watch") | passed)
    taken = client.post(path, decision(client, path, verdict="acting") | passed)

    assert (refused.status_code, taken.status_code) == (422, 302)
    with acting_as(partnership.lead):
        assert PatternVerdict.objects.get().look_again_on is None


def test_the_second_of_two_who_decide_is_shown_the_firsts(partnership: Partnership, mina: Person) -> None:
    first, second, path = browser(partnership.lead), browser(partnership.manager), pair(partnership.leah, mina)
    seen = decision(second, path, reason="Their own words say otherwise.")
    first.post(path, decision(first, path))

    answer = second.post(path, seen)

    assert answer.status_code == 422
    shown = " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
    assert "Somebody decided about this while you were reading" in shown
    assert "One outing each time." in shown
    assert "Their own words say otherwise." in shown


def test_something_new_brings_a_decided_pattern_back(partnership: Partnership, mina: Person) -> None:
    client, path = browser(partnership.lead), pair(partnership.leah, mina)
    client.post(path, decision(client, path))

    missing_together(partnership, partnership.leah, mina, days=[2.5])

    assert "New since then" in words(client, LIST)
    assert "Somebody decided, and there is something new since." in words(client, path)


def test_who_sees_one_of_the_two_gets_the_answer_of_nothing_there(partnership: Partnership, mina: Person) -> None:
    client = browser(partnership.member)
    leah = partnership.leah.reference

    hidden = client.get(pair(partnership.leah, mina))
    absent = client.get(f"/children/{leah}/patterns/with-E-NNNNNN22/")

    assert hidden.status_code == absent.status_code == 404
    assert _neutral(hidden.content, mina.reference) == _neutral(absent.content, "E-NNNNNN22")
    for path in (LIST, f"/children/{leah}/patterns/"):
        assert "Mina" not in words(client, path)
        assert "same time" not in words(client, path)


def _neutral(body: bytes, reference: str) -> bytes:
    body = re.sub(rb'(nonce|value)="[^"]*"', b"", body.replace(reference.encode(), b""))
    return re.sub(rb"\d\d:\d\d", b"", body)


def test_a_pattern_of_no_kind_is_not_there(partnership: Partnership, mina: Person) -> None:
    assert browser(partnership.lead).get(f"/children/{mina.reference}/patterns/longer/").status_code == 404


def test_a_role_that_only_reads_is_shown_the_pattern_and_no_form(partnership: Partnership) -> None:
    reader = partnership.future  # a practitioner reads and does not share
    other = child(partnership, "Mina", let_in=[reader])
    missing_together(partnership, other, days=(3.2, 20.4, 50.6))
    client, path = browser(reader), f"/children/{other.reference}/patterns/repeated/"

    assert "Record the decision" not in words(client, path)
    assert client.get(LIST).status_code == 403
    assert client.post(path, {"verdict": "explained", "reason": "x", "read": ""}).status_code == 403


def test_what_was_named_about_several_children_is_raised_without_a_chance_and_leads_to_its_lines(
    partnership: Partnership,
) -> None:
    lead = partnership.lead
    children = [child(partnership, given, let_in=[lead]) for given in ("Mina", "Oona", "Petra")]
    for place, one in enumerate(children):
        missing(partnership, one, NOW - timedelta(days=9.6 + place / 10))
        named(partnership, one, MentionKind.PLACE, "Eelcatcher underpass")
        named(partnership, one, MentionKind.PERSON, "Dez")
    client = browser(lead)

    listed = words(client, LIST)

    assert "“Eelcatcher underpass” named about 3 children" in listed
    assert "“Dez” named about 3 children" in listed
    links = list(_links(client, LIST, "named about"))
    shown = [words(client, link) for link in links]
    assert len(links) == 2
    assert not [link for link in links if "dez" in link.lower()]
    assert all("Not compared with chance" in one for one in shown)
    assert any("Every line that names it" in one for one in shown)
    assert any("Whether it is one person: the name is the same" in one for one in shown)


def _links(client: Client, path: str, said: str) -> Iterator[str]:
    for link in BeautifulSoup(client.get(path).content, "html.parser").find_all("a"):
        if said in link.get_text():
            yield str(link["href"])


def test_each_longer_than_the_one_before_and_what_stood_once_is_told(partnership: Partnership) -> None:
    lead = partnership.lead
    other = child(partnership, "Mina", let_in=[lead])
    for ago, hours in ((300, 3), (200, 6), (100, 9)):
        missing(partnership, other, NOW - timedelta(days=ago), lasted=timedelta(hours=hours))
    client, path = browser(lead), f"/children/{other.reference}/patterns/longer/"
    assert "Each time longer: 3 h 0 min, then 6 h 0 min, then 9 h 0 min" in words(client, path)
    client.post(path, decision(client, path))

    missing(partnership, other, NOW - timedelta(days=50), lasted=timedelta(hours=1))

    assert client.get(path).status_code == 404
    assert "Decided about what does not stand now (1)" in words(client, f"/children/{other.reference}/patterns/")


def test_who_looks_and_who_was_named_is_in_the_ledger(partnership: Partnership, mina: Person) -> None:
    client = browser(partnership.lead)
    client.get(LIST)
    client.get(pair(partnership.leah, mina))

    assert _written(partnership.lead, "listed", mina) == {"Patterns of being missing"}
    assert len(_lines(partnership.lead, "listed", mina)) == 2
    assert "Opened a pattern of being missing" in _written(partnership.lead, "opened", partnership.leah)


def _written(worker: Worker, act: str, person: Person) -> set[str]:
    return {line.purpose for line in _lines(worker, act, person)}


def _lines(worker: Worker, act: str, person: Person) -> list[Line]:
    with acting_as(worker):
        return list(Line.objects.filter(worker_id=worker.pk, act=act, about=person.reference))


def test_nobody_missing_is_said_and_is_no_sign_of_safety(partnership: Partnership) -> None:
    shown = words(browser(partnership.lead), LIST)

    assert "No pattern waits among the children whose records you may see." in shown
    assert "That is no sign of safety" in shown
