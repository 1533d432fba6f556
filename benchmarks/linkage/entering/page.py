"""A record that came, over HTTP: the page on which somebody judges it, beside a bare page that asks for `SELECT 1`.

Who judges by her role opens question after question, in turns with the bare page; each shows who two records are of and
what speaks for one child and against, and is written in the ledger. Then records come one by one while the product's
worker runs, and the list is asked for again and again until the question about each stands there.
"""

import math
import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from benchmarks.bench import Case, WrongAnswer, at_most
from benchmarks.linkage.entering.people import ABOUT, NUMBERS, employed
from benchmarks.load import BARE, OURS, PATIENCE, jobs, served
from benchmarks.load.clicks import Browser
from benchmarks.place import Connection, Place
from erle.knowledge.linkage.keeping import Kept

CHILDREN, COMING, ROUNDS, QUICK_ROUNDS = 40, 10, 8, 1
QUESTION = re.compile(r'href="(/same/K-[A-Z0-9]+/)"')
WAITING = re.compile(r"([0-9]+) questions? waits?\b")


def over_http(place: Place, known: Kept) -> tuple[list[Case], list[str]]:
    """Have records come among those that stand, and return how long pages about them take, and how soon they ask."""
    with place.connect() as connection:
        connection.execute(NUMBERS)
    agencies = _Agencies()
    for number in range(CHILDREN):
        agencies.told_twice(number)
    asked = _matched(known)
    with place.connect() as connection:
        connection.execute("VACUUM ANALYZE")  # or the server does it by itself, in the midst of the first turn
    if asked < CHILDREN:
        raise WrongAnswer(f"{asked} questions are asked about {CHILDREN} children")
    with (
        jobs(place),
        served(place, OURS, "erle.settings") as ours,
        served(place, BARE, "benchmarks.load.bare_settings") as bare,
    ):
        judge, other = Browser(ours, 1), Browser(bare, 1)
        for browser in (judge, other):
            browser.sign_in(str(agencies.judge.pk))
        pages = sorted(set(QUESTION.findall(judge.ask("/same/"))))
        _in_turns(judge, other, pages)  # where each stands is kept by the job, and statements are planned
        judge.times, other.times = [], []
        _in_turns(judge, other, pages * (QUICK_ROUNDS if place.quick else ROUNDS))
        slow, peer = (float(np.quantile(browser.times, 0.95)) for browser in (judge, other))
        if judge.faults or other.faults or len(pages) < CHILDREN:
            raise WrongAnswer(f"{len(pages)} pages, {judge.faults}, {other.faults}")
        middle = [float(np.median(browser.times)) for browser in (judge, other)]
        with place.connect() as connection:
            soon = [_until_asked(agencies, CHILDREN + number, judge, connection) for number in range(COMING)]
    what = "the judge's whole page about a record, over HTTP, p95 / a bare page with SELECT 1 (reported)"
    said = (
        f"Over HTTP: medians {middle[0]:.1f} to {middle[1]:.1f} ms; a record that came is on the list of questions"
        f" after {np.median(soon):.0f} ms (median of {COMING}; the slowest {max(soon):.0f}), its job included"
    )
    return [at_most(what, ours=slow, peer=peer, unit="ms", bar=math.inf)], [said]


def _matched(known: Kept) -> int:
    """Keep the model, match what came, and return how many questions are open."""
    from erle.foundation.database.connected import connected
    from erle.foundation.database.roles import DatabaseRole
    from erle.knowledge.linkage.keeping import keep
    from erle.knowledge.linkage.tasks import match_arrivals

    with connected(DatabaseRole.MATCHER) as matcher:
        keep(matcher, known, rows=0)
    return match_arrivals(lambda words: None).asked


def _in_turns(judge: Browser, other: Browser, pages: list[str]) -> None:
    for page in pages:
        judge.ask(page)
        other.ask("/one/")


def _until_asked(agencies: "_Agencies", number: int, judge: Browser, connection: Connection) -> float:
    """Have a child told of twice; return the milliseconds from then until the list of questions names one more."""
    before = _waiting(judge)
    agencies.told_twice(number)
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE:
        if _waiting(judge) > before:
            return (time.perf_counter() - began) * 1000
    [[due]] = connection.execute("SELECT count(*) FROM erle.match_due").fetchall()
    raise WrongAnswer(f"a record that came was not asked about within {PATIENCE:.0f} seconds; {due} are noted")


def _waiting(judge: Browser) -> int:
    """Return how many questions wait, as the list says: it names the first of them alone."""
    return int(WAITING.findall(judge.ask("/same/"))[0])


class _Agencies:
    """Children's services, the police, and who judges."""

    def __init__(self) -> None:
        from erle.foundation.agencies.actions import open_agency

        at = datetime.now(UTC) - timedelta(hours=3)
        opened: dict[str, Any] = {"phone": "01632 960000", "at": at}
        csc = open_agency(slug="bench-csc", name="Bench Services", kind="csc", regime="uk_gdpr", **opened)
        police = open_agency(slug="bench-police", name="Bench Police", kind="police", regime="dpa_part3", **opened)
        self.at = at
        self.both = [
            (csc, employed("Bench Hand", csc, "social-work-manager", at)),
            (police, employed("Bench Officer", police, "police-missing-officer", at)),
        ]
        self.judge = employed("Bench Judge", csc, "mash-information-officer", at)

    def told_twice(self, number: int) -> None:
        """Have both record a child, with one letter between them."""
        from erle.foundation.access.acting import acting_as
        from erle.knowledge.records.actions.telling import Particulars, record_person

        letters = "".join(chr(ord("a") + digit) for digit in divmod(number, 26))
        born = date(2011, 1, 1) + timedelta(days=37 * number)
        for (agency, hand), family in zip(self.both, (f"Quarrend{letters}le", f"Quarend{letters}le"), strict=True):
            child = Particulars(given_names=f"Zofi{letters}", family_name=family, born_on=born)
            with acting_as(hand):
                record_person(agency=agency, particulars=child, **ABOUT, by=hand, at=self.at)
