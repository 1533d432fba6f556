"""The plan for when a child is missing: every change a new version, and of two who write at once the second is told."""

from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.models import Person
from erle.practice.missing.actions.turns import ChangedMeanwhile
from erle.practice.missing.models import TriggerPlan


@dataclass(frozen=True)
class Planned:
    """Whom to ring, where to look, what helped last time, and what the child asked for."""

    ring: str
    look: str
    helped: str
    note: str


def write_plan(*, person: Person, read: int, planned: Planned, by: Worker, at: datetime) -> TriggerPlan:
    """Keep a new version of the child's plan, where nobody changed it since it was read."""
    gate.require(Ability.HAND_IN, by=by)
    gate.require_let_into(person.circle_id)
    child = Person.objects.select_for_update(of=("self",)).select_related("circle").get(pk=person.pk)
    newest = TriggerPlan.objects.filter(person=child).select_related("made_by").order_by("-version").first()
    if newest is not None and newest.version != read:
        raise ChangedMeanwhile(f"{newest.made_by.name} changed the plan while you were writing. Compare the two.")
    return TriggerPlan.objects.create(
        circle=child.circle, person=child, version=read + 1, made_by=by, made_at=at, **vars(planned)
    )
