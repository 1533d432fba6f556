"""Keep the words of each section, and of each version's title and purpose, as a search looks for them."""

from django.db import migrations

WORDS = """
ALTER TABLE protocols_section
    ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('pg_catalog.english', heading || ' ' || text)) STORED;
ALTER TABLE protocols_version
    ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('pg_catalog.english', title || ' ' || purpose)) STORED;
"""
NO_WORDS = "ALTER TABLE protocols_section DROP COLUMN words; ALTER TABLE protocols_version DROP COLUMN words"


class Migration(migrations.Migration):
    """Worked out once, as no section is ever changed: a search of names looks through them each time."""

    dependencies = [("protocols", "0002_agreed_and_never_edited")]
    operations = [migrations.RunSQL(WORDS, NO_WORDS)]
