"""The small partnership that every test stands in: five agencies, a worker for each relation to a child's circle."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.sharing import Grounds, share_with_worker, withdraw_share
from erle.foundation.agencies.actions import appoint, open_agency, register_worker
from erle.foundation.agencies.models import Agency, Role, Worker
from erle.knowledge.records.actions.telling import Line, Particulars, Said, record_person, record_words, take_report
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import EntryKind, Precision, Sex

NOW = datetime.now(UTC).replace(microsecond=0)
"""The moment at which every test runs; circles are judged by the database's own clock, so it is the real one."""
LONG_AGO = NOW - timedelta(days=400)
BASIS = "public_task_safeguarding"
CANARY = "Quillfeather"
"""Stands in every name and narrative of the sealed child: a page that shows it to anyone outside leaks."""

AGENCIES = {
    "childrens_services": ("childrens-services", "Children's Services", "csc", "uk_gdpr", "01632 960140"),
    "police": ("northmere-police", "Northmere Police", "police", "dpa_part3", "01632 960150"),
    "school": ("alder-court", "Alder Court Academy", "school", "uk_gdpr", "01632 960160"),
    "health": ("childrens-health", "Children's Health Service", "community_health", "uk_gdpr", "01632 960170"),
    "council": ("partnership-office", "Partnership Office", "board", "uk_gdpr", "01632 960180"),
}
WORKERS = {
    # key: name, agency, role; what she is to Leah follows in `_circle_of_leah`
    "lead": ("Joanna Pryce", "childrens_services", "social-worker"),
    "manager": ("Sam Whitlock", "childrens_services", "social-work-manager"),
    "coordinator": ("Rita Osborne", "childrens_services", "return-interview-coordinator"),
    "member": ("Imran Hale", "police", "police-missing-officer"),
    "never": ("Dana Fields", "police", "police-missing-officer"),
    "lapsed": ("Ruth Okafor", "school", "safeguarding-lead"),
    "withdrawn": ("Nadia Rahim", "health", "health-practitioner"),
    "future": ("Beth Lindqvist", "health", "practitioner"),
    "conflicted": ("Vic Arden", "police", "police-missing-officer"),
    "governance": ("Olu Adeyemi", "council", "information-governance"),
    "administrator": ("Terry Nash", "council", "technical-administrator"),
}


@dataclass(frozen=True)
class Partnership:
    """Who and what stands, by key; made once for all tests and never changed outside a test's own transaction."""

    agencies: dict[str, Agency]
    workers: dict[str, Worker]
    leah: Person
    sealed: Person

    def __getattr__(self, key: str) -> Worker:
        """Return the worker of the key."""
        try:
            return self.workers[key]
        except KeyError as error:
            raise AttributeError(key) from error


def as_administrator(partnership: Partnership) -> AbstractContextManager[None]:
    """Act as the technical administrator: nobody else writes in the directory."""
    return acting_as(partnership.workers["administrator"])


def found() -> Partnership:
    """Found the partnership and commit it."""
    agencies = {
        key: open_agency(slug=slug, name=name, kind=kind, regime=regime, phone=phone, at=LONG_AGO)
        for key, (slug, name, kind, regime, phone) in AGENCIES.items()
    }
    workers = {key: _employ(agencies[agency], name, role) for key, (name, agency, role) in WORKERS.items()}
    with acting_as(workers["manager"]):
        leah = _child(agencies, workers, "Leah", "Arden", "Seen near the station after school.")
        sealed = _child(agencies, workers, "Wren", CANARY, f"A visit to {CANARY} Lane.")
        _circle_of_leah(leah, workers)
        seal(
            circle=sealed.circle,
            stays=[workers["lead"]],
            basis=BASIS,
            reason="Safe address.",
            by=workers["manager"],
            at=NOW,
        )
    return Partnership(agencies, workers, leah, sealed)


def _employ(agency: Agency, name: str, role: str) -> Worker:
    email = f"{name.lower().replace(' ', '.')}@{agency.slug}.invalid"
    worker = register_worker(agency=agency, name=name, email=email, at=LONG_AGO)
    appoint(worker=worker, agency=agency, role=Role.objects.get(slug=role), starts_at=LONG_AGO)
    return worker


def _child(agencies: dict[str, Agency], workers: dict[str, Worker], given: str, family: str, text: str) -> Person:
    particulars = Particulars(
        given_names=given, family_name=family, born_on=date(2012, 3, 3), sex=Sex.FEMALE, pronouns="she/her"
    )
    manager, agency = workers["manager"], agencies["childrens_services"]
    child = record_person(
        agency=agency, particulars=particulars, basis=BASIS, purpose="Child in need", by=manager, at=NOW
    )
    said = Said("contact", text, "Sam Whitlock", NOW - timedelta(days=3), Precision.MINUTE, grade="1 A P")
    take_report(
        person=child, agency=agency, said=said, line=Line(EntryKind.CONCERN, "Concern shared"), by=manager, at=NOW
    )
    record_words(
        person=child,
        agency=agency,
        said="I want to go to college.",
        wishes=["Text before you ring."],
        setting="at home, seen alone",
        said_at=NOW - timedelta(days=2),
        ask_again_after=timedelta(days=28),
        by=manager,
        at=NOW,
    )
    return child


def _circle_of_leah(leah: Person, workers: dict[str, Worker]) -> None:
    manager, grounds = workers["manager"], Grounds(purpose="Joint enquiry", basis=BASIS)
    circle, month = leah.circle, timedelta(days=30)

    def let_in(key: str, *, starts: datetime, ends: datetime, lead: bool = False) -> None:
        shared = share_with_worker(
            circle=circle, worker=workers[key], grounds=grounds, ends_at=ends, lead=lead, by=manager, at=starts
        )
        if key == "withdrawn":
            withdraw_share(share=shared, because="No longer needed", by=manager, at=NOW - timedelta(days=1))

    let_in("lead", starts=NOW - month, ends=NOW + month, lead=True)
    for key in ("member", "conflicted", "withdrawn"):
        let_in(key, starts=NOW - month, ends=NOW + month)
    let_in("lapsed", starts=NOW - month, ends=NOW - timedelta(days=1))
    let_in("future", starts=NOW + timedelta(days=1), ends=NOW + month)
    keep_out(circle=circle, worker=workers["conflicted"], reason="Leah's uncle", by=manager, at=NOW - timedelta(days=2))
