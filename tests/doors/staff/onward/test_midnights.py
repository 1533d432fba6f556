"""Until which day something is shared, over the nights on which clocks change: to the midnight that ends it."""

from datetime import date, datetime

import pytest

from erle.doors.staff.onward.grounds import ends_at
from erle.doors.staff.words import until


@pytest.mark.parametrize(
    ("last", "ends", "shown"),
    [
        (date(2026, 3, 28), "2026-03-29T00:00Z", "Sat 28 Mar"),
        (date(2026, 3, 29), "2026-03-29T23:00Z", "Sun 29 Mar"),  # a day of 23 hours
        (date(2026, 10, 24), "2026-10-24T23:00Z", "Sat 24 Oct"),
        (date(2026, 10, 25), "2026-10-26T00:00Z", "Sun 25 Oct"),  # a day of 25 hours
        (date(2026, 12, 31), "2027-01-01T00:00Z", "Thu 31 Dec"),
    ],
)
def test_what_is_shared_until_a_day_ends_with_its_midnight_and_is_shown_as_that_day(
    last: date, ends: str, shown: str
) -> None:
    moment = ends_at({"until": last})

    assert moment == datetime.fromisoformat(ends)
    assert until(moment, date(2026, 3, 1)).startswith(shown)
