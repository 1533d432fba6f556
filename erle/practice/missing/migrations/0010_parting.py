"""An interview follows the ties by which it covers an episode: with the tie undone it no longer does."""

from django.db import migrations

from erle.practice.missing.migrations._interviewing_narrowed import RECORDS, WITHHELD
from erle.practice.missing.migrations._parting import (
    JOINING,
    LET_OUT,
    NOT_WHEN_PARTED,
    OPENING,
    PARTING,
    PRIVATE,
    TOLD,
    TRIGGERS,
)

OVERRIDE, _, REST = WITHHELD.partition(LET_OUT)
TELLING = RECORDS[
    RECORDS.index("-- Tell the child's circle of a step") : RECORDS.index("-- The interview of each episode")
]


class Migration(migrations.Migration):
    """The functions in the keeper's name, the triggers in the owner's."""

    dependencies = [("missing", "0009_parted"), ("linkage", "0014_judgements_need_to_know")]
    operations = [
        migrations.RunSQL(
            [
                "SET LOCAL ROLE erle_keeper",
                TELLING.replace(TOLD, f"{TOLD} AND c.parted_at IS NULL"),
                *(OPENING, PARTING, JOINING, OVERRIDE + LET_OUT + NOT_WHEN_PARTED + REST),
                "RESET ROLE",
                *TRIGGERS,
                *("SET LOCAL ROLE erle_keeper", PRIVATE, "RESET ROLE"),
            ],
            migrations.RunSQL.noop,
        )
    ]
