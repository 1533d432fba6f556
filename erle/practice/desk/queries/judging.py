"""Which child a report may be about: its own words for the child, and the children she may see who fit them."""

from datetime import date

from django.db.models import Q

from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Agency
from erle.foundation.agencies.rules import AgencyKind
from erle.knowledge.records.actions.handing_in import SUBJECT
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Mention, Person
from erle.knowledge.records.rules import MentionKind, Sex, plain
from erle.practice.desk.models import Arrival

MOST = 10
SHORTEST_NAME = 2


def subject_of(arrival: Arrival) -> Particulars:
    """Return what the report says of who the child is; all of it blank where it says nothing."""
    mentions = Mention.objects.filter(report=arrival.report_id, circle=arrival.report.circle_id)
    said = mentions.filter(kind=MentionKind.PERSON, details__role=SUBJECT).first()
    details = said.details if said is not None else {}
    words = ("given_names", "family_name", "known_as", "school", "lives")
    born_on, sex = details.get("born_on"), details.get("sex")
    return Particulars(
        **{name: str(details.get(name, "")) for name in words},
        born_on=date.fromisoformat(born_on) if born_on else None,
        sex=Sex(sex) if sex else Sex.UNKNOWN,
    )


def children_that_fit(arrival: Arrival) -> list[Person]:
    """Return the children whose picture she may see and who share a name or the date of birth, the best fit first."""
    said = subject_of(arrival)
    names = set(plain(f"{said.given_names} {said.family_name} {said.known_as}").split())
    fits = Q(born_on=said.born_on) if said.born_on else Q()
    for name in names:
        if len(name) >= SHORTEST_NAME:
            fits |= Q(given_names__unaccent__icontains=name) | Q(family_name__unaccent__icontains=name)
            fits |= Q(known_as__unaccent__icontains=name)
    if not fits:
        return []
    pictures = Person.objects.filter(
        fits,
        circle__kind=CircleKind.CHILD,
        circle__agency__kind=AgencyKind.CHILDRENS_SERVICES,
        withdrawn_at__isnull=True,
    )
    found = pictures.select_related("circle")[: MOST * MOST]
    return sorted(found, key=lambda person: -_fit(person, names, said.born_on))[:MOST]


def pictures_called(reference: str) -> Person:
    """Return the record of children's services of that reference, or raise `Person.DoesNotExist`."""
    return Person.objects.select_related("circle").get(
        reference=reference,
        circle__kind=CircleKind.CHILD,
        circle__agency__kind=AgencyKind.CHILDRENS_SERVICES,
        withdrawn_at__isnull=True,
    )


def agencies_that_hold_pictures() -> list[Agency]:
    """Return the agencies of children's services."""
    return list(Agency.objects.filter(kind=AgencyKind.CHILDRENS_SERVICES, closed_on__isnull=True))


def _fit(person: Person, names: set[str], born_on: date | None) -> int:
    """Return how much of what was said is the person's: each name counts one, the date of birth two."""
    own = set(plain(f"{person.given_names} {person.family_name} {person.known_as}").split())
    return len(own & names) + 2 * (born_on is not None and person.born_on == born_on)
