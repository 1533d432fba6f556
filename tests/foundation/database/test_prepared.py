"""A query that was compiled once answers as the queryset does, for whoever acts, and keeps no value."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Post
from erle.foundation.database.prepared import Prepared
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
    asked, found = Prepared(_posts, int, datetime), 0
    for worker in partnership.workers.values():
        for at in (NOW, NOW + timedelta(days=400), NOW - timedelta(days=4000)):
            with acting_as(worker):
                rows = asked.rows(worker.pk, at)
                assert rows == list(_posts(worker.pk, at))
            found += len(rows)
    assert found


def test_it_is_asked_under_the_policies_of_whoever_acts(partnership: Partnership) -> None:
    asked = Prepared(_children, int)
    with acting_as(partnership.lead):
        hers = asked.which(partnership.lead.pk)
    with acting_as(partnership.never):
        strangers = asked.which(partnership.never.pk)

    assert (hers["children"], strangers["children"]) == (True, False)
    assert (hers["posts"], hers["nothing"]) == (True, False)


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
