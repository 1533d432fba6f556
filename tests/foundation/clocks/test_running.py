"""Clocks as they run: started, owed, stopped, and computed anew only on purpose."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.gate import NotAble
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks import queries
from erle.foundation.clocks.actions import (
    Beginning,
    CannotBeCounted,
    ClockStopped,
    LimitNotFit,
    Owed,
    ReasonMissing,
    recompute,
    set_limit,
    start,
    start_each,
    stop,
)
from erle.foundation.clocks.models import RunningClock
from erle.foundation.clocks.queries import work
from erle.foundation.clocks.rules import Group
from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.clocks import CLOCKS
from erle.foundation.statute.limits import WorkingDays
from erle.foundation.statute.moments import LONDON, local_day
from tests.partnership import Partnership

COORDINATOR = "return-interview-coordinator"
RETURNED = datetime(2026, 3, 27, 20, 0, tzinfo=LONDON)  # summer time begins before the 72 hours are over


def begin(partnership: Partnership, at: datetime, key: str = "return_interview", **other: Any) -> RunningClock:
    """Start a clock for Leah, acting as her social worker's manager."""
    owed_by = Owed(agency=partnership.agencies["childrens_services"], role=COORDINATOR)
    asked = {"started_at": RETURNED, "owed_by": owed_by, "title": "Return interview not yet held", **other}
    return start(key, about="M-TEST", circle=partnership.leah.circle, by=partnership.manager, at=at, **asked)


