"""Allegations against people who work with children: C10."""

from datetime import date

from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.limits import WorkingDays

CLOCKS = (
    Clock(
        key="lado_told",
        number="C10",
        name="Designated officer told of an allegation",
        starts_at="employer learns of the allegation",
        stops_at="local authority designated officer (LADO) told",
        limit=WorkingDays(1),
        decider="employer",
        source=(
            "Working Together to Safeguard Children and Keeping Children Safe in Education, part 4; "
            "the earliest edition held is of 2013, in force from 15 April 2013"
        ),
        certainty=Certainty.KNOWN,
        in_force_from=date(2013, 4, 15),
        take_care="Some areas say 24 hours; a local procedure may ask for more than this, never for less.",
    ),
)
