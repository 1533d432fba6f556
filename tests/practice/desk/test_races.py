"""Two people at one report at once, on a clone of the database and by two connections: one acts, the other is told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connections

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.database.refusals import Refused
from erle.practice.desk.actions.arriving import share_information
from erle.practice.desk.actions.checking import Asking, answer_check, ask_agencies
from erle.practice.desk.actions.deciding import Decided, decide
from erle.practice.desk.actions.holding import claim, claim_each, offer, take
from erle.practice.desk.actions.turns import Read
from erle.practice.desk.models import Arrival, Change, Check, Decision
from erle.practice.desk.queries.arrivals import offer_of
from erle.practice.desk.rules import Response
from tests.hands import clone
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.desk.conftest import LEAH, decision_maker, handed, read_now, the_arrival

PATIENCE = 20


@dataclass
class Race:
    """The report, and who comes to it."""

    partnership: Partnership
    priya: Worker
    tom: Worker
    reference: str
    name: str
    refused: list[str] = field(default_factory=list)

    def at_once(self, first: Callable[[], Any], second: Callable[[], Any], by: tuple[Worker, Worker]) -> None:
        """Have the first act and not commit before the second, who acts meanwhile, waits for it."""
        other = threading.Thread(target=self._in_a_thread, args=(second, by[1]))
        with acting_as(by[0]):
            first()
            other.start()
            other.join(0.7)
        other.join(PATIENCE)
        assert not other.is_alive()

    def _in_a_thread(self, act: Callable[[], Any], by: Worker) -> None:
        mine = connections["default"]
        mine.settings_dict = {**mine.settings_dict, "NAME": self.name}
        try:
            with acting_as(by):
                act()
        except Refused as refused:
            self.refused.append(str(refused))
        finally:
            mine.close()


@pytest.fixture
def race(django_db_setup: None, django_db_blocker: Any) -> Iterator[Race]:
    """A report about Leah on the desk of a clone, committed."""
    from tests.conftest import _Standing

    standing = _Standing.partnership
    with django_db_blocker.unblock():
        connections.close_all()
        with clone() as name:
            mine, before = connections["default"], connections["default"].settings_dict
            mine.settings_dict = {**before, "NAME": name}
            try:
                priya, tom = decision_maker(standing, "Priya Menon"), decision_maker(standing, "Tom Ashby")
                with acting_as(standing.lapsed):
                    teacher = standing.lapsed
                    shared = share_information(about=LEAH, agency=teacher.agency, handed=handed(), by=teacher, at=NOW)
                yield Race(standing, priya, tom, shared.reference, name)
            finally:
                mine.close()
                mine.settings_dict = before


def _read(race: Race) -> Read:
    with acting_as(race.priya):
        return read_now(race.reference)


def _decided(named: Worker) -> Decided:
    return Decided(Response.SECTION_17, "Reasons", "Not known", named)


def test_of_two_who_claim_at_once_one_holds_it_and_the_other_is_told_who(race: Race) -> None:
    read = _read(race)

    race.at_once(
        lambda: claim(read=read, by=race.priya, at=NOW),
        lambda: claim(read=read, by=race.tom, at=NOW),
        (race.priya, race.tom),
    )

    assert race.refused == [
        "Changed by Priya Menon while you were reading. Priya Menon holds it now. What you typed is kept."
    ]
    with acting_as(race.tom):
        assert the_arrival(race.reference).held_by == race.priya


def test_of_two_who_decide_at_once_one_decision_stands_and_the_other_is_told(race: Race) -> None:
    read = _read(race)

    race.at_once(
        lambda: decide(read=read, decided=_decided(race.priya), by=race.priya, at=NOW),
        lambda: decide(read=read, decided=_decided(race.tom), by=race.tom, at=NOW),
        (race.priya, race.tom),
    )

    [words] = race.refused
    assert "Priya Menon decided: Section 17 assessment." in words
    with acting_as(race.tom):
        assert [one.decided_by for one in Decision.objects.all()] == [race.priya]
        assert the_arrival(race.reference).version == read.version + 1


def test_claiming_several_at_once_leaves_what_another_is_claiming(race: Race) -> None:
    read, left = _read(race), []

    race.at_once(
        lambda: claim(read=read, by=race.priya, at=NOW),
        lambda: left.append(claim_each(read=[read], by=race.tom, at=NOW)),
        (race.priya, race.tom),
    )

    assert (left[0].arrivals, left[0].left) == ([], [read.arrival])


def test_a_hand_over_is_taken_once(race: Race) -> None:
    with acting_as(race.priya):
        offer(read=read_now(race.reference), to=race.tom, reason="x", by=race.priya, at=NOW)
        offered = offer_of(the_arrival(race.reference))
    assert offered is not None

    race.at_once(
        lambda: take(hand_over=offered, by=race.tom, at=NOW),
        lambda: take(hand_over=offered, by=race.tom, at=NOW),
        (race.tom, race.tom),
    )

    assert len(race.refused) == 1
    with acting_as(race.priya):
        assert the_arrival(race.reference).held_by == race.tom


def test_an_answer_and_a_decision_at_once_are_both_kept_and_each_has_its_version(race: Race) -> None:
    asking = Asking("A child in year 9", "What do you know?", BASIS)
    police = race.partnership.agencies["police"]
    with acting_as(race.priya):
        ask_agencies(read=read_now(race.reference), agencies=[police], asking=asking, by=race.priya, at=NOW)
        check, read = Check.objects.get(), read_now(race.reference)
    officer = race.partnership.never

    race.at_once(
        lambda: decide(read=read, decided=_decided(race.priya), by=race.priya, at=NOW),
        lambda: answer_check(check=check, answer="One stop.", nothing_held=False, by=officer, at=NOW),
        (race.priya, officer),
    )

    assert race.refused == []
    with acting_as(race.priya):
        arrival = Arrival.objects.get()
        assert arrival.version == read.version + 2
        versions = list(Change.objects.order_by("version").values_list("version", flat=True))
        assert versions == sorted(set(versions))
        assert versions[-1] == arrival.version
