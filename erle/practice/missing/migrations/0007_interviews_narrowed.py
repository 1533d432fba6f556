"""What passes between a return interview and the child's record is asked for more strictly."""

from django.db import migrations

from erle.practice.missing.migrations._interviewing_narrowed import HEARD, HEARING, LEAVING, PICTURES, RECORDS, WITHHELD

KEEPERS = [
    "REVOKE ALL ON FUNCTION erle.interview_is_of(bigint, bigint), erle.may_hear(bigint) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION erle.may_hear(bigint) TO erle_worker",
]


class Migration(migrations.Migration):
    """The keeper's functions are replaced in the keeper's name."""

    dependencies = [("missing", "0006_interviews_need_to_know")]
    operations = [
        migrations.RunSQL(
            [
                "SET LOCAL ROLE erle_keeper",
                *(RECORDS, PICTURES, WITHHELD, HEARING),
                *KEEPERS,
                "RESET ROLE",
                LEAVING,
                *HEARD,
            ],
            migrations.RunSQL.noop,
        )
    ]
