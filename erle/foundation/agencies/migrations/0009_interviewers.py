"""Add the role of the independent return interviewer: her own service's interviews, and no record of a child."""

from django.db import migrations

ADD = (
    "INSERT INTO agencies_role (slug, name, abilities) VALUES ('independent-interviewer',"
    " 'Independent return interviewer', ARRAY['hand_in', 'hold_interviews']) ON CONFLICT DO NOTHING"
)


class Migration(migrations.Migration):
    """Added to a partnership that stands already; a new one starts with it."""

    dependencies = [("agencies", "0008_figures_and_returns")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
