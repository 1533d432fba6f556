"""What was shared onwards: the act, its lines as they stood, and who said that she read them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_mailing"),
        ("records", "0010_search_around"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BooleanField(default=False, editable=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("about", models.CharField(help_text="Who the child is, in words, as it stood.", max_length=200)),
                ("purpose", models.TextField(help_text="What they need to know it for.")),
                ("basis", models.CharField(help_text="Key of the lawful basis.", max_length=60)),
                ("necessity", models.TextField(help_text="Why no less will do, and why nobody has to be asked first.")),
                ("told", models.TextField(blank=True, help_text="What child and family were told, and what they say.")),
                (
                    "not_told",
                    models.CharField(blank=True, help_text="Key of the reason why they were not.", max_length=40),
                ),
                ("risk", models.TextField(blank=True, help_text="What could come of sharing, and of not sharing.")),
                ("advice", models.TextField(blank=True, help_text="Whose advice was taken, and what it was.")),
                (
                    "conditions_accepted",
                    models.BooleanField(default=False, help_text="The sharer says that conditions are kept."),
                ),
                ("urgent", models.BooleanField(default=False)),
                (
                    "confirm_due_at",
                    models.DateTimeField(help_text="By when recipients say that they have read it.", null=True),
                ),
                ("ends_at", models.DateTimeField(help_text="As it was shared; a renewal is a share of its own.")),
                ("shared_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
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
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.person",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.report",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisclosedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BooleanField(default=False, editable=False)),
                ("number", models.PositiveSmallIntegerField(help_text="Its place, from 1.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("concern", "CONCERN"),
                            ("contact", "CONTACT"),
                            ("missing", "MISSING"),
                            ("away", "AWAY"),
                            ("returned", "RETURNED"),
                            ("return_interview", "RETURN_INTERVIEW"),
                            ("placement", "PLACEMENT"),
                            ("review", "REVIEW"),
                            ("own_words", "OWN_WORDS"),
                            ("strength", "STRENGTH"),
                            ("decision", "DECISION"),
                            ("incident", "INCIDENT"),
                            ("attendance", "ATTENDANCE"),
                            ("assessment", "ASSESSMENT"),
                            ("status", "STATUS"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("fact", "FACT"),
                            ("opinion", "OPINION"),
                            ("own_words", "OWN_WORDS"),
                            ("wish", "WISH"),
                            ("strength", "STRENGTH"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField(null=True)),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("minute", "MINUTE"),
                            ("about", "ABOUT"),
                            ("day", "DAY"),
                            ("month", "MONTH"),
                            ("year", "YEAR"),
                        ],
                        max_length=6,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("quote", models.TextField(blank=True)),
                ("agency", models.CharField(help_text="Whose line it is, by the name it had.", max_length=120)),
                ("source", models.CharField(blank=True, max_length=120)),
                ("grade", models.CharField(blank=True, max_length=5)),
                ("conditions", models.TextField(blank=True)),
                (
                    "left_out",
                    models.CharField(
                        blank=True,
                        help_text="Key of the reason why words of it were left out; blank where none were.",
                        max_length=30,
                    ),
                ),
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
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entry",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.item",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="records.disclosure",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BooleanField(default=False, editable=False)),
                ("read_at", models.DateTimeField()),
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
                    "read_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="records.disclosure",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["person"], name="disclosure_person"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["shared_by", "-shared_at"], name="disclosure_sharer"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="disclosure_withdrawn_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirm_due_at__isnull", True), ("urgent", False)),
                    models.Q(("confirm_due_at__isnull", False), ("urgent", True)),
                    _connector="OR",
                ),
                name="disclosure_urgent_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("not_told", ""), ("told", ""), _negated=True), name="disclosure_told_or_why_not"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosedline",
            constraint=models.UniqueConstraint(fields=("disclosure", "number"), name="disclosed_line_has_its_place"),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.UniqueConstraint(fields=("disclosure", "read_by"), name="confirmation_is_said_once"),
        ),
    ]
