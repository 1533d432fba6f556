"""The figures of a year as the database counts them: who may ask, what is in them, and what never leaves exactly."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from erle.board import queries
from erle.board.queries import episodes_behind, missing_figures
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import appoint
from erle.foundation.agencies.models import Role, Worker
from erle.foundation.statute.moments import local_day, start_of
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import Precision, Sex
from erle.practice.missing.actions import record_episode, record_return
from erle.practice.missing.actions.steps import record_return_interview
from erle.practice.missing.models import Episode
from erle.practice.missing.rules import EpisodeKind, InterviewStatus, Moment
from tests.partnership import BASIS, NOW, Partnership, as_administrator

THIS_MONTH = start_of(local_day(NOW).replace(day=1))
LAST_MONTH = start_of(local_day(THIS_MONTH - timedelta(days=1)).replace(day=1))
YEAR = local_day(LAST_MONTH).year + (local_day(LAST_MONTH).month > 3)
"""The year in which the month lies that was over last."""


def child(partnership: Partnership, name: str, *, school: str) -> Person:
    """Return a child of children's services."""
    manager = partnership.manager
    particulars = Particulars(given_names=name, family_name="Marsh", born_on=date(2012, 5, 6), sex=Sex.UNKNOWN)
    made = record_person(
        agency=manager.agency, particulars=particulars, basis=BASIS, purpose="Child in need", by=manager, at=LAST_MONTH
    )
    made.school = school
    made.save(update_fields=["school"])
    return made


def went_missing(
    person: Person,
    by: Worker,
    *,
    left: datetime,
    interview: InterviewStatus | None = None,
    late: bool = False,
    told: datetime | None = None,
) -> Episode:
    """Record an episode of some hours in the month that was over last, and what became of its interview."""
    leaving = Moment(left, Precision.MINUTE)
    episode = record_episode(person=person, agency=by.agency, kind=EpisodeKind.MISSING, left=leaving, by=by, at=left)
    record_return(episode=episode, returned=Moment(left + timedelta(hours=5), Precision.MINUTE), by=by, at=told or left)
    if interview is not None:
        held = left + timedelta(hours=100 if late else 50)
        record_return_interview(
            episode=episode, status=interview, happened_at=held, interviewer="A. Worker", note="x", by=by, at=held
        )
    return episode


@pytest.fixture
def many(partnership: Partnership) -> Partnership:
    """Twelve children of two schools, missing once each last month, some of whose interviews were held."""
    with as_administrator(partnership):
        role = Role.objects.get(slug="return-interviewer")
        appoint(worker=partnership.manager, agency=partnership.manager.agency, role=role, starts_at=LAST_MONTH)
    with acting_as(partnership.manager):
        for number in range(12):
            school = "Alder Court" if number < 9 else "Bramley Hill"
            person = child(partnership, f"Child {number}", school=school)
            interview = InterviewStatus.COMPLETED if number < 8 else None
            went_missing(
                person,
                partnership.manager,
                left=LAST_MONTH + timedelta(days=2, hours=number),
                interview=interview,
                late=number >= 6,
            )
    return partnership


def test_a_year_is_counted_by_each_thing_rounded_and_never_of_few(many: Partnership) -> None:
    with acting_as(many.manager):
        figures, least = missing_figures(YEAR, at=NOW)

    assert least == 5
    assert figures.total == {
        "children": 10, "episodes": 10, "repeated": 0, "returned": 10, "offered": 10, "done": 10, "in_time": 5,
        "declined": 0,
    }  # fmt: skip
    schools = figures.tables["school"]
    assert set(schools) == {"Alder Court", "Bramley Hill"}
    assert {counts[name] for counts in schools.values() for name in ("children", "episodes", "returned")} == {None}
    assert figures.tables["month"] == {f"{local_day(LAST_MONTH):%Y-%m}": figures.total}


