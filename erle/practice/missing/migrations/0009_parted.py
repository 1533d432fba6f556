"""Of what an interview covers by a tie, and was told by it: when the tie was undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two moments, which nothing has yet."""

    dependencies = [("missing", "0008_let_in")]
    operations = [
        migrations.AddField(
            "covered",
            "parted_at",
            models.DateTimeField(help_text="When the tie by which it was covered was undone.", null=True),
        ),
        migrations.AddField(
            "briefing",
            "withdrawn_at",
            models.DateTimeField(help_text="When it was found to be of another child.", null=True),
        ),
    ]
