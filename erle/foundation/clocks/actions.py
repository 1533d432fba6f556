"""Starting a clock, stopping it, computing it anew on purpose, and setting the partnership's own limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from erle.foundation.access import gate
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_references
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.models import ClockChange, LocalLimit, RunningClock
from erle.foundation.clocks.queries import local_limits
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.statute.calendar import ENGLAND, BeyondTheCalendar
from erle.foundation.statute.clock import Clock, NeverPauses, Pause
from erle.foundation.statute.clocks import NotInForce, clock_in_force
from erle.foundation.statute.limits import Limit
from erle.foundation.statute.moments import local_day
from erle.foundation.statute.settings import LOCAL_SETTINGS, OutOfRange


class CannotBeCounted(Refused):
    """The law or the calendar held here does not reach that day."""


class ClockStopped(Refused):
    """The clock does not run any more."""


class ReasonMissing(Refused):
    """A due date is not moved, and a limit not set, without a reason."""


class LimitNotFit(Refused):
    """The value is outside its range, or cannot hold from that day."""


@dataclass(frozen=True)
class Owed:
    """Who owes what a clock asks for: those who hold a role at an agency (by its slug), or one worker of it."""

    agency: Agency
    role: str | None = None
    worker: Worker | None = None

    def __post_init__(self) -> None:
        """Refuse a debt of nobody, or of two."""
        if (self.role is None) == (self.worker is None):
            raise ValueError("A clock is owed by a role or by a worker: exactly one of the two.")


@dataclass(frozen=True)
class Beginning:
    """What starts one clock: the thing it is about, since when, what has to be done, and by whom."""

    about: str
    circle: Circle
    started_at: datetime
    title: str
    owed_by: Owed
    note: str = ""


@dataclass(frozen=True)
class Computed:
    """When a clock that starts then is due, and the rule and the calendar it was computed under, to be kept with it."""

    due_at: datetime
    rule: dict[str, Any]
    calendar: str


def compute(key: str, *, started_at: datetime) -> Computed:
    """Compute a clock without starting it, for what the database starts in a circle that who acts does not see."""
    rule = _rule(key, local_day(started_at))
    return Computed(_due(rule, started_at), rule.to_data(), ENGLAND.version)


def start(
    key: str,
    *,
    about: str,
    circle: Circle,
    started_at: datetime,
    title: str,
    owed_by: Owed,
    note: str = "",
    by: Worker,
    at: datetime,
) -> RunningClock:
    """Start the clock, under the rule in force on the day it starts; the rule and the due date are kept with it."""
    beginning = Beginning(about, circle, started_at, title, owed_by, note)
    [clock] = start_each(key, beginnings=[beginning], by=by, at=at)
    return clock


def start_each(key: str, *, beginnings: Sequence[Beginning], by: Worker, at: datetime) -> list[RunningClock]:
    """Start one clock of a kind for each of many things, at the cost of one."""
    references = new_references("K", len(beginnings)) if beginnings else []
    rules: dict[date, Clock] = {}
    made = []
    for reference, beginning in zip(references, beginnings, strict=True):
        day = local_day(beginning.started_at)
        if day not in rules:
            rules[day] = _rule(key, day)
        made.append(_running(reference, rules[day], beginning, by=by, at=at))
    return RunningClock.objects.bulk_create(made)


def stop(clock: RunningClock, *, outcome: str, by: Worker, at: datetime) -> RunningClock:
    """Stop a clock, because what it asked for was done or is not asked for any more."""
    running = RunningClock.objects.filter(pk=clock.pk, stopped_at__isnull=True)
    if not running.update(outcome=outcome, stopped_by=by, stopped_at=at):
        raise ClockStopped("This clock was stopped already. What stopped it stands on the record.")
    clock.refresh_from_db()
    return clock


def owe_each(clocks: Sequence[int], *, role: str, worker: Worker | None) -> None:
    """Have the running clocks, by their numbers, owed by the worker; by those who hold the role where there is none."""
    running = RunningClock.objects.filter(pk__in=clocks, stopped_at__isnull=True)
    running.update(owed_by_worker=worker, owed_by_role_id=None if worker else role)


def stop_each(key: str, *, about: Sequence[str], outcome: str, by: Worker, at: datetime) -> int:
    """Stop the clocks of a kind that run for any of many things, at the cost of one; return how many they were."""
    running = RunningClock.objects.filter(key=key, about__in=about, stopped_at__isnull=True)
    return running.update(outcome=outcome, stopped_by=by, stopped_at=at)


@transaction.atomic
def recompute(
    clock: RunningClock, *, reason: str, paused: Sequence[Pause] = (), by: Worker, at: datetime
) -> RunningClock:
    """Compute the due date anew, by the rule and calendar held now, and keep what stood before with the reason."""
    if not reason.strip():
        raise ReasonMissing("Say why the due date is computed anew.")
    held = RunningClock.objects.select_for_update().get(pk=clock.pk)
    if held.stopped_at is not None:
        raise ClockStopped("This clock was stopped already: its due date stays as it was.")
    rule = _rule(held.key, local_day(held.started_at))
    due_at = _due(rule, held.started_at, paused)
    ClockChange.objects.create(
        circle=held.circle,
        clock=held,
        reason=reason,
        old_rule=held.rule,
        old_calendar=held.calendar,
        old_due_at=held.due_at,
        new_due_at=due_at,
        changed_by=by,
        changed_at=at,
    )
    held.rule, held.calendar, held.due_at = rule.to_data(), ENGLAND.version, due_at
    held.save(update_fields=["rule", "calendar", "due_at"])
    return held


def set_limit(setting: str, *, value: int, in_force_from: date, reason: str, by: Worker, at: datetime) -> LocalLimit:
    """Set one of the partnership's own limits from a day on; clocks that run keep the limit they started under."""
    gate.require(Ability.SET_LIMITS, by=by)
    _require_fit(setting, value=value, in_force_from=in_force_from, reason=reason, at=at)
    try:
        with transaction.atomic():
            limit = LocalLimit.objects.create(
                setting=setting, value=value, in_force_from=in_force_from, reason=reason, set_by=by, set_at=at
            )
    except IntegrityError as error:
        raise LimitNotFit("That limit has been set from that day already. Choose a later day.") from error
    detail = {"value": value, "in_force_from": in_force_from.isoformat()}
    ledger.write(Act.ADMINISTERED, about=setting, purpose=reason, detail=detail)
    return limit


