"""What an interviewer writes of her own service's interview; the child's circle is told what is for it to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max, QuerySet

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.practice.missing.models import Covered, Interview, InterviewTurn
from erle.practice.missing.rules import INTERVIEW_TITLES, InterviewStatus
from erle.practice.missing.rules.interviewing import CAME_OF_IT, HOW, Step

CONTESTED = frozenset({Step.CHOICE, Step.HELD, Step.WHY, Step.ACCOUNT, Step.HELP, Step.LATE})
"""Steps of which the newest holds: who writes one without having read the newest is told of it first."""


class InterviewClosed(Refused):
    """The interview is finished, or ended by others."""


class WrittenMeanwhile(Refused):
    """A colleague wrote while it was read; nothing was kept, and what was typed stands."""


class NotPossibleThen(Refused):
    """A time that lies in the future, or before the child was back."""


class NobodyAnswered(Refused):
    """No episode was chosen."""


@dataclass(frozen=True)
class Noted:
    """A step before it is kept."""

    step: Step
    code: str = ""
    codes: Sequence[str] = ()
    words: str = ""
    whom: str = ""
    place: str = ""
    grade: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True)
class Offered:
    """How the interview was offered, through whom, and what the child answered."""

    how: str
    whom: str
    answer: str
    words: str


@dataclass(frozen=True)
class Talked:
    """Where the talk was, who else was there, for which episodes it answers, by their numbers; and what cannot wait."""

    place: str
    whom: str
    covered: Sequence[int]
    words: str = ""


def held_still(interview: Interview, *, by: Worker) -> Interview:
    """Return the open interview, held until the transaction ends; who comes at once waits, and is told who ended it."""
    gate.require(Ability.HOLD_INTERVIEWS, by=by)
    open_ones = Interview.objects.filter(ended_at__isnull=True).select_for_update(of=("self",))
    held = open_ones.select_related("circle").filter(pk=interview.pk).first()
    if held is None:
        raise InterviewClosed(_closed_words(interview))
    return held


def keep_step(
    *, interview: Interview, noted: Noted, read: int | None = None, by: Worker, at: datetime
) -> InterviewTurn:
    """Keep a step after those that stand; where she had not read the newest of its kind, it is refused."""
    held = held_still(interview, by=by)
    if read is not None:
        _require_newest(held, noted.step, read)
    newest = InterviewTurn.objects.filter(interview=held).aggregate(newest=Max("version"))["newest"] or 0
    return InterviewTurn.objects.create(
        circle=held.circle,
        interview=held,
        version=newest + 1,
        what=noted.step,
        code=noted.code,
        codes=list(noted.codes),
        words=noted.words.strip(),
        whom=noted.whom.strip(),
        place=noted.place.strip(),
        grade=noted.grade,
        happened_at=noted.happened_at,
        changed_by=by,
        changed_at=at,
    )


def written_since(interview: Interview, step: Step, read: int) -> QuerySet[InterviewTurn]:
    """Return what was written since the version and bears on the step, newest first; on the end everything does."""
    newer = InterviewTurn.objects.filter(interview=interview, version__gt=read).select_related("changed_by__agency")
    if step != Step.FINISHED:
        newer = newer.filter(what=step) if step in CONTESTED else newer.none()
    return newer.order_by("-version")


def record_offer(*, interview: Interview, offered: Offered, when: datetime, by: Worker, at: datetime) -> InterviewTurn:
    """Write down that the interview was offered; a child who declined is asked what would help instead."""
    if offered.answer == InterviewStatus.DECLINED and not offered.words.strip():
        raise NobodyAnswered("Say what the child would like instead, or that the child did not say.")
    open_ones = _still_owed(interview, by=by)
    _require_fit(open_ones, when, at)
    noted = Noted(
        Step.OFFER,
        code=offered.how,
        codes=[offered.answer],
        words=offered.words,
        whom=offered.whom,
        happened_at=when,
    )
    turn = keep_step(interview=interview, noted=noted, by=by, at=at)
    numbers = [one.pk for one in open_ones]
    if offered.answer in (InterviewStatus.ACCEPTED, InterviewStatus.DECLINED):
        tell(interview, numbers, InterviewStatus(offered.answer), when, note=offered.words)
    else:
        tell(interview, numbers, InterviewStatus.OFFERED, when, note=offered.words or f"{HOW[offered.how]}.")
    return turn


def record_attempt(
    *, interview: Interview, how: str, came_of_it: str, words: str, when: datetime, by: Worker, at: datetime
) -> InterviewTurn:
    """Write down that somebody tried to meet the child."""
    open_ones = _still_owed(interview, by=by)
    _require_fit(open_ones, when, at)
    noted = Noted(Step.ATTEMPT, code=how, codes=[came_of_it], words=words, happened_at=when)
    turn = keep_step(interview=interview, noted=noted, by=by, at=at)
    said = f"{CAME_OF_IT[came_of_it]}. {words.strip()}".strip()
    tell(interview, [one.pk for one in open_ones], InterviewStatus.NO_CONTACT, when, note=said)
    return turn


def record_choice(
    *,
    interview: Interview,
    interviewer: str,
    place: str,
    words: str,
    booked: datetime | None,
    read: int | None = None,
    by: Worker,
    at: datetime,
) -> InterviewTurn:
    """Write down with whom and where the child would like to talk; the circle is told when, not with whom or where."""
    noted = Noted(Step.CHOICE, whom=interviewer, place=place, words=words, happened_at=booked)
    turn = keep_step(interview=interview, noted=noted, read=read, by=by, at=at)
    if booked is not None:
        numbers = [one.pk for one in _open(interview)]
        tell(interview, numbers, InterviewStatus.BOOKED, booked)
    return turn


def record_held(
    *, interview: Interview, talked: Talked, when: datetime, read: int | None = None, by: Worker, at: datetime
) -> InterviewTurn:
    """Write down that the talk was held, and for which episodes it answers: their clocks stop."""
    held = held_still(interview, by=by)
    if read is not None:
        _require_newest(held, Step.HELD, read)
    chosen = [one for one in _open(interview) if one.pk in {*talked.covered}]
    if not chosen:
        raise NobodyAnswered("Choose at least one time missing that you talked about.")
    _require_fit(chosen, when, at)
    noted = Noted(Step.HELD, whom=talked.whom, place=talked.place, words=talked.words, happened_at=when)
    turn = keep_step(interview=interview, noted=noted, by=by, at=at)
    tell(interview, [one.pk for one in chosen], InterviewStatus.COMPLETED, when, note=talked.words)
    return turn


def record_lateness(
    *, interview: Interview, code: str, words: str, read: int | None = None, by: Worker, at: datetime
) -> InterviewTurn:
    """Say why the interview is late, by the list of the day."""
    noted = Noted(Step.LATE, code=code, words=words)
    turn = keep_step(interview=interview, noted=noted, read=read, by=by, at=at)
    numbers = list(Covered.objects.filter(interview=interview).values_list("pk", flat=True))
    tell(interview, numbers, InterviewStatus.LATE, at, code=code, note=words)
    return turn


def tell(
    interview: Interview,
    covered: Sequence[int],
    status: InterviewStatus,
    when: datetime,
    *,
    code: str = "",
    note: str = "",
) -> None:
    """Tell the child's circle of a step for the episodes, by the numbers under which the interview covers them."""
    ends = status in (InterviewStatus.COMPLETED, InterviewStatus.DECLINED)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.tell_interview(%s, %s, %s, %s, %s, %s, %s, %s)",
            [interview.pk, list(covered), status.value, INTERVIEW_TITLES[status], when, code, note.strip(), ends],
        )


