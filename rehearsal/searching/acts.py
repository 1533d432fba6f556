"""Recording what was done for the children who are missing, each act by the worker who would have done it."""

from datetime import datetime, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions import searching
from erle.practice.missing.actions.planning import write_plan
from erle.practice.missing.actions.reporting import Reported, report_missing
from erle.practice.missing.actions.shifts import hand_over_shift
from erle.practice.missing.actions.turns import Read
from erle.practice.missing.models import Episode
from erle.practice.missing.queries.standing import state_of
from erle.practice.missing.rules import EpisodeKind, Moment
from rehearsal.searching.told import SEARCHES, Search, ToDo
from rehearsal.stage import Stage

PLANNED_AGO = timedelta(days=15)


def search_for_those(stage: Stage) -> None:
    """Record for each child who is missing what was done until now."""
    for search in SEARCHES:
        Searched(search, stage).record()


class Searched:
    """One child's episode while it is recorded."""

    def __init__(self, search: Search, stage: Stage) -> None:
        """Find the child, whose open episode stands already."""
        self.search, self.stage = search, stage
        self.person: Person = next(person for story, person in stage.children if story.given == search.given)

    def record(self) -> None:
        """Record it in the order in which it was done."""
        self._plan()
        self._report()
        ago, by, care = self.search.care
        with acting_as(self._worker(by)):
            searching.record_care(read=self._read(), care=care, by=self._worker(by), at=self._at(ago))
        ago, by = self.search.holds
        with acting_as(self._worker(by)):
            searching.take_on(read=self._read(), by=self._worker(by), at=self._at(ago))
        self._grade_and_tell()
        for to_do in self.search.to_do:
            self._to_do(to_do)
        if self.search.handed:
            ago, by, note = self.search.handed
            with acting_as(self._worker(by)):
                hand_over_shift(notes={self.episode.pk: note}, by=self._worker(by), at=self._at(ago))

    def _grade_and_tell(self) -> None:
        for graded in self.search.graded:
            by = self._worker(graded.by)
            with acting_as(by):
                searching.grade_risk(
                    read=self._read(),
                    level=graded.level,
                    reasons=graded.reasons,
                    informed_by=graded.informed_by,
                    by=by,
                    at=self._at(graded.ago),
                )
        for told in self.search.told:
            by, moment = self._worker(told.by), self._moment(told.ago)
            with acting_as(by):
                searching.record_told(
                    read=self._read(),
                    whom=told.whom,
                    name=told.name,
                    told=moment,
                    words=told.words,
                    by=by,
                    at=moment.at,
                )
        for seen in self.search.seen:
            by, moment = self._worker(seen.by), self._moment(seen.ago)
            with acting_as(by):
                searching.record_seen(
                    read=self._read(),
                    place=seen.place,
                    seen=moment,
                    by_whom=seen.by_whom,
                    words=seen.words,
                    by=by,
                    at=moment.at,
                )

    def _plan(self) -> None:
        by, planned = self.search.plan
        with acting_as(self._worker(by)):
            write_plan(
                person=self.person, read=0, planned=planned, by=self._worker(by), at=self.stage.now - PLANNED_AGO
            )

    def _report(self) -> None:
        ago, by, reported_by, name, last_seen, words = self.search.reported
        worker = self._worker(by)
        with acting_as(worker):
            standing = Episode.objects.get(person=self.person, returned_at__isnull=True)
            left = Moment(standing.left_at, Precision(standing.left_precision))
            reported = Reported(EpisodeKind.MISSING, left, reported_by, name, last_seen, words)
            joined = report_missing(person=self.person, reported=reported, by=worker, at=self._at(ago))
        self.episode = joined.episode

    def _to_do(self, to_do: ToDo) -> None:
        by, at = self._worker(to_do.by), self._at(to_do.ago)
        due_at = self.stage.now + timedelta(minutes=to_do.due_in)
        with acting_as(by):
            action = searching.plan_action(
                read=self._read(), words=to_do.words, whom=to_do.whom, due_at=due_at, by=by, at=at
            )
            if to_do.outcome:
                done = Moment(due_at, Precision.MINUTE)
                searching.record_done(
                    read=self._read(), action=action, outcome=to_do.outcome, done=done, by=by, at=due_at
                )

    def _read(self) -> Read:
        return Read(self.episode.pk, state_of(self.episode).version)

    def _worker(self, key: str) -> Worker:
        return self.stage.workers[key]

    def _at(self, ago: int) -> datetime:
        return self.stage.now - timedelta(minutes=ago)

    def _moment(self, ago: int) -> Moment:
        return Moment(self._at(ago).replace(second=0, microsecond=0), Precision.MINUTE)
