"""Letting a return in: what stands afterwards, and what a second file, an undoing or a seal makes of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erle.doors.exchange.importing import NotAWholeFile, Outcome, import_return, undo_import
from erle.doors.exchange.ssda903.returns import read_return
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.access.models import Circle, Need, Share
from erle.foundation.agencies.models import Agency
from erle.foundation.agencies.queries import import_worker
from erle.foundation.clocks.models import RunningClock
from erle.foundation.clocks.queries import due_from
from erle.foundation.statute.bases import LAWFUL_BASES
from erle.knowledge.records.actions.files import staging
from erle.knowledge.records.actions.importing import UndoneAlready
from erle.knowledge.records.models import Entry, Identifier, ImportBatch, Person, Report
from erle.knowledge.records.queries import batch_called, chronology
from erle.practice.missing.models import Episode
from tests.doors.exchange.conftest import Given
from tests.partnership import BASIS, Partnership

Acting = Callable[..., AbstractContextManager[None]]
LetIn = Callable[..., Outcome]

TABLES = (Circle, Share, Need, ImportBatch, Person, Identifier, Report, Entry, Episode, RunningClock)
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
RETURNED = f"{MISSING}2001,04/05/2010,M,29/03/2024,30/03/2024\n"
STILL_AWAY = f"{MISSING}2001,04/05/2010,M,29/03/2024,\n"
TWO = f"{REVIEWS}2001,04/05/2010,01/02/2024,PN1\n2002,06/07/2011,02/02/2024,PN2\n"


@pytest.fixture
def agency(partnership: Partnership) -> Agency:
    return partnership.agencies["childrens_services"]


@pytest.fixture
def let_in(agency: Agency, given: Given, at: datetime) -> LetIn:
    """Import what a file says, for the agency."""

    def letting_in(said: str, name: str = "reviews.csv", **more: object) -> Outcome:
        path = given(said, name)
        reading = read_return(path, today=at.date())
        return import_return(reading, agency=agency, name=path.name, at=at, **more)  # type: ignore[arg-type]

    return letting_in


@pytest.fixture
def standing(agency: Agency, acting: Acting) -> Callable[[], dict[str, int]]:
    """Count the rows of every table that the agency's import account sees."""

    def counted() -> dict[str, int]:
        with acting(import_worker(agency)):
            return {table.__name__: table._default_manager.count() for table in TABLES}

    return counted


def test_a_row_becomes_a_report_as_it_was_said_with_where_it_came_from(
    let_in: LetIn, agency: Agency, acting: Acting
) -> None:
    outcome = let_in(TWO)

    with acting(import_worker(agency)):
        report = Report.objects.select_related("batch", "person").get(line=2)
        number = Identifier.objects.get(person=report.person)
    assert report.said == {"CHILD": "2001", "DOB": "04/05/2010", "REVIEW": "01/02/2024", "REVIEW_CODE": "PN1"}
    assert (report.kind, report.source, report.agency_id) == ("reviews", agency.name, agency.pk)
    assert report.batch is not None
    assert (report.batch.reference, report.batch.file_name, report.batch.rows) == (outcome.batch, "reviews.csv", 2)
    assert (number.value, number.agency_id, report.person.born_on) == ("2001", agency.pk, date(2010, 5, 4))


def test_the_circles_are_opened_on_a_lawful_basis_of_the_list(let_in: LetIn, agency: Agency, acting: Acting) -> None:
    let_in(TWO)

    with acting(import_worker(agency)):
        bases = set(Share.objects.filter(kind="opened").values_list("basis", flat=True))
    assert bases <= {basis.key for basis in LAWFUL_BASES}


def test_a_return_starts_seventy_two_elapsed_hours_across_the_change_to_summer_time(
    let_in: LetIn, partnership: Partnership, acting: Acting, at: datetime
) -> None:
    let_in(RETURNED, "missing.csv")

    with acting(partnership.coordinator):
        [clock] = due_from(partnership.coordinator, at)
        person = Person.objects.get(identifiers__value="2001")
        lines = [line["title"] for line in chronology(person)]
    assert (clock.key, clock.due_at) == ("return_interview", datetime(2024, 4, 2, tzinfo=UTC))
    assert clock.due_at - clock.started_at == timedelta(hours=72)
    assert lines == ["Returned", "Missing: nobody knew where the child was"]


