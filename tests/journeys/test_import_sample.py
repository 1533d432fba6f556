"""The thin path on real input: the published sample return comes in, is worked with, and goes again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from erle.doors.exchange.importing import Outcome, import_return, undo_import
from erle.doors.exchange.rejects import rejects_file
from erle.doors.exchange.ssda903.returns import read_return
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.agencies.models import Agency
from erle.foundation.agencies.queries import import_worker
from erle.foundation.clocks.queries import due_from
from erle.knowledge.records.models import Entry, Person, Report
from erle.knowledge.records.queries import batch_called, chronology
from erle.practice.missing.models import Episode
from tests.partnership import BASIS, Partnership

SAMPLE = Path(__file__).parents[2] / "../shared/data/dfe-ssda903/sample"
TODAY = date(2026, 1, 1)
Acting = Callable[..., AbstractContextManager[None]]

pytestmark = pytest.mark.skipif(
    not SAMPLE.is_dir(), reason="the published sample is not beside this checkout (../shared/data)"
)


@pytest.fixture
def agency(partnership: Partnership) -> Agency:
    return partnership.agencies["childrens_services"]


def let_in(agency: Agency, at: datetime) -> Outcome:
    """Import the whole sample."""
    return import_return(read_return(SAMPLE, today=TODAY), agency=agency, name="sample", at=at)


def test_every_child_and_every_episode_with_its_clock_and_its_line(
    agency: Agency, partnership: Partnership, acting: Acting, at: datetime
) -> None:
    outcome = let_in(agency, at)

    assert (outcome.children, outcome.episodes) == (2675, 43)
    assert outcome.taken == outcome.tally.total("taken") == 25_927
    with acting(partnership.coordinator):
        episodes = Episode.objects.select_related("person").filter(batch__reference=outcome.batch)
        owed = {clock.about: clock for clock in due_from(partnership.coordinator, at)}
        for episode in episodes:
            clock = owed[episode.reference]
            assert clock.started_at == episode.returned_at
            assert clock.due_at - clock.started_at == timedelta(hours=72)
            assert clock.due_at < at
            told = [line["happened_at"] for line in chronology(episode.person)]
            assert {episode.left_at, episode.returned_at} <= set(told)
    assert len(owed) == 43
    assert list(owed.values()) == sorted(owed.values(), key=lambda clock: clock.due_at)


def test_the_planted_errors_come_back_with_row_field_value_and_what_was_expected(
    agency: Agency, at: datetime, tmp_path: Path, db: None
) -> None:
    reading, path = read_return(SAMPLE, today=TODAY), tmp_path / "rejects.csv"

    with rejects_file(path, [sheet.header for sheet in reading.sheets]) as rejects:
        outcome = import_return(reading, agency=agency, name="sample", rejects=rejects, at=at)

    planted = [line for line in path.read_text("utf-8-sig").splitlines() if "placed_for_adoption_errors.csv" in line]
    assert len(planted) == 30
    assert all("DATE_PLACED" in line and "(rule 523)" in line for line in planted[1:] if "the same as row" not in line)
    assert outcome.tally.counts["placed_for_adoption"]["refused"] == 29


def test_the_same_return_twice_changes_nothing_and_undone_it_is_gone_and_can_come_again(
    agency: Agency, partnership: Partnership, acting: Acting, at: datetime
) -> None:
    first, again = let_in(agency, at), let_in(agency, at)
    assert (again.batch, again.taken, again.known) == ("", 0, first.taken)

    with acting(import_worker(agency)):
        batch = batch_called(first.batch)
    assert undo_import(batch, at=at) == first.taken

    with acting(partnership.manager):
        here = {"batch": batch, "withdrawn_at__isnull": True}
        assert [kind.objects.filter(**here).count() for kind in (Person, Report, Entry, Episode)] == [0, 0, 0, 0]
    with acting(partnership.coordinator):
        assert not due_from(partnership.coordinator, at).exists()
    third = let_in(agency, at)
    assert (third.taken, third.children, third.episodes) == (first.taken, 0, 43)
    with acting(partnership.coordinator):
        assert due_from(partnership.coordinator, at).count() == 43


def test_a_worker_of_another_agency_sees_none_of_it_and_then_exactly_the_child_that_is_shared(
    agency: Agency, partnership: Partnership, acting: Acting, at: datetime
) -> None:
    let_in(agency, at)
    officer, manager = partnership.never, partnership.manager
    with acting(officer):
        assert not any(kind.objects.exists() for kind in (Person, Report, Entry, Episode))

    with acting(manager):
        child = Episode.objects.select_related("person__circle").latest("pk").person
        lines, reports = Entry.objects.filter(person=child).count(), Report.objects.filter(person=child).count()
        grounds, ends = Grounds(purpose="Missing child enquiry", basis=BASIS), at + timedelta(days=30)
        share_with_worker(circle=child.circle, worker=officer, grounds=grounds, ends_at=ends, by=manager, at=at)

    with acting(officer):
        assert [person.reference for person in Person.objects.all()] == [child.reference]
        assert (Entry.objects.count(), Report.objects.count()) == (lines, reports)
        assert set(Episode.objects.values_list("person", flat=True)) == {child.pk}
