"""Finishing a return interview: what was said goes where it belongs, and the interview is closed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from erle.foundation.agencies.models import Worker
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.handing_in import Handed, Named, Piece
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.rules import MentionKind, Nature, Precision, Sex, Urgency
from erle.practice.desk.actions.arriving import Shared, share_information
from erle.practice.missing.actions.interviewing import Noted, held_still, keep_step
from erle.practice.missing.actions.learning import pass_on
from erle.practice.missing.models import Interview, InterviewTurn
from erle.practice.missing.queries.interviewing import State, state_of_interview
from erle.practice.missing.rules.codes import LINKED
from erle.practice.missing.rules.interviewing import PULL, PUSH, Step, words_of_code

BASIS = "public_task_safeguarding"
PURPOSE = "What a child said in a return interview"
TITLE = "Return interview"

WHOSE = (
    "Said in the return interview {}. The records for which it was opened were found not to be of the same child: ask"
    " the interviewer with whom she talked before anything is put in a child’s record."
)
"""Stands first where the tie by which an interview was opened was undone: no rule says whose the words are."""

MIXED = (
    "Said in the return interview {}. It was held for the return of another record as well, which was found not to be"
    " of this child: ask the interviewer which of it this child said before anybody goes by it."
)
"""Stands first where the talk answered for both, and the tie between them was undone afterwards."""


class StillOwed(Refused):
    """An interview is still owed for an episode."""


class LateWithoutReason(Refused):
    """It was late, and nobody said why."""


def finish_interview(
    *, interview: Interview, urgency: Urgency, read: int | None = None, by: Worker, at: datetime
) -> Shared | None:
    """Pass on what may be shared, by the door by which every agency tells, and close the interview.

    What the child asked not to be shared is no part of it. What is handed in comes to the MASH desk and to the child's
    picture, of which the interviewer sees nothing; risk and plan are looked at again by who leads, with a clock.
    """
    state = state_of_interview(held_still(interview, by=by))
    if state.open_ones:
        raise StillOwed("An interview is still owed. Write down the talk, or what the child answered, first.")
    if state.is_late(at):
        raise LateWithoutReason("The 72 hours were over. Say why it was late before you finish.")
    keep_step(interview=interview, noted=Noted(Step.FINISHED, code=urgency.value), read=read, by=by, at=at)
    shared = _hand_in(state, urgency, by=by, at=at)
    if state.held is not None:
        plan = [(turn.code, turn.words) for turn in state.all_of(Step.PLAN)]
        pass_on(interview=interview, lines=plan, held_at=state.held.happened_at)
    Interview.objects.filter(pk=interview.pk, ended_at__isnull=True).update(ended_by=by, ended_at=at)
    return shared


def pieces_of(state: State) -> list[Piece]:
    """Return what is handed in of an interview, each thing for itself: the child's own words first."""
    when = state.held.happened_at if state.held else None
    account, why, helps = (state.newest(step) for step in (Step.ACCOUNT, Step.WHY, Step.HELP))
    pieces = [Piece(Nature.OWN_WORDS, account.words, when, Precision.MINUTE)] if account and account.words else []
    if why is not None:
        pieces.append(Piece(Nature.FACT, said_of_why(why), when, Precision.MINUTE))
    pieces += [
        Piece(Nature.FACT, f"{turn.place}. {turn.words}".strip(), when, Precision.MINUTE, grade=turn.grade)
        for turn in state.all_of(Step.LEARNED)
    ]
    if helps is not None and helps.words:
        pieces.append(Piece(Nature.WISH, helps.words, when, Precision.MINUTE))
    return [piece for piece in pieces if piece.text.strip()]


def said_of_why(turn: InterviewTurn) -> str:
    """Return what pushed and pulled, in words."""
    push = [words_of_code(PUSH, code) for code in turn.codes if any(code in one.codes for one in PUSH)]
    pull = [words_of_code(PULL, code) for code in turn.codes if any(code in one.codes for one in PULL)]
    said = [f"Pushed by: {'; '.join(push)}." if push else "", f"Pulled by: {'; '.join(pull)}." if pull else ""]
    return " ".join(part for part in (*said, turn.words) if part)


def _hand_in(state: State, urgency: Urgency, *, by: Worker, at: datetime) -> Shared | None:
    pieces = pieces_of(state)
    if not pieces:
        return None
    apart = state.is_apart
    doubt = WHOSE if apart else MIXED if state.is_mixed else ""
    told = [Piece(Nature.FACT, doubt.format(state.interview.reference))] if doubt else []
    handed = Handed(
        title=TITLE,
        pieces=[*told, *pieces],
        urgency=urgency,
        basis=BASIS,
        purpose=PURPOSE,
        named=_named(state.all_of(Step.LEARNED)),
        source=by.name,
    )
    about = Particulars() if apart else _child(state.interview)
    shared = share_information(about=about, agency=by.agency, handed=handed, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.tie_by_interview(%s, %s)", [state.interview.pk, shared.report.pk])
    return shared


def _named(learned: Sequence[InterviewTurn]) -> list[Named]:
    return [Named(MentionKind(turn.code), turn.place) for turn in learned if turn.code in LINKED and turn.place]


def _child(interview: Interview) -> Particulars:
    return Particulars(
        given_names=interview.given_names,
        family_name=interview.family_name,
        known_as=interview.known_as,
        born_on=interview.born_on,
        sex=Sex(interview.sex or Sex.UNKNOWN),
        pronouns=interview.pronouns,
    )
