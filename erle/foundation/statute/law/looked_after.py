"""Children looked after: visits (C11) and reviews (C12), of the Care Planning Regulations 2010."""

from datetime import date

from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.limits import Limit, Months, Weeks, WorkingDays

CARE_PLANNING_REGULATIONS = date(2011, 4, 1)
_REGULATIONS = "Care Planning, Placement and Case Review (England) Regulations 2010"


def _visit(key: str, name: str, starts_at: str, limit: Limit) -> Clock:
    return Clock(
        key=key,
        number="C11",
        name=name,
        starts_at=starts_at,
        stops_at="child visited in the placement",
        limit=limit,
        decider="social worker",
        source=f"{_REGULATIONS}, regulation 28, in force from 1 April 2011",
        certainty=Certainty.KNOWN,
        in_force_from=CARE_PLANNING_REGULATIONS,
    )


def _review(key: str, name: str, starts_at: str, limit: Limit, certainty: Certainty) -> Clock:
    return Clock(
        key=key,
        number="C12",
        name=name,
        starts_at=starts_at,
        stops_at="review held",
        limit=limit,
        decider="independent reviewing officer",
        source=f"{_REGULATIONS}, regulation 33, in force from 1 April 2011",
        certainty=certainty,
        in_force_from=CARE_PLANNING_REGULATIONS,
    )


CLOCKS = (
    _visit("looked_after_visit", "First visit to a looked-after child", "start of the placement", Weeks(1)),
    _visit(
        "looked_after_visit_first_year",
        "Visit in the first year of a placement",
        "previous visit, in the first year of the placement",
        Weeks(6),
    ),
    _visit(
        "looked_after_visit_later",
        "Visit after the first year of a placement",
        "previous visit, after the first year of the placement",
        Weeks(6),
    ),
    _visit(
        "looked_after_visit_to_eighteen",
        "Visit in a placement meant to last to 18",
        "previous visit, after the first year of a placement that is to last until the child is 18",
        Months(3),
    ),
    _review(
        "looked_after_review",
        "First review of a looked-after child",
        "start of being looked after",
        WorkingDays(20),
        Certainty.SEEN,
    ),
    _review(
        "looked_after_second_review",
        "Second review of a looked-after child",
        "first review",
        Months(3),
        Certainty.KNOWN,
    ),
    _review(
        "looked_after_later_review",
        "Later review of a looked-after child",
        "previous review, from the second on",
        Months(6),
        Certainty.KNOWN,
    ),
)
