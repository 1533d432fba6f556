"""Proposing a version, answering it for an agency, and taking it back before it is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from erle.foundation.access import gate
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.queries import posts_of
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import local_values
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.protocols.models import Answer, Owner, Protocol, Section, Version, Withdrawal
from erle.foundation.protocols.queries import agencies_signed_for, editions_of
from erle.foundation.protocols.rules.differences import Passage
from erle.foundation.protocols.rules.editions import State, state_of
from erle.foundation.protocols.rules.kinds import MOMENTS, Kind
from erle.foundation.protocols.rules.text import key_of
from erle.foundation.statute.moments import local_day

LOCK = 7305531
"""One key of the database's for all that is done to one protocol: whoever comes at once waits."""
RESERVED = frozenset({"new"})
"""Short names that are places of their own."""
NOT_WHOLE = "Give the version at least one section, with a heading and a text."


class NotFit(Refused):
    """The version cannot stand as it was written."""


class ChangedMeanwhile(Refused):
    """Somebody proposed a version while this one was written; what was typed is kept."""


class AnotherWaits(Refused):
    """A version of the same protocol waits for signatures."""


class NotYours(Refused):
    """The agency is no owner, or the worker may not sign for it."""


class AnsweredAlready(Refused):
    """The agency signed, or the worker signed for another agency."""


class NoLongerOpen(Refused):
    """The version was withdrawn, or is in force."""


class ReasonMissing(Refused):
    """Whoever does not sign, or takes back, says why."""


@dataclass(frozen=True)
class Written:
    """A version as somebody wrote it."""

    title: str
    purpose: str
    sections: Sequence[Passage]
    owners: Sequence[Agency]
    in_force_from: date
    review_on: date
    news: str = ""


@transaction.atomic
def propose_protocol(*, kind: Kind, written: Written, by: Worker, at: datetime) -> Version:
    """Open a protocol by proposing its first version to the agencies that are to own it."""
    gate.require(Ability.WRITE_PROTOCOLS, by=by)
    _require_fit(written, first=True, at=at)
    taken = RESERVED | frozenset(Protocol.objects.values_list("slug", flat=True))
    slug = key_of(written.title, taken, otherwise="protocol")
    try:
        with transaction.atomic():
            protocol = Protocol.objects.create(slug=slug, kind=kind, opened_by=by, opened_at=at)
    except IntegrityError as error:
        raise ChangedMeanwhile("Somebody opened a protocol of that title just now. Look at the list first.") from error
    return _keep(protocol, 1, written, by=by, at=at)


@transaction.atomic
def propose_version(*, protocol: Protocol, read: int, written: Written, by: Worker, at: datetime) -> Version:
    """Propose the next version of a protocol, written from the newest there is."""
    gate.require(Ability.WRITE_PROTOCOLS, by=by)
    _wait_for(protocol)
    newest = Version.objects.filter(protocol=protocol).aggregate(newest=Max("number"))["newest"]
    if newest != read:
        raise ChangedMeanwhile(f"Version {newest} was proposed while you were writing. Compare it with yours first.")
    editions = editions_of(protocol.slug)
    if state_of(editions[-1], editions, at) is State.PROPOSED:
        raise AnotherWaits(f"Version {newest} waits for signatures. Withdraw it first, or wait until all have signed.")
    _require_fit(written, first=False, at=at)
    return _keep(protocol, newest + 1, written, by=by, at=at)


@transaction.atomic
def answer_version(
    *, version: Version, agency: Agency, signed: bool, words: str = "", by: Worker, at: datetime
) -> Answer:
    """Sign a version for an agency, or say why it does not sign it as it stands."""
    gate.require(Ability.SIGN_PROTOCOLS, by=by)
    if not agencies_signed_for(by, at).filter(pk=agency.pk).exists():
        raise NotYours(f"You do not sign protocols for {agency.name}.")
    _wait_for(version.protocol)
    if not Owner.objects.filter(version=version, agency=agency).exists():
        raise NotYours(f"{agency.name} does not own this version.")
    if Withdrawal.objects.filter(version=version).exists():
        raise NoLongerOpen("This version was withdrawn. Read its page for the reason.")
    if not signed and not words.strip():
        raise ReasonMissing("Say what has to change before your agency signs.")
    _require_unanswered(version, agency, signed=signed, by=by)
    post = posts_of(by, at).filter(agency=agency, role__abilities__contains=[Ability.SIGN_PROTOCOLS])[0]
    answer = Answer.objects.create(
        version=version,
        agency=agency,
        signed=signed,
        words=words.strip(),
        post=post.role.name,
        answered_by=by,
        answered_at=at,
    )
    _tell_ledger("protocol_signed" if signed else "protocol_not_signed", version)
    return answer


