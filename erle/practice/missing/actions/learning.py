"""What is passed on once an interview is held: a review of risk and plan, and lines for the plan."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.actions import compute, stop
from erle.foundation.clocks.queries import running_about
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.telling import Line, write_line
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.missing.models import Episode, Interview, PlanOffer
from erle.practice.missing.rules.interviewing import REVIEW_AFTER

TO_DO = "Look at risk and plan again: a return interview was held"
OWED_BY = "social-work-manager"


class NothingToReview(Refused):
    """No review waits."""


class AnsweredAlready(Refused):
    """Somebody answered the offer."""


def pass_on(*, interview: Interview, lines: Sequence[tuple[str, str]], held_at: datetime | None) -> None:
    """Start the clock of the review where the talk was held, and offer lines for the child's plan, by its parts."""
    started = held_at or interview.opened_at
    computed = compute(REVIEW_AFTER, started_at=started)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.pass_on_learning(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                interview.pk,
                new_reference("K"),
                REVIEW_AFTER,
                json.dumps(computed.rule),
                computed.calendar,
                started,
                computed.due_at,
                TO_DO,
                OWED_BY,
                [part for part, _ in lines],
                [words for _, words in lines],
            ],
        )


def record_reviewed(*, episode: Episode, words: str, by: Worker, at: datetime) -> None:
    """Write down what was changed after a return interview, or why nothing; the clock of the review stops."""
    gate.require(Ability.HAND_IN, by=by)
    gate.require_let_into(episode.circle_id)
    running = running_about(episode.reference, key=REVIEW_AFTER)
    if running is None:
        raise NothingToReview("No review waits for this episode.")
    stop(running, outcome="Risk and plan were looked at again", by=by, at=at)
    write_line(
        person=episode.person,
        agency=by.agency,
        line=Line(EntryKind.REVIEW, "Risk and plan looked at after a return interview"),
        happened_at=at,
        precision=Precision.MINUTE,
        text=words,
        by=by,
        at=at,
    )


def answer_offer(*, offer: PlanOffer, taken: bool, by: Worker, at: datetime) -> None:
    """Say whether a line that an interview offered was put into the plan."""
    gate.require(Ability.HAND_IN, by=by)
    gate.require_let_into(offer.circle_id)
    waiting = PlanOffer.objects.filter(pk=offer.pk, answered_at__isnull=True)
    if not waiting.update(taken=taken, answered_by=by, answered_at=at):
        raise AnsweredAlready("Somebody answered this already.")


def brief_interviewer(
    *, episode: Episode, reach: str, may_be_told: str, risks: str, wishes: str, by: Worker, at: datetime
) -> None:
    """Tell whoever holds the interview what she must know before she meets the child."""
    gate.require(Ability.HAND_IN, by=by)
    gate.require_let_into(episode.circle_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.brief_interviewer(%s, %s, %s, %s, %s)", [episode.pk, reach, may_be_told, risks, wishes]
        )
