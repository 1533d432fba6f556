"""Which version holds when: every owner's hand and its day, to the moment, and the next one by itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.foundation.protocols.rules.editions import (
    Edition,
    State,
    governing,
    in_force,
    review_is_near,
    state_of,
)

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """Return a moment of a day in London."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def edition(
    number: int, begins: date, *hands: datetime | None, withdrawn: bool = False, review: date = date(2030, 1, 1)
) -> Edition:
    """Return a version owned by as many agencies as there are hands; None did not sign."""
    signed = {owner: hand for owner, hand in enumerate(hands) if hand is not None}
    return Edition("p", number, "x", begins, review, frozenset(range(len(hands))), signed, withdrawn)


JUNE, EARLIER = date(2026, 6, 1), at(date(2026, 5, 4))


def test_a_version_holds_from_the_beginning_of_its_day_when_all_signed_before() -> None:
    one = edition(1, JUNE, EARLIER, EARLIER)

    assert in_force([one], at(JUNE, 0) - MINUTE) is None
    assert in_force([one], at(JUNE, 0)) == one


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 30), date(2026, 10, 26)])
def test_on_a_day_of_clock_change_it_begins_with_that_days_own_midnight(day: date) -> None:
    one = edition(1, day, at(date(2026, 1, 5)))
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)

    assert one.in_force_at == midnight
    assert midnight.hour == (23 if day in (date(2026, 3, 30), date(2026, 10, 25)) else 0)


def test_signed_last_after_its_day_it_holds_from_that_moment_and_not_before() -> None:
    late = at(date(2026, 6, 9), 15, 20)
    one = edition(1, JUNE, EARLIER, late)

    assert in_force([one], late - MINUTE) is None
    assert in_force([one], late) == one


def test_while_one_owner_has_not_signed_nothing_holds_and_who_is_waited_for_is_said() -> None:
    one = edition(1, JUNE, EARLIER, None, EARLIER)

    assert in_force([one], at(date(2027, 6, 1))) is None
    assert one.waits_for == {1}
    assert state_of(one, [one], at(date(2027, 6, 1))) is State.PROPOSED


def test_a_version_without_owners_never_holds() -> None:
    assert in_force([edition(1, JUNE)], at(date(2027, 1, 1))) is None


def test_the_next_replaces_the_one_before_by_itself_on_its_day() -> None:
    one, two = edition(1, JUNE, EARLIER), edition(2, date(2026, 9, 1), EARLIER)

    assert in_force([one, two], at(date(2026, 8, 31), 23, 59)) == one
    assert in_force([one, two], at(date(2026, 9, 1), 0)) == two
    assert state_of(one, [one, two], at(date(2026, 9, 1))) is State.SUPERSEDED
    assert state_of(two, [one, two], at(date(2026, 8, 31))) is State.AGREED
    assert state_of(two, [one, two], at(date(2026, 9, 1))) is State.IN_FORCE


def test_an_older_version_that_is_signed_late_never_replaces_a_newer() -> None:
    two = edition(2, JUNE, at(date(2026, 12, 1)))
    three = edition(3, date(2026, 9, 1), EARLIER)

    assert in_force([two, three], at(date(2027, 1, 1))) == three
    assert state_of(two, [two, three], at(date(2027, 1, 1))) is State.OVERTAKEN


def test_what_was_withdrawn_never_holds() -> None:
    one, two = edition(1, JUNE, EARLIER), edition(2, date(2026, 9, 1), EARLIER, withdrawn=True)

    assert in_force([one, two], at(date(2027, 1, 1))) == one
    assert state_of(two, [one, two], at(date(2027, 1, 1))) is State.WITHDRAWN


def test_a_thing_is_governed_by_what_held_when_it_began_and_by_what_came_while_it_went_on() -> None:
    one, two, three = (
        edition(number, begins, EARLIER)
        for number, begins in ((1, JUNE), (2, date(2026, 9, 1)), (3, date(2026, 9, 20)))
    )
    every = [one, two, three]

    def held(began: datetime, until: datetime) -> list[tuple[int, bool]]:
        return [(one.edition.number, one.meanwhile) for one in governing(every, began_at=began, until=until)]

    assert held(at(date(2026, 8, 31), 22), at(date(2026, 8, 31), 23)) == [(1, False)]
    assert held(at(date(2026, 8, 31), 22), at(date(2026, 9, 1), 4)) == [(1, False), (2, True)]
    assert held(at(date(2026, 9, 1), 0), at(date(2026, 9, 1), 4)) == [(2, False)]
    assert held(at(date(2026, 8, 31), 22), at(date(2026, 9, 21))) == [(1, False), (2, True), (3, True)]
    assert held(at(date(2026, 5, 1)), at(date(2026, 5, 2))) == []
    assert held(at(date(2026, 5, 1)), at(date(2026, 6, 2))) == [(1, True)]


def test_the_time_for_a_review_runs_out_with_the_end_of_its_day() -> None:
    one = edition(1, JUNE, EARLIER, review=date(2027, 6, 1))

    assert one.review_due_at == at(date(2027, 6, 2), 0)
    assert not review_is_near(one, at(date(2027, 5, 4)))
    assert review_is_near(one, at(date(2027, 5, 5), 0))


FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: at(FIRST, 0) + timedelta(minutes=minutes))
EDITIONS = st.lists(
    st.tuples(
        st.dates(FIRST, LAST),
        st.lists(st.none() | MOMENTS, max_size=3),
        st.booleans(),
    ),
    max_size=5,
)


@given(EDITIONS, MOMENTS, st.integers(0, 10_000))
def test_at_most_one_holds_and_each_that_governed_held_at_some_moment(
    told: list[tuple[date, list[datetime | None], bool]], start: datetime, lasted: int
) -> None:
    every = [
        edition(number, begins, *hands, withdrawn=withdrawn)
        for number, (begins, hands, withdrawn) in enumerate(told, start=1)
    ]
    end = start + timedelta(hours=lasted)

    held = governing(every, began_at=start, until=end)

    assert [state_of(one, every, end) for one in every].count(State.IN_FORCE) <= 1
    assert all(in_force(every, one.since) == one.edition for one in held)
    assert all(one.meanwhile == (one.since > start) for one in held)
    assert in_force(every, end) == (held[-1].edition if held else None)
