"""Bringing the reports to the desk, and what its decision makers and the agencies they ask have done so far."""

from datetime import datetime, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.statute.bases import bases_for
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.actions.handing_in import Enclosed, Handed, Piece
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.attachments.taking import take_in
from erle.knowledge.records.rules import Precision
from erle.practice.desk.actions.arriving import share_information
from erle.practice.desk.actions.checking import Asking, answer_check, ask_agencies, do_not_ask
from erle.practice.desk.actions.deciding import Decided, decide, tell_referrer
from erle.practice.desk.actions.holding import claim, offer
from erle.practice.desk.actions.opening import open_arrival
from erle.practice.desk.actions.turns import Read
from erle.practice.desk.queries.arrivals import arrival_called
from erle.practice.desk.rules import FOR_THE_REFERRER, Response
from rehearsal.desk.reports import REPORTS, Report
from rehearsal.stage import Stage

USUAL = "public_task_safeguarding"
QUESTION = "What do you know of this child, of a dark blue van, and what should we take care of?"


class Desk:
    """The desk of the demo while it is laid out."""

    def __init__(self, stage: Stage) -> None:
        """Begin with nothing on it."""
        self.stage = stage
        self.references: dict[str, str] = {}

    def at(self, hours: float) -> datetime:
        """Return a moment so many hours before the demo."""
        return self.stage.now - timedelta(hours=hours)

    def worker(self, key: str) -> Worker:
        """Return somebody of the demo."""
        return self.stage.workers[key]

    def read(self, key: str) -> Read:
        """Return the report's arrival as it stands."""
        arrival = arrival_called(self.references[key])
        return Read(arrival.pk, arrival.version)

    def open(self, key: str, *, by: str, hours: float) -> None:
        """Open a report at the desk."""
        with acting_as(self.worker(by)):
            open_arrival(arrival=arrival_called(self.references[key]), by=self.worker(by), at=self.at(hours))

    def claim(self, key: str, *, by: str, hours: float) -> None:
        """Open a report and hold it."""
        self.open(key, by=by, hours=hours)
        with acting_as(self.worker(by)):
            claim(read=self.read(key), by=self.worker(by), at=self.at(hours))

    def decide(
        self, key: str, response: Response, why: str, not_known: str, *, by: str, named: str, hours: float
    ) -> None:
        """Decide on a report."""
        decided = Decided(response, why, not_known, self.worker(named))
        with acting_as(self.worker(by)):
            decide(read=self.read(key), decided=decided, by=self.worker(by), at=self.at(hours))


def lay_out(stage: Stage) -> None:
    """Lay out the desk."""
    desk = Desk(stage)
    for report in REPORTS:
        desk.references[report.key] = _hand_in(report, desk)
    _van(desk)
    desk.claim("account", by="castell", hours=3.9)
    desk.claim("car", by="verity", hours=24)
    with acting_as(desk.worker("verity")):
        why = "My shift ends. The driver can be rung until eight."
        offer(read=desk.read("car"), to=desk.worker("castell"), reason=why, by=desk.worker("verity"), at=desk.at(1.2))
    desk.claim("lesson", by="verity", hours=26)
    desk.decide(
        "lesson",
        Response.NO_ACTION,
        "School acted, and a friend was there. Nothing points beyond the mark.",
        "Whether the account has written to Bilal again.",
        by="verity",
        named="verity",
        hours=5,
    )
    desk.claim("interview", by="castell", hours=1.5)
    desk.decide(
        "interview",
        Response.OPEN_WORK,
        "Zofia is known and has a worker whom she trusts. The second flat goes to police today.",
        "Who the adult is, and whether others go there.",
        by="castell",
        named="wrona",
        hours=1.1,
    )
    _hotel(desk)


def _hand_in(report: Report, desk: Desk) -> str:
    worker = desk.worker(report.by)
    at = desk.at(report.hours)
    handed = Handed(
        title=report.title,
        pieces=[
            Piece(nature, text, at - timedelta(minutes=40), Precision.ABOUT, grade="1 A P")
            for nature, text in report.items
        ],
        urgency=report.urgency,
        basis=_basis(worker, desk.stage.now),
        purpose="So that the MASH desk can decide what is done",
        named=report.named,
        enclosed=_enclosed(report),
        fields={"told": report.told},
    )
    with acting_as(worker):
        shared = share_information(about=_about(report, desk), agency=worker.agency, handed=handed, by=worker, at=at)
    return shared.reference


def _enclosed(report: Report) -> list[Enclosed]:
    """Return the report's file, taken in as any other."""
    name, words = report.file
    return [Enclosed(**vars(take_in(name, words.encode())))] if name else []


def _about(report: Report, desk: Desk) -> Particulars:
    """Return the child as the reporter knows the child: of the stories, with full name and birth, or as described."""
    for story, person in desk.stage.children:
        if report.child and story.given == report.child:
            return Particulars(
                given_names=story.given, family_name=story.family, born_on=person.born_on, school=story.school
            )
    return Particulars(given_names=report.given, family_name=report.family, school=report.school)


def _basis(worker: Worker, now: datetime) -> str:
    """Return the first basis that the worker's agency may use, the usual one before others."""
    offered = [one.key for one in bases_for(worker.agency.regime, worker.agency.kind, local_day(now))]
    return USUAL if USUAL in offered else offered[0]


def _van(desk: Desk) -> None:
    """Naomi holds it; police and school answered, health has not, and licensing is not asked."""
    desk.claim("van", by="castell", hours=6.1)
    castell, agencies = desk.worker("castell"), desk.stage.agencies
    with acting_as(castell):
        arrival = arrival_called(desk.references["van"])
        about = "Maisie Thornbury, Fenwillow Academy, year 10"
        asked = ask_agencies(
            read=Read(arrival.pk, arrival.version),
            agencies=[agencies["police"], agencies["fenwillow"], agencies["health"]],
            asking=Asking(about, QUESTION, USUAL),
            by=castell,
            at=desk.at(5.8),
        )
        do_not_ask(
            read=desk.read("van"),
            agency=agencies["licensing"],
            because="No driver is identified yet.",
            by=castell,
            at=desk.at(5.7),
        )
    answers = (
        (0, "teller", 1.0, "A dark blue van is in one open enquiry, part plate YK19. Ring DS Teller before any visit."),
        (1, "achterberg", 3.7, "Attendance 81%, three late marks in two weeks. Maisie knows that this was shared."),
    )
    for number, key, hours, words in answers:
        with acting_as(desk.worker(key)):
            answer_check(check=asked[number], answer=words, nothing_held=False, by=desk.worker(key), at=desk.at(hours))


def _hotel(desk: Desk) -> None:
    """Decided and told three days ago."""
    desk.claim("hotel", by="verity", hours=73)
    desk.decide(
        "hotel",
        Response.STRATEGY,
        "A hotel room paid for by somebody else, and the report of the summer. Held the same day.",
        "Who paid. Where she slept.",
        by="verity",
        named="pemberley",
        hours=71,
    )
    with acting_as(desk.worker("verity")):
        words = FOR_THE_REFERRER[Response.STRATEGY]
        tell_referrer(read=desk.read("hotel"), words=words, by=desk.worker("verity"), at=desk.at(70))
