"""Open episodes and return interviews as rows of the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from erle.doors.staff.children.banner import name_and_age, named
from erle.doors.staff.routes import address
from erle.doors.staff.words import clock_time, day, day_and_time, elapsed, in_midst
from erle.foundation.clocks.rules import StandingKind, standing
from erle.practice.missing.rules import INTERVIEW_TITLES, EpisodeKind, InterviewStatus
from erle.practice.missing.rules.codes import WHOM, What
from erle.practice.missing.rules.scale import NOT_GRADED
from erle.practice.missing.rules.times import adult_since, gone_for

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker
    from erle.foundation.clocks.models import RunningClock
    from erle.practice.missing.models import Episode, ReturnInterview
    from erle.practice.missing.queries.standing import State

KINDS = {EpisodeKind.MISSING.value: "", EpisodeKind.AWAY.value: "Away: where the child is, is known"}
SOONER = "Set the first check"


def row(state: State, *, worker: Worker, now: datetime, today: date, same: Sequence[Episode] = ()) -> dict[str, Any]:
    """Return an open episode as the board shows it."""
    episode = state.episode
    holder = state.holder.worker if state.holder else None
    return {
        "reference": episode.reference,
        "version": state.version,
        "url": address("episode", episode.reference),
        "risk": risk(state),
        "name": name_and_age(episode.person, today),
        "child_url": named(episode.person).url,
        "lives": episode.person.lives,
        "sealed": episode.sealed,
        "kind": KINDS[episode.kind],
        "since": day_and_time(episode.left_at, today),
        "left_at": episode.left_at,
        "gone": elapsed(gone_for(episode.left_at, now)),
        "seen": seen(state, today),
        "holder": holder.name if holder else "",
        "holder_agency": holder.agency.name if holder else "",
        "mine": holder is not None and holder.pk == worker.pk,
        "next": next_action(state, now, today),
        "located": state.located is not None,
        "told": told(state),
        "notes": notes(state, today, now, worker),
        "same": [address("episode", other.reference) for other in same],
        "same_words": same_words(same),
    }


def risk(state: State) -> dict[str, str]:
    """Return the level in words, and how it is drawn: ink, never a colour."""
    code = state.risk.code if state.risk else ""
    return {"code": code or "none", "words": state.risk_words or NOT_GRADED}


def seen(state: State, today: date) -> str:
    """Return where the child was seen or heard of last."""
    last = state.seen
    if last is None or last.happened_at is None:
        return ""
    when = in_midst(last.happened_at, today)
    return f"{last.place}, {when}" if last.place else when


def next_action(state: State, now: datetime, today: date) -> dict[str, str]:
    """Return what is to be done first, and how much time is left for it."""
    if not state.to_do:
        return {
            "words": SOONER if not state.turns or not state.ended else "Nothing is set",
            "kind": "soon",
            "due": "None",
        }
    first = state.to_do[0]
    due = first.due_at or first.changed_at
    words = f"{first.words} ({first.whom})" if first.whom else first.words
    return {"words": words, **due_words(due, now, today)}


def due_words(due: datetime, now: datetime, today: date) -> dict[str, str]:
    """Return `Late 12 min`, `By 18:30` or `By tomorrow, 09:00`, and its kind."""
    stands = standing(due, now)
    if stands.kind is StandingKind.LATE:
        return {"kind": "late", "due": f"Late {elapsed(now - due)}"}
    on = day(due, today)
    return {
        "kind": stands.kind.value,
        "due": f"By {clock_time(due)}" if on == "today" else f"By {on}, {clock_time(due)}",
    }


def told(state: State) -> dict[str, Any]:
    """Return who was told, and who is to be told and was not."""
    return {
        "yes": [WHOM.get(code, code) for code in state.told],
        "no": [(WHOM[code], code) for code in state.not_told],
    }


def notes(state: State, today: date, now: datetime, worker: Worker) -> list[dict[str, Any]]:
    """Return the hand-over's notes that nobody has acknowledged."""
    return [
        {
            "key": f"{state.episode.reference}~{turn.version}",
            "name": named(state.episode.person).name,
            "words": turn.words,
            "by": turn.changed_by.name,
            "agency": turn.changed_by.agency.name,
            "when": in_midst(turn.changed_at, today),
            "waits": elapsed(now - turn.changed_at),
            "mine": turn.changed_by_id == worker.pk,
        }
        for turn in state.handed
    ]


def same_words(same: Sequence[Episode]) -> str:
    """Say that another agency told of the same child in a record of its own."""
    agencies = sorted({episode.agency.name for episode in same})
    return f"Also told of by {', '.join(agencies)}, in a record of its own" if agencies else ""


def adult(state: State, now: datetime) -> date | None:
    """Return since when the child is an adult, where that is while missing."""
    return adult_since(state.episode.person.born_on, left_at=state.episode.left_at, at=now)


def interview(
    clock: RunningClock, episode: Episode, step: ReturnInterview | None, *, now: datetime, today: date, can_record: bool
) -> dict[str, Any]:
    """Return a return interview that is owed."""
    state = INTERVIEW_TITLES[InterviewStatus(step.status)] if step else "Not offered yet"
    when = f", {in_midst(step.happened_at, today)}" if step else ""
    return {
        "standing": standing(clock.due_at, now),
        "left": f"{elapsed(clock.due_at - now)} left" if clock.due_at > now else "",
        "name": name_and_age(episode.person, today),
        "child_url": named(episode.person).url,
        "returned": in_midst(episode.returned_at, today) if episode.returned_at else "",
        "owed_by": clock.owed_by_worker.name if clock.owed_by_worker else clock.owed_by_agency.name,
        "state": f"{state}{when}{f'. {step.note}' if step and step.note else ''}",
        "url": address("return_interview", episode.reference) if can_record else address("episode", episode.reference),
        "act": "Record" if can_record else "Open",
    }


def changed_words(state: State, since: datetime) -> list[str]:
    """Say in a few words what was recorded of an episode since then."""
    kinds = {What(turn.what).words.lower() for turn in state.turns if turn.changed_at > since}
    return sorted(kinds)