@transaction.atomic
def withdraw_version(*, version: Version, reason: str, by: Worker, at: datetime) -> Withdrawal:
    """Take a version back that is not in force; it stays to be read, with the reason."""
    gate.require(Ability.WRITE_PROTOCOLS, by=by)
    if not reason.strip():
        raise ReasonMissing("Say why the version is withdrawn.")
    _wait_for(version.protocol)
    editions = editions_of(version.protocol.slug)
    [mine] = [edition for edition in editions if edition.number == version.number]
    if mine.withdrawn:
        raise NoLongerOpen("This version was withdrawn already.")
    if mine.in_force_at is not None and mine.in_force_at <= at:
        raise NoLongerOpen("This version came into force. Propose a new one to change it.")
    withdrawal = Withdrawal.objects.create(version=version, reason=reason.strip(), withdrawn_by=by, withdrawn_at=at)
    _tell_ledger("protocol_withdrawn", version)
    return withdrawal


def _wait_for(protocol: Protocol) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, protocol.pk])


def _require_fit(written: Written, *, first: bool, at: datetime) -> None:
    if not written.sections or not all(one.heading.strip() and one.text.strip() for one in written.sections):
        raise NotFit(NOT_WHOLE)
    keys = [one.key for one in written.sections if one.key]
    if len(set(keys)) < len(keys):
        raise NotFit("Two sections are the same one. Take one of them out.")
    if not {moment for one in written.sections for moment in one.moments} <= MOMENTS.keys():
        raise NotFit("There is no such moment of work.")
    if not written.owners:
        raise NotFit("Choose the agencies that own it. Each of them has to sign.")
    if not first and not written.news.strip():
        raise NotFit("Say what is new in this version, and why.")
    _require_days(written, at)


def _require_days(written: Written, at: datetime) -> None:
    today = local_day(at)
    if written.in_force_from < today:
        raise NotFit("A version comes into force today or on a later day, never on one that is past.")
    longest = local_values(today)["protocol_review_days"]
    last = written.in_force_from + timedelta(days=longest)
    if not written.in_force_from < written.review_on <= last:
        raise NotFit(
            f"The review comes after the day it comes into force, by {last.day} {last:%B %Y} at the latest:"
            f" the partnership looks at each protocol again within {longest} days."
        )


def _require_unanswered(version: Version, agency: Agency, *, signed: bool, by: Worker) -> None:
    hands = Answer.objects.filter(version=version, signed=True).select_related("answered_by", "agency")
    theirs = hands.filter(agency=agency).first()
    if theirs is not None:
        raise AnsweredAlready(f"{theirs.answered_by.name} signed for {agency.name} already.")
    mine = hands.filter(answered_by=by).first()
    if signed and mine is not None:
        raise AnsweredAlready(f"You signed for {mine.agency.name}. Somebody else signs for {agency.name}.")


def _keep(protocol: Protocol, number: int, written: Written, *, by: Worker, at: datetime) -> Version:
    version = Version.objects.create(
        protocol=protocol,
        number=number,
        title=written.title.strip(),
        purpose=written.purpose.strip(),
        news=written.news.strip(),
        in_force_from=written.in_force_from,
        review_on=written.review_on,
        written_by=by,
        written_at=at,
    )
    Section.objects.bulk_create(_sections(version, written.sections))
    Owner.objects.bulk_create(Owner(version=version, agency=agency) for agency in written.owners)
    _tell_ledger("protocol_proposed", version)
    return version


def _sections(version: Version, passages: Sequence[Passage]) -> list[Section]:
    """Return the sections, each new one under a key made of its heading."""
    known = [passage.key for passage in passages]
    taken, made = {key for key in known if key}, []
    for place, passage in enumerate(passages, start=1):
        key = passage.key or key_of(passage.heading, frozenset(taken))
        taken.add(key)
        heading, text, moments = passage.heading.strip(), passage.text.strip(), list(passage.moments)
        made.append(Section(version=version, place=place, key=key, heading=heading, text=text, moments=moments))
    return made


def _tell_ledger(purpose: str, version: Version) -> None:
    ledger.write(Act.RECORDED, about=version.protocol.slug, purpose=purpose, detail={"version": version.number})
