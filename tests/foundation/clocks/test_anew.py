"""What today's calendar would move among the running clocks: numbers for the operator, and nothing changed."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
from django.db import connections

from erle.doors.command import due
from erle.doors.command.main import main
from erle.foundation.access.acting import acting_as
from erle.foundation.clocks.actions import Owed, start
from erle.foundation.clocks.models import RunningClock
from erle.foundation.clocks.queries.anew import Anew, due_anew
from erle.foundation.database.roles import KEEPER
from erle.foundation.statute.clocks import clock_in_force
from erle.foundation.statute.moments import local_day
from tests.partnership import Partnership

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

Kept = Callable[..., None]
CONFERENCE = "initial_conference"


@pytest.fixture
def kept(partnership: Partnership, at: datetime) -> Kept:
    """Keep a clock on the owner's connection, due so much later than the law says; once each test."""

    def keep(*, key: str = CONFERENCE, off: timedelta = timedelta(), started_at: datetime | None = None) -> None:
        owed_by = Owed(agency=partnership.agencies["childrens_services"], worker=partnership.lead)
        begun = {"title": "To be done", "owed_by": owed_by, "by": partnership.manager, "at": at}
        with acting_as(partnership.manager):
            circle = partnership.leah.circle
            clock = start(key, about="M-TEST", circle=circle, started_at=at - timedelta(days=9), **begun)  # type: ignore[arg-type]
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {KEEPER}")
            clock.pk, clock.reference = None, clock.reference[::-1]  # the other transaction still holds the first
            clock.due_at += off
            clock.started_at = started_at or clock.started_at
            RunningClock.objects.using("owner").bulk_create([clock])
            cursor.execute("RESET ROLE")

    return keep


def named(key: str, at: datetime) -> str:
    """Return a clock's name."""
    return clock_in_force(key, local_day(at)).name


def test_what_the_calendar_would_move_is_counted_by_clock_and_nothing_is_moved(kept: Kept, at: datetime) -> None:
    kept()
    kept(off=timedelta(days=1))
    kept(off=timedelta(days=-1))
    kept(key="return_interview")

    found = due_anew()

    assert found == sorted(
        [Anew(named(CONFERENCE, at), 3, 1, 1), Anew(named("return_interview", at), 1, 0, 0)],
        key=lambda one: one.clock,
    )
    assert due_anew() == found


def test_what_the_calendar_does_not_reach_is_said_and_not_guessed(kept: Kept, at: datetime) -> None:
    kept(started_at=at + timedelta(days=4000))

    assert due_anew() == [Anew(named(CONFERENCE, at), 1, 0, 0, beyond=True)]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run the command in the database that stands."""
    monkeypatch.setattr(due, "product", lambda **_: nullcontext())

    def run(*words: str) -> tuple[int, str]:
        code = main(["due", "--anew", *words])
        return code, capsys.readouterr().out

    return run


def test_the_command_says_numbers_and_ends_with_1_where_somebody_should_look(
    command: Callable[..., tuple[int, str]], kept: Kept
) -> None:
    assert command() == (0, "No clock is running.\n")
    kept()
    assert command()[0] == 0
    kept(off=timedelta(days=1))
    code, said = command()

    assert code == 1
    assert "2 running      1 sooner      0 later" in said
    assert "1 clocks would be due at another moment. None was changed." in said
    [document] = json.loads(command("--json")[1])
    assert (document["running"], document["sooner"], document["beyond"]) == (2, 1, False)


def test_the_command_says_what_lies_beyond_the_calendar(
    command: Callable[..., tuple[int, str]], kept: Kept, at: datetime
) -> None:
    kept(started_at=at + timedelta(days=4000))

    code, said = command()

    assert code == 1
    assert "beyond the calendar of today" in said
