"""Return interviews as the service that holds them sees them, in circles apart from the child's."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from erle.foundation.access.models import Protected
from erle.foundation.agencies.models import Agency
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import Precision
from erle.practice.missing.models.episodes import Episode
from erle.practice.missing.rules import EpisodeKind
from erle.practice.missing.rules.interviewing import PASSED_BECAUSE, Group, Step

WORKER = settings.AUTH_USER_MODEL
HANDED_OUTCOMES = ("taken", "declined", "withdrawn", "over")


class InterviewService(models.Model):
    """Which service holds the return interviews of a group of children, from a day on; a change is a new row."""

    care = models.CharField(max_length=12, choices=[(group.value, group.name) for group in Group])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    in_force_from = models.DateField()
    reason = models.TextField()
    set_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class Interview(Protected):
    """One return interview as the service that holds it sees it; it may answer for several episodes of the child."""

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", help_text="The child's record, which the service is not in."
    )
    service = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    care = models.CharField(max_length=12, choices=[(group.value, group.name) for group in Group])
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=60, blank=True)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    pronouns = models.CharField(max_length=30, blank=True)
    opened_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    ended_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Ended by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="interview_ended_by_somebody",
            )
        ]


class Covered(Protected):
    """An episode for which an interview answers: its times, when its 72 hours are over, and its own outcome."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=1, choices=[(kind.value, kind.name) for kind in EpisodeKind])
    left_at = models.DateTimeField()
    returned_at = models.DateTimeField()
    returned_precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision])
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    ended_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    ended_at = models.DateTimeField(null=True)
    parted_at = models.DateTimeField(null=True, help_text="When the tie by which it was covered was undone.")

    class Meta:
        """An episode is answered for once at a time, and ended by somebody or by nobody."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode"], condition=Q(ended_at__isnull=True), name="covered_once"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="covered_ended_by_somebody",
            ),
        ]


class Briefing(Protected):
    """What an interviewer must know to be safe and kind; it stands in the child's circle and in the interview's."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    reach = models.TextField(blank=True, help_text="Where and how to reach the child.")
    may_be_told = models.TextField(blank=True, help_text="Who may be told, and who must not be.")
    risks = models.TextField(blank=True, help_text="Risks to the child and to the interviewer.")
    wishes = models.TextField(blank=True, help_text="What the child asked for.")
    written_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, help_text="When it was found to be of another child.")


class InterviewTurn(Protected):
    """One step of an interview as it was written: never edited, the newest of its kind holds."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(help_text="Of the interview, after it.")
    what = models.CharField(max_length=14, choices=[(step.value, step.name) for step in Step])
    code = models.CharField(max_length=40, blank=True)
    codes = ArrayField(models.CharField(max_length=40), default=list)
    words = models.TextField(blank=True)
    whom = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    grade = models.CharField(max_length=5, blank=True)
    happened_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        """Each version once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "version"], name="interview_turn_of_one_version")
        ]


class Withheld(Protected):
    """What a child asked not to be shared, in a circle of its own: who heard it, and whom a decision lets in."""

    reference = models.CharField(max_length=12, unique=True)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="+")
    called = models.CharField(max_length=240, help_text="The child's name, for whom a decision lets in.")
    words = models.TextField()
    whom = models.CharField(max_length=200, blank=True, help_text="Who must not know it.")
    kept_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    kept_at = models.DateTimeField()


class Override(Protected):
    """A decision, by name and with reasons, that safety overrides what the child asked; and whom it let in."""

    withheld = models.ForeignKey(Withheld, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    child_told = models.TextField(help_text="What the child was told of it, or why not yet.")
    let_in = ArrayField(models.CharField(max_length=240), default=list)
    decided_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()


class InterviewHandOver(Protected):
    """An interview offered by one service to another: one row for each side, in its own circle; complete once taken."""

    reference = models.CharField(max_length=12, help_text="The same on both sides.")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="+", db_index=False)
    outgoing = models.BooleanField(help_text="The side that offers it.")
    from_service = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_service = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    called = models.CharField(
        max_length=240,
        blank=True,
        help_text="The child, so that the other can say whether one of them knows the family.",
    )
    born_on = models.DateField(null=True)
    due_at = models.DateTimeField(help_text="When the first of the 72 hours are over.")
    why = models.CharField(max_length=10, choices=[*PASSED_BECAUSE.items()])
    words = models.TextField()
    offered_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, choices=[(one, one) for one in HANDED_OUTCOMES])
    because = models.TextField(blank=True)
    ended_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Each side once; an interview is offered to one service at a time; answered wholly or not at all."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference", "outgoing"], name="interview_hand_over_of_two_sides"),
            models.UniqueConstraint(
                fields=["interview", "outgoing"], condition=Q(ended_at__isnull=True), name="interview_offered_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_by__isnull=True, ended_at__isnull=True)
                | Q(~Q(outcome=""), ended_by__isnull=False, ended_at__isnull=False),
                name="interview_hand_over_ended_wholly",
            ),
        ]


class PlanOffer(Protected):
    """A line that an interview offers for the child's plan; who keeps the plan takes it or leaves it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, help_text="The part of the plan.")
    words = models.TextField()
    offered_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    taken = models.BooleanField(null=True)
    answered_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Answered wholly or not at all."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True, taken__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False, taken__isnull=False),
                name="plan_offer_answered_wholly",
            )
        ]
