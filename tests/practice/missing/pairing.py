"""Children who were missing together, let into whose records who is: for tests of patterns."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import Precision, Sex
from erle.practice.missing.actions import record_episode, record_return
from erle.practice.missing.rules import EpisodeKind, Moment
from tests.partnership import BASIS, NOW, Partnership

DAYS = (200.3, 120.6, 61.2, 33.4, 9.8)


def child(partnership: Partnership, given: str, *, let_in: Iterable[Worker] = ()) -> Person:
    """Return another child of children's services, whom the manager sees, and who is let in besides."""
    manager = partnership.manager
    with acting_as(manager):
        particulars = Particulars(
            given_names=given, family_name="Sorrel", born_on=date(2011, 5, 6), sex=Sex.FEMALE, pronouns="she/her"
        )
        made = record_person(
            agency=manager.agency, particulars=particulars, basis=BASIS, purpose="Missing", by=manager, at=NOW
        )
        for worker in let_in:
            share_with_worker(
                circle=made.circle,
                worker=worker,
                grounds=Grounds(purpose="Missing", basis=BASIS),
                ends_at=NOW + timedelta(days=20),
                by=manager,
                at=NOW - timedelta(minutes=5),
            )
    return made


def missing(
    partnership: Partnership, person: Person, left: datetime, *, lasted: timedelta = timedelta(hours=5)
) -> None:
    """Record that a child was missing, and came back."""
    manager = partnership.manager
    with acting_as(manager):
        person = child_called(person.reference)
        episode = record_episode(
            person=person,
            agency=manager.agency,
            kind=EpisodeKind.MISSING,
            left=Moment(left, Precision.MINUTE),
            by=manager,
            at=NOW,
        )
        record_return(episode=episode, returned=Moment(left + lasted, Precision.MINUTE), by=manager, at=NOW)


def missing_together(partnership: Partnership, *people: Person, days: Iterable[float] = DAYS) -> None:
    """Have these children leave within minutes of each other, so many days ago."""
    for ago in days:
        for place, person in enumerate(people):
            missing(partnership, person, NOW - timedelta(days=ago, minutes=-7 * place))
