"""Children who return from being missing: C13, and what follows a return interview."""

from datetime import date

from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.limits import ElapsedHours, SetLocally, WorkingDays

CLOCKS = (
    Clock(
        key="return_interview",
        number="C13",
        name="Return interview",
        starts_at="child returned, or found",
        stops_at="interview offered and held, or declined by the child",
        limit=ElapsedHours(72),
        decider="local authority responsible for the child, wherever the child is placed",
        source=(
            "Statutory guidance on children who run away or go missing from home or care, "
            "January 2014 (day not read: the month's first stands for it)"
        ),
        certainty=Certainty.SEEN,
        in_force_from=date(2014, 1, 1),
        take_care=(
            "Each episode has its own clock, home or care and however short; one interview may answer several. "
            "Hours that pass at night, at weekends and on holidays count."
        ),
    ),
    Clock(
        key="after_return_interview",
        number="C17",
        name="Risk and plan looked at after a return interview",
        starts_at="return interview held",
        stops_at="risk and plan looked at, and what was changed written down",
        limit=SetLocally("after_return_interview_working_days", WorkingDays(5)),
        decider="who leads the work with the child",
        source=(
            "Statutory guidance on children who run away or go missing from home or care, January 2014: what is "
            "learned goes to the care plan and the risk review; no national number"
        ),
        certainty=Certainty.KNOWN,
        in_force_from=date(2014, 1, 1),
    ),
)
