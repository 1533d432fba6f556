"""Protect return interviews, apart from the child's circle; and have them open, tell and be told by functions alone."""

from django.db import migrations

from erle.foundation.database.policies import Protect, record_changes, secure
from erle.practice.missing.migrations._interviewing import INTERVIEWING

ME, ABLE = "(SELECT erle.acting())", "(SELECT erle.able('hold_interviews'))"
IN_ITS_INTERVIEW = (
    "EXISTS (SELECT 1 FROM missing_interview i WHERE i.id = interview_id AND i.circle_id = missing_interviewturn.circle_id"
    " AND i.ended_at IS NULL)"
)
HEARD = (
    "EXISTS (SELECT 1 FROM missing_interview i WHERE i.id = interview_id AND i.ended_at IS NULL) AND EXISTS (SELECT 1"
    f" FROM access_circle c WHERE c.id = missing_withheld.circle_id AND c.kind = 'withheld' AND c.opened_by_id = {ME})"
)
ACTS = [
    "CREATE POLICY missing_interview_update_own ON missing_interview AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (ended_at IS NULL AND {ABLE} AND erle.let_into(circle_id)) WITH CHECK (ended_by_id = {ME})",
    "CREATE POLICY missing_interviewturn_insert_own ON missing_interviewturn AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (changed_by_id = {ME} AND {ABLE} AND erle.let_into(circle_id) AND {IN_ITS_INTERVIEW})",
    "CREATE POLICY missing_withheld_insert_own ON missing_withheld AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (kept_by_id = {ME} AND {ABLE} AND erle.let_into(circle_id) AND {HEARD})",
    "CREATE POLICY missing_planoffer_update_own ON missing_planoffer AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (answered_at IS NULL AND erle.let_into(circle_id)) WITH CHECK (answered_by_id = {ME})",
]
# Which service holds whose interviews is everybody's to read, and changed by who manages agencies, in her own name.
ROUTING = [
    *secure("missing_interviewservice"),
    *record_changes("missing_interviewservice", ""),
    "CREATE POLICY missing_interviewservice_select ON missing_interviewservice FOR SELECT TO erle_worker USING (true)",
    "CREATE POLICY missing_interviewservice_insert ON missing_interviewservice FOR INSERT TO erle_worker"
    f" WITH CHECK (set_by_id = {ME} AND (SELECT erle.able('manage_agencies')))",
    "GRANT SELECT, INSERT ON missing_interviewservice TO erle_worker",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON missing_interviewservice TO erle_keeper",
]


class Migration(migrations.Migration):
    """The tables first, then what works across circles."""

    dependencies = [
        ("missing", "0005_interviews"),
        ("access", "0009_interview_circles"),
        ("agencies", "0009_interviewers"),
        ("clocks", "0002_need_to_know"),
        ("linkage", "0014_judgements_need_to_know"),
    ]
    operations = [
        Protect("missing_interview", insert=False, update=["ended_by_id", "ended_at"]),
        Protect("missing_covered", insert=False),
        Protect("missing_briefing", insert=False),
        Protect("missing_interviewturn"),
        Protect("missing_withheld"),
        Protect("missing_override", insert=False),
        Protect("missing_planoffer", insert=False, update=["taken", "answered_by_id", "answered_at"]),
        migrations.RunSQL([*ACTS, *ROUTING, *INTERVIEWING], migrations.RunSQL.noop),
    ]
