"""Keeping and forgetting, as the jobs and the command line do it."""

import random

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


@pytest.mark.parametrize("seed", range(12))
def test_bits_put_together_at_once_are_those_set_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    before = bytearray(chance.randbytes(chance.choice((1, 2, 128, 1_024))))
    circles = chance.sample(range(len(before) * 8), min(len(before) * 8, chance.choice((0, 1, 2, 60, 300))))
    answers = [chance.random() < 0.5 for _ in circles]
    wanted = bytearray(before)
    for circle, answer in zip(circles, answers, strict=True):
        wanted[circle // 8] = wanted[circle // 8] & ~(1 << circle % 8) | answer << circle % 8

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE erle_keeper")
        cursor.execute("SELECT erle.with_bits(%s, %s::bigint[], %s::boolean[])", [bytes(before), circles, answers])
        [[made]] = cursor.fetchall()

    assert bytes(made) == bytes(wanted)
