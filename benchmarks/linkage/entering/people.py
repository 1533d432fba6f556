"""Who works in the benches of entering, and how records are numbered on from the crowd's."""

from datetime import datetime, timedelta
from typing import Any

ABOUT = {"basis": "public_task_safeguarding", "purpose": "Bench"}
NUMBERS = """
SELECT setval(pg_get_serial_sequence('records_person', 'id'), most),
       setval(pg_get_serial_sequence('access_circle', 'id'), most)
FROM (SELECT max(greatest(id, circle_id)) AS most FROM records_person) AS crowd
"""
"""Records and circles are numbered on from the crowd's: a worker's standing has a bit for each number of a circle."""


def employed(name: str, agency: Any, role: str, at: datetime) -> Any:
    """Employ somebody in a role of the agency."""
    from erle.foundation.agencies.actions import appoint, register_worker
    from erle.foundation.agencies.models import Role

    email = f"{name.lower().replace(' ', '.')}@demo.invalid"
    worker = register_worker(agency=agency, name=name, email=email, at=at)
    appoint(worker=worker, agency=agency, role=Role.objects.get(slug=role), starts_at=at - timedelta(days=1))
    return worker
