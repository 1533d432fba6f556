"""What a look is asked for first: her posts, her draft and the brake, in one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from erle.doors.staff.models import Draft
from erle.doors.staff.searching.search import SEARCHES
from erle.doors.staff.sharing_information.unsent import FORM, Unsent
from erle.doors.staff.signing_in.buckets import TAKE_WHERE
from erle.foundation.agencies.rules import Ability

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

POST = """
    SELECT r.abilities FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id
    WHERE p.worker_id = %(worker)s AND p.starts_at <= statement_timestamp() AND statement_timestamp() < p.ends_at
"""
DRAFT = """
    SELECT d.id, d.fields, d.saved_at, coalesce(d.fields ->> 'described' = 'true', false) AS described
    FROM staff_draft d WHERE d.worker_id = %(worker)s AND d.form = %(form)s AND d.about = %(about)s
"""
TOOK = TAKE_WHERE.format(
    "FROM draft WHERE %(looks)s AND draft.described AND %(needs)s = ANY (ARRAY(SELECT unnest(abilities) FROM post))"
)
FOUND = """
SELECT ARRAY(SELECT unnest(abilities) FROM post), EXISTS (SELECT FROM took), draft.id, draft.fields, draft.saved_at
FROM (SELECT) AS one LEFT JOIN draft ON true
"""
BEFORE = f"WITH post AS ({POST}), draft AS ({DRAFT}), took AS ({TOOK}) {FOUND}"


@dataclass(frozen=True)
class Before:
    """What her posts of this moment let her do, her draft if there is one, and whether she may look."""

    abilities: frozenset[Ability]
    unsent: Unsent | None
    may_look: bool


def before_a_look(worker: Worker, reference: str, *, looks: bool, at: datetime) -> Before:
    """Return it; the brake is taken from where she `looks`, may share, and the draft is hers and describes a child."""
    given = {
        **SEARCHES.given(worker.reference, at=at),
        "looks": looks,
        "needs": Ability.HAND_IN.value,
        "worker": worker.pk,
        "form": FORM,
        "about": reference,
    }
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, given)
        [(abilities, may_look, number, fields, saved_at)] = cursor.fetchall()
    unsent = None
    if number is not None:
        kept = {"fields": json.loads(fields), "saved_at": saved_at}
        unsent = Unsent(Draft(pk=number, worker=worker, form=FORM, about=reference, **kept))
    return Before(frozenset(map(Ability, abilities)), unsent, bool(may_look))
