"""The child protection file goes with the child to the next school: C15."""

from datetime import date

from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.limits import Days, SetLocally

SETTING = "school_file_transfer_days"
_SOURCE = (
    "Keeping Children Safe in Education 2022, in force from 1 September 2022, and later editions. UNSURE whether "
    "school days or calendar days are meant: calendar days, the stricter reading, unless the partnership sets more"
)


def _transfer(key: str, name: str, starts_at: str, usual: Days) -> Clock:
    return Clock(
        key=key,
        number="C15",
        name=name,
        starts_at=starts_at,
        stops_at="file received by the new school, and the receipt held",
        limit=SetLocally(SETTING, usual),
        decider="designated safeguarding lead of the school that the child left",
        source=_SOURCE,
        certainty=Certainty.UNSURE,
        in_force_from=date(2022, 9, 1),
    )


CLOCKS = (
    _transfer("school_file_transfer", "Child protection file sent on, in-year", "child leaves the school", Days(5)),
    _transfer(
        "school_file_transfer_new_term",
        "Child protection file sent on, new term",
        "first day of the new term",
        Days(5, first_day_counts=True),
    ),
)
