"""Times missing are read from what all agencies tell of leaving and of coming back."""

from datetime import UTC, datetime, timedelta

from erle.knowledge.records.rules import Precision
from erle.practice.missing.rules import Moment, Spell, spells

AT = datetime(2026, 11, 12, 18, 45, tzinfo=UTC)


def after(hours: float) -> Moment:
    """Return a moment so many hours after the first."""
    return Moment(AT + timedelta(hours=hours), Precision.MINUTE)


def test_a_leaving_and_the_return_after_it_are_one_spell_in_whatever_order_they_come() -> None:
    assert spells([(False, after(7)), (True, after(0))]) == [Spell(after(0), after(7))]


def test_two_agencies_that_tell_of_the_same_are_told_once() -> None:
    assert spells([(True, after(0)), (True, after(2)), (False, after(7)), (False, after(8))]) == [
        Spell(after(0), after(7))
    ]


def test_a_return_that_nobody_told_of_leaves_the_spell_open() -> None:
    assert spells([(True, after(0)), (True, after(100)), (False, after(103))]) == [
        Spell(after(0), None),
        Spell(after(100), after(103)),
    ]
    assert spells([(True, after(0))]) == [Spell(after(0), None)]


def test_a_return_without_a_leaving_is_none_and_leaving_counts_first_at_the_same_moment() -> None:
    assert spells([(False, after(0))]) == []
    assert spells([(False, after(0)), (True, after(0))]) == [Spell(after(0), after(0))]
    assert spells([]) == []
