"""Children referred as possible victims of trafficking: C14, the national referral mechanism."""

from datetime import date

from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.limits import Days, WorkingDays

CLOCKS = (
    Clock(
        key="nrm_reasonable_grounds",
        number="C14",
        name="Reasonable grounds decision",
        starts_at="referral to the national referral mechanism received",
        stops_at="reasonable grounds decision made",
        limit=WorkingDays(5),
        decider="single competent authority",
        source="Modern slavery statutory guidance, first published 24 March 2020: five working days where possible",
        certainty=Certainty.SEEN,
        in_force_from=date(2020, 3, 24),
        take_care="'Where possible': a target, and never a reason to wait with section 47 enquiries.",
    ),
    Clock(
        key="nrm_reasonable_grounds_pilot",
        number="C14",
        name="Reasonable grounds decision by a local panel",
        starts_at="referral passed to the pilot panel",
        stops_at="reasonable grounds decision made",
        limit=Days(45),
        decider="panel of social care, police and health; its chair is not the child's social worker",
        source=(
            "Guidance to the pilot of devolved decisions for children, begun June 2021 (the month's first stands for "
            "the day): 45 days. UNSURE whether working days are meant: calendar days, the stricter reading, are counted"
        ),
        certainty=Certainty.UNSURE,
        in_force_from=date(2021, 6, 1),
        take_care="Only in pilot areas, and only for a child more than 100 days from 18.",
    ),
)
