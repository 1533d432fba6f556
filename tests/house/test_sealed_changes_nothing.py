"""Whatever happens to a sealed child, no page of an outsider changes: no row, no count, no filter, no query more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.actions.marking import star_line
from erle.knowledge.records.models import Entry
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions import record_episode
from erle.practice.missing.rules import EpisodeKind, Moment
from tests.house.arrivals import bring
from tests.house.test_routes import ABOUT_A_CHILD, answers, browser
from tests.house.things import Things, named, shared_onwards
from tests.partnership import CANARY, NOW, Partnership

OUTSIDERS = ("coordinator", "member", "lapsed", "governance", "priya")
"""One who holds circles by her role, one who knows the other child, one who knew, one who counts, one at the desk."""
LISTS = (
    *(
        "/",
        "/?all=later",
        "/told/",
        "/told/?view=read",
        "/children/",
        "/views/",
        "/handed-in/",
        "/checks/",
        "/imports/",
    ),
    *("/figures/", "/figures/?by=school", "/figures/episodes/", "/figures/episodes/download/"),
    *("/shared/", "/shared/ending/", "/reviews/", "/desk/", "/desk/?held=nobody", "/desk/times/", "/administration/"),
)
OF_LEAH = (
    "/children/{}/",
    "/children/{}/chronology/",
    "/children/{}/missing/",
    "/children/{}/network/",
    "/onwards/{}/",
)
WORDS = (CANARY, "Wren", "Leah’s car")


@pytest.fixture(autouse=True)
def moment(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still, so that no page changes by itself."""
    now = datetime.now(UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


def _happen(partnership: Partnership, things: Things) -> None:
    """Have the child be missing, a line name another child's thing, be starred and shared, and a report come."""
    lead = partnership.lead
    with acting_as(lead):
        child = child_called(things.child)
        left = Moment(NOW - timedelta(hours=2), Precision.MINUTE)
        record_episode(person=child, agency=lead.agency, kind=EpisodeKind.MISSING, left=left, by=lead, at=NOW)
        line, _ = named(child, "Leah’s car")
        star_line(entry=Entry.objects.get(reference=line), by=lead, at=NOW)
        shared_onwards(child, line, partnership.manager, by=lead)
    bring(partnership.sealed, by=lead, words=CANARY)


def _shown(client: Client, paths: list[str], neutral: Callable[[bytes], bytes]) -> dict[str, tuple[int, bytes, int]]:
    """Return what each page shows, and how many queries it asks."""
    found = {}
    for path in paths:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        found[path] = (answer.status_code, neutral(answer.content), len(asked))
    for words in WORDS:
        with CaptureQueriesContext(connection) as asked:
            answer = client.post("/search/", {"q": words}, follow=True)
        body = neutral(answer.content)
        found[words] = (answer.status_code, body[body.find(b"<main") : body.find(b"</main")], len(asked))
    return found


@pytest.mark.parametrize("key", OUTSIDERS)
def test_what_happens_to_a_sealed_child_changes_no_page_of_an_outsider(
    partnership: Partnership, children: dict[str, Things], key: str
) -> None:
    worker = Worker.objects.get(name="Priya Menon") if key == "priya" else partnership.workers[key]
    leah, client = children["leah"], browser(worker)
    paths = [
        *LISTS,
        *(path.format(leah.child) for path in OF_LEAH),
        f"/things/{leah.thing}/",
        f"/things/{leah.thing}.{leah.other_thing}/same/",
    ]
    _shown(client, paths, leah.neutral)  # a page that is opened first keeps something of its own
    before = _shown(client, paths, leah.neutral)

    _happen(partnership, children["sealed"])
    after = _shown(client, paths, leah.neutral)

    for path in before:
        assert after[path] == before[path], path
    assert any(status == 200 for status, *_ in before.values())


@pytest.mark.parametrize("key", ["coordinator", "never"])
def test_a_sealed_child_is_looked_for_with_as_many_queries_as_one_who_is_not_there(
    partnership: Partnership, children: dict[str, Things], absent: Things, key: str
) -> None:
    """The time that an answer takes follows from them: nothing is done for the one that is not done for the other."""
    worker = partnership.workers[key]
    client = browser(worker)

    def asked(things: Things) -> dict[str, list[int]]:
        counts: dict[str, list[int]] = {}
        for route in ABOUT_A_CHILD:
            told = answers(client, things.path(route, worker))
            while True:
                with CaptureQueriesContext(connection) as queries:
                    if next(told, None) is None:
                        break
                counts.setdefault(route.path, []).append(len(queries))
        return counts

    assert asked(children["sealed"]) == asked(absent)
