"""Keeping and forgetting, as the jobs and the command line do it."""

import pytest
from django.db import connections

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.standing import forget_standing, keep_standing
from erle.foundation.access.models import Circle
from tests.partnership import Partnership

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def _seen(partnership: Partnership, key: str) -> set[int]:
    with acting_as(partnership.workers[key]):
        return set(Circle.objects.values_list("pk", flat=True))


def test_each_worker_sees_the_same_once_her_standing_is_kept(partnership: Partnership) -> None:
    before = {key: _seen(partnership, key) for key in partnership.workers}

    many = keep_standing()

    assert many >= len(partnership.workers)
    assert {key: _seen(partnership, key) for key in partnership.workers} == before


def test_what_is_kept_can_be_forgotten(partnership: Partnership) -> None:
    forget_standing()

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE erle_keeper")
        cursor.execute("SELECT count(*) FROM access_standing")
        assert cursor.fetchone() == (0,)
