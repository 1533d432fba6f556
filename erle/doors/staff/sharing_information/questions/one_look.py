"""One look, one statement: her posts, her draft and the brake, and where these let her, whom it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from erle.doors.staff.models import Draft
from erle.doors.staff.searching.search import SEARCHES
from erle.doors.staff.sharing_information.unsent import FORM, Unsent
from erle.doors.staff.signing_in.buckets import TAKE_WHERE
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.entering.looking import AS_ONE, LOOK, Described, Look, MayBe, asked_as_one

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
    SELECT ARRAY(SELECT unnest(abilities) FROM post) AS abilities, EXISTS (SELECT FROM took) AS may_look,
           draft.id, draft.fields, draft.saved_at
    FROM (SELECT) AS one LEFT JOIN draft ON true
"""
LOOKED = """
SELECT before.*, look.* FROM before LEFT JOIN LATERAL ({look} WHERE before.may_look OFFSET 0) AS look ON true
"""
"""Who may not look is not looked for: what stands beside it is asked only of a row that says she may, and stays so."""
FIRST = f"WITH post AS ({POST}), draft AS ({DRAFT}), took AS ({TOOK}), before AS MATERIALIZED ({FOUND})"
BEFORE = f"{FIRST} {AS_ONE.format(LOOKED.format(look=LOOK))}"


@dataclass(frozen=True)
class OneLook:
    """What her posts of this moment let her do, her draft if there is one, and whom it may be; None: not looked for."""

    abilities: frozenset[Ability]
    unsent: Unsent | None
    found: list[MayBe] | None


def one_look(
    worker: Worker, reference: str, described: Described, *, looks: bool, today: date, at: datetime
) -> OneLook:
    """Return it; the brake is taken from where she `looks`, may share, and the draft is hers and describes a child."""
    look = Look(described, today=today)
    given = {
        **SEARCHES.given(worker.reference, at=at),
        **look.given,
        "looks": looks,
        "needs": Ability.HAND_IN.value,
        "worker": worker.pk,
        "form": FORM,
        "about": reference,
    }
    row = asked_as_one(BEFORE, given)
    unsent = None
    if row["id"] is not None:
        kept = {"fields": row["fields"], "saved_at": datetime.fromisoformat(row["saved_at"])}
        unsent = Unsent(Draft(pk=row["id"], worker=worker, form=FORM, about=reference, **kept))
    found = look.weighed(row) if row["may_look"] else None
    return OneLook(frozenset(map(Ability, row["abilities"])), unsent, found)
