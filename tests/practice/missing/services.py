"""Two services that hold return interviews, and what their interviewers do; for tests."""

from dataclasses import dataclass
from datetime import timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import appoint, open_agency, register_worker
from erle.foundation.agencies.models import Agency, Role, Worker
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions import finding
from erle.practice.missing.actions.finding import Found
from erle.practice.missing.actions.interviewing import Offered, Talked, record_held, record_offer
from erle.practice.missing.actions.routing import set_service
from erle.practice.missing.models import Episode, Interview
from erle.practice.missing.queries.interviewing import State, interview_called, state_of_interview, worklist
from erle.practice.missing.rules import Moment
from erle.practice.missing.rules.interviewing import Group
from tests.partnership import LONG_AGO, NOW, Partnership, as_administrator
from tests.practice.missing.conftest import reads

BACK = Moment(NOW - timedelta(minutes=50), Precision.MINUTE)
AT = NOW + timedelta(seconds=1)


@dataclass(frozen=True)
class Services:
    """The service for children at home and the one for children in care, each with an interviewer."""

    home: Agency
    care: Agency
    at_home: Worker
    in_care: Worker


def found_services(partnership: Partnership) -> Services:
    """Open two services, and have each hold the interviews of its children."""
    with as_administrator(partnership):
        home, care = (
            open_agency(slug=slug, name=name, kind="vcs", regime="uk_gdpr", phone="01632 960251", at=LONG_AGO)
            for slug, name in (("lamplight", "Lamplight"), ("wayfarer", "Wayfarer"))
        )
        at_home, in_care = (interviewer(home, "Mo Ade"), interviewer(care, "Ivy Tan"))
        for group in Group:
            service = care if group in (Group.CARE, Group.PLACED_HERE) else home
            set_service(
                care=group,
                agency=service,
                in_force_from=LONG_AGO.date(),
                reason="Agreed by the partnership",
                by=partnership.administrator,
                at=NOW,
            )
    return Services(home, care, at_home, in_care)


def interviewer(agency: Agency, name: str) -> Worker:
    """Return a new interviewer of the service; an administrator acts."""
    email = f"{name.lower().replace(' ', '.')}@{agency.slug}.invalid"
    worker = register_worker(agency=agency, name=name, email=email, at=LONG_AGO)
    appoint(worker=worker, agency=agency, role=Role.objects.get(slug="independent-interviewer"), starts_at=LONG_AGO)
    return worker


def comes_back(episode: Episode, by: Worker, *, at: Moment = BACK) -> None:
    """Record that the child is back."""
    found = Found(by_whom="returned_self", name="", place="Home", harm=["not_asked"], words="")
    with acting_as(by):
        finding.record_found(read=reads(episode), found=found, returned=at, by=by, at=AT)


def the_one(worker: Worker) -> Interview:
    """Return the one open interview that the worker sees."""
    with acting_as(worker):
        [state] = worklist()
        return interview_called(state.interview.reference)


def reads_it(interview: Interview, worker: Worker) -> State:
    """Return how the interview stands, as the worker sees it."""
    with acting_as(worker):
        return state_of_interview(Interview.objects.select_related("circle").get(pk=interview.pk))


def offer(interview: Interview, by: Worker, *, answer: str = "accepted", words: str = "") -> None:
    """Offer the interview."""
    offered = Offered(how="phone", whom="", answer=answer, words=words)
    with acting_as(by):
        record_offer(interview=interview, offered=offered, when=NOW - timedelta(minutes=40), by=by, at=AT)


def hold(interview: Interview, by: Worker, *, covered: list[int] | None = None) -> None:
    """Hold the talk, for all its episodes where none are named."""
    state = reads_it(interview, by)
    numbers = covered if covered is not None else [one.pk for one in state.open_ones]
    talked = Talked(place="A café by the station", whom="", covered=numbers)
    with acting_as(by):
        record_held(interview=interview, talked=talked, when=NOW - timedelta(minutes=20), by=by, at=AT)
