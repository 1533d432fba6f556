"""The Standard Safeguarding Dataset's tables of being missing and of section 47 enquiries, of one authority and year.

The names of its items are data, below, with where they were seen. What the records do not hold is left blank: nothing
is made up to fill an item.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from erle.doors.exchange.returning.beside import FORMAT
from erle.doors.exchange.returning.making import require_may_make, tell_of
from erle.doors.exchange.returning.years import CollectionYear
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.queries import import_worker
from erle.knowledge.records.queries.returned import RowSaid, child_numbers, people_of, rows_said
from erle.practice.missing.queries.collection import Answered, Collected, episodes_collected, interviews_answered
from erle.practice.missing.rules.collection import in_year, looked_after_here

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency, Worker

PURPOSE = "standard_dataset"
CENSUS, SECTION_47, CONFERENCE = "cin", "section47", "conference"

SHAPE: Mapping[str, tuple[str, ...]] = {
    "ssd_missing": (
        "miss_table_id", "miss_la_person_id", "miss_mis_epi_start", "miss_mis_epi_type", "miss_mis_epi_end",
        "miss_mis_epi_rhi_offered", "miss_mis_epi_rhi_accepted",
    ),
    "ssd_s47_enquiry": (
        "s47e_s47_enquiry_id", "s47e_referral_id", "s47e_person_id", "s47e_s47_start_date", "s47e_s47_end_date",
        "s47e_s47_nfa", "s47e_s47_outcome_json", "s47e_s47_completed_by_worker_id", "s47e_s47_completed_by_team",
    ),
}  # fmt: skip
"""Items MISS001A to MISS007A and S47E001A to S47E010A, in the published order (data objects, seen November 2026).

UNSURE: names have changed between editions (the person of ssd_missing is also seen as miss_person_id), and how dates
are written is left to each authority: here as YYYY-MM-DD. An edition that differs is a line here.
"""
OUTCOMES = (
    "NFA_FLAG", "LEGAL_ACTION_FLAG", "PROV_OF_SERVICES_FLAG", "PROV_OF_SB_CARE_FLAG", "CP_CONFERENCE_FLAG",
    "NFA_CONTINUE_SINGLE_FLAG", "MONITOR_FLAG", "OTHER_OUTCOMES_EXIST_FLAG", "TOTAL_NO_OF_OUTCOMES", "OUTCOME_COMMENTS",
)  # fmt: skip
"""Every key stands in each outcome, whether anything is known of it or not (the data set's own rule, seen)."""


class Care(StrEnum):
    """Whose episodes are in the table of being missing.

    The item's own guidance speaks of children who are looked after. UNSURE whether an authority is to add those missing
    from home: it chooses.
    """

    LOOKED_AFTER = "looked-after"
    ALL = "all"


@dataclass(frozen=True)
class DataSet:
    """The tables as they are written, and the reference and circle of each child who has a row."""

    agency: "Agency"
    year: CollectionYear
    tables: Mapping[str, list[dict[str, str]]]
    children: list[tuple[str, int]]

    def texts(self) -> dict[str, str]:
        """Return each table as CSV, by its name."""
        return {name: _csv(SHAPE[name], rows) for name, rows in self.tables.items()}


def make_data_set(
    *, agency: "Agency", year: CollectionYear, care: Care, today: date, by: "Worker", at: datetime
) -> DataSet:
    """Make both tables; nothing is handed out yet."""
    require_may_make(agency, by=by, at=at)
    with acting_as(import_worker(agency)):
        episodes = [
            one
            for one in episodes_collected(agency, begins_at=year.begins_at, ends_at=year.ends_at)
            if care is Care.ALL or one.told_by == FORMAT or looked_after_here(one.care)
        ]
        answers = interviews_answered([one.episode for one in episodes])
        said = [*rows_said(agency, file_format=CENSUS, tables=(SECTION_47, CONFERENCE))]
        people = {one.person.pk for one in episodes} | {row.person for row in said}
        numbers = child_numbers(agency, people)
        missing = [row for one in episodes for row in _missing(one, numbers, answers, year, today)]
        enquiries = _enquiries(said, numbers, year)
        named = {row["miss_la_person_id"] for row in missing} | {row["s47e_person_id"] for row in enquiries}
        children = people_of([person for person, number in numbers.items() if number in named])
    return DataSet(agency, year, {"ssd_missing": missing, "ssd_s47_enquiry": enquiries}, children)


def hand_out_set(made: DataSet, *, write: Callable[[dict[str, str]], None], by: "Worker") -> None:
    """Write the tables out, and in the ledger who asked for them; either both are done or neither."""
    texts = made.texts()
    detail = {"year": made.year.words, "lines": sum(len(rows) for rows in made.tables.values())}
    with acting_as(import_worker(made.agency)):
        tell_of(made.agency, made.children, "".join(texts.values()), purpose=PURPOSE, detail=detail, by=by)
        write(texts)


def _missing(
    one: Collected, numbers: Mapping[int, str], answers: Mapping[int, Answered], year: CollectionYear, today: date
) -> Iterator[dict[str, str]]:
    """Yield the rows of an episode; the interview stands with the last of them, after which it is held."""
    answered = answers.get(one.episode.pk, Answered())
    for place, stretch in enumerate(one.stretches, 1):
        own = in_year(stretch, first=year.first, last=year.last, today=today)
        if own is None:
            continue
        last = place == len(one.stretches) and own.end is not None
        cells = (
            one.episode.reference if len(one.stretches) == 1 else f"{one.episode.reference}-{place}",
            numbers.get(one.person.pk, ""),
            own.start.isoformat(),
            own.kind.value,
            own.end.isoformat() if own.end else "",
            _yes_no(answered.offered) if last else "",
            _yes_no(answered.accepted) if last else "",
        )
        yield dict(zip(SHAPE["ssd_missing"], cells, strict=True))


def _enquiries(said: Sequence[RowSaid], numbers: Mapping[int, str], year: CollectionYear) -> list[dict[str, str]]:
    """Return the enquiries that began in the year; a conference is of the last enquiry that began by its day."""
    held: dict[int, list[str]] = {}
    for row in said:
        if row.table == CONFERENCE:
            held.setdefault(row.person, []).append(row.said["DateOfInitialCPC"])
    begun = [(row.said["S47ActualStartDate"], row) for row in said if row.table == SECTION_47]
    rows = []
    for start, row in sorted(begun, key=lambda both: (both[0], both[1].reference)):
        if not year.first.isoformat() <= start <= year.last.isoformat():
            continue
        later = min((other for other, one in begun if one.person == row.person and other > start), default="9999")
        conference = any(start <= day < later for day in held.get(row.person, ()))
        cells = (row.reference, "", numbers.get(row.person, ""), start, "", "", _outcome(conference=conference), "", "")
        rows.append(dict(zip(SHAPE["ssd_s47_enquiry"], cells, strict=True)))
    return rows


def _outcome(*, conference: bool) -> str:
    """Return what is known of the outcome: that an initial conference was held, or nothing."""
    known = {"CP_CONFERENCE_FLAG": "Y", "TOTAL_NO_OF_OUTCOMES": 1} if conference else {}
    return json.dumps({key: known.get(key, "") for key in OUTCOMES})


def _yes_no(said: bool | None) -> str:
    return "" if said is None else "Y" if said else "N"


def _csv(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
