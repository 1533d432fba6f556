"""Who writes and who signs in the small partnership, and a protocol that they agree on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connections

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import appoint
from erle.foundation.agencies.models import Agency, Role, Worker
from erle.foundation.protocols.actions import Written, answer_version, propose_protocol, propose_version
from erle.foundation.protocols.models import Version
from erle.foundation.protocols.queries import protocol_called
from erle.foundation.protocols.rules.differences import Passage
from erle.foundation.protocols.rules.kinds import Kind
from erle.foundation.statute.moments import local_day
from tests.hands import clone
from tests.partnership import LONG_AGO, NOW, Partnership, as_administrator

TODAY = local_day(NOW)
REPORT = Passage("", "Reporting", "Report at once.\n\n- Ring police.\n- Ring the carer.", ("missing.report",))
RISK = Passage("", "Risk", "Police grade the risk, with reasons.", ("missing.risk",))
WRITER, SIGNERS = "governance", ("manager", "member", "withdrawn")
"""The writer; and who signs for Children's Services, the police and the health service."""


@contextmanager
def on_a_copy() -> Iterator[Partnership]:
    """Have the product on a copy of this run's database, where what is done is kept."""
    from tests.conftest import _Standing

    before = connections["default"].settings_dict["NAME"]
    connections.close_all()
    with clone() as name:
        connections["default"].settings_dict["NAME"] = name
        try:
            yield _Standing.partnership
        finally:
            connections.close_all()
            connections["default"].settings_dict["NAME"] = before


def posted(partnership: Partnership) -> None:
    """Give the writer and the signatories their posts."""
    with as_administrator(partnership):
        _post(partnership.governance, "partnership-manager")
        for key in SIGNERS:
            _post(partnership.workers[key], "protocol-signatory")


def _post(worker: Worker, role: str) -> None:
    appoint(worker=worker, agency=worker.agency, role=Role.objects.get(slug=role), starts_at=LONG_AGO)


def owners(partnership: Partnership) -> list[Agency]:
    """Return the three agencies that own it."""
    return [partnership.workers[key].agency for key in SIGNERS]


def written(
    partnership: Partnership,
    *,
    sections: Sequence[Passage] = (REPORT, RISK),
    begins: date = TODAY,
    title: str = "Children who are missing",
    news: str = "",
) -> Written:
    """Return a version as it may be proposed."""
    review = begins + timedelta(days=300)
    return Written(title, "What we do together.", sections, owners(partnership), begins, review, news)


def proposed(partnership: Partnership, *, begins: date = TODAY, at: datetime = NOW) -> Version:
    """Propose the first version."""
    with acting_as(partnership.governance):
        return propose_protocol(
            kind=Kind.PROTOCOL, written=written(partnership, begins=begins), by=partnership.governance, at=at
        )


def next_one(
    partnership: Partnership,
    *,
    begins: date = TODAY,
    sections: Sequence[Passage] = (REPORT, RISK),
    read: int = 1,
    at: datetime = NOW,
) -> Version:
    """Propose the next version."""
    with acting_as(partnership.governance):
        return propose_version(
            protocol=protocol_called("children-who-are-missing"),
            read=read,
            written=written(partnership, begins=begins, sections=sections, news="Told sooner."),
            by=partnership.governance,
            at=at,
        )


def signed(partnership: Partnership, version: Version, *, keys: Sequence[str] = SIGNERS, at: datetime = NOW) -> None:
    """Have the version signed."""
    for key in keys:
        worker = partnership.workers[key]
        with acting_as(worker):
            answer_version(version=version, agency=worker.agency, signed=True, by=worker, at=at)
