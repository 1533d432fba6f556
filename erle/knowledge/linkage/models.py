"""Ties: another agency's record is of the child whose picture children's services hold; questions whether it is; and
judgements whether two things that reports name are one."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Circle, Protected
from erle.knowledge.linkage.rules import OF_THINGS, SETTLING, Choice, How
from erle.knowledge.records.models import Person

WORKER = settings.AUTH_USER_MODEL
SETTLES = Q(choice__in=SETTLING, taken_back_at__isnull=True)


class Tie(Protected):
    """The other record is of this child: its lines stand in the picture, and in its circle, until the tie is undone."""

    reference = models.CharField(max_length=12, unique=True)
    picture = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=20, choices=[(how.value, how.name) for how in How])
    reason = models.TextField(blank=True)
    tied_by = models.ForeignKey(
        WORKER,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who judged, or at whose act the rule was applied.",
    )
    tied_at = models.DateTimeField()
    undone_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        """A record is of one child at a time, and nobody's own."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["other"], condition=Q(undone_at__isnull=True), name="tie_to_one_picture"),
            models.CheckConstraint(condition=~Q(picture=F("other")), name="tie_of_two_records"),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="tie_undone_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["picture"], name="tie_picture"),
            models.Index(fields=["other"], name="tie_other"),
        ]


class Question(Protected):
    """Is the other record of this child too? Asked of those alone who stand in both circles, until somebody says."""

    reference = models.CharField(max_length=12, unique=True)
    other_circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    other_sealed = models.BooleanField(default=False, editable=False)
    picture = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    weight = models.FloatField(help_text="In bits: how much speaks for one person, all fields together.")
    threshold = models.FloatField(help_text="The weight from which is asked.")
    held = models.BooleanField(help_text="They may be twins: never certain, whatever it weighs.")
    model = models.PositiveIntegerField(help_text="Which version of the model weighed it.")
    learnt_at = models.DateTimeField(help_text="When that model was learnt.")
    compared = models.JSONField(help_text="Field, level and bits of each thing compared; never a value.")
    asked_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, help_text="Since when it is not asked: tied, or weighed too little.")

    class Meta:
        """A pair is asked about once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["picture", "other"], name="question_of_a_pair"),
            models.CheckConstraint(condition=~Q(picture=F("other")), name="question_of_two_records"),
        ]
        indexes: ClassVar = [models.Index(fields=["other"], name="question_other")]


class Answer(Protected):
    """What somebody said to a question; never edited, and taken back by somebody."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    other_circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    other_sealed = models.BooleanField(default=False, editable=False)
    choice = models.CharField(max_length=12, choices=[(choice.value, choice.name) for choice in Choice])
    reason = models.TextField(blank=True)
    tie = models.ForeignKey(Tie, on_delete=models.PROTECT, related_name="+", null=True)
    answered_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        """One answer settles a question; taken back by somebody or by nobody."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(choice__in=[Choice.SAME.value, Choice.DIFFERENT.value], taken_back_at__isnull=True),
                name="answer_that_settles",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True, taken_back_at__isnull=True)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
                name="answer_taken_back_by_somebody",
            ),
        ]


class Judgement(models.Model):
    """What somebody says of two things: one, two, or not to be told; never edited, and taken back by somebody.

    It has no circle of its own: whoever sees a mention of both things sees it, and nobody else (migration 0014).
    """

    reference = models.CharField(max_length=12, unique=True)
    one = models.CharField(max_length=12, help_text="A thing's opaque reference.")
    other = models.CharField(max_length=12, help_text="Another's, which stands after it in the alphabet.")
    choice = models.CharField(max_length=12, choices=[(choice.value, choice.name) for choice in OF_THINGS])
    reason = models.TextField(blank=True)
    judged_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    judged_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.TextField(blank=True)

    class Meta:
        """One judgement settles a pair; taken back by somebody, who says why, or by nobody."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], condition=SETTLES, name="judgement_that_settles"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="judgement_of_two_things"),
            models.CheckConstraint(condition=~Q(choice__in=SETTLING) | ~Q(reason=""), name="judgement_says_why"),
            models.CheckConstraint(
                condition=Q(taken_back_by__isnull=True, taken_back_at__isnull=True, taken_back_because="")
                | (Q(taken_back_by__isnull=False, taken_back_at__isnull=False) & ~Q(taken_back_because="")),
                name="judgement_taken_back_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["one"], name="judgement_one"),
            models.Index(fields=["other"], name="judgement_other"),
        ]


class Weighing(models.Model):
    """A model of matching as it was learnt, by version; its frequent values stand apart, and no worker reads them."""

    version = models.PositiveIntegerField(unique=True)
    learnt_at = models.DateTimeField()
    rows = models.PositiveIntegerField(help_text="Records that it was learnt from.")
    document = models.JSONField(help_text="Fields, levels and weights.")
    frequencies = models.JSONField(help_text="By field, the most frequent values: names among them.")
    full_blocks = ArrayField(models.BigIntegerField(), default=list, help_text="Marks of blocks, over-full then.")
    full_keys = ArrayField(models.BigIntegerField(), default=list, help_text="Keys that too many shared then.")

    class Meta:
        """The table is named for what matching calls it."""

        db_table = "linkage_model"