def test_what_leaves_the_database_is_rounded_already(many: Partnership) -> None:
    with acting_as(many.manager), connection.cursor() as cursor:
        cursor.execute("SELECT key, children, episodes, few FROM erle.missing_figures(%s) WHERE by = 'school'", [YEAR])
        rows = cursor.fetchall()

    assert rows == [("Alder Court", 10, 10, False), ("Bramley Hill", None, None, True)]


@pytest.mark.parametrize("key", ["lead", "member", "administrator"])
def test_whose_role_does_not_let_her_is_given_nothing(many: Partnership, key: str) -> None:
    with acting_as(many.workers[key]):
        figures, _ = missing_figures(YEAR, at=NOW)

    assert {*figures.total.values()} == {0}


def test_one_in_no_circle_sees_the_figures_and_no_episode(many: Partnership) -> None:
    with acting_as(many.governance):
        figures, _ = missing_figures(YEAR, at=NOW)
        behind = episodes_behind(YEAR, side="", key="", at=NOW)

    assert figures.total["episodes"] == 10
    assert behind == []


def test_one_in_the_circles_sees_the_episodes_of_a_row(many: Partnership) -> None:
    with acting_as(many.manager):
        behind = episodes_behind(YEAR, side="school", key="Bramley Hill", at=NOW)
        everything = episodes_behind(YEAR, side="", key="", at=NOW)

    assert [one.school for one in behind] == ["Bramley Hill"] * 3
    assert len(everything) == 12
    assert sum(one.in_time for one in everything) == 6


def test_what_happens_to_a_sealed_child_or_in_a_month_that_is_not_over_changes_nothing(many: Partnership) -> None:
    with acting_as(many.governance):
        before = missing_figures(YEAR, at=NOW)
    with acting_as(many.lead):
        sealed = child_called(many.sealed.reference)
        for days in range(6):
            went_missing(sealed, many.lead, left=LAST_MONTH + timedelta(days=days))
    with acting_as(many.manager):
        person = child(many, "Late", school="Alder Court")
        for minutes in range(1, 7):
            left = Moment(THIS_MONTH + timedelta(minutes=minutes), Precision.MINUTE)
            record_episode(
                person=person, agency=many.manager.agency, kind=EpisodeKind.AWAY, left=left, by=many.manager, at=NOW
            )

    with acting_as(many.governance):
        assert missing_figures(YEAR, at=NOW) == before


def test_a_child_is_repeatedly_missing_by_the_partnerships_own_rule(many: Partnership) -> None:
    with acting_as(many.manager):
        for number in range(5):
            person = child(many, f"Again {number}", school="Castle Road")
            for days in (1, 5, 9):
                went_missing(person, many.manager, left=LAST_MONTH + timedelta(days=days, hours=number))
        figures, _ = missing_figures(YEAR, at=NOW)

    assert (figures.total["repeated"], figures.total["episodes"]) == (5, 25)
    assert figures.tables["area"] == {"Not recorded": figures.total}


def test_a_return_that_is_recorded_after_the_month_waits_for_the_next(many: Partnership) -> None:
    with acting_as(many.manager):
        before, _ = missing_figures(YEAR, at=NOW)
        for number in range(6):
            left = LAST_MONTH + timedelta(days=4, hours=number)
            went_missing(child(many, f"Told late {number}", school="Alder Court"), many.manager, left=left, told=NOW)
        after, _ = missing_figures(YEAR, at=NOW)
        behind = episodes_behind(YEAR, side="", key="", at=NOW)

    assert (before.total["episodes"], after.total["episodes"]) == (10, 20)
    assert before.total["returned"] == after.total["returned"] == 10
    assert sum(one.returned for one in behind) == 12


def test_the_year_is_counted_to_the_end_of_the_last_month_that_is_over() -> None:
    at = start_of(local_day(NOW).replace(year=2026, month=6, day=15))

    assert str(queries.counted_to(2027, at)) == "2026-05-31"
    assert str(queries.counted_to(2026, at)) == "2026-03-31"
    assert queries.counted_to(2028, at) is None