def _open(interview: Interview) -> list[Covered]:
    return list(Covered.objects.filter(interview=interview, ended_at__isnull=True).order_by("returned_at"))


def _still_owed(interview: Interview, *, by: Worker) -> list[Covered]:
    """Hold the interview, and return the episodes for which it is owed; where there is none, say who wrote what."""
    open_ones = _open(held_still(interview, by=by))
    if not open_ones:
        ends = InterviewTurn.objects.filter(interview=interview, what__in=[Step.OFFER, Step.HELD, Step.ELSEWHERE])
        last = ends.select_related("changed_by").order_by("-version").first()
        who = (
            f" {last.changed_by.name} wrote “{Step(last.what).words}”." if last and last.what != Step.ELSEWHERE else ""
        )
        raise InterviewClosed(f"For no time missing is an interview still owed.{who}")
    return open_ones


def _require_fit(covered: Sequence[Covered], when: datetime, at: datetime) -> None:
    if when > at:
        raise NotPossibleThen("That time lies in the future. Check the day and the time.")
    if when < min(one.returned_at for one in covered):
        raise NotPossibleThen("That time lies before the child was back. Check the day and the time.")


def _require_newest(held: Interview, step: Step, read: int) -> None:
    newest = written_since(held, step, read).first()
    if newest is not None:
        raise WrittenMeanwhile(
            f"{newest.changed_by.name} wrote “{Step(newest.what).words}” while you were reading. Compare the two, and"
            " send yours again if it still holds. Nothing of yours was kept yet."
        )


def _closed_words(interview: Interview) -> str:
    """Say who ended it, as far as her service may know: of a step that others took, what it says."""
    ends = InterviewTurn.objects.filter(interview=interview, what__in=[Step.FINISHED, Step.ELSEWHERE])
    last = ends.select_related("changed_by").order_by("-version").first()
    if last is None:
        return "This interview is finished. Nothing can be added to it."
    said = last.words if last.what == Step.ELSEWHERE else f"{last.changed_by.name} finished it."
    return f"This interview is finished: {said} Nothing can be added to it."
