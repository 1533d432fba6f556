"""Loading the background layer of street crime; deciding about a pattern of being missing."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.layers import replace
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.statute.moments import local_day
from erle.knowledge.patterns.models import PatternVerdict
from erle.knowledge.patterns.queries import verdicts_about, verdicts_on
from erle.knowledge.patterns.rules import Found, Rule, Verdict
from erle.knowledge.records.models import Person

COLUMNS = (
    "month_on", "force", "area", "kind", "outcome", "location", "latitude", "longitude", "lsoa", "published",
)  # fmt: skip


ONE_AT_A_TIME = 7305540
"""The lock under which patterns are decided about, so that no two decisions are made unseen by each other."""


class NoReason(Refused):
    """A decision needs its reason."""


class NoDay(Refused):
    """Who keeps watching says until when."""


class DecidedMeanwhile(Refused):
    """Somebody decided about the pattern while she was reading."""


class NothingToLookAtAgain(Refused):
    """Nobody decided about the pattern yet."""


def decide(
    *,
    found: Found,
    rule: Rule,
    verdict: Verdict,
    reason: str,
    look_again_on: date | None,
    read: str,
    by: Worker,
    at: datetime,
) -> PatternVerdict:
    """Write down what follows from a pattern; it is not raised again until there are new facts or the day has come.

    `read` is the reference of the newest decision that she had before her, or blank.
    """
    gate.require(Ability.SHARE, by=by)
    for circle in Person.objects.filter(pk__in=found.children).values_list("circle_id", flat=True):
        gate.require_let_into(circle)
    if not reason.strip():
        raise NoReason("Write your reason: it stands with the decision, and whoever reads it later needs it.")
    _require_day(verdict, look_again_on, at)
    _require_read(found, verdict, read)
    made = PatternVerdict.objects.create(
        reference=new_reference("P"),
        pattern=found.pattern,
        about=found.about,
        people=sorted(found.children),
        facts=sorted(found.facts),
        rule=asdict(rule),
        verdict=verdict,
        reason=reason.strip(),
        look_again_on=look_again_on,
        judged_by=by,
        judged_at=at,
    )
    ledger.write(Act.RECORDED, about=made.reference, purpose=f"pattern_{verdict.value}")
    return made


def _require_day(verdict: Verdict, look_again_on: date | None, at: datetime) -> None:
    if (verdict is Verdict.WATCH) != (look_again_on is not None):
        raise NoDay("Say on which day it is to be looked at again, where you keep watching, and only then.")
    if look_again_on is not None and look_again_on <= local_day(at):
        raise NoDay("The day on which it is to be looked at again has to come yet.")


def _require_read(found: Found, verdict: Verdict, read: str) -> None:
    """Refuse where somebody decided meanwhile; nobody else decides until this is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    standing = verdicts_on(found, verdicts_about(found.children))
    if (standing[0].reference if standing else "") != read:
        raise DecidedMeanwhile(
            "Somebody decided about this while you were reading. Read it; what you typed stands here."
        )
    if verdict is Verdict.AGAIN and not standing:
        raise NothingToLookAtAgain("Nobody has decided about this yet: it is on the list already.")


def load_street_crime(rows: Iterable[Sequence[Any]]) -> int:
    """Load street crime in place of what stands of the same months and forces; return how many rows came."""
    return replace("patterns_streetcrime", COLUMNS, rows, group=("month_on", "force"))