def _require_fit(setting: str, *, value: int, in_force_from: date, reason: str, at: datetime) -> None:
    if setting not in LOCAL_SETTINGS:
        raise LimitNotFit("The partnership has no such limit to set.")
    if not reason.strip():
        raise ReasonMissing("Say why the limit is set, and who agreed it.")
    if in_force_from < local_day(at):
        raise LimitNotFit("A limit holds from today or a later day, never from one that is past.")
    try:
        LOCAL_SETTINGS[setting].checked(value)
    except OutOfRange as error:
        raise LimitNotFit(str(error)) from error


def _rule(key: str, day: date) -> Clock:
    """Return the rule in force on the day, with the partnership's own number of that day in it."""
    try:
        clock = clock_in_force(key, day)
    except NotInForce as error:
        raise CannotBeCounted(str(error)) from error
    local: Mapping[str, Limit] = local_limits(day) if clock.local_setting else {}
    return clock.settled(local)


def _due(rule: Clock, started_at: datetime, paused: Sequence[Pause] = ()) -> datetime:
    try:
        return rule.due(started_at, ENGLAND, paused=paused)
    except (BeyondTheCalendar, NeverPauses) as error:
        raise CannotBeCounted(str(error)) from error


def _running(reference: str, rule: Clock, beginning: Beginning, *, by: Worker, at: datetime) -> RunningClock:
    owed = beginning.owed_by
    return RunningClock(
        circle=beginning.circle,
        sealed=beginning.circle.sealed,
        reference=reference,
        key=rule.key,
        rule=rule.to_data(),
        calendar=ENGLAND.version,
        about=beginning.about,
        title=beginning.title,
        note=beginning.note,
        started_at=beginning.started_at,
        due_at=_due(rule, beginning.started_at),
        owed_by_agency=owed.agency,
        owed_by_role_id=owed.role,
        owed_by_worker=owed.worker,
        begun_by=by,
        begun_at=at,
    )