def test_the_same_file_twice_changes_nothing(let_in: LetIn, standing: Callable[[], dict[str, int]]) -> None:
    let_in(RETURNED, "missing.csv")
    before = standing()

    again = let_in(RETURNED, "missing.csv")

    assert (again.batch, again.taken, again.known) == ("", 0, 1)
    assert standing() == before


def test_rows_that_are_new_in_a_later_file_are_taken_and_the_others_stay_once(let_in: LetIn) -> None:
    let_in(TWO)

    later = let_in(TWO + "2003,08/09/2012,03/02/2024,PN1\n")

    assert (later.taken, later.known, later.children) == (1, 2, 1)


def test_a_row_corrected_in_a_later_file_is_a_report_more_and_the_earlier_stands_as_it_was_said(
    let_in: LetIn, agency: Agency, acting: Acting
) -> None:
    let_in(TWO)

    later = let_in(TWO.replace("PN2", "PN3"))

    with acting(import_worker(agency)):
        said = Report.objects.filter(line=3).order_by("pk").values_list("said__REVIEW_CODE", flat=True)
        assert list(said) == ["PN2", "PN3"]
    assert (later.taken, later.known, later.children) == (1, 1, 0)


def test_an_open_episode_that_a_later_file_closes_starts_its_clock_once(
    let_in: LetIn, agency: Agency, acting: Acting
) -> None:
    let_in(STILL_AWAY, "missing.csv")
    with acting(import_worker(agency)):
        assert not RunningClock.objects.exists()

    later = let_in(RETURNED, "missing.csv")
    let_in(RETURNED, "missing.csv")

    with acting(import_worker(agency)):
        episode, clock = Episode.objects.get(), RunningClock.objects.get()
        titles = Entry.objects.filter(batch__isnull=False).order_by("happened_at").values_list("title", flat=True)
        assert list(titles) == ["Missing: nobody knew where the child was", "Returned"]
    assert (later.episodes, clock.about) == (0, episode.reference)
    assert episode.returned_at == datetime(2024, 3, 30, tzinfo=UTC)


def test_undoing_the_file_that_told_of_the_return_opens_the_episode_again(
    let_in: LetIn, agency: Agency, acting: Acting, at: datetime
) -> None:
    let_in(STILL_AWAY, "missing.csv")
    later = let_in(RETURNED, "missing.csv")

    undo_import(_batch(later, agency, acting), at=at)

    with acting(import_worker(agency)):
        episode, clock = Episode.objects.get(), RunningClock.objects.get()
    assert (episode.returned_at, episode.withdrawn_at) == (None, None)
    assert clock.stopped_at == at


def test_undoing_takes_all_from_view_and_stops_the_clocks_and_the_file_can_come_again(
    let_in: LetIn, agency: Agency, partnership: Partnership, acting: Acting, at: datetime
) -> None:
    first = let_in(RETURNED, "missing.csv")
    with acting(import_worker(agency)):
        reference = Person.objects.get(identifiers__value="2001").reference

    withdrawn = undo_import(_batch(first, agency, acting), at=at)

    with acting(partnership.coordinator):
        assert not due_from(partnership.coordinator, at).exists()
        person = Person.objects.get(reference=reference)
        assert person.withdrawn_at == at
        assert not chronology(person).exists()
    assert withdrawn == 1
    again = let_in(RETURNED, "missing.csv")
    with acting(partnership.coordinator):
        assert due_from(partnership.coordinator, at).count() == 1
        assert Person.objects.get(reference=reference).withdrawn_at is None
    assert (again.taken, again.children, again.episodes) == (1, 0, 1)


def test_a_batch_is_undone_once(let_in: LetIn, agency: Agency, acting: Acting, at: datetime) -> None:
    batch = _batch(let_in(TWO), agency, acting)
    undo_import(batch, at=at)

    with pytest.raises(UndoneAlready):
        undo_import(batch, at=at)


