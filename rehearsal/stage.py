"""Who and what stands while the demo is made: the agencies, the workers, the children, and the moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from erle.foundation.agencies.actions import appoint, open_agency, register_worker
from erle.foundation.agencies.models import Agency, Role, Worker
from erle.knowledge.records.models import Person
from rehearsal.agencies import AGENCIES, WORKERS
from rehearsal.story import Story, moment

LONG_AGO = timedelta(days=900)
WRITTEN_DOWN_AFTER = timedelta(minutes=25)


@dataclass
class Stage:
    """Who and what stands, by key, and the moment at which the demo is made."""

    now: datetime
    agencies: dict[str, Agency] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    children: list[tuple[Story, Person]] = field(default_factory=list)

    def at(self, days: int, hour: str) -> datetime:
        """Return a past moment as a story has it."""
        return moment(days, hour, self.now).at

    def soon_after(self, happened_at: datetime) -> datetime:
        """Return when something was written down."""
        return min(happened_at + WRITTEN_DOWN_AFTER, self.now)


def found_partnership(*, now: datetime, suffix: str = "") -> Stage:
    """Open the agencies and appoint the workers; a suffix lets them stand beside others of the same name."""
    stage, since = Stage(now), now - LONG_AGO
    for told in AGENCIES:
        stage.agencies[told.key] = open_agency(
            slug=f"{told.slug}{suffix}",
            name=f"{told.name}{suffix}",
            kind=told.kind,
            regime=told.regime,
            phone=told.phone,
            night_phone=told.night_phone,
            at=since,
        )
    roles = {role.slug: role for role in Role.objects.all()}
    for one in WORKERS:
        agency = stage.agencies[one.agency]
        address = f"{one.mailbox}{suffix}@demo.invalid"
        worker = register_worker(agency=agency, name=one.name, email=address, phone=one.phone, at=since)
        appoint(worker=worker, agency=agency, role=roles[one.role], starts_at=since)
        stage.workers[one.key] = worker
    return stage
