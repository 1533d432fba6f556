"""A description asked over HTTP: whom of the reporter's own children it may be, beside a bare page with `SELECT 1`.

Workers of a school describe children one after another, as the page's script asks while they type: every other one is a
child of theirs, with a letter wrong. Each look is written in the ledger, and braked as searches are, so that several
take turns. All that stands beside their own records is the crowd.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from benchmarks.bench import Case, WrongAnswer, at_most
from benchmarks.linkage.entering.people import ABOUT, NUMBERS, employed
from benchmarks.load import BARE, OURS, jobs, served
from benchmarks.load.clicks import Browser
from benchmarks.place import Place

CHILDREN, REPORTERS, LOOKS, QUICK_LOOKS, WARMING, BAR = 40, 12, 50, 6, 16, 4.0
"""Children of the school, its workers, and what each of them asks, of which the first do not count: all ask those
before any that counts, since a server that runs all day has its statements planned in each of its sessions. There are
eight of them, in two processes; the driver prepares at the sixth use, and the server plans anew five times."""
DRAFT = re.compile(r"/share/(H-[A-Z0-9]+)/")
FOUND, NONE = "It is this child", "No child whose record you may see fits this."
Asked = tuple[dict[str, str], bool]


def described_over_http(place: Place, size: int) -> tuple[Case, str]:
    """Return how long a description takes among so many people, and what else is worth reading."""
    with place.connect() as connection:
        connection.execute(NUMBERS)
    reporters = _school(size)
    with place.connect() as connection:
        connection.execute("VACUUM ANALYZE access_need, records_person")
    with (
        jobs(place),
        served(place, OURS, "erle.settings") as ours,
        served(place, BARE, "benchmarks.load.bare_settings") as bare,
    ):
        looks: list[float] = []
        ones: list[float] = []
        asking = [_describing(Browser(ours, 1), Browser(bare, 1), str(reporter.pk)) for reporter in reporters]
        for one in asking:
            _in_turns(one, 2 if place.quick else WARMING)
        for one in asking:
            mine, other = _in_turns(one, QUICK_LOOKS if place.quick else LOOKS - WARMING)
            looks.extend(mine)
            ones.extend(other)
    slow, peer = (float(np.quantile(each, 0.95)) for each in (looks, ones))
    what = f"{size:,} records: a description asked over HTTP, p95 / a bare page with SELECT 1"
    middle = f"{np.median(looks):.1f} to {np.median(ones):.1f} ms, {np.median(looks) / np.median(ones):.1f} times"
    said = f"{size:,} records: a description asked over HTTP, medians of {len(looks)}: {middle}"
    return at_most(what, ours=slow, peer=peer, unit="ms", bar=BAR), said


@dataclass(frozen=True)
class _Asking:
    """Who describes a child: her browser, the one on the bare side, and where her page's script asks."""

    mine: Browser
    other: Browser
    path: str


def _describing(mine: Browser, other: Browser, worker: str) -> _Asking:
    """Sign both in and begin a draft about a child to be described."""
    for browser in (mine, other):
        browser.sign_in(worker)
    mine.ask("/share/", {})
    [draft] = set(DRAFT.findall(mine.ask("/share/")))
    mine.ask(f"/share/{draft}/who/", {"act": "describe", "seen": ""})
    return _Asking(mine, other, f"/share/{draft}/describe/may-be/")


def _in_turns(one: _Asking, looks: int) -> tuple[list[float], list[float]]:
    """Ask on both sides in turns, each on a line that is opened for it, and return the milliseconds."""
    both = (one.mine, one.other)
    for browser in both:
        browser.connection.close()
        browser.ask("/one/" if browser is one.other else "/help/")
        browser.times = []
    for number in range(looks):
        said, known = _said(number)
        answer = one.mine.ask(one.path, said)
        one.other.ask("/one/")
        if (FOUND in answer) != known or (NONE in answer) == known:
            raise WrongAnswer(f"{said}: {answer[:500]}")
    if one.mine.faults or one.other.faults:
        raise WrongAnswer(f"{one.mine.faults}, {one.other.faults}")
    return one.mine.times, one.other.times


def _said(number: int) -> Asked:
    """Return what stands in the form, and whether it is a child of the school's: every other one, a letter wrong."""
    known = number % 2 == 0
    child = _child(number % CHILDREN) if known else _child(number, "Ottoli", "Penhallow")
    family = child["family_name"]
    said = {**child, "family_name": family.replace("rr", "r") if known else family}
    born: date = said.pop("born_on")
    parts = {"born_on-day": born.day, "born_on-month": born.month, "born_on-year": born.year}
    return {**said, **{name: str(part) for name, part in parts.items()}, "description": "A red coat"}, known


def _child(number: int, given: str = "Wilfri", family: str = "Marrowby") -> dict[str, Any]:
    letters = "".join(chr(ord("a") + digit) for digit in (number // 26 % 26, number % 26))
    born = date(2008, 1, 1) + timedelta(days=(number * 37) % 2_900)
    return {"given_names": f"{given}{letters}", "family_name": f"{family}{letters}", "born_on": born}


def _school(size: int) -> Sequence[Any]:
    """Found a school of its own, with its workers and children; return the workers."""
    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.actions import open_agency
    from erle.knowledge.records.actions.telling import Particulars, record_person

    at = datetime.now(UTC) - timedelta(hours=3)
    slug, name = f"bench-school-{size}", f"Bench School {size}"
    school = open_agency(slug=slug, name=name, kind="school", regime="uk_gdpr", phone="01632 960000", at=at)
    lead, *others = [
        employed(f"Teacher {place} of {size}", school, "safeguarding-lead", at) for place in range(REPORTERS)
    ]
    with acting_as(lead):
        for number in range(CHILDREN):
            record_person(agency=school, particulars=Particulars(**_child(number)), **ABOUT, by=lead, at=at)
    return [lead, *others]
