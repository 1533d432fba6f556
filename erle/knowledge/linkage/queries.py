"""Which records are tied to a picture, and which questions are asked, as the acting worker may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from erle.foundation.agencies.models import Worker
from erle.foundation.database.prepared import Prepared
from erle.knowledge.linkage.models import Answer, Question, Tie, Weighing
from erle.knowledge.linkage.rules import SETTLING
from erle.knowledge.records.models import Identifier, Mention, Person, Relation, Report
from erle.knowledge.records.rules import MentionKind

REPORTS = 3
"""Reports of a record that stand beside it."""


def ties_of(picture: Person) -> QuerySet[Tie]:
    """Return the ties that stand of the picture, the oldest first."""
    return Tie.objects.filter(picture=picture, undone_at__isnull=True).select_related("tied_by__agency").order_by("id")


@dataclass(frozen=True)
class Held:
    """A record that is, or was, held to be of a child: whose it is, how the child is written there, and who said so."""

    reference: str
    agency: str
    given_names: str | None
    family_name: str | None
    born_on: date | None
    lines: int
    how: str
    reason: str
    tied_by: str
    tied_at: datetime
    undone_by: str | None
    undone_at: datetime | None
    undone_because: str


def records_of(picture: Person) -> list[Held]:
    """Return whose records stand in the picture, and which did: those that stand first, the oldest before others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM erle.records_of_picture(%s)", [picture.pk])
        return [Held(*row) for row in cursor.fetchall()]


def newest_model() -> Weighing | None:
    """Return the newest model that is kept, without its frequent values; nothing where none is, or she may not read."""
    return Weighing.objects.defer("frequencies", "full_blocks", "full_keys").order_by("-version").first()


def tie_called(reference: str) -> Tie:
    """Return the tie, or raise `Tie.DoesNotExist`."""
    return Tie.objects.select_related("picture__circle").get(reference=reference)


def open_questions() -> QuerySet[Question]:
    """Return the questions that are asked: not settled, taken apart or lapsed; both records stand."""
    settled = Answer.objects.filter(question=OuterRef("pk"), choice__in=SETTLING, taken_back_at__isnull=True)
    apart = Tie.objects.filter(picture=OuterRef("picture"), other=OuterRef("other"))
    return Question.objects.filter(
        ~Exists(settled),
        ~Exists(apart),
        lapsed_at__isnull=True,
        picture__withdrawn_at__isnull=True,
        other__withdrawn_at__isnull=True,
    )


def questions_for(worker: Worker) -> QuerySet[Question]:
    """Return the open questions: those to which she said nothing yet first, then the heaviest first."""
    said = Answer.objects.filter(question=OuterRef("pk"), answered_by=worker, taken_back_at__isnull=True)
    found = open_questions().annotate(said=Exists(said)).order_by("said", "-weight", "reference")
    return found.select_related("picture", "other", "other_circle__agency", "circle__agency")


def questions_beside(question: Question, *, most: int) -> list[Question]:
    """Return other open questions about one of the same two records, the heaviest first."""
    both = [question.picture_id, question.other_id]
    found = open_questions().filter(Q(picture__in=both) | Q(other__in=both)).exclude(pk=question.pk)
    return list(
        found.select_related("picture", "other", "other_circle__agency").order_by("-weight", "reference")[:most]
    )


def question_called(reference: str) -> Question:
    """Return the question, asked or settled, or raise `Question.DoesNotExist`."""
    for one in _CALLED.objects(reference):
        return one
    raise Question.DoesNotExist


def _called(reference: str) -> QuerySet[Question]:
    found = Question.objects.select_related("picture", "other", "other_circle__agency", "circle__agency")
    return found.filter(reference=reference, picture__withdrawn_at__isnull=True, other__withdrawn_at__isnull=True)


_CALLED = Prepared(_called, str)


def answers_to(question: Question) -> QuerySet[Answer]:
    """Return what was said to a question and not taken back, the newest first."""
    found = Answer.objects.filter(question=question, taken_back_at__isnull=True).order_by("-answered_at", "-pk")
    return found.select_related("answered_by__agency", "tie")


def is_taken_apart(question: Question) -> bool:
    """Say whether the two were tied once and are not now."""
    ties = Tie.objects.filter(picture=question.picture_id, other=question.other_id)
    return ties.exists() and not ties.filter(undone_at__isnull=True).exists()


def last_answer(worker: Worker) -> Answer | None:
    """Return what the worker said last and did not take back."""
    return next(iter(_LAST.objects(worker.pk, most=1)), None)


def _last(worker: int) -> QuerySet[Answer]:
    found = Answer.objects.filter(answered_by=worker, taken_back_at__isnull=True)
    chosen = found.select_related("question__picture", "question__other", "question__other_circle__agency")
    return chosen.order_by("-answered_at", "-pk")


_LAST = Prepared(_last, int)


def answers_to_take_back(question: Question, worker: Worker) -> list[Answer]:
    """Return the answers that the worker may take back: the one that settles the question, and her own."""
    return [one for one in answers_to(question) if one.choice in SETTLING or one.answered_by_id == worker.pk]


def answer_standing(question: Question, worker: Worker) -> Answer | None:
    """Return the answer that settles the question, or else what the worker said last."""
    standing = answers_to(question)
    return standing.filter(choice__in=SETTLING).first() or standing.filter(answered_by=worker).first()


def numbers_of(person: Person) -> dict[str, str]:
    """Return the record's own numbers, by scheme."""
    found = Identifier.objects.filter(person=person, circle=person.circle_id)
    return dict(found.order_by("scheme", "pk").values_list("scheme", "value"))


@dataclass(frozen=True)
class Beside:
    """Whom a record names beside the child, as relation and name, and the telephone numbers that stand in it."""

    people: Sequence[tuple[str, str]] = ()
    phones: Sequence[str] = ()


def beside_child(person: Person) -> Beside:
    """Return what matching is told of those around a child: what stands in the record's own circle, and no copies.

    It does not ask for the reports: they may lie in circles of their own, of which the reader sees the lines alone.
    """
    standing = Q(entry__isnull=True) | Q(entry__withdrawn_at__isnull=True)
    named = Mention.objects.filter(standing, circle=person.circle_id, origin__isnull=True).order_by("id")
    written = Relation.objects.filter(person=person, circle=person.circle_id, ended_at__isnull=True).order_by("id")
    people = [
        *written.values_list("relation", "name"),
        *named.filter(kind=MentionKind.PERSON, details__has_key="relation").values_list("details__relation", "words"),
    ]
    phones = dict(named.filter(kind=MentionKind.PHONE).exclude(key="").values_list("key", "words"))
    return Beside(list(dict.fromkeys(people)), list(phones.values()))


def reports_of(person: Person) -> list[Report]:
    """Return the newest reports that stand in the record, as far as the worker sees them."""
    found = Report.objects.filter(person=person, circle=person.circle_id, withdrawn_at__isnull=True)
    return list(found.select_related("agency").order_by("-recorded_at", "-pk")[:REPORTS])
