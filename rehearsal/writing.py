"""Bringing the stories in: every line by an action, done as the worker who would have done it."""

from collections.abc import Iterable
from datetime import timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.actions import Beginning, Owed, start_each
from erle.foundation.clocks.queries import local_limits
from erle.foundation.statute.clocks import clock_in_force
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.actions import telling
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import EntryKind, Scheme
from erle.practice.missing.actions import record_episode, record_return
from erle.practice.missing.actions.searching import Care, record_care
from erle.practice.missing.actions.steps import record_return_interview
from erle.practice.missing.actions.turns import Read
from erle.practice.missing.models import Episode
from erle.practice.missing.rules import EpisodeKind, Moment
from rehearsal.agencies import INTERVIEWERS, MANAGER
from rehearsal.circles import in_circle, leave_out, let_lead_in, narrow_circle, share
from rehearsal.interviews.acts import take_interview_step
from rehearsal.stage import Stage
from rehearsal.starts import start_for
from rehearsal.story import LONDON, Away, Spoken, Step, Story, Told, moment

WHOLE_CIRCLE = "What the agency holds of the child"
FRIDAY = 4
DONE_IN_OFFICES = frozenset({EntryKind.DECISION, EntryKind.REVIEW})


def tell(story: Story, stage: Stage) -> Person:
    """Bring one child in with everything on record, except the clocks and the seal, which come last."""
    manager, lead = stage.workers[MANAGER], stage.workers[story.lead]
    with acting_as(manager):
        person = _meet(story, stage, manager)
        let_lead_in(story, stage, person)
    shares = share(story, stage, person)
    with acting_as(lead):
        narrow = narrow_circle(story, stage) if story.narrow_with else None
    for told in story.lines:
        _report(told, story, stage, person, narrow)
    for spoken in story.words:
        _words(spoken, story, stage, person)
    for away in story.episodes:
        _episode(away, story, stage, person)
    with acting_as(lead):
        leave_out(story, stage, person, shares)
    for key in story.looked:
        with acting_as(stage.workers[key]):
            write_opening(person=person, purpose="Opened summary and chronology")
    stage.children.append((story, person))
    return person


def start_clocks(stage: Stage) -> None:
    """Start every clock of the stories, one kind at a time, as the manager who answers for them."""
    manager, kinds = stage.workers[MANAGER], {due.key for story, _ in stage.children for due in story.clocks}
    with acting_as(manager):
        today = local_day(stage.now)
        for key in sorted(kinds):
            law = clock_in_force(key, today).settled(local_limits(today))
            beginnings = [
                Beginning(
                    about=person.reference,
                    circle=person.circle,
                    started_at=start_for(law, in_days=due.in_days, now=stage.now),
                    title=due.title,
                    owed_by=Owed(agency=stage.workers[due.owed_by].agency, worker=stage.workers[due.owed_by]),
                    note=due.note,
                )
                for story, person in stage.children
                for due in story.clocks
                if due.key == key
            ]
            start_each(key, beginnings=beginnings, by=manager, at=stage.now)


def _meet(story: Story, stage: Stage, manager: Worker) -> Person:
    care, since = stage.agencies["care"], stage.at(story.led_for, "09:30")
    particulars = telling.Particulars(
        given_names=story.given,
        family_name=story.family,
        known_as=story.known_as,
        born_on=story.born_on(stage.now),
        sex=story.sex,
        pronouns=story.pronouns,
        school=story.school,
        lives=story.lives,
    )
    person = telling.record_person(
        agency=care, particulars=particulars, basis=story.basis, purpose=WHOLE_CIRCLE, by=manager, at=since
    )
    if story.number:
        telling.give_identifier(person=person, agency=care, scheme=Scheme.LOCAL_AUTHORITY_CHILD, value=story.number)
    return person


def _as(keys: Iterable[str], wanted: str, story: Story, stage: Stage) -> Worker:
    """Return the worker who writes it down: who said it, where she may, or else the child's lead worker."""
    return stage.workers[wanted if wanted in keys else story.lead]


def _report(told: Told, story: Story, stage: Stage, person: Person, narrow: Circle | None) -> None:
    circle = narrow if told.narrow and narrow is not None else person.circle
    inside = {story.lead, MANAGER, *story.narrow_with} if circle is narrow else in_circle(story)
    source, by, happened = (
        stage.workers[told.by],
        _as(inside, told.by, story, stage),
        _happened(told, stage),
    )
    said = telling.Said(
        kind="partner report",
        text=told.text,
        source=source.name,
        happened_at=happened.at,
        precision=happened.precision,
        grade=told.grade,
        conditions=told.conditions,
    )
    line = telling.Line(kind=told.kind, title=told.title, quote=told.quote, significant=told.star)
    with acting_as(by):
        telling.take_report(
            person=person,
            agency=source.agency,
            said=said,
            line=line,
            circle=circle,
            by=by,
            at=stage.soon_after(happened.at),
        )


def _happened(told: Told, stage: Stage) -> Moment:
    """Return when it happened; what an office does on a weekend in a story, it did on the Friday before."""
    found = moment(told.days, told.time, stage.now)
    past_friday = max(0, found.at.astimezone(LONDON).weekday() - FRIDAY)
    if told.kind not in DONE_IN_OFFICES:
        return found
    return Moment(found.at - timedelta(days=past_friday), found.precision)


def _words(spoken: Spoken, story: Story, stage: Stage, person: Person) -> None:
    to, said_at = stage.workers[spoken.to], stage.at(spoken.days, "16:30")
    with acting_as(to):
        telling.record_words(
            person=person,
            agency=to.agency,
            said=spoken.said,
            wishes=list(spoken.wishes),
            setting=spoken.setting,
            said_at=said_at,
            ask_again_after=timedelta(days=spoken.again),
            by=to,
            at=stage.soon_after(said_at),
        )


def _episode(away: Away, story: Story, stage: Stage, person: Person) -> None:
    by = _as(in_circle(story), away.by, story, stage)
    left = moment(*away.left, stage.now)
    with acting_as(by):
        episode = record_episode(
            person=person,
            agency=stage.agencies["care"],
            kind=EpisodeKind.MISSING,
            left=left,
            by=by,
            at=stage.soon_after(left.at),
        )
        if away.returned is None:
            return
        returned = moment(*away.returned, stage.now)
        at = stage.soon_after(returned.at)
        if away.care:
            care = Care(statuses=list(away.care), missing_from="foster", responsible="Northmere")
            record_care(read=Read(episode.pk, 0), care=care, by=by, at=at)
        record_return(episode=episode, returned=returned, by=by, at=at)
    for step in away.steps:
        (take_interview_step if step.by in INTERVIEWERS else _step)(step, episode, stage)


def _step(step: Step, episode: Episode, stage: Stage) -> None:
    """Write down a step as somebody in the child's circle."""
    by, at = stage.workers[step.by], stage.at(step.days, step.time)
    with acting_as(by):
        record_return_interview(
            episode=episode,
            status=step.status,
            happened_at=at,
            interviewer=by.name,
            note=step.note,
            by=by,
            at=stage.soon_after(at),
        )