def test_ten_times_the_episodes_cost_no_statement_more(let_in: LetIn) -> None:
    def statements(children: range) -> int:
        rows = "".join(f"{child},04/05/2010,M,29/03/2024,30/03/2024\n" for child in children)
        with CaptureQueriesContext(connection) as told:
            assert let_in(MISSING + rows, "missing.csv").episodes == len(children)
        return len(told)

    few = statements(range(3000, 3020))

    assert statements(range(4000, 4200)) <= few


def test_a_file_that_grows_while_it_is_read_is_refused_and_nothing_kept(
    let_in: LetIn, given: Given, standing: Callable[[], dict[str, int]], tmp_path: Path
) -> None:
    before = standing()

    def grow(rows: int) -> None:
        with (tmp_path / "reviews.csv").open("a", encoding="utf-8") as file:
            file.write("2003,08/09/2012,03/02/2024,PN1\n")

    with pytest.raises(NotAWholeFile, match=r"reviews\.csv changed while it was read.*Nothing was kept"):
        let_in(TWO, progress=grow)

    assert standing() == before


def test_a_dry_run_tells_and_keeps_nothing(let_in: LetIn, standing: Callable[[], dict[str, int]]) -> None:
    before = standing()

    outcome = let_in(TWO + "2003,31/02/2012,03/02/2024,PN1\n", dry_run=True)

    assert (outcome.tally.total("taken"), outcome.tally.total("refused")) == (2, 1)
    assert standing() == before


def test_a_reference_drawn_twice_by_chance_is_said_and_nothing_kept(
    let_in: LetIn, standing: Callable[[], dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = standing()
    monkeypatch.setattr(staging, "new_references", lambda prefix, number, length: [f"{prefix}-SAME"] * number)

    with pytest.raises(staging.ByChanceAlike, match="Nothing was kept"):
        let_in(TWO)

    assert standing() == before


def test_a_worker_of_another_agency_sees_none_of_it_and_then_exactly_the_child_that_is_shared(
    let_in: LetIn, partnership: Partnership, acting: Acting, at: datetime
) -> None:
    let_in(TWO)
    with acting(partnership.never):
        assert _seen() == (0, 0, 0)

    with acting(partnership.manager):
        child = Person.objects.get(identifiers__value="2002")
        grounds = Grounds(purpose="Joint enquiry", basis=BASIS)
        ends = at + timedelta(days=30)
        share_with_worker(
            circle=child.circle, worker=partnership.never, grounds=grounds, ends_at=ends, by=partnership.manager, at=at
        )

    with acting(partnership.never):
        assert _seen() == (1, 1, 1)
        assert Person.objects.get().reference == child.reference


def test_what_comes_in_of_a_sealed_child_is_sealed_and_nobody_new_sees_it(
    let_in: LetIn, partnership: Partnership, acting: Acting, at: datetime
) -> None:
    let_in(RETURNED, "missing.csv")
    lead, manager = partnership.lead, partnership.manager
    with acting(manager):
        child = Person.objects.get(identifiers__value="2001")
        seal(circle=child.circle, stays=[lead], basis=BASIS, reason="Safe address.", by=manager, at=at)

    later = let_in(f"{MISSING}2001,04/05/2010,A,05/06/2024,07/06/2024\n", "missing.csv")

    assert (later.taken, later.children, later.episodes) == (1, 0, 1)
    for worker, episodes in ((lead, 2), (manager, 2), (partnership.coordinator, 0), (partnership.never, 0)):
        with acting(worker):
            assert Episode.objects.filter(sealed=True).count() == episodes
            assert Report.objects.filter(person=child).count() == episodes
            assert Entry.objects.filter(person=child, sealed=True).count() == 2 * episodes
            assert RunningClock.objects.filter(sealed=True).count() == episodes


def _batch(outcome: Outcome, agency: Agency, acting: Acting) -> ImportBatch:
    with acting(import_worker(agency)):
        return batch_called(outcome.batch)


def _seen() -> tuple[int, int, int]:
    return Person.objects.count(), Report.objects.count(), Entry.objects.count()
