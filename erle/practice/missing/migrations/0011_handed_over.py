"""Interviews offered by one service to another: one row for each side, in its own circle."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0009_interview_circles"),
        ("agencies", "0009_interviewers"),
        ("missing", "0010_parting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="interviewturn",
            name="what",
            field=models.CharField(
                choices=[
                    ("offer", "OFFER"),
                    ("attempt", "ATTEMPT"),
                    ("choice", "CHOICE"),
                    ("held", "HELD"),
                    ("why", "WHY"),
                    ("account", "ACCOUNT"),
                    ("learned", "LEARNED"),
                    ("help", "HELP"),
                    ("plan", "PLAN"),
                    ("told", "TOLD"),
                    ("late", "LATE"),
                    ("finished", "FINISHED"),
                    ("elsewhere", "ELSEWHERE"),
                    ("handed", "HANDED"),
                ],
                max_length=14,
            ),
        ),
        migrations.CreateModel(
            name="InterviewHandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BooleanField(default=False, editable=False)),
                ("reference", models.CharField(help_text="The same on both sides.", max_length=12)),
                ("outgoing", models.BooleanField(help_text="The side that offers it.")),
                (
                    "called",
                    models.CharField(
                        blank=True,
                        help_text="The child, so that the other can say whether one of them knows the family.",
                        max_length=240,
                    ),
                ),
                ("born_on", models.DateField(null=True)),
                ("due_at", models.DateTimeField(help_text="When the first of the 72 hours are over.")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("moved", "The child lives elsewhere now, or is looked after by another authority"),
                            ("conflict", "One of us knows the child or the family"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("offered_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "taken"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("over", "over"),
                        ],
                        max_length=10,
                    ),
                ),
                ("because", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "circle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.circle",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="missing.interview",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reference", "outgoing"), name="interview_hand_over_of_two_sides"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("interview", "outgoing"),
                        name="interview_offered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="interview_hand_over_ended_wholly",
                    ),
                ],
            },
        ),
    ]
