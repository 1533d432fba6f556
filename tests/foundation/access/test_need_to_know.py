"""Need to know: who sees a child, and who does not even learn that there is one."""

import pytest
from django.db.models import Model

from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Circle, Share
from erle.knowledge.records import queries as records
from erle.knowledge.records.models import Entry, Person, Report, Words
from tests.partnership import Partnership

INSIDE = ("lead", "manager", "coordinator", "member")
OUTSIDE = ("never", "lapsed", "withdrawn", "future", "conflicted", "governance", "administrator")


@pytest.mark.parametrize("key", INSIDE)
def test_inside_the_circle_a_worker_sees_the_child(partnership: Partnership, key: str) -> None:
    with acting_as(partnership.workers[key]):
        child = records.child_called(partnership.leah.reference)

        assert child.given_names == "Leah"
        assert records.chronology(child).count() == 1


@pytest.mark.parametrize("key", OUTSIDE)
def test_outside_the_circle_there_is_no_such_child(partnership: Partnership, key: str) -> None:
    with acting_as(partnership.workers[key]), pytest.raises(Person.DoesNotExist):
        records.child_called(partnership.leah.reference)


@pytest.mark.parametrize("key", OUTSIDE)
@pytest.mark.parametrize("model", [Person, Entry, Report, Words, Share, Circle])
def test_outside_the_circle_every_table_is_as_if_empty(partnership: Partnership, key: str, model: type[Model]) -> None:
    with acting_as(partnership.workers[key]):
        assert not model._default_manager.exists()


@pytest.mark.parametrize("model", [Person, Entry, Report, Words, Share, Circle])
def test_with_nobody_acting_every_table_is_empty(partnership: Partnership, model: type[Model]) -> None:
    assert not model._default_manager.exists()


def test_a_sealed_child_is_seen_by_those_named_in_person_alone(partnership: Partnership) -> None:
    seen_by = set()
    for key, worker in partnership.workers.items():
        with acting_as(worker):
            if Person.objects.filter(pk=partnership.sealed.pk).exists():
                seen_by.add(key)

    assert seen_by == {"lead", "manager"}
