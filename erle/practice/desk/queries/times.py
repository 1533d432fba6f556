"""How long reports wait: from when they came to when the desk saw them, and from then to the first act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q

from erle.practice.desk.models import Arrival

HALF, NINE_IN_TEN = 0.5, 0.9


class Percentile(Aggregate):
    """The value below which a share of the rows lies; rows without one do not count."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Times:
    """How long reports waited: of one agency, or of all where the agency is blank."""

    agency: str
    number: int
    not_seen: int
    not_acted: int
    to_seen: timedelta | None
    to_seen_slow: timedelta | None
    to_acted: timedelta | None
    to_acted_slow: timedelta | None


@dataclass(frozen=True)
class Waited:
    """The times of every report, then of each agency's."""

    everything: Times
    agencies: list[Times]


def waited(*, since: datetime, online: bool) -> Waited:
    """Return how long the reports that came since then waited: those that came online, or all."""
    came = Arrival.objects.filter(received_at__gte=since, withdrawn_at__isnull=True)
    came = came.filter(online=True) if online else came
    by_agency = came.values("agency__name").annotate(**_measures()).order_by("agency__name")
    return Waited(
        everything=_times("", came.aggregate(**_measures())),
        agencies=[_times(row["agency__name"], row) for row in by_agency],
    )


def _measures() -> dict[str, Aggregate]:
    seen = ExpressionWrapper(F("seen_at") - F("received_at"), output_field=DurationField())
    acted = ExpressionWrapper(F("acted_at") - F("seen_at"), output_field=DurationField())
    return {
        "number": Count("pk"),
        "not_seen": Count("pk", filter=Q(seen_at__isnull=True)),
        "not_acted": Count("pk", filter=Q(acted_at__isnull=True)),
        "to_seen": Percentile(seen, share=HALF),
        "to_seen_slow": Percentile(seen, share=NINE_IN_TEN),
        "to_acted": Percentile(acted, share=HALF),
        "to_acted_slow": Percentile(acted, share=NINE_IN_TEN),
    }


def _times(agency: str, row: Mapping[str, Any]) -> Times:
    return Times(agency=agency, **{name: row[name] for name in _measures()})
