"""What the one who handed a report in may know of it: that the desk read it, and what it told her."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from erle.knowledge.records.models import Report
from erle.practice.desk.models import Outcome, Receipt


@dataclass(frozen=True)
class Told:
    """What the desk told of a report."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Heard:
    """How far a report has come, as its reporter knows."""

    seen_at: datetime | None = None
    told: list[Told] = field(default_factory=list)


def heard_of(reports: Sequence[Report]) -> dict[int, Heard]:
    """Return of each report, by its number, what was heard of it: two queries, whatever their number."""
    numbers = [report.pk for report in reports]
    seen = dict(Receipt.objects.filter(report__in=numbers).values_list("report_id", "seen_at"))
    told: dict[int, list[Told]] = {}
    outcomes = Outcome.objects.filter(report__in=numbers).select_related("told_by__agency").order_by("-told_at")
    for one in outcomes:
        said = Told(one.words, f"{one.told_by.name}, {one.told_by.agency}", one.told_at)
        told.setdefault(one.report_id, []).append(said)
    return {number: Heard(seen.get(number), told.get(number, [])) for number in numbers}
