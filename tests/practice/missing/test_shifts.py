"""A hand-over between shifts stands until somebody else has read it, note by note, and takes over."""

from datetime import timedelta

import pytest

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.practice.missing.actions import searching
from erle.practice.missing.actions.shifts import NotForOneself, NothingToHandOver, acknowledge, hand_over_shift
from erle.practice.missing.models import Episode, Turn
from erle.practice.missing.queries.now import signature
from erle.practice.missing.rules.codes import What
from tests.partnership import NOW, Partnership
from tests.practice.missing.conftest import reads, stands

AT = NOW + timedelta(seconds=1)


def _handed(missing: Episode, by: Worker, note: str = "Aunt has the spare inhaler.") -> Turn:
    with acting_as(by):
        searching.take_on(read=reads(missing), by=by, at=AT)
        [turn] = hand_over_shift(notes={missing.pk: note}, by=by, at=AT)
    return turn


def test_who_handed_over_holds_it_until_the_next_has_read_it(
    partnership: Partnership, missing: Episode, night: Worker
) -> None:
    note = _handed(missing, partnership.member)
    with acting_as(night):
        state = stands(missing.reference)
        assert state.handed == [note]
        assert state.holder is not None
        assert state.holder.worker == partnership.member
        acknowledge(handed=[note.pk], by=night, at=AT)

        state = stands(missing.reference)
        assert state.handed == []
        assert state.holder is not None
        assert state.holder.worker == night
        [read] = state.all_of(What.ACKNOWLEDGED)
        assert (read.answers_id, read.changed_by) == (note.pk, night)


def test_nobody_takes_over_from_herself_and_only_the_first_of_two_takes_it(
    partnership: Partnership, missing: Episode, night: Worker
) -> None:
    note = _handed(missing, partnership.member)
    with acting_as(partnership.member), pytest.raises(NotForOneself):
        acknowledge(handed=[note.pk], by=partnership.member, at=AT)
    with acting_as(night):
        acknowledge(handed=[note.pk], by=night, at=AT)
        with pytest.raises(NothingToHandOver, match="acknowledged this hand-over already"):
            acknowledge(handed=[note.pk], by=night, at=AT)


def test_a_note_written_since_the_page_was_read_waits_for_its_own_acknowledgement(
    partnership: Partnership, missing: Episode, night: Worker
) -> None:
    first = _handed(missing, partnership.member)
    later = _handed(missing, partnership.member, "A car was seen.")
    with acting_as(night):
        acknowledge(handed=[first.pk], by=night, at=AT)

        assert stands(missing.reference).handed == [later]


def test_a_note_is_read_by_those_of_the_childs_circle_alone(partnership: Partnership, missing: Episode) -> None:
    with acting_as(partnership.never):
        before = signature(AT)
    note = _handed(missing, partnership.member)

    with acting_as(partnership.never):
        assert not Turn.objects.filter(pk=note.pk).exists()
        assert signature(AT) == before
        with pytest.raises(NothingToHandOver):
            acknowledge(handed=[note.pk], by=partnership.never, at=AT)


def test_a_hand_over_says_something_and_is_for_whom_a_role_lets(partnership: Partnership, missing: Episode) -> None:
    with acting_as(partnership.member), pytest.raises(NothingToHandOver):
        hand_over_shift(notes={missing.pk: "  "}, by=partnership.member, at=AT)
    with acting_as(partnership.lead), pytest.raises(gate.NotAble):
        hand_over_shift(notes={missing.pk: "x"}, by=partnership.lead, at=AT)
