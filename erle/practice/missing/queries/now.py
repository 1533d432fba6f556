"""Who is missing now, as the acting worker may see it, and whether that has changed since she last read it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from erle.foundation.clocks.models import RunningClock
from erle.practice.missing.models import Episode, ReturnInterview, Turn
from erle.practice.missing.queries import missing_now
from erle.practice.missing.queries.standing import State, states
from erle.practice.missing.rules.codes import What

INTERVIEWS = 12
"""So many of the return interviews that are due stand on the page."""

# Everything that the page is made of, in one word: each open episode's row and its child's, the newest of its turns,
# how many these are and how many actions are late; which return interviews are owed; and which records are held to be
# of one child. All of it under the policies: what the worker may not see is not in it, and cannot change it.
SIGNATURE = """
SELECT md5(concat_ws('|',
    (SELECT string_agg(concat_ws(':', e.id, e.xmin, p.xmin, t.newest, t.number, t.late), ',' ORDER BY e.id)
     FROM missing_episode e JOIN records_person p ON p.id = e.person_id
     CROSS JOIN LATERAL (
         SELECT max(t.id) AS newest, count(*) AS number, count(*) FILTER (
             WHERE t.what = 'action' AND t.due_at <= %(at)s
             AND NOT EXISTS (SELECT 1 FROM missing_turn d WHERE d.answers_id = t.id)) AS late
         FROM missing_turn t WHERE t.episode_id = e.id) t
     WHERE e.returned_at IS NULL AND e.withdrawn_at IS NULL),
    (SELECT string_agg(concat_ws(':', k.id, k.xmin, k.due_at <= %(at)s), ',' ORDER BY k.id)
     FROM clocks_runningclock k WHERE k.key = 'return_interview' AND k.stopped_at IS NULL),
    (SELECT max(i.id) FROM missing_returninterview i),
    (SELECT string_agg(concat_ws(':', t.id, t.xmin), ',' ORDER BY t.id) FROM linkage_tie t
     JOIN missing_episode e ON e.person_id = t.other_id AND e.returned_at IS NULL AND e.withdrawn_at IS NULL)))
"""


def signature(at: datetime) -> str:
    """Return a word for all that the page would show the acting worker at the moment; another once that changes."""
    with connection.cursor() as cursor:
        cursor.execute(SIGNATURE, {"at": at})
        [word] = cursor.fetchone()
    return str(word)


def board() -> list[State]:
    """Return every open episode with its turns, the highest risk first, then the longest missing."""
    open_ones = missing_now().select_related("agency", "circle")
    return sorted(states(open_ones), key=lambda state: state.order)


def found_since(moment: datetime) -> list[Episode]:
    """Return the episodes whose return was recorded since then, and stands."""
    turns = Turn.objects.filter(what=What.RETURNED, changed_at__gt=moment, episode__returned_at__isnull=False)
    turns = turns.filter(episode__withdrawn_at__isnull=True).select_related("episode__person").order_by("changed_at")
    return list({turn.episode_id: turn.episode for turn in turns}.values())


def interviews_due(most: int = INTERVIEWS) -> tuple[list[tuple[RunningClock, Episode]], int]:
    """Return the return interviews that are owed with their episodes, the one due first before others; and how many."""
    running = RunningClock.objects.filter(key="return_interview", stopped_at__isnull=True)
    clocks = list(running.select_related("owed_by_agency", "owed_by_worker").order_by("due_at", "pk")[:most])
    abouts = [clock.about for clock in clocks]
    episodes = {
        episode.reference: episode
        for episode in Episode.objects.filter(reference__in=abouts, withdrawn_at__isnull=True).select_related("person")
    }
    rows = [(clock, episodes[clock.about]) for clock in clocks if clock.about in episodes]
    return rows, running.count()


def last_steps(episodes: Sequence[Episode]) -> dict[int, ReturnInterview]:
    """Return the newest step towards each return interview, by the episode's number."""
    steps = ReturnInterview.objects.filter(episode__in=episodes).order_by("episode_id", "-happened_at", "-pk")
    return {step.episode_id: step for step in steps.distinct("episode_id")}
