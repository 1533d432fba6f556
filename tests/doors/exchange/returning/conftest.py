"""Who makes the returns."""

import pytest

from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from tests.partnership import LONG_AGO, Partnership, as_administrator


@pytest.fixture
def data_officer(partnership: Partnership) -> Worker:
    """A data officer of children's services."""
    agency = partnership.agencies["childrens_services"]
    with as_administrator(partnership):
        worker = register_worker(agency=agency, name="Ola Finch", email="ola.finch@demo.invalid", at=LONG_AGO)
        appoint(worker=worker, agency=agency, role=Role.objects.get(slug="data-officer"), starts_at=LONG_AGO)
    return worker
