"""Let the starting roles hand in, work at the MASH desk and speak for their agency."""

from django.db import migrations

GIVEN = {
    "hand_in": (
        "social-worker",
        "social-work-manager",
        "return-interview-coordinator",
        "return-interviewer",
        "police-missing-officer",
        "police-analyst",
        "mash-decision-maker",
        "safeguarding-lead",
        "health-practitioner",
        "practitioner",
        "licensing-officer",
    ),
    "hand_in_files": (
        "social-work-manager",
        "return-interviewer",
        "police-analyst",
        "safeguarding-lead",
        "health-practitioner",
        "licensing-officer",
    ),
    "hold_agency_circles": ("police-analyst", "safeguarding-lead", "health-practitioner", "licensing-officer"),
    "triage": ("mash-decision-maker",),
    "answer_checks": (
        "social-worker",
        "social-work-manager",
        "police-missing-officer",
        "police-analyst",
        "safeguarding-lead",
        "health-practitioner",
        "practitioner",
        "licensing-officer",
    ),
}

GIVE = """
UPDATE agencies_role SET abilities = array(
    SELECT DISTINCT ability FROM unnest(abilities || ARRAY[%s]::varchar[]) AS ability ORDER BY ability)
WHERE slug = ANY (%s)
"""


def give(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Add each ability to its roles; one that is there stays as it is."""
    for ability, roles in GIVEN.items():
        schema_editor.execute(GIVE, [ability, list(roles)])


class Migration(migrations.Migration):
    """A partnership that stands already gains what a new one starts with."""

    dependencies = [("agencies", "0002_ledgered")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
