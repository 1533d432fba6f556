"""Whether anybody outside learns of a hidden twin: all that matching gives each worker, with and without a hundred.

What is compared is every row of questions, answers and ties that a worker's connection reads, and every value that a
judge is shown, as text. Beside sealed twins the model is learnt anew: they are in nothing. Twins in open records of an
agency are learnt from when somebody asks for a new model; until then the kept one weighs, and hangs on nobody.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.bench import Bench, Case, WrongAnswer
from benchmarks.place import CHECKOUT, Place

TWINS, QUICK_TWINS = 100, 20
FILES = "0.3"
AT = datetime(2026, 1, 5, tzinfo=UTC)
MANAGER, ANALYST = "Gareth Pemberley", "Yusra Belgrave"
SEALED, OPEN = "Hiddenname", "Othername"
TABLES = ("linkage_question", "linkage_answer", "linkage_tie")
GIVEN = dict[str, list[str]]
JUDGED_LINE = "judged"
CROWDS = 4
LETTERS = ["q" + one + other for one in "abdeiou" for other in "lmnrs"]
ASKED = """
SELECT p.id FROM linkage_question q
JOIN records_person p ON p.id = q.picture_id JOIN records_person o ON o.id = q.other_id
WHERE q.lapsed_at IS NULL AND p.given_names <> o.given_names AND p.born_on = o.born_on AND p.family_name = o.family_name
ORDER BY q.id LIMIT %s
"""
BASIS = "public_task_safeguarding"


def run(place: Place) -> Bench:
    """Make the demo, look with every worker's eyes, hide twins in sealed records, and look again; then in open ones."""
    twins = QUICK_TWINS if place.quick else TWINS
    _make_demo(place)
    before = _given(anew=True)
    _hide(twins, by=MANAGER, name=SEALED)
    sealed = _given(anew=True)
    _hide(twins, by=ANALYST, name=OPEN)
    outside = _given(anew=False)
    _crowd_in(twins)
    crowded = _given(anew=False)
    if not any(map(len, before.values())):
        raise WrongAnswer("nobody is given anything: nothing is compared")
    lines = sum(map(len, before.values()))
    judges = {name for name, given in outside.items() if OPEN in "".join(given)}
    other = {name for name, given in outside.items() if OPEN not in "".join(given)} - _let_in()
    cases = (
        _case(
            f"lines that differ for anybody by {twins} twins in sealed records", _differing(before, sealed, set(before))
        ),
        _case(
            f"the same for {len(other)} workers, by twins in records that they are outside of",
            _differing(sealed, outside, other),
        ),
        _case(
            f"of all that {len(judges)} who judge were asked, what {twins} more about {CROWDS} children take away",
            sum(len(_judged(outside[name]) - _judged(crowded[name])) for name in judges),
        ),
        _case("the same for those outside: lines that differ", _differing(outside, crowded, other)),
    )
    return Bench("linkage-leak", cases, (f"{len(before)} workers are given {lines:,} lines in all",))


def _case(what: str, found: int) -> Case:
    return Case(what, found, 0, "lines", float(found), 0.0, found == 0)


def _differing(one: GIVEN, other: GIVEN, workers: set[str]) -> int:
    return sum(len(set(one[name]) ^ set(other[name])) for name in workers)


def _judged(given: list[str]) -> set[str]:
    return {line for line in given if line.startswith(JUDGED_LINE)}


def _make_demo(place: Place) -> None:
    here = {"ERLE_HOME": str(place.home), "ERLE_SOCKET_DIR": str(place.socket_dir)}
    command = [sys.executable, "-m", "rehearsal", "--scale", "0", "--files", FILES]
    done = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, **here}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WrongAnswer(f"the demo was not made: {done.stderr[-2000:]}")


def _given(*, anew: bool) -> GIVEN:
    """Match all, by a model learnt anew or the one that is kept, and return by worker what each is given."""
    from django.utils import timezone

    from erle.foundation.agencies.queries import working
    from erle.knowledge.linkage.tasks import ask_questions

    ask_questions(at=AT, anew=anew)
    return {worker.name: sorted(_of(worker)) for worker in working(timezone.now())}


def _let_in() -> set[str]:
    """Return who sees a twin's open record by her own circles: she is asked about it, as she should be."""
    from django.utils import timezone

    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.queries import working
    from erle.knowledge.records.models import Person

    found = set()
    for worker in working(timezone.now()):
        with acting_as(worker):
            if Person.objects.filter(given_names=OPEN).exists():
                found.add(worker.name)
    return found


def _of(worker: Any) -> Iterator[str]:
    from django.db import connection

    from erle.foundation.access.acting import acting_as
    from erle.knowledge.linkage.judging import NAMED, to_judge

    with acting_as(worker), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT (to_jsonb(t) - 'model')::text FROM {table} t")
            yield from (f"{table} {row}" for (row,) in cursor.fetchall())
        asked = to_judge()
        yield json.dumps(asked)
        cursor.execute(NAMED.replace(" model,", " 0,"), [asked])
        yield from (f"{JUDGED_LINE} {row}" for row in cursor.fetchall())


def _hide(number: int, *, by: str, name: str) -> None:
    """Record twins of children whom the demo knows, by somebody of an agency, and seal them where they are to be."""
    from erle.foundation.access.acting import acting_as
    from erle.knowledge.records.models import Person

    with acting_as(_worker(MANAGER)):
        born = Person.objects.filter(born_on__isnull=False, withdrawn_at=None, sealed=False).exclude(family_name="")
        siblings = list(born.order_by("pk")[:number])
    _record([(sibling, name) for sibling in siblings], by=by, sealed=name == SEALED)


def _crowd_in(number: int) -> None:
    """Record crowds of twins about a few children of whom something is asked, to fill all that they are compared by."""
    from django.db import connections

    from erle.knowledge.records.models import Person

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET ROLE erle_keeper")
        cursor.execute(ASKED, [CROWDS])
        found = list(Person.objects.using("owner").filter(pk__in=[one for (one,) in cursor.fetchall()]))
        cursor.execute("RESET ROLE")
    if len(found) < CROWDS:
        raise WrongAnswer("too little is asked for a crowd to take anything away")
    named = ((child, child.given_names[:3] + letters) for child in found for letters in LETTERS[: number // CROWDS])
    _record(list(named), by=ANALYST, sealed=False)


def _worker(name: str) -> Any:
    from django.utils import timezone

    from erle.foundation.agencies.queries import working

    return working(timezone.now()).get(name=name)


def _record(twins: list[tuple[Any, str]], *, by: str, sealed: bool) -> None:
    """Record a twin of each child by the name, and take it for anybody's that a rule says it is."""
    from django.utils import timezone

    from erle.foundation.access.acting import acting_as
    from erle.foundation.access.actions.circles import seal
    from erle.knowledge.linkage.actions import recognise
    from erle.knowledge.records.actions.telling import Particulars, record_person
    from erle.knowledge.records.rules import Sex

    now, worker = timezone.now(), _worker(by)
    with acting_as(worker):
        for child, name in twins:
            twin = Particulars(name, child.family_name, born_on=child.born_on, sex=Sex(child.sex))
            made = record_person(agency=worker.agency, particulars=twin, basis=BASIS, purpose="x", by=worker, at=now)
            recognise(people=[made.pk])
            if sealed:
                seal(circle=made.circle, stays=[worker], basis=BASIS, reason="x", by=worker, at=now)
