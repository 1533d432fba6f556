"""Who is let into each child's circle, who is kept out, and what was not shared."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import open_circle, seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.sharing import (
    Grounds,
    decline_to_share,
    share_with_agency,
    share_with_worker,
    withdraw_share,
)
from erle.foundation.access.models import Circle, Share
from erle.foundation.access.rules import LONGEST_SHARE, CircleKind
from erle.foundation.agencies.models import Role, Worker
from erle.knowledge.records.models import Person
from rehearsal.agencies import HOLDERS, MANAGER, WORKERS
from rehearsal.stage import Stage
from rehearsal.story import LONDON, Shared, Story

DAY = timedelta(days=1)
NARROW_CIRCLE = "Police and social care only"
LONGEST_LEAD = 300
DECIDED_AT = "11:30"


def in_circle(story: Story) -> frozenset[str]:
    """Return the keys of the workers who are in the child's circle while the demo is made."""
    shared = {one.worker for one in story.shares if one.worker and one.days >= 0 and one.ends > 0}
    kept_out = {story.kept_out.worker} if story.kept_out else set()
    return frozenset({*HOLDERS, story.lead, *shared, *_of_roles(story.shares)} - kept_out)


def _of_roles(shares: Iterable[Shared]) -> set[str]:
    wanted = {(one.agency, one.role) for one in shares if one.agency and one.days >= 0 and one.ends > 0}
    return {worker.key for worker in WORKERS if (worker.agency, worker.role) in wanted}


def let_lead_in(story: Story, stage: Stage, person: Person) -> None:
    """Name the child's lead worker, as the manager."""
    manager = stage.workers[MANAGER]
    told = Shared(purpose=story.purpose, basis=story.basis, days=min(story.led_for, LONGEST_LEAD))
    _let_in(person.circle, stage.workers[story.lead], told, stage, by=manager, lead=True)


def seal_those(stage: Stage) -> None:
    """Seal the records that the stories say are sealed, as the manager."""
    manager = stage.workers[MANAGER]
    for story, person in stage.children:
        if story.sealed:
            stays = [stage.workers[key] for key in sorted(in_circle(story) - HOLDERS)]
            with acting_as(manager):
                seal(
                    circle=person.circle, stays=stays, basis=story.basis, reason=story.sealed, by=manager, at=stage.now
                )


def _let_in(circle: Circle, worker: Worker, told: Shared, stage: Stage, *, by: Worker, lead: bool = False) -> Share:
    at = _shared_at(told, stage)
    ends_at = _a_year_after(at) if lead else _ends_at(told, stage, at)
    return share_with_worker(
        circle=circle, worker=worker, grounds=_grounds(told), ends_at=ends_at, lead=lead, by=by, at=at
    )


def share(story: Story, stage: Stage, person: Person) -> list[tuple[Shared, Share]]:
    """Share as the stories say, those first on whom the sharing of others rests."""
    made = []
    for told in sorted(story.shares, key=lambda one: one.by != ""):
        by = stage.workers[told.by or story.lead]
        with acting_as(by):
            if told.worker:
                share = _let_in(person.circle, stage.workers[told.worker], told, stage, by=by)
            else:
                at = _shared_at(told, stage)
                share = share_with_agency(
                    circle=person.circle,
                    agency=stage.agencies[told.agency],
                    role=Role.objects.get(slug=told.role),
                    grounds=_grounds(told),
                    ends_at=_ends_at(told, stage, at),
                    by=by,
                    at=at,
                )
        made.append((told, share))
    return made


def _shared_at(told: Shared, stage: Stage) -> datetime:
    return stage.at(told.days, "10:30") if told.days >= 0 else stage.now - told.days * DAY


def _ends_at(told: Shared, stage: Stage, at: datetime) -> datetime:
    """Return the midnight at which a share lapses, as the page's own form gives it."""
    return min(
        stage.at(0, "00:00") + (told.ends + (1 if told.ends > 0 else 0)) * DAY, at + LONGEST_SHARE - DAY
    ).astimezone(UTC)


def _a_year_after(at: datetime) -> datetime:
    return datetime.combine((at + LONGEST_SHARE - DAY).date(), time(), LONDON)


def _grounds(told: Shared) -> Grounds:
    return Grounds(purpose=told.purpose, basis=told.basis, reason=told.reason, told=told.told)


def narrow_circle(story: Story, stage: Stage) -> Circle:
    """Open a circle of named people for the lines that not everybody in the child's circle may read."""
    lead = stage.workers[story.lead]
    circle = open_circle(
        kind=CircleKind.NAMED_LIST, agency=stage.agencies["care"], basis=story.basis, purpose=NARROW_CIRCLE
    )
    for key in story.narrow_with:
        told = Shared(purpose=NARROW_CIRCLE, basis=story.basis, days=30, ends=90)
        _let_in(circle, stage.workers[key], told, stage, by=lead)
    return circle


def leave_out(story: Story, stage: Stage, person: Person, shares: Sequence[tuple[Shared, Share]]) -> None:
    """Withdraw, keep out and decline, as the lead worker."""
    lead, circle = stage.workers[story.lead], person.circle
    for told, share in shares:
        if told.withdrawn:
            at = stage.at(told.withdrawn_days, DECIDED_AT)
            withdraw_share(share=share, because=told.withdrawn, by=lead, at=at)
    if story.kept_out:
        told_out = story.kept_out
        worker, at = stage.workers[told_out.worker], stage.at(told_out.days, DECIDED_AT)
        keep_out(circle=circle, worker=worker, reason=told_out.reason, by=lead, at=at)
    if story.not_shared:
        refused = story.not_shared
        grounds = Grounds(purpose=refused.purpose, basis="", reason=refused.reason, told=refused.told)
        by, at = stage.workers[refused.by], stage.at(refused.days, DECIDED_AT)
        decline_to_share(circle=circle, asked_by=refused.asked_by, grounds=grounds, by=by, at=at)
