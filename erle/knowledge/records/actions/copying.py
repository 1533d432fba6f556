"""Taking a copy out of the records: each circle whose lines it holds counts it, and the ledger tells of it."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Max

from erle.foundation.access import gate
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.models import Copy

NUMBERING = 7305524
"""The lock under which a circle's copies are numbered, beside the circle's own number."""


class NothingToCopy(Refused):
    """No line is in it."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("No line that you may see fits. Take a filter off, then make the copy.")


class LostMeanwhile(ObjectDoesNotExist):
    """What the copy is of was hidden from the worker while it was made: there is none, and no copy of it."""


@dataclass(frozen=True)
class Numbered:
    """What a copy is called: its own reference, and its number in each circle."""

    reference: str
    numbers: Mapping[int, int]


def take_copy(
    *,
    about: str,
    circles: Collection[int],
    lines: int,
    asked: str,
    purpose: str,
    made: Callable[[Numbered], bytes],
    by: Worker,
    at: datetime,
) -> bytes:
    """Number a copy in every circle whose lines it holds, have it made with those numbers, and keep that it was.

    Two who copy at once wait for each other, so that no number is given twice or left out.
    """
    gate.require(Ability.READ_RECORDS, by=by)
    if not circles or not lines:
        raise NothingToCopy
    for number in sorted(circles):
        gate.require_let_into(number)
        _alone(number)
    last = dict(Copy.objects.filter(circle__in=circles).order_by().values_list("circle").annotate(last=Max("number")))
    named = Numbered(new_reference("F"), {one: last.get(one, 0) + 1 for one in circles})
    digest = hashlib.sha256(content := made(named)).digest()
    held = list(Circle.objects.filter(pk__in=circles).order_by("pk"))
    if len(held) != len(circles):
        raise LostMeanwhile
    kept = {"about": about, "asked": asked[:500], "lines": lines, "purpose": purpose, "digest": digest}
    for circle in held:
        number = named.numbers[circle.pk]
        Copy.objects.create(circle=circle, reference=named.reference, number=number, made_by=by, made_at=at, **kept)
        told = {"number": number, "lines": lines}
        ledger.write(Act.EXPORTED, about=about, circle_id=circle.pk, purpose="copy", detail=told)
    return content


def _alone(circle: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBERING, circle])
