"""Requests by people to see what is held about them: C16."""

from datetime import date

from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.limits import Months


def _request(key: str, name: str, months: int, take_care: str) -> Clock:
    return Clock(
        key=key,
        number="C16",
        name=name,
        starts_at="request received",
        stops_at="reply sent",
        limit=Months(months, to_working_day=True),
        decider="controller of the information",
        source=(
            "UK GDPR, article 12(3), in force from 25 May 2018; counted as the Information Commissioner's guidance "
            "does: the corresponding date, the month's last day where there is none, and the next working day where "
            "that is a weekend or bank holiday"
        ),
        certainty=Certainty.KNOWN,
        in_force_from=date(2018, 5, 25),
        may_pause=True,
        take_care=take_care,
    )


CLOCKS = (
    _request(
        "subject_access",
        "Reply to a subject access request",
        1,
        "The clock stops while proof of identity or a needed clarification is awaited, and goes on after the answer: "
        "the due date moves by the days between.",
    ),
    _request(
        "subject_access_complex",
        "Reply to a complex subject access request",
        3,
        "One month and two more, only where the request is complex or one of many; the person is told of it, with "
        "the reason, within the first month.",
    ),
)
