"""Protect hand-overs of interviews; they are made, taken and ended by functions alone."""

from django.db import migrations

from erle.foundation.database.policies import Protect
from erle.practice.missing.migrations._handing_over import (
    AT_THE_SERVICE,
    HEARING,
    OFFERING,
    OR_HANDED_OVER,
    PRIVATE,
    TAKING,
    TRIGGERS,
)
from erle.practice.missing.migrations._parting import OPENING

COVER = OPENING[: OPENING.index("-- As in 0007")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    """The functions in the keeper's name, the trigger in the owner's."""

    dependencies = [("missing", "0011_handed_over")]
    operations = [
        Protect("missing_interviewhandover", insert=False),
        migrations.RunSQL(
            [
                "SET LOCAL ROLE erle_keeper",
                *(OFFERING, TAKING, HEARING, COVER.replace(AT_THE_SERVICE, OR_HANDED_OVER)),
                "RESET ROLE",
                *TRIGGERS,
                *("SET LOCAL ROLE erle_keeper", PRIVATE, "RESET ROLE"),
            ],
            migrations.RunSQL.noop,
        ),
    ]
