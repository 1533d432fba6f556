"""Sharing onwards as the workers of the demo did, by the same actions as anyone's."""

from datetime import datetime, time, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import Grounds
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.disclosing.actions import Chosen, Recipients, share_onwards, withdraw_disclosure
from erle.knowledge.records.disclosing.queries import files_in, lines_of
from erle.knowledge.records.disclosing.sources import files_of, sources_of
from erle.knowledge.records.models import Disclosure, Person, Report
from rehearsal.onwards.shares import ONWARDS, Onward
from rehearsal.stage import Stage
from rehearsal.story import LONDON

BASIS = "public_task_safeguarding"
DAYS = 28
TAKEN_BACK_HOURS = 3


def share_those(stage: Stage) -> None:
    """Share what the demo tells of, and do with it what its recipients and its sharers did."""
    for onward in ONWARDS:
        made = _share(onward, stage)
        if onward.opened:
            _open(made, stage.workers[onward.to])
        if onward.taken_back:
            at = stage.now - timedelta(hours=TAKEN_BACK_HOURS)
            by = stage.workers[onward.by]
            with acting_as(by):
                withdraw_disclosure(disclosure=made, because=onward.taken_back, by=by, at=at)


def _share(onward: Onward, stage: Stage) -> Disclosure:
    by, at = stage.workers[onward.by], stage.now - timedelta(hours=onward.hours)
    with acting_as(by):
        subject = _subject(onward, stage)
        sources = [one for one in sources_of(subject) if onward.report or one.title in onward.lines]
        keys = {source.title: source.key for source in sources}
        left_out = {keys[onward.leave_out[0]]: onward.leave_out[1]} if onward.leave_out else {}
        files = [file.reference for file in files_of(subject)]
        return share_onwards(
            subject=subject,
            chosen=Chosen([*(source.key for source in sources), *files], left_out),
            recipients=Recipients([stage.workers[onward.to]]),
            grounds=_grounds(onward),
            ends_at=_ends_at(stage),
            urgent=onward.urgent,
            by=by,
            at=at,
        )


def _subject(onward: Onward, stage: Stage) -> Person | Report:
    """Return the child of the stories, or the report that the sharer handed in."""
    if onward.report:
        return Report.objects.select_related("circle__agency", "agency").get(
            said__title=onward.report, agency=stage.workers[onward.by].agency
        )
    return next(person for story, person in stage.children if story.given == onward.child)


def _grounds(onward: Onward) -> Grounds:
    return Grounds(
        purpose=onward.purpose,
        basis=BASIS,
        told=onward.told,
        necessity=onward.necessity,
        risk=onward.risk,
        advice=onward.advice,
    )


def _ends_at(stage: Stage) -> datetime:
    """Return the end of a day four weeks on, as the page's own form gives it."""
    last = stage.now.astimezone(LONDON).date() + timedelta(days=DAYS)
    return datetime.combine(last + timedelta(days=1), time(), LONDON)


def _open(made: Disclosure, worker: Worker) -> None:
    """Open it, and save its files, as its recipient does on the page."""
    with acting_as(worker):
        detail = {"lines": len(lines_of(made))}
        ledger.write(
            Act.OPENED, about=made.reference, circle_id=made.circle_id, purpose="Opened what was shared", detail=detail
        )
        for file in files_in(made):
            ledger.write(Act.OPENED, about=file.reference, circle_id=file.circle_id, purpose="File that was shared")
