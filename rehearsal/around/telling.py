"""Telling who is around a child, how school went, who and what the lines name, and what an analyst makes of them."""

from datetime import date, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.references import new_reference
from erle.foundation.statute.moments import local_day
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.actions import judge_things
from erle.knowledge.linkage.things.queries import judgements_of
from erle.knowledge.records.actions.around import Somebody, record_relation
from erle.knowledge.records.actions.handing_in import things_key
from erle.knowledge.records.actions.marking import star_line, write_note
from erle.knowledge.records.models import Entry, Mention, Person, SchoolWeek
from erle.knowledge.records.rules import MentionKind, thing_key, thing_reference
from rehearsal.reading import NotAStory
from rehearsal.stage import Stage
from rehearsal.story import Judged, Mentioned, Near, Noted, Story

KNOWN_FOR = 30
SCHOOL_LEAD = "achterberg"


def surround(stage: Stage) -> None:
    """Tell it of every story that has it."""
    for story, person in stage.children:
        for near in story.near:
            _near(near, stage, person)
        if story.weeks:
            _weeks(story, stage, person)
        for named in story.named:
            _named(named, story, stage, person)
        for judged in story.judged:
            _judged(judged, stage)
        for noted in story.notes:
            _noted(noted, stage, person)


def _near(near: Near, stage: Stage, person: Person) -> None:
    by, today = stage.workers[near.by], local_day(stage.now)
    born = date(today.year - near.age - 1, 9, 14) if near.age else None
    somebody = Somebody(near.name, near.relation, born, near.lives_with, near.trusted, near.note)
    with acting_as(by):
        record_relation(person=person, somebody=somebody, agency=by.agency, by=by, at=stage.at(KNOWN_FOR, "10:00"))


def _weeks(story: Story, stage: Stage, person: Person) -> None:
    """Keep the marks of the school's weeks: the last of the story is the last whole week before the demo."""
    by, today = stage.workers[SCHOOL_LEAD], local_day(stage.now)
    last = today - timedelta(days=today.weekday() + 7)
    with acting_as(by):
        SchoolWeek.objects.bulk_create(
            SchoolWeek(
                circle=person.circle,
                sealed=person.sealed,
                person=person,
                agency=by.agency,
                week_on=last - timedelta(weeks=ago),
                marks=marks,
                recorded_at=stage.now - timedelta(weeks=ago),
            )
            for ago, marks in enumerate(reversed(story.weeks))
        )


def _named(named: Mentioned, story: Story, stage: Stage, person: Person) -> None:
    kind = MentionKind(named.kind)
    for title in named.lines:
        with acting_as(stage.workers[(story.narrow_with or (story.lead,))[0]]):
            line = Entry.objects.select_related("report").filter(person=person, title=title).latest("happened_at")
            if line.report is None:
                raise NotAStory(f"“{title}” is no report: nobody can be named in it.")
            Mention.objects.create(
                circle=line.circle,
                reference=new_reference("N"),
                report=line.report,
                entry=line,
                kind=kind,
                words=named.words,
                key=thing_key(kind, named.words),
                thing=_thing(kind, named.words),
                recorded_at=line.recorded_at,
            )


def _thing(kind: MentionKind, words: str) -> str:
    return thing_reference(kind, thing_key(kind, words), secret=things_key())


def _judged(judged: Judged, stage: Stage) -> None:
    """Judge of two things as the story says, unless somebody did: a thing is the same in every story that names it."""
    by, kind, at = stage.workers[judged.by], MentionKind(judged.kind), stage.at(judged.days, "11:30")
    one, other = _thing(kind, judged.one), _thing(kind, judged.other)
    with acting_as(by):
        if not judgements_of(one, other):
            judge_things(one=one, other=other, choice=Choice(judged.choice), reason=judged.reason, by=by, at=at)


def _noted(noted: Noted, stage: Stage, person: Person) -> None:
    by, at = stage.workers[noted.by], stage.at(noted.days, "09:12")
    with acting_as(by):
        line = Entry.objects.filter(person=person, title=noted.line).latest("happened_at")
        if not line.significant:
            star_line(entry=line, by=by, at=at)
        write_note(entry=line, text=noted.text, by=by, at=at)
