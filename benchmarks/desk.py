"""The price of the MASH desk: its queue with 10,000 open reports against its own SQL, and whether its queries grow."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.bench import Bench, Case, WrongAnswer, at_most
from benchmarks.pages.child import Recorder
from benchmarks.place import Place

OPEN, QUICK = 10_000, 1_000
FEW = 30
CHUNK = 500
BAR = 3.0
TURNS, QUICK_TURNS = 200, 40
NINETY_FIFTH = 0.95
PAGES = ("/desk/", "/desk/?held=nobody&order=urgency", "/desk/?agency=bench-school&online=1")


def run(place: Place) -> Bench:
    """Fill the desk, ask for its pages, and time each beside the SQL that it ran."""
    number = QUICK if place.quick else OPEN
    desk = Bringing()
    desk.bring(FEW)
    client = desk.signed_in()
    few = {page: len(_recorded(client, page).statements) for page in PAGES}
    desk.bring(number - FEW)
    desk.settle(place)
    cases: list[Case] = []
    beside = []
    for page in PAGES:
        recorder = _recorded(client, page)
        turns = QUICK_TURNS if place.quick else TURNS
        ours, peer, size = _timed(client, page, desk.replay(recorder), turns=turns)
        cases.append(at_most(f"{page} with {number:,} open, 95th", ours=ours, peer=peer, unit="ms", bar=BAR))
        grown = len(recorder.statements)
        cases.append(_grown(page, few=few[page], many=grown, number=number))
        beside.append(f"{page}: {size / 1024:.0f} kB of HTML before compression, {grown} queries")
    return Bench("desk", tuple(cases), tuple(beside))


def _grown(page: str, *, few: int, many: int, number: int) -> Case:
    return Case(
        f"{page} queries with {number:,} open, beside {FEW}", many, few, "queries", many / few, 1.0, many <= few
    )


def _recorded(client: Any, page: str) -> Recorder:
    from django.db import connection

    client.get(page)  # templates are read, and the standing is kept
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        answer = client.get(page)
    if answer.status_code != 200 or b"erle-qwide" not in answer.content:
        raise WrongAnswer(f"{page} answered {answer.status_code} without its queue")
    return recorder


def _timed(client: Any, page: str, again: Callable[[], object], *, turns: int) -> tuple[float, float, int]:
    """Return the 95th percentiles of the page and of its SQL, timed in turns, and the size of the page."""
    ours, peer, size = [], [], 0
    for _ in range(turns):
        start = time.perf_counter()
        size = len(client.get(page).content)
        between = time.perf_counter()
        again()
        ours.append(between - start)
        peer.append(time.perf_counter() - between)
    place = int(turns * NINETY_FIFTH)
    return sorted(ours)[place] * 1000, sorted(peer)[place] * 1000, size


class Bringing:
    """A school whose reports come to a desk, as they come from a file."""

    def __init__(self) -> None:
        """Found the agencies and appoint who works for them."""
        from erle.foundation.agencies.actions import open_agency

        self.at = datetime.now(UTC)
        opened: dict[str, Any] = {"regime": "uk_gdpr", "phone": "01632 960000", "at": self.at}
        self.care = open_agency(slug="bench-care", name="Bench Services", kind="csc", **opened)
        self.school = open_agency(slug="bench-school", name="Bench School", kind="school", **opened)
        self.desk = self._appoint("Bench Desk", self.care, "mash-decision-maker")
        self.teacher = self._appoint("Bench Teacher", self.school, "safeguarding-lead")
        self.brought = 0

    def _appoint(self, name: str, agency: Any, role: str) -> Any:
        from erle.foundation.agencies.actions import appoint, register_worker
        from erle.foundation.agencies.models import Role

        worker = register_worker(agency=agency, name=name, email=f"{role}@demo.invalid", at=self.at)
        starts_at = self.at - timedelta(days=1)
        appoint(worker=worker, agency=agency, role=Role.objects.get(slug=role), starts_at=starts_at)
        return worker

    def bring(self, number: int) -> None:
        """Bring so many reports to the desk: of one child each tenth, each twentieth online, some held."""
        from erle.foundation.access.acting import acting_as

        for start in range(0, number, CHUNK):
            with acting_as(self.teacher):
                self._bring(min(CHUNK, number - start))
        with acting_as(self.desk):
            self._hold(number // 5)

    def _bring(self, number: int) -> None:
        from erle.foundation.access.actions.circles import open_report_circles
        from erle.foundation.agencies.references import new_references
        from erle.knowledge.records.actions.telling import Particulars, record_person
        from erle.knowledge.records.models import Report
        from erle.practice.desk.actions.arriving import bring_rows_to_desk

        agency, teacher, basis = self.school, self.teacher, "public_task_safeguarding"
        born = datetime(2012, 3, 3, tzinfo=UTC).date()
        about = Particulars(given_names="Robin", family_name=f"Bench {self.brought}", born_on=born)
        child = record_person(agency=agency, particulars=about, basis=basis, purpose="Bench", by=teacher, at=self.at)
        circles = open_report_circles(agency=agency, number=number, basis=basis, purpose="Bench")
        references = new_references("R", number, length=10)
        reports = Report.objects.bulk_create(
            Report(
                circle_id=circle.report,
                reference=reference,
                person=child,
                agency=agency,
                kind="bench",
                said={"basis": basis},
                text="Came in late and was very tired.",
                source="Robin Teacher",
                urgency=("now", "today", "soon")[(self.brought + place) % 3],
                recorded_by=teacher,
                recorded_at=self.at - timedelta(hours=(self.brought + place) % 200),
            )
            for place, (circle, reference) in enumerate(zip(circles, references, strict=True))
        )
        _name_an_account(reports[::20], self.at)
        bring_rows_to_desk(reports=references, by=teacher, at=self.at)
        self.brought += number

    def _hold(self, number: int) -> None:
        """Claim some, and leave the others."""
        from erle.practice.desk.actions.holding import claim_each
        from erle.practice.desk.actions.turns import Read
        from erle.practice.desk.models import Arrival

        free = Arrival.objects.filter(held_by__isnull=True).order_by("-id")[:number]
        claim_each(read=[Read(one.pk, one.version) for one in free], by=self.desk, at=self.at)

    def settle(self, place: Place) -> None:
        """Count the rows for the planner, and keep the standing as the product's worker does each second."""
        from erle.foundation.access.actions.standing import keep_standing

        with place.connect() as connection:
            connection.execute("ANALYZE")
        keep_standing()

    def signed_in(self) -> Any:
        """Return a client at the desk."""
        from django.test import Client

        client = Client()
        client.post("/sign-in/", {"worker": self.desk.pk})
        return client

    def replay(self, recorder: Recorder) -> Callable[[], object]:
        """Return the page's own SQL, run in one transaction with a fresh context, every row fetched."""
        from django.db import connection

        from erle.foundation.access.acting import acting_as

        replayed = [one for one in recorder.statements if "set_config" not in one[0]]

        def again() -> None:
            with acting_as(self.desk):
                for sql, params in replayed:
                    with connection.cursor() as cursor:
                        cursor.execute(sql, params)
                        if cursor.description:
                            cursor.fetchall()

        return again


def _name_an_account(reports: list[Any], at: datetime) -> None:
    """Have each report name one account."""
    from erle.foundation.agencies.references import new_references
    from erle.knowledge.records.models import Mention

    Mention.objects.bulk_create(
        Mention(
            circle_id=report.circle_id,
            reference=drawn,
            report=report,
            kind="account",
            words="@bench",
            key="bench",
            thing="T-BENCHBENCH",
            recorded_at=at,
        )
        for report, drawn in zip(reports, new_references("N", len(reports), length=10), strict=True)
    )
