"""Judging whether two things are one, and taking a judgement back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.linkage.models import Judgement
from erle.knowledge.linkage.rules import SETTLING, Choice
from erle.knowledge.linkage.things.queries import judgements_around, judgements_of, pair_called, why_near
from erle.knowledge.linkage.things.reasons import Reason
from erle.knowledge.linkage.things.together import Pair, contradicted, in_order, joined
from erle.knowledge.records.queries import thing_called

ONE_AT_A_TIME = 7305531
"""The lock under which things are judged, so that no two judgements contradict each other unseen."""
LET_INTO = "SELECT EXISTS (SELECT 1 FROM records_mention m WHERE m.thing = %s AND erle.let_into(m.circle_id))"


class NoReason(Refused):
    """A judgement that settles, and taking one back, need a reason."""


class JudgedAlready(Refused):
    """Somebody judged of the pair first, or took it back first."""


class JudgedAnew(Refused):
    """Another judgement stands than the one that was read."""


class HeldDifferent(Refused):
    """To hold the two the same would join things that are held different."""


class NotOneAddress(Refused):
    """Two things that are near for another reason are looked at one by one."""


class HeldTheSame(Refused):
    """The two are held the same by way of others."""


def judge_things(*, one: str, other: str, choice: Choice, reason: str, by: Worker, at: datetime) -> Judgement:
    """Say that two things are one, that they are two, or that it cannot be told yet.

    What is one is shown as one to whoever sees both; nobody sees a line more by it.
    """
    gate.require(Ability.READ_RECORDS, by=by)
    pair_called(one, other)
    _require_let_into(one, other)
    if choice.settles and not reason.strip():
        raise NoReason("Write your reason: it stands with your answer, and whoever reads it later needs it.")
    _require_no_contradiction(one, other, choice)
    left, right = in_order(one, other)
    made = Judgement.objects.create(
        reference=new_reference("V"),
        one=left,
        other=right,
        choice=choice,
        reason=reason.strip(),
        judged_by=by,
        judged_at=at,
    )
    ledger.write(Act.RECORDED, about=made.reference, purpose=f"things_{choice.value}")
    return made


def hold_addresses_the_same(*, pairs: Sequence[Pair], reason: str, by: Worker, at: datetime) -> list[Judgement]:
    """Hold several pairs the same for one reason: pairs that are one address by the rules, written in two ways.

    Each is a judgement of its own, and can be taken back by itself. Where one is refused, none is made.
    """
    with transaction.atomic():
        return [_hold_address_the_same(*pair, reason=reason, by=by, at=at) for pair in pairs]


def _hold_address_the_same(one: str, other: str, *, reason: str, by: Worker, at: datetime) -> Judgement:
    left, right = pair_called(one, other)
    if Reason.SAME_ADDRESS not in why_near(left, right):
        raise NotOneAddress("Of several at once only those are confirmed that are one address, written in two ways.")
    try:
        return judge_things(one=one, other=other, choice=Choice.SAME, reason=reason, by=by, at=at)
    except (JudgedAlready, HeldDifferent) as refused:
        said = f"“{left.spellings[0]}” and “{right.spellings[0]}”: {refused} None of them was held the same."
        raise type(refused)(said) from refused


def take_judgement_back(*, judgement: Judgement, because: str, by: Worker, at: datetime) -> None:
    """Take a judgement back: the two are shown as if nobody had judged."""
    gate.require(Ability.READ_RECORDS, by=by)
    _require_let_into(judgement.one, judgement.other)
    if not because.strip():
        raise NoReason("Write why: whoever relied on it needs to know.")
    standing = Judgement.objects.filter(pk=judgement.pk, taken_back_at__isnull=True)
    if not standing.update(taken_back_by=by, taken_back_at=at, taken_back_because=because.strip()):
        raise JudgedAlready("That was taken back already.")
    ledger.write(Act.RECORDED, about=judgement.reference, purpose="things_taken_back")


def _require_let_into(*things: str) -> None:
    """Refuse whoever sees one of the things in an emergency alone."""
    for thing in things:
        with connection.cursor() as cursor:
            cursor.execute(LET_INTO, [thing])
            [let_in] = cursor.fetchone()
        if not let_in:
            raise gate.OnlyInAnEmergency


def _require_no_contradiction(one: str, other: str, choice: Choice) -> None:
    """Refuse what somebody judged first, and what contradicts what others judged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    if any(row.choice in SETTLING for row in judgements_of(one, other)):
        raise JudgedAlready("Somebody judged of these two before you. Read it; it can be taken back.")
    said = [(row.one, row.other, row.choice) for row in judgements_around([one, other])]
    if choice is Choice.SAME and (apart := contradicted(one, other, said)):
        left, right = (thing_called(thing).spellings[0] for thing in apart)
        raise HeldDifferent(
            f"This would join “{left}” and “{right}”, which are held to be different. If that is wrong, take it back"
            " first; it stands on the page of each."
        )
    if choice is Choice.DIFFERENT and other in joined(one, said):
        raise HeldTheSame(
            "These two are held to be the same by way of others. If that is wrong, take one of those judgements back"
            " first; they stand on the page of each."
        )
