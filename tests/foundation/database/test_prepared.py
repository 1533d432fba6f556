"""A query that was compiled once answers as the queryset does, for whoever acts, and keeps no value."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Post
from erle.foundation.database.prepared import Prepared, each_of
from erle.knowledge.records.models import Person
from tests.partnership import NOW, Partnership


def _posts(worker: int, at: datetime) -> QuerySet[Post, Any]:
    held: QuerySet[Post, Any] = Post.objects.held(at).filter(worker_id=worker, agency__closed_on__isnull=True)
    return held.values_list("pk", "role__abilities", "agency__name").order_by("pk")


def _children(worker: int) -> dict[str, QuerySet[Any]]:
    return {
        "children": Person.objects.filter(withdrawn_at__isnull=True),
        "posts": Post.objects.filter(worker_id=worker),
        "nothing": Post.objects.filter(worker_id=worker, ends_at__lt=NOW - timedelta(days=9000)),
    }


def test_each_worker_and_moment_has_the_answer_of_the_queryset(partnership: Partnership) -> None:
    asked: Prepared[Any] = Prepared(_posts, int, datetime)
    found = 0
    for worker in partnership.workers.values():
        for at in (NOW, NOW + timedelta(days=400), NOW - timedelta(days=4000)):
            with acting_as(worker):
                rows = asked.rows(worker.pk, at)
                assert rows == list(_posts(worker.pk, at))
            found += len(rows)
    assert found


def test_it_is_asked_under_the_policies_of_whoever_acts(partnership: Partnership) -> None:
    asked: Prepared[Any] = Prepared(_children, int)
    with acting_as(partnership.lead):
        hers = asked.which(partnership.lead.pk)
    with acting_as(partnership.never):
        strangers = asked.which(partnership.never.pk)

    assert (hers["children"], strangers["children"]) == (True, False)
    assert (hers["posts"], hers["nothing"]) == (True, False)


def _held(agencies: list[int], name: str) -> QuerySet[Post]:
    held = Post.objects.filter(agency_id__in=each_of(agencies), role__name__gte=name)
    return held.select_related("worker__agency", "role").order_by("pk")


def test_objects_come_as_the_queryset_makes_them_with_what_is_joined(partnership: Partnership) -> None:
    asked: Prepared[Post] = Prepared(_held, list, str)
    every = [agency.pk for agency in partnership.agencies.values()]
    for agencies, name in ((every, ""), (every[:1], ""), (every[::-1], "M"), ([], ""), ([-1], "")):
        with acting_as(partnership.lead):
            found, wanted = asked.objects(agencies, name), list(_held(agencies, name))
            assert found == wanted
            assert [vars(one.role)["abilities"] for one in found] == [one.role.abilities for one in wanted]
            with CaptureQueriesContext(connection) as more:
                assert [one.worker.agency.name for one in found] == [one.worker.agency.name for one in wanted]
            assert not more.captured_queries

    assert len(asked.objects(every, "")) > 2


def test_a_part_of_the_objects_is_the_part_of_the_queryset(partnership: Partnership) -> None:
    asked: Prepared[Post] = Prepared(_held, list, str)
    every = [agency.pk for agency in partnership.agencies.values()]
    with acting_as(partnership.lead):
        whole = list(_held(every, ""))
        for start in range(len(whole) + 1):
            assert asked.objects(every, "", start=start, most=2) == whole[start : start + 2]


def test_an_object_can_be_saved_and_read_again(partnership: Partnership) -> None:
    asked: Prepared[Post] = Prepared(_held, list, str)
    with acting_as(partnership.lead):
        [first, *_] = asked.objects([agency.pk for agency in partnership.agencies.values()], "")
        first.refresh_from_db()

    assert (first._state.db, first._state.adding) == ("default", False)


def _another(worker: int) -> QuerySet[Any]:
    return Post.objects.filter(worker_id=worker + 1).values_list("pk")


def _hers_and_another(worker: int) -> QuerySet[Any]:
    return Post.objects.filter(worker_id=worker, pk__lt=worker + 1).values_list("pk")


def _by_shape(worker: int) -> QuerySet[Any]:
    posts = Post.objects.filter(worker_id=worker).values_list("pk")
    return posts if worker % 2 else posts.filter(ends_at__gt=NOW)


@pytest.mark.parametrize("make", [_another, _hers_and_another, _by_shape])
def test_a_value_that_would_be_kept_for_good_is_refused(partnership: Partnership, make: Any) -> None:
    with acting_as(partnership.lead), pytest.raises(ValueError, match="Not every value"):
        Prepared(make, int).rows(partnership.lead.pk)


def test_another_kind_of_value_is_refused() -> None:
    with pytest.raises(TypeError, match="not bytes"):
        Prepared(_posts, bytes)
