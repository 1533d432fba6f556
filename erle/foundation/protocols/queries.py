"""Which versions there are, which of them hold, and what they say at a moment of work."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from erle.foundation.agencies.models import Agency, Post, Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.protocols.models import Protocol, Section, Version
from erle.foundation.protocols.rules.differences import Passage
from erle.foundation.protocols.rules.editions import Edition, Governed, State, governing, in_force, state_of
from erle.foundation.protocols.rules.kinds import area_of

EDITIONS = """
SELECT p.slug, v.number, v.title, v.in_force_from, v.review_on, v.id,
       ARRAY(SELECT o.agency_id FROM protocols_owner o WHERE o.version_id = v.id),
       ARRAY(SELECT a.agency_id FROM protocols_answer a WHERE a.version_id = v.id AND a.signed ORDER BY a.id),
       ARRAY(SELECT a.answered_at FROM protocols_answer a WHERE a.version_id = v.id AND a.signed ORDER BY a.id),
       EXISTS (SELECT 1 FROM protocols_withdrawal w WHERE w.version_id = v.id)
FROM protocols_version v JOIN protocols_protocol p ON p.id = v.protocol_id
"""
EVERY = f"{EDITIONS} ORDER BY p.slug, v.number"
OF_ONE = f"{EDITIONS} WHERE p.slug = %s ORDER BY p.slug, v.number"
OF_MOMENTS = f"""{EDITIONS} WHERE v.protocol_id IN (
    SELECT of.protocol_id FROM protocols_section s JOIN protocols_version of ON of.id = s.version_id
    WHERE s.moments && %s::varchar[]) ORDER BY p.slug, v.number"""
"""Versions without that moment too: the newest may have left it out."""

NAMING = """
WITH asked AS (SELECT websearch_to_tsquery('pg_catalog.english', translate(%(typed)s, '-', ' ')) AS words)
SELECT v.id, s.key, s.heading
FROM protocols_version v JOIN protocols_protocol p ON p.id = v.protocol_id CROSS JOIN asked
LEFT JOIN LATERAL (
    SELECT s.key, s.heading FROM protocols_section s
    WHERE s.version_id = v.id AND s.words @@ asked.words ORDER BY s.place LIMIT 1) s ON true
WHERE s.key IS NOT NULL OR v.words @@ asked.words
   OR to_tsvector('pg_catalog.english', translate(p.slug, '-', ' ')) @@ asked.words
   OR position(lower(%(typed)s) IN lower(v.title)) > 0
"""
"""All words in one section, or in what names the protocol; or a piece of its title."""
SHORTEST = 3
"""Letters below which every protocol would be found."""


@dataclass(frozen=True)
class Naming:
    """A version that has the words of a search: how it stands, and the first section that has them, where one has."""

    edition: Edition
    state: State
    kind: str
    key: str
    heading: str


@dataclass(frozen=True)
class Read:
    """What a protocol says at a moment of work: its sections for it, of the version in force."""

    edition: Edition
    sections: Sequence[Section]


def protocol_called(slug: str) -> Protocol:
    """Return the protocol, or raise `Protocol.DoesNotExist`."""
    return Protocol.objects.get(slug=slug)


def version_numbered(protocol: Protocol, number: int) -> Version:
    """Return the version with all that belongs to it, or raise `Version.DoesNotExist`."""
    whole = Version.objects.select_related("protocol", "written_by__agency", "withdrawal__withdrawn_by__agency")
    whole = whole.prefetch_related("sections", "owners__agency", "answers__agency", "answers__answered_by")
    return whole.get(protocol=protocol, number=number)


def passages_of(version: Version) -> list[Passage]:
    """Return the sections of a version as they are compared."""
    return [Passage(one.key, one.heading, one.text, tuple(one.moments)) for one in version.sections.all()]


def editions_of(slug: str) -> list[Edition]:
    """Return every version of one protocol, the first first."""
    return _editions(OF_ONE, [slug])


def every_edition() -> dict[str, list[Edition]]:
    """Return every version of every protocol, by protocol."""
    return _by_protocol(_editions(EVERY, []))


def in_force_for(moment: str, at: datetime) -> list[Read]:
    """Return what is to be read at a moment of work: the sections for it of each protocol in force."""
    holding = [in_force(editions, at) for editions in _by_protocol(_editions(OF_MOMENTS, [[moment]])).values()]
    found = {edition.version: edition for edition in holding if edition is not None}
    if not found:
        return []
    sections = Section.objects.filter(version__in=found, moments__contains=[moment]).order_by("version", "place")
    read = groupby(sections, key=lambda section: section.version_id)
    return [Read(found[version], list(those)) for version, those in read]


def governing_in(
    area: str, moments: Iterable[str], *, began_at: datetime, until: datetime
) -> list[tuple[str, list[Governed]]]:
    """Return, for each protocol of an area of work, the versions that held of a thing from its beginning to its end."""
    wanted = [moment for moment in moments if area_of(moment) == area]
    found = []
    for slug, editions in _by_protocol(_editions(OF_MOMENTS, [wanted])).items():
        held = governing(editions, began_at=began_at, until=until)
        if held:
            found.append((slug, held))
    return found


def kinds() -> dict[str, str]:
    """Return what kind each protocol is, by its short name."""
    return dict(Protocol.objects.values_list("slug", "kind"))


def protocols_naming(typed: str, at: datetime) -> list[Naming]:
    """Return the versions in force, or being agreed, that have the words; what was replaced or withdrawn is not."""
    if len(typed) < SHORTEST:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NAMING, {"typed": typed})
        named = {version: (key or "", heading or "") for version, key, heading in cursor.fetchall()}
    if not named:
        return []
    of_kind, wanted = kinds(), (State.IN_FORCE, State.PROPOSED, State.AGREED)
    found = [
        Naming(one, state, of_kind[one.protocol], *named[one.version])
        for editions in every_edition().values()
        for one in editions
        if one.version in named and (state := state_of(one, editions, at)) in wanted
    ]
    return sorted(found, key=lambda one: (one.state is not State.IN_FORCE, one.edition.title, one.edition.number))


def agencies_signed_for(worker: Worker, at: datetime) -> QuerySet[Agency]:
    """Return the agencies for which the worker may sign now."""
    held = Post.objects.held(at).filter(worker=worker, role__abilities__contains=[Ability.SIGN_PROTOCOLS])
    return Agency.objects.filter(pk__in=held.values("agency"))


def agencies_that_sign() -> QuerySet[Agency]:
    """Return the agencies that may own a protocol: all that take part."""
    return Agency.objects.filter(closed_on__isnull=True)


def agency_names(numbers: Collection[int]) -> dict[int, str]:
    """Return the names of agencies by their numbers."""
    return dict(Agency.objects.filter(pk__in=numbers).values_list("pk", "name"))


def _editions(statement: str, given: list[Any]) -> list[Edition]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [_edition(row) for row in cursor.fetchall()]


def _edition(row: tuple[Any, ...]) -> Edition:
    slug, number, title, in_force_from, review_on, version, owners, signed, signed_at, withdrawn = row
    hands = dict(zip(signed, signed_at, strict=True))
    return Edition(slug, number, title, in_force_from, review_on, frozenset(owners), hands, withdrawn, version)


def _by_protocol(editions: Iterable[Edition]) -> dict[str, list[Edition]]:
    return {slug: list(those) for slug, those in groupby(editions, key=lambda edition: edition.protocol)}
