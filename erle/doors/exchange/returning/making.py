"""Making the missing table of a year from the records of one authority, and handing it out.

It is made as the authority's own account: of every child on whose record the authority answers, sealed ones too, since
the law asks for each. Who asks for it is named in the ledger, once for each child whose line it holds.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erle.doors.exchange.returning.beside import FORMAT, beside_in, beside_kept
from erle.doors.exchange.returning.checks import Checked, checked
from erle.doors.exchange.returning.lines import Beside, Line, day, lines_of, table_of, written
from erle.doors.exchange.returning.years import CollectionYear
from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.queries import import_worker, posts_of
from erle.foundation.agencies.rules import Ability, AgencyKind
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.queries.returned import child_numbers
from erle.practice.missing.queries.collection import Collected, episodes_collected
from erle.practice.missing.rules.collection import in_year, looked_after_here

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency, Worker

PURPOSE = "ssda903_missing"


class NotHers(Refused):
    """Who asks holds no post at the agency that lets her make its returns."""


class NotAnAuthority(Refused):
    """The agency makes no such return."""


@dataclass(frozen=True)
class Tables:
    """Where the authority's other tables lie; without a folder, what its files brought is used."""

    folder: Path | None = None
    last_year: Path | None = None


@dataclass
class MissingTable:
    """The missing table of a year: its lines, what is wrong with them, and which episodes are not in it."""

    agency: "Agency"
    year: CollectionYear
    lines: list[Line]
    checked: Checked
    children: list[tuple[str, int]]
    """The reference and the circle of each child who has a line."""
    care_unknown: list[str] = field(default_factory=list)
    """References of episodes in the year of which nobody recorded whether the child was looked after."""

    @property
    def text(self) -> str:
        """The table as it is written."""
        return table_of(self.lines)


def make_missing_table(
    *, agency: "Agency", year: CollectionYear, tables: Tables, file: str, today: date, by: "Worker", at: datetime
) -> MissingTable:
    """Make the table and hold it against the rules; nothing is handed out yet."""
    require_may_make(agency, by=by, at=at)
    account = import_worker(agency)
    with acting_as(account):
        if tables.folder is not None:
            beside = beside_in(tables.folder, last_year=tables.last_year)
        else:
            beside = beside_kept(agency, last_year=tables.last_year)
        episodes = [*episodes_collected(agency, begins_at=year.begins_at, ends_at=year.ends_at)]
        numbers = child_numbers(agency, {one.person.pk for one in episodes})
    rows: list[dict[str, str]] = []
    children, unknown = dict[str, int](), list[str]()
    for one in episodes:
        number = numbers.get(one.person.pk, "")
        if not _counts(one, beside, number):
            unknown += [one.episode.reference] if not one.care else []
            continue
        own = _rows(one, number, year, today)
        rows += own
        children |= {one.person.reference: one.person.circle_id} if own else {}
    rows.sort(key=lambda row: (row["CHILD"], day(row["MIS_START"]) or date.min))
    lines = lines_of(rows)
    found = checked(lines, year=year, beside=beside, file=file)
    return MissingTable(agency, year, lines, found, [*children.items()], unknown)


def require_may_make(agency: "Agency", *, by: "Worker", at: datetime) -> None:
    """Refuse unless the agency makes the returns of an authority, and a post there lets the worker make them."""
    if agency.kind != AgencyKind.CHILDRENS_SERVICES:
        raise NotAnAuthority(f"{agency.name} is not a local authority’s children’s services: it makes no such return.")
    with acting_as(by):
        gate.require(Ability.MAKE_RETURNS, by=by)
        posts = [*posts_of(by, at).filter(agency=agency)]
    if not any(Ability.MAKE_RETURNS in post.role.abilities for post in posts):
        raise NotHers(f"{by.name} holds no post at {agency.name} that lets her make its returns.")


def hand_out(made: MissingTable, *, write: Callable[[str], None], by: "Worker") -> None:
    """Write the table out, and in the ledger who asked for it; either both are done or neither."""
    detail = {"year": made.year.words, "lines": len(made.lines), "faults": len(made.checked.faults)}
    text = made.text
    with acting_as(import_worker(made.agency)):
        tell_of(made.agency, made.children, text, purpose=PURPOSE, detail=detail, by=by)
        write(text)


def tell_of(
    agency: "Agency", children: list[tuple[str, int]], text: str, *, purpose: str, detail: dict[str, Any], by: "Worker"
) -> None:
    """Write in the ledger what goes out: a line of the agency's, and one for each child, with who asked for it."""
    told = {"by": by.reference, **detail, "digest": hashlib.sha256(text.encode()).hexdigest()}
    ledger.write(Act.EXPORTED, about=agency.slug, purpose=purpose, detail=told)
    ledger.write_each(Act.EXPORTED, things=children, purpose=purpose, detail=told)


def _counts(one: Collected, beside: Beside, number: str) -> bool:
    """Return whether the authority looked after the child then: by its return, as recorded, or by its episodes."""
    if one.told_by == FORMAT or looked_after_here(one.care):
        return True
    start = one.stretches[0].start if one.stretches else None
    if one.care or start is None or beside.care is None:
        return False
    return any(
        placed.began is not None and placed.began <= start and (placed.ended is None or start <= placed.ended)
        for placed in beside.care.get(number, ())
    )


def _rows(one: Collected, number: str, year: CollectionYear, today: date) -> list[dict[str, str]]:
    own = (in_year(each, first=year.first, last=year.last, today=today) for each in one.stretches)
    return [
        {
            "CHILD": number,
            "DOB": written(one.person.born_on),
            "MISSING": each.kind.value,
            "MIS_START": written(each.start),
            "MIS_END": written(each.end),
        }
        for each in own
        if each is not None
    ]
