"""Missing now with 200 open episodes and 50 watchers whose pages look for news, beside a bare Django view.

The bare view has a session, runs one plain query over the same open episodes past every policy, and answers 304 by
Django's own conditional view; it writes nothing, and nobody's circles are asked. Both are served alike, in turns.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.bench import Bench, Case, WrongAnswer, at_most
from benchmarks.load import BARE, OURS, PATIENCE, jobs, served
from benchmarks.place import CHECKOUT, Place

OPEN, WATCHERS = 200, 50
QUICK_OPEN = 40
SECONDS, ROUNDS, QUICK_SECONDS = 15, 3, 3
BAR = 3.0
PAUSE = 1.0
"""Seconds between two looks of a watcher: thirty times as often as the page looks."""
SIGHTINGS = 4


@dataclass(frozen=True)
class Watched:
    """What one side answered: how many looks, their median and 95th percentile, and how many of each status."""

    looks: int
    median: float
    p95: float
    answers: dict[str, int]


def run(place: Place) -> Bench:
    """Fill the board, serve both sides, watch in turns, and compare; then once without any pause."""
    number, seconds = (QUICK_OPEN, QUICK_SECONDS) if place.quick else (OPEN, SECONDS)
    workers = _fill(number)
    with place.connect() as connection:
        connection.execute("VACUUM ANALYZE")
    with (
        jobs(place),
        served(place, OURS, "erle.settings") as ours,
        served(place, BARE, "benchmarks.load.bare_settings") as bare,
    ):
        for side in (ours, bare):
            _watch(side, QUICK_SECONDS, workers, PAUSE)
        turns = range(1 if place.quick else ROUNDS)
        rounds = [(_watch(ours, seconds, workers, PAUSE), _watch(bare, seconds, workers, PAUSE)) for _ in turns]
        crowded = _watch(ours, seconds, workers, 0), _watch(bare, seconds, workers, 0)
    looks = [side for pair in (*rounds, crowded) for side in pair]
    if any(set(side.answers) != {"304"} for side in looks):
        raise WrongAnswer(f"a board that did not change answered otherwise: {[side.answers for side in looks]}")
    slow, peer = max(mine.p95 for mine, _ in rounds), max(theirs.p95 for _, theirs in rounds)
    what = f"a look for news, {number} open, {WATCHERS} watchers, 95th percentile / a bare view"
    case = at_most(f"{what}, one look a second each", ours=slow, peer=peer, unit="ms", bar=BAR)
    mine, theirs = crowded
    harder = at_most(f"{what}, no pause at all (reported)", ours=mine.p95, peer=theirs.p95, unit="ms", bar=float("inf"))
    total = sum(side.looks for side in looks)
    answered = Case("looks at an unchanged board answered 304, share", 1.0, 1.0, "share", 1.0, 1.0, holds=True)
    return Bench("missing-now", (case, harder, answered), (f"{total:,} looks; medians {_medians(rounds)} ms",))


def _medians(rounds: list[tuple[Watched, Watched]]) -> str:
    return ", ".join(f"{mine.median:.1f} to {theirs.median:.1f}" for mine, theirs in rounds)


def _watch(url: str, seconds: int, workers: list[str], pause: float) -> Watched:
    words = [url, str(WATCHERS), str(seconds), ",".join(workers), str(pause)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load.watching", *words],
        cwd=CHECKOUT,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE + seconds * 4,
    )
    if done.returncode:
        raise WrongAnswer(f"the watchers failed: {done.stderr[-2000:]}")
    return Watched(**json.loads(done.stdout))


def _fill(number: int) -> list[str]:
    """Report so many children missing, each graded, held, told of and seen; return the watchers' numbers."""
    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.actions import open_agency

    at = datetime.now(UTC) - timedelta(hours=3)
    opened: dict[str, Any] = {"kind": "police", "regime": "dpa_part3", "phone": "01632 960000", "at": at}
    police = open_agency(slug="bench-police", name="Bench Police", **opened)
    officer = _appoint("Bench Officer", police, ["police-missing-officer", "police-analyst"], at)
    for place in range(number):
        with acting_as(officer):
            _missing(place, police, officer, at + timedelta(seconds=place))
    return [str(_appoint(f"Bench Watcher {place}", police, ["police-analyst"], at).pk) for place in range(WATCHERS)]


def _appoint(name: str, agency: Any, roles: list[str], at: datetime) -> Any:
    from erle.foundation.agencies.actions import appoint, register_worker
    from erle.foundation.agencies.models import Role

    email = f"{name.lower().replace(' ', '.')}@demo.invalid"
    worker = register_worker(agency=agency, name=name, email=email, at=at)
    for role in roles:
        appoint(worker=worker, agency=agency, role=Role.objects.get(slug=role), starts_at=at - timedelta(days=1))
    return worker


def _missing(place: int, police: Any, officer: Any, at: datetime) -> None:
    from erle.knowledge.records.actions.telling import Particulars, record_person
    from erle.knowledge.records.rules import Precision
    from erle.practice.missing.actions import searching
    from erle.practice.missing.actions.reporting import Reported, report_missing
    from erle.practice.missing.actions.turns import Read
    from erle.practice.missing.rules import EpisodeKind, Moment

    about = Particulars(
        given_names="Robin", family_name=f"Bench {place}", born_on=datetime(2012, 3, 3, tzinfo=UTC).date()
    )
    child = record_person(
        agency=police, particulars=about, basis="public_task_safeguarding", purpose="Bench", by=officer, at=at
    )
    moment = Moment(at, Precision.MINUTE)
    told = Reported(EpisodeKind.MISSING, moment, "parent", "A parent", "Bus station", "Did not come home.")
    episode = report_missing(person=child, reported=told, by=officer, at=at).episode
    by: dict[str, Any] = {"by": officer, "at": at}
    read = Read(episode.pk, 2)
    level = ("high", "medium", "low", "very_low")[place % 4]
    searching.grade_risk(read=read, level=level, reasons="Bench", informed_by="A parent", **by)
    searching.take_on(read=read, **by)
    searching.record_told(read=read, whom="family", name="Aunt", told=moment, words="", **by)
    for number in range(SIGHTINGS):
        searching.record_seen(read=read, place=f"Place {number}", seen=moment, by_whom="", words="", **by)
    searching.plan_action(read=read, words="Ring", whom="Aunt", due_at=at + timedelta(minutes=30), **by)
