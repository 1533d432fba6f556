"""Reading a child with what stands around the chronology, by one query."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from erle.foundation.access.queries import Looked, looked_at
from erle.foundation.database.prepared import Prepared
from erle.foundation.statute.settings import LOCAL_SETTINGS
from erle.knowledge.records.models import Person

MOST_MENTIONED = 30
MOST_WEEKS = 120
MOST_WORDS, MOST_WISHES = 20, 3
MOST_GONE = 400
ASK_AGAIN_AFTER = LOCAL_SETTINGS["own_words_days"].usual
"""Days after which own words in a line are asked for again; a worker who keeps words says so herself."""


@dataclass(frozen=True)
class Said:
    """What a child said and asked for, to whom, and when to ask again."""

    words: str
    wishes: list[str]
    setting: str
    to: str
    at: datetime
    ask_again_on: date


@dataclass(frozen=True)
class Facet:
    """How many lines of a chronology are of one kind and from one agency, and what is marked among them."""

    kind: str
    agency: str
    slug: str
    lines: int
    starred: int
    voiced: int
    strengths: int


@dataclass(frozen=True)
class Week:
    """A week at school: its Monday, and the marks of its ten sessions."""

    on: date
    marks: str


@dataclass(frozen=True)
class Near:
    """Somebody around a child, as one agency has it; `reference` where it is a child whom the worker may see."""

    number: int
    name: str
    relation: str
    born_on: date | None
    lives_with: bool
    trusted: bool
    note: str
    agency: str
    reference: str | None


@dataclass(frozen=True)
class Mentioned:
    """Somebody or something that lines of a chronology name: `about` is the thing, or one mention of a person.

    `also`: how else it was said, and `as_one` the things so called, where several are shown as one.
    """

    kind: str
    words: str
    about: str
    lines: int
    also: tuple[str, ...] = ()
    as_one: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gone:
    """A line that tells of going missing, of coming back, or of the talk after it."""

    kind: str
    at: datetime
    precision: str
    title: str
    source: str
    agency: str


@dataclass(frozen=True)
class Portrait:
    """A child, with what the page shows before the chronology: all of it by one query."""

    person: Person
    said: list[Said]
    wishes: list[str]
    gone: list[Gone]
    facets: list[Facet]
    looked: list[Looked]
    weeks: list[Week]
    near: list[Near]
    mentioned: list[Mentioned]


OF_THE_CHILD = "person_id = records_person.id"
SAID = f"""SELECT w.said AS words, w.wishes, w.setting, to_whom.name AS to, w.said_at AS at, w.ask_again_on
    FROM records_words w JOIN agencies_worker to_whom ON to_whom.id = w.said_to_id
    WHERE w.{OF_THE_CHILD} AND w.withdrawn_at IS NULL
    UNION ALL
    SELECT e.quote, '{{}}', '', coalesce(nullif(e.source, ''), a.name), e.happened_at,
        (e.happened_at AT TIME ZONE 'Europe/London')::date + %s
    FROM records_entry e JOIN agencies_agency a ON a.id = e.agency_id
    WHERE e.{OF_THE_CHILD} AND e.withdrawn_at IS NULL AND e.nature = 'own_words' AND e.quote <> ''
        AND NOT EXISTS (SELECT 1 FROM records_words w WHERE w.{OF_THE_CHILD} AND w.said = e.quote)
    ORDER BY at DESC LIMIT {MOST_WORDS}"""
WISHES = f"""SELECT e.quote AS words FROM records_entry e
    WHERE e.{OF_THE_CHILD} AND e.withdrawn_at IS NULL AND e.nature = 'wish' AND e.quote <> ''
    ORDER BY e.happened_at DESC LIMIT {MOST_WISHES}"""
GONE = f"""SELECT e.kind, e.happened_at AS at, e.precision, e.title, e.source, a.name AS agency
    FROM records_entry e JOIN agencies_agency a ON a.id = e.agency_id
    WHERE e.{OF_THE_CHILD} AND e.withdrawn_at IS NULL AND e.kind IN ('missing', 'returned', 'return_interview')
    ORDER BY e.happened_at DESC, e.id DESC LIMIT {MOST_GONE}"""
FACETS = f"""SELECT e.kind, a.name AS agency, a.slug, count(*) AS lines,
        count(*) FILTER (WHERE e.significant) AS starred,
        count(*) FILTER (WHERE e.quote <> '' OR e.kind = 'own_words') AS voiced,
        count(*) FILTER (WHERE e.kind = 'strength' OR e.nature = 'strength') AS strengths
    FROM records_entry e JOIN agencies_agency a ON a.id = e.agency_id
    WHERE e.{OF_THE_CHILD} AND e.withdrawn_at IS NULL GROUP BY 1, 2, 3"""
LOOKED = """SELECT l.at, l.act, l.worker_id, w.name, a.name AS agency, l.purpose
    FROM ledger_line l
    LEFT JOIN agencies_worker w ON w.id = l.worker_id LEFT JOIN agencies_agency a ON a.id = w.agency_id
    WHERE l.circle_id = records_person.circle_id AND l.act = ANY (%s) ORDER BY l.id DESC LIMIT %s"""
WEEKS = f"""SELECT s.week_on AS on, s.marks FROM records_schoolweek s
    WHERE s.{OF_THE_CHILD} AND s.withdrawn_at IS NULL ORDER BY s.week_on DESC LIMIT {MOST_WEEKS}"""
NEAR = f"""SELECT r.id AS number, r.name, r.relation, r.born_on, r.lives_with, r.trusted, r.note, a.name AS agency,
        other.reference
    FROM records_relation r JOIN agencies_agency a ON a.id = r.agency_id
    LEFT JOIN records_person other ON other.id = r.other_id AND other.withdrawn_at IS NULL
    WHERE r.{OF_THE_CHILD} AND r.ended_at IS NULL ORDER BY r.lives_with DESC, r.trusted DESC, r.id"""
MENTIONED = f"""SELECT m.kind, min(m.words) AS words, coalesce(max(nullif(m.thing, '')), min(m.reference)) AS about,
        count(DISTINCT e.id) AS lines
    FROM records_entry e JOIN records_mention m ON m.report_id = e.report_id
    WHERE e.{OF_THE_CHILD} AND e.withdrawn_at IS NULL AND m.details->>'role' IS DISTINCT FROM 'subject'
    GROUP BY m.kind, m.key ORDER BY lines DESC, words LIMIT {MOST_MENTIONED}"""
LISTS = {
    "said": SAID, "wishes": WISHES, "gone": GONE, "facets": FACETS, "looked": LOOKED, "weeks": WEEKS, "near": NEAR,
    "mentioned": MENTIONED,
}  # fmt: skip


def portrait(
    reference: str, *, acts: Iterable[str] = (), looks: int = 0, lists: Collection[str] = tuple(LISTS)
) -> Portrait:
    """Return the child with what the page shows around the chronology, or raise `DoesNotExist`.

    The lists are plain SQL: to build them anew from objects on each page took longer than to run them.
    """
    found = _portrait(tuple(acts), looks, tuple(lists)).objects(reference)
    if not found:
        raise Person.DoesNotExist
    [person] = found
    beside: dict[str, list[dict[str, Any]]] = {name: vars(person).get(name, []) for name in LISTS}
    return Portrait(
        person=person,
        said=[Said(**_read(row, ask_again_on=date, at=datetime)) for row in beside["said"]],
        wishes=[row["words"] for row in beside["wishes"]],
        gone=[Gone(**_read(row, at=datetime)) for row in beside["gone"]],
        facets=[Facet(**row) for row in beside["facets"]],
        looked=[looked_at(row) for row in beside["looked"]],
        weeks=[Week(**_read(row, on=date)) for row in beside["weeks"]],
        near=[Near(**_read(row, born_on=date)) for row in beside["near"]],
        mentioned=[Mentioned(**row) for row in beside["mentioned"]],
    )


@cache
def _portrait(acts: tuple[str, ...], looks: int, lists: tuple[str, ...]) -> Prepared[Person]:
    params: dict[str, tuple[object, ...]] = {"looked": (list(acts), looks), "said": (ASK_AGAIN_AFTER,)}
    asked = {
        name: RawSQL(f"(SELECT coalesce(json_agg(one), '[]') FROM ({LISTS[name]}) one)", params.get(name, ()))
        for name in lists
    }

    def called(reference: str) -> QuerySet[Person]:
        found = Person.objects.select_related("circle").annotate(**asked)
        return found.filter(reference=reference, withdrawn_at__isnull=True)

    return Prepared(called, str)


def _read(row: Mapping[str, Any], **kinds: type[date]) -> dict[str, Any]:
    """Return the row with its dates and moments read from how JSON writes them."""
    read = {name: kind.fromisoformat(row[name]) for name, kind in kinds.items() if row[name]}
    return {**row, **read}
