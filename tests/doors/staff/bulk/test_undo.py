"""Undo: one's own, once, for ten minutes, at the place where the act was; and written in the ledger."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from erle.doors.staff.bulk import choosing, undo
from erle.doors.staff.bulk.undo import Done, TooLateToUndo
from erle.doors.staff.models import Undo
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from tests.house.test_routes import browser
from tests.partnership import Partnership

DONE = Done("3 lines are put away.", "put_away", ["a", "b", "c"])
PLACE = "/told/"


class Taken:
    """Remembers what was taken back."""

    def __init__(self) -> None:
        self.things: list[Any] = []

    def __call__(self, *, things: Sequence[Any], by: Worker, at: datetime) -> str:
        self.things += things
        return f"{len(things)} taken back."


def test_an_act_is_shown_where_it_was_done_until_its_minutes_are_over(partnership: Partnership, at: datetime) -> None:
    lead = partnership.lead
    with acting_as(lead):
        undo.keep(DONE, place="/told/?view=read", by=lead, at=at)

        shown = undo.banner(lead, place=PLACE, at=at)
        assert shown is not None
        assert (shown["words"], shown["announced"]) == (DONE.words, True)
        later = undo.banner(lead, place=PLACE, at=at + undo.UNDO_FOR - timedelta(seconds=1))
        assert later is not None
        assert not later["announced"]
        assert undo.banner(lead, place=PLACE, at=at + undo.UNDO_FOR) is None
        assert undo.banner(lead, place="/", at=at) is None
        assert undo.banner(lead, place="/told", at=at) is None


def test_a_later_act_at_the_place_stands_instead_of_the_earlier(partnership: Partnership, at: datetime) -> None:
    lead = partnership.lead
    with acting_as(lead):
        undo.keep(DONE, place=PLACE, by=lead, at=at)
        undo.keep(Done("Another.", "put_away", ["d"]), place=PLACE, by=lead, at=at)

        shown = undo.banner(lead, place=PLACE, at=at)

    assert shown is not None
    assert shown["words"] == "Another."


def test_it_is_taken_back_once_and_written(partnership: Partnership, at: datetime) -> None:
    lead, taken = partnership.lead, Taken()
    with acting_as(lead):
        kept = undo.keep(DONE, place=PLACE, by=lead, at=at)

        assert undo.take_back(kept, undoers={"put_away": taken}, by=lead, at=at) == "3 taken back."
        assert taken.things == ["a", "b", "c"]
        assert undo.banner(lead, place=PLACE, at=at) is None
        with pytest.raises(TooLateToUndo):
            undo.take_back(kept, undoers={"put_away": taken}, by=lead, at=at)
        line = Line.objects.get(act="undid", worker_id=lead.pk)
    assert (line.purpose, line.detail) == ("put_away", {"things": 3})


def test_when_the_minutes_are_over_nothing_is_taken_back(partnership: Partnership, at: datetime) -> None:
    lead, taken = partnership.lead, Taken()
    with acting_as(lead):
        kept = undo.keep(DONE, place=PLACE, by=lead, at=at)

        with pytest.raises(TooLateToUndo):
            undo.take_back(kept, undoers={"put_away": taken}, by=lead, at=at + undo.UNDO_FOR)

    assert taken.things == []


def test_what_nobody_can_take_back_any_more_is_thrown_away(partnership: Partnership, at: datetime) -> None:
    lead = partnership.lead
    with acting_as(lead):
        undo.keep(DONE, place=PLACE, by=lead, at=at - timedelta(days=2))
        kept = undo.keep(DONE, place=PLACE, by=lead, at=at)

        assert list(Undo.objects.values_list("pk", flat=True)) == [kept.pk]


def test_a_long_place_is_kept_without_its_filters(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead):
        kept = undo.keep(DONE, place="/told/?" + "a" * 400, by=partnership.lead, at=at)

    assert kept.place == PLACE


def test_another_workers_act_is_not_there(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead):
        kept = undo.keep(DONE, place=PLACE, by=partnership.lead, at=at)

    client = browser(partnership.manager)
    answers = [client.post(f"/undo/{number}/", {}) for number in (kept.pk, kept.pk + 1_000, 10**30)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    with acting_as(partnership.lead):
        assert Undo.objects.get(pk=kept.pk).undone_at is None


def test_too_late_on_the_page_says_so(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead):
        kept = undo.keep(DONE, place=PLACE, by=partnership.lead, at=at - undo.UNDO_FOR)
    client = browser(partnership.lead)

    client.post(f"/undo/{kept.pk}/", {})

    shown = client.get(PLACE).content.decode()
    assert "Not done" in shown
    assert "cannot be undone any more" in shown


@pytest.mark.parametrize(
    ("done", "refused", "words"),
    [
        (1, [], "1 share is ended."),
        (2, ["It had ended."], "2 shares are ended. 1 left as before: It had ended."),
        (0, ["A.", "A.", "B."], "Nothing was changed. 3 left as before: A. B."),
    ],
)
def test_what_was_done_and_what_was_not_is_said_in_words(done: int, refused: list[str], words: str) -> None:
    assert choosing.counted(done, "share is ended", "shares are ended", refused=refused) == words
