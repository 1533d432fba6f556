"""A child reported missing, and the officers of two shifts."""

from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.agencies.models import Worker
from erle.knowledge.records import queries as records
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions.reporting import Reported, report_missing
from erle.practice.missing.actions.turns import Read
from erle.practice.missing.models import Episode
from erle.practice.missing.queries import episode_called
from erle.practice.missing.queries.standing import State, state_of
from erle.practice.missing.rules import EpisodeKind, Moment
from tests.partnership import BASIS, NOW, Partnership

LEFT = Moment(NOW - timedelta(hours=3), Precision.MINUTE)


def reported(words: str = "Did not come home from school.", **more: object) -> Reported:
    """Return what somebody reports."""
    given = {
        "kind": EpisodeKind.MISSING,
        "left": LEFT,
        "reported_by": "parent",
        "name": "Ms Arden",
        "last_seen": "Bus station",
        "words": words,
        **more,
    }
    return Reported(**given)  # type: ignore[arg-type]


def reads(episode: Episode) -> Read:
    """Return the episode as it is read at this moment."""
    return Read(episode.pk, state_of(episode).version)


def stands(reference: str) -> State:
    """Return how the episode stands, as whoever acts sees it."""
    return state_of(episode_called(reference))


@pytest.fixture
def missing(partnership: Partnership) -> Episode:
    """Leah, reported missing by the social worker who leads."""
    with acting_as(partnership.lead):
        leah = records.child_called(partnership.leah.reference)
        return report_missing(person=leah, reported=reported(), by=partnership.lead, at=NOW).episode


@pytest.fixture
def night(partnership: Partnership) -> Worker:
    """Another missing officer, let into Leah's circle for the night."""
    with acting_as(partnership.manager):
        leah = records.child_called(partnership.leah.reference)
        share_with_worker(
            circle=leah.circle,
            worker=partnership.never,
            grounds=Grounds(purpose="Missing", basis=BASIS),
            ends_at=NOW + timedelta(days=2),
            by=partnership.manager,
            at=NOW - timedelta(minutes=5),
        )
    return partnership.never
