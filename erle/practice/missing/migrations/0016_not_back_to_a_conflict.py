"""A service that gave an interview up since somebody there knows the family is not offered it again."""

from django.db import migrations

from erle.practice.missing.migrations._handing_over import OFFERING
from erle.practice.missing.migrations._standing_still import _changed, _one

# As in 0011; whichever service has the interview now, it cannot go where it was given up so.
OFFER = _changed(
    _one(OFFERING, "-- Offer an interview to another service", "-- An offer is over"),
    (
        "    outcome := CASE WHEN due IS NULL THEN 'not_owed'\n",
        "    outcome := CASE WHEN due IS NULL THEN 'not_owed'\n"
        "        WHEN EXISTS (SELECT 1 FROM missing_interviewhandover h WHERE h.interview_id = held.id AND h.from_service_id = service\n"
        "                     AND h.why = 'conflict' AND h.outcome = 'taken') THEN 'conflict'\n",
    ),
)


class Migration(migrations.Migration):
    """The function is replaced in the keeper's name."""

    dependencies = [("missing", "0015_one_order")]
    operations = [
        migrations.RunSQL(["SET LOCAL ROLE erle_keeper", OFFER, "RESET ROLE"], migrations.RunSQL.noop),
    ]
