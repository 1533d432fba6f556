"""Each clock by its examples, and what must be so of every clock."""

import json
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock, NeverPauses
from erle.foundation.statute.clocks import CLOCKS, NotInForce, clock_in_force
from erle.foundation.statute.limits import ElapsedHours, LimitMismatch, Months, SetLocally, WorkingDays
from erle.foundation.statute.moments import LONDON, NaiveMoment, local_day
from erle.foundation.statute.settings import LOCAL_SETTINGS
from tests.statute.examples.every import EXAMPLES, examples_of
from tests.statute.examples.example import Example, moment

EDITIONS = [clock for editions in CLOCKS.values() for clock in editions]
each_edition = pytest.mark.parametrize("clock", EDITIONS, ids=lambda clock: f"{clock.key}-{clock.in_force_from}")
each_key = pytest.mark.parametrize("key", CLOCKS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.clock}-{example.started}")
def test_the_clock_is_due_as_the_example_says(example: Example) -> None:
    due = example.governed_by.due(example.started_at, ENGLAND, example.limits, example.pauses)

    assert due == example.due_at, example.because


def test_the_sixteen_clocks_of_the_law_are_here() -> None:
    assert {clock.number for clock in EDITIONS} == {f"C{number}" for number in range(1, 18)}


@each_key
def test_a_clock_has_at_least_two_examples(key: str) -> None:
    assert len(examples_of(key)) >= 2


@each_key
def test_a_clock_has_an_example_of_what_makes_its_unit_hard(key: str) -> None:
    limit = CLOCKS[key][0].limit
    counted = limit.usual if isinstance(limit, SetLocally) else limit
    needs_holiday = isinstance(counted, WorkingDays) or (isinstance(counted, Months) and counted.to_working_day)

    if needs_holiday:
        assert any(crosses_a_bank_holiday(example) for example in examples_of(key))
    if isinstance(counted, ElapsedHours):
        assert any(crosses_a_change_of_summer_time(example) for example in examples_of(key))


def crosses_a_bank_holiday(example: Example) -> bool:
    """Tell whether a bank holiday lies between start and end."""
    return any(local_day(example.started_at) < day < local_day(example.due_at) for day in ENGLAND.holidays)


def crosses_a_change_of_summer_time(example: Example) -> bool:
    """Tell whether England's time is another at the end than at the start."""
    started, due = example.started_at.astimezone(LONDON), example.due_at.astimezone(LONDON)
    return started.utcoffset() != due.utcoffset()


@each_edition
def test_a_clock_survives_json(clock: Clock) -> None:
    kept = json.loads(json.dumps(clock.to_data()))

    assert Clock.from_data(kept) == clock


@each_edition
def test_a_clock_says_unsure_in_its_source_when_and_only_when_it_is(clock: Clock) -> None:
    assert ("UNSURE" in clock.source) == (clock.certainty is Certainty.UNSURE)


@each_edition
def test_a_clock_names_what_starts_and_stops_it_who_decides_and_its_source(clock: Clock) -> None:
    assert all([clock.name, clock.starts_at, clock.stops_at, clock.decider, clock.source])


@each_key
def test_the_editions_of_a_clock_follow_each_other_without_gap_or_overlap(key: str) -> None:
    for earlier, later in pairwise(CLOCKS[key]):
        assert earlier.in_force_until == later.in_force_from

    assert CLOCKS[key][-1].in_force_until is None


@each_edition
def test_a_clock_governs_its_first_day_and_not_the_one_before(clock: Clock) -> None:
    assert clock_in_force(clock.key, clock.in_force_from) == clock
    assert not clock.is_in_force(clock.in_force_from - timedelta(days=1))


def test_before_the_earliest_edition_no_clock_is_made_up() -> None:
    with pytest.raises(NotInForce, match="earliest is of 1 January 2014"):
        clock_in_force("return_interview", date(2013, 12, 31))


@each_edition
def test_a_local_number_is_one_of_the_partnerships_settings(clock: Clock) -> None:
    if clock.local_setting is None:
        return
    setting = LOCAL_SETTINGS[clock.local_setting]

    settled = clock.settled({setting.key: setting.limit(setting.least)})

    assert setting.limit(setting.usual).words() in clock.limit.words()
    assert Clock.from_data(settled.to_data()) == settled
    assert settled.limit.words().startswith(f"{setting.least} ")


def test_a_local_number_in_another_unit_is_refused() -> None:
    clock = clock_in_force("strategy_discussion", date(2026, 11, 18))

    with pytest.raises(LimitMismatch, match="counted in hours"):
        clock.settled({"strategy_discussion_hours": WorkingDays(1)})


def test_the_law_is_not_changed_by_a_local_number_of_another_clock() -> None:
    clock = clock_in_force("initial_conference", date(2026, 11, 18))

    assert clock.settled({"initial_conference": WorkingDays(99)}) == clock


@each_edition
def test_no_clock_stops_for_anything_but_a_request_for_information(clock: Clock) -> None:
    started = moment("2026-06-01 09:00")
    pause = (moment("2026-06-02 09:00"), moment("2026-06-03 09:00"))

    if clock.number == "C16":
        assert clock.due(started, ENGLAND, paused=[pause]) >= clock.due(started, ENGLAND)
    else:
        with pytest.raises(NeverPauses, match="never stops"):
            clock.due(started, ENGLAND, paused=[pause])


def test_a_pause_that_begins_after_the_end_moves_nothing() -> None:
    clock = clock_in_force("subject_access", date(2026, 6, 1))
    started = moment("2026-06-01 09:00")

    due = clock.due(started, ENGLAND, paused=[(moment("2026-07-02 09:00"), moment("2026-07-20 09:00"))])

    assert due == clock.due(started, ENGLAND)


def test_a_pause_cannot_end_before_it_began() -> None:
    clock = clock_in_force("subject_access", date(2026, 6, 1))

    with pytest.raises(ValueError, match="cannot end"):
        clock.due(
            moment("2026-06-01 09:00"), ENGLAND, paused=[(moment("2026-06-10 09:00"), moment("2026-06-08 09:00"))]
        )


def test_only_a_limit_in_months_may_pause() -> None:
    clock = clock_in_force("return_interview", date(2026, 6, 1))

    with pytest.raises(ValueError, match="only a limit in months"):
        Clock.from_data({**clock.to_data(), "may_pause": True})


def test_a_start_without_a_time_zone_is_refused() -> None:
    for key in ("return_interview", "initial_conference"):
        with pytest.raises(NaiveMoment, match="no time zone"):
            clock_in_force(key, date(2026, 6, 1)).due(datetime.fromisoformat("2026-06-01 09:00"), ENGLAND)
