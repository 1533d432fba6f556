"""What the MASH desk asks of a worker on My work: hand-overs, checks, second readings, and sealed reports."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any

from erle.doors.staff.desk.rows import time_left
from erle.doors.staff.routes import address
from erle.doors.staff.words import elapsed, in_midst, spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import standing
from erle.practice.desk.queries.arrivals import first_sealed_arrivals
from erle.practice.desk.queries.checks import first_checks_asked
from erle.practice.desk.queries.queue import arrivals_called, first_hand_overs_for, to_read_count

if TYPE_CHECKING:
    from erle.doors.staff.page import Page
    from erle.foundation.clocks.queries.work import Owed
    from erle.practice.desk.models import Arrival, Check, HandOver

SHOWN = 5
DECISION = "referral_decision"


def titles(clocks: Sequence[Owed]) -> dict[str, str]:
    """Return what each report is called whose decision one of the clocks asks for, by its reference."""
    asked = [clock.about for clock in clocks if clock.key == DECISION]
    return {reference: one.title for reference, one in arrivals_called(asked).items()} if asked else {}


def of_the_desk(page: Page, waiting: Container[str]) -> dict[str, Any]:
    """Return what waits for the worker, or for the whole desk, of the lists in which anything does."""
    at_desk, answers = Ability.TRIAGE in page.abilities, Ability.ANSWER_CHECKS in page.abilities
    hand_overs = first_hand_overs_for(page.worker, page.now, most=SHOWN) if at_desk and "hand_overs" in waiting else []
    checks = first_checks_asked(page.worker, page.now, most=SHOWN) if answers and "checks" in waiting else []
    sealed = first_sealed_arrivals(SHOWN) if "sealed_reports" in waiting else []
    to_read = to_read_count() if at_desk and "to_read_second" in waiting else 0
    return {
        "hand_overs": [_hand_over(one, page) for one in hand_overs],
        "checks": [_check(one, page) for one in checks],
        "sealed_reports": [_sealed(one, page) for one in sealed],
        "to_read_second": f"{spell(to_read, 'decision waits', 'decisions wait')} for a second person"
        if to_read
        else "",
        "to_read_url": f"{address('desk')}?stage=read",
    }


def _hand_over(one: HandOver, page: Page) -> dict[str, Any]:
    late = one.overdue_at <= page.now
    mine = one.offered_to_id == page.worker.pk
    waits = elapsed(page.now - one.offered_at)
    words = f"{one.offered_by} hands it to you" if mine else f"{one.offered_by} offered it to {one.offered_to}"
    return {
        "title": one.arrival.title,
        "url": address("desk_arrival", one.arrival.reference),
        "words": f"{words} {in_midst(one.offered_at, page.today)}.",
        "state": {"kind": "late" if late else "wait", "words": f"Not taken, {waits}"},
    }


def _check(one: Check, page: Page) -> dict[str, Any]:
    waits = elapsed(page.now - one.asked_at) if one.asked_at else ""
    return {
        "about": one.about,
        "url": address("check", one.reference),
        "words": one.question,
        "state": {"kind": "wait", "words": f"Waits {waits}"},
    }


def _sealed(one: Arrival, page: Page) -> dict[str, Any]:
    return {
        "title": one.title,
        "url": address("desk_arrival", one.reference),
        "words": f"{one.agency}. {'Held by ' + str(one.held_by) if one.held_by else 'Nobody holds it'}.",
        "state": time_left(one.due_at, page.now),
        "standing": standing(one.due_at, page.now),
    }