def test_a_clock_keeps_the_rule_and_the_calendar_it_was_started_under(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        clock = queries.clock_called(begin(partnership, at, note="The hour is not known.").reference)

    assert clock.due_at == RETURNED.astimezone(UTC) + timedelta(hours=72)
    assert Clock.from_data(clock.rule) == CLOCKS["return_interview"][0]
    assert clock.calendar == ENGLAND.version
    assert (clock.begun_by, clock.begun_at, clock.note) == (partnership.manager, at, "The hour is not known.")


@pytest.mark.parametrize(
    ("key", "owes"),
    [("coordinator", True), ("lead", False), ("manager", False), ("member", False), ("never", False)],
)
def test_what_a_role_owes_is_due_from_those_who_hold_it_there(
    partnership: Partnership, at: datetime, key: str, owes: bool
) -> None:
    with acting_as(partnership.manager):
        begin(partnership, at)

    worker = partnership.workers[key]
    with acting_as(worker):
        assert queries.due_from(worker, at).exists() is owes


def test_what_a_worker_owes_herself_is_due_from_her_alone(partnership: Partnership, at: datetime) -> None:
    owed_by = Owed(agency=partnership.agencies["childrens_services"], worker=partnership.lead)
    with acting_as(partnership.manager):
        clock = begin(partnership, at, owed_by=owed_by)

        assert list(queries.due_from(partnership.lead, at)) == [clock]
        assert not queries.due_from(partnership.coordinator, at).exists()


def test_outside_the_circle_nothing_is_due(partnership: Partnership, at: datetime) -> None:
    owed_by = Owed(agency=partnership.agencies["police"], worker=partnership.never)
    with acting_as(partnership.manager):
        begin(partnership, at, owed_by=owed_by)

    with acting_as(partnership.never):
        assert not queries.due_from(partnership.never, at).exists()
        assert queries.running_in(partnership.leah.circle) == []


def test_the_oldest_debt_comes_first_and_only_what_is_late_is_counted_late(
    partnership: Partnership, at: datetime
) -> None:
    with acting_as(partnership.manager):
        running_late = begin(partnership, at, started_at=at - timedelta(hours=73))
        later = begin(partnership, at, started_at=at)
        oldest = begin(partnership, at)

    with acting_as(partnership.coordinator):
        assert list(queries.due_from(partnership.coordinator, at)) == [oldest, running_late, later]
        assert queries.overdue_count(partnership.coordinator, at) == 2
        assert queries.running_in(partnership.leah.circle) == [oldest, running_late, later]


def test_what_others_owe_for_a_child_waits_with_the_childs_lead_worker(partnership: Partnership, at: datetime) -> None:
    owed_by = Owed(agency=partnership.agencies["childrens_services"], worker=partnership.lead)
    with acting_as(partnership.manager):
        theirs = begin(partnership, at)
        begin(partnership, at, owed_by=owed_by)

    for key, waits in (("lead", [theirs]), ("coordinator", []), ("member", [])):
        with acting_as(partnership.workers[key]):
            found = work.waiting_on_others(partnership.workers[key], at, most=5)
            assert [clock.title for clock in found] == [clock.title for clock in waits]


@pytest.mark.parametrize(("key", "overdue"), [("coordinator", 1), ("lead", 1), ("manager", 0), ("never", 0)])
def test_the_number_beside_the_navigation_is_what_the_worker_owes_and_is_late(
    partnership: Partnership, at: datetime, key: str, overdue: int
) -> None:
    services, worker = partnership.agencies["childrens_services"], partnership.workers[key]
    with acting_as(partnership.manager):
        begin(partnership, at)
        begin(partnership, at, started_at=at)
        begin(partnership, at, owed_by=Owed(agency=services, worker=partnership.lead))

    with acting_as(worker):
        _, waiting = queries.posts_and_waiting(worker, at)

        assert waiting.overdue == queries.overdue_count(worker, at) == overdue


def test_what_she_owes_in_her_name_and_by_her_post_is_counted_once(partnership: Partnership, at: datetime) -> None:
    """The list of work and the number beside it ask by two indexes, and put together what each finds."""
    coordinator = partnership.coordinator
    with acting_as(partnership.manager):
        by_post = begin(partnership, at)
        in_her_name = begin(partnership, at, owed_by=Owed(agency=by_post.owed_by_agency, worker=coordinator))

    with acting_as(coordinator):
        _, waiting = queries.posts_and_waiting(coordinator, at)
        overdue = work.due_in_groups(coordinator, at, first=10)[Group.OVERDUE]

        assert set(queries.due_from(coordinator, at)) == {by_post, in_her_name}
        assert (waiting.overdue, overdue.total, len(overdue.first)) == (2, 2, 2)


def test_a_stopped_clock_is_due_from_nobody(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        clock = stop(begin(partnership, at), outcome="Return interview held", by=partnership.manager, at=at)

        assert (clock.outcome, clock.stopped_by, clock.stopped_at) == ("Return interview held", partnership.manager, at)
        assert not queries.due_from(partnership.coordinator, at).exists()
        assert queries.running_about("M-TEST", key="return_interview") is None


def test_a_running_clock_is_found_by_what_it_is_about(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        clock = begin(partnership, at)

        assert queries.running_about("M-TEST", key="return_interview") == clock
        assert queries.running_about("M-TEST", key="core_group") is None


def test_a_clock_stops_once(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        clock = begin(partnership, at)
        stop(clock, outcome="Return interview held", by=partnership.manager, at=at)

        with pytest.raises(ClockStopped, match="stopped already"):
            stop(clock, outcome="Declined", by=partnership.manager, at=at)
        with pytest.raises(ClockStopped, match="stays as it was"):
            recompute(clock, reason="Time of return corrected", by=partnership.manager, at=at)


def test_computing_anew_keeps_what_stood_before(partnership: Partnership, at: datetime) -> None:
    started = datetime(2025, 12, 18, 15, tzinfo=UTC)
    old_rule = replace(CLOCKS["initial_conference"][0], limit=WorkingDays(10)).to_data()
    with acting_as(partnership.manager):
        clock = begin(partnership, at, "initial_conference", started_at=started)
        due = clock.due_at
        RunningClock.objects.filter(pk=clock.pk).update(rule=old_rule, calendar="of another year", due_at=started)

        clock = recompute(clock, reason="A bank holiday was added", by=partnership.manager, at=at)
        [change] = queries.changes_of(clock)

    assert (clock.due_at, clock.calendar) == (due, ENGLAND.version)
    assert Clock.from_data(clock.rule).limit == WorkingDays(15)
    assert (change.old_rule, change.old_calendar) == (old_rule, "of another year")
    assert (change.old_due_at, change.new_due_at) == (started, due)
    assert (change.reason, change.changed_by, change.changed_at) == (
        "A bank holiday was added",
        partnership.manager,
        at,
    )


def test_a_request_for_information_may_wait_for_an_answer_and_nothing_else_may(
    partnership: Partnership, at: datetime
) -> None:
    asked = datetime(2026, 6, 15, 13, tzinfo=UTC)
    pause = (asked + timedelta(hours=1), asked + timedelta(days=4))
    with acting_as(partnership.manager):
        request = begin(partnership, at, "subject_access", started_at=asked)
        interview = begin(partnership, at)

        moved = recompute(request, reason="Clarified on 19 June", paused=[pause], by=partnership.manager, at=at)
        with pytest.raises(CannotBeCounted, match="never stops"):
            recompute(interview, reason="Missing again", paused=[pause], by=partnership.manager, at=at)

    assert local_day(moved.due_at) == date(2026, 7, 21)  # it ends with 20 July, a Monday


def test_nothing_is_computed_anew_without_a_reason(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager), pytest.raises(ReasonMissing):
        recompute(begin(partnership, at), reason=" ", by=partnership.manager, at=at)


@pytest.mark.parametrize(
    ("key", "started", "words"),
    [
        ("return_interview", datetime(2013, 12, 31, 12, tzinfo=UTC), "earliest is of 1 January 2014"),
        ("initial_conference", datetime(2028, 12, 20, 12, tzinfo=UTC), "lies beyond"),
    ],
)
def test_what_the_law_held_here_does_not_reach_is_refused_in_words(
    partnership: Partnership, at: datetime, key: str, started: datetime, words: str
) -> None:
    with acting_as(partnership.manager), pytest.raises(CannotBeCounted, match=words):
        begin(partnership, at, key, started_at=started)


def test_many_clocks_start_at_the_cost_of_one(
    partnership: Partnership, at: datetime, django_assert_max_num_queries: Any
) -> None:
    owed_by = Owed(agency=partnership.agencies["childrens_services"], role=COORDINATOR)
    beginnings = [
        Beginning(f"M-{number}", partnership.leah.circle, RETURNED, "Return interview not yet held", owed_by)
        for number in range(50)
    ]

    with acting_as(partnership.manager), django_assert_max_num_queries(3):
        made = start_each("return_interview", beginnings=beginnings, by=partnership.manager, at=at)
        assert start_each("return_interview", beginnings=[], by=partnership.manager, at=at) == []

    assert len({clock.reference for clock in made}) == 50


@pytest.mark.parametrize("both", [True, False])
def test_a_clock_is_owed_by_a_role_or_by_a_worker(partnership: Partnership, both: bool) -> None:
    owing: dict[str, Any] = {"role": COORDINATOR, "worker": partnership.lead} if both else {}

    with pytest.raises(ValueError, match="exactly one"):
        Owed(agency=partnership.agencies["childrens_services"], **owing)


def set_hours(partnership: Partnership, at: datetime, by: Worker | None = None, **other: Any) -> None:
    """Set the hours within which a strategy discussion is held."""
    asked: dict[str, Any] = {"value": 4, "in_force_from": local_day(at), "reason": "Agreed by the partners", **other}
    set_limit(asked.pop("setting", "strategy_discussion_hours"), **asked, by=by or partnership.governance, at=at)


def test_a_limit_of_the_partnerships_own_governs_what_starts_from_its_day_on(
    partnership: Partnership, at: datetime
) -> None:
    with acting_as(partnership.manager):
        before = begin(partnership, at, "strategy_discussion", started_at=at)
    with acting_as(partnership.governance):
        set_hours(partnership, at)
    with acting_as(partnership.manager):
        after = begin(partnership, at, "strategy_discussion", started_at=at)

        assert queries.clock_called(before.reference).due_at == at + timedelta(hours=24)
        assert after.due_at == at + timedelta(hours=4)
        assert Clock.from_data(after.rule).limit.words() == "4 hours, set locally"


def test_a_limit_set_for_later_does_not_hold_yet(partnership: Partnership, at: datetime) -> None:
    today = local_day(at)
    with acting_as(partnership.governance):
        set_hours(partnership, at, in_force_from=today + timedelta(days=1))

    assert queries.local_values(today)["strategy_discussion_hours"] == 24
    assert queries.local_values(today + timedelta(days=1))["strategy_discussion_hours"] == 4
    assert [limit.value for limit in queries.limits_set("strategy_discussion_hours")] == [4]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"value": 0}, "between 1 and 72 hours"),
        ({"value": 73}, "between 1 and 72 hours"),
        ({"setting": "return_interview_hours"}, "no such limit"),
        ({"in_force_from": date(2020, 1, 1)}, "never from one that is past"),
    ],
)
def test_a_limit_that_does_not_fit_is_refused(
    partnership: Partnership, at: datetime, other: dict[str, Any], words: str
) -> None:
    with acting_as(partnership.governance), pytest.raises(LimitNotFit, match=words):
        set_hours(partnership, at, **other)


def test_a_limit_needs_a_reason(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.governance), pytest.raises(ReasonMissing):
        set_hours(partnership, at, reason="")


def test_a_limit_is_set_once_for_a_day(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.governance):
        set_hours(partnership, at)

        with pytest.raises(LimitNotFit, match="from that day already"):
            set_hours(partnership, at, value=5)


def test_only_who_may_set_limits_sets_them(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager), pytest.raises(NotAble):
        set_hours(partnership, at, by=partnership.manager)
