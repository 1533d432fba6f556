"""C11 and C12 by example."""

from tests.statute.examples.example import Example

EXAMPLES = (
    Example("looked_after_visit", "2026-11-18 17:00", "2026-11-25", "the same weekday, one week on"),
    Example(
        "looked_after_visit", "2026-12-18 17:00", "2026-12-25", "weeks are not working days: Christmas moves nothing"
    ),
    Example("looked_after_visit_first_year", "2026-09-07 16:00", "2026-10-19", "the same weekday, six weeks on"),
    Example(
        "looked_after_visit_first_year",
        "2026-02-23 16:00",
        "2026-04-06",
        "ends with Easter Monday: the visit is made before it",
    ),
    Example(
        "looked_after_visit_later",
        "2026-10-05 16:00",
        "2026-11-16",
        "summer time ends between: a limit in weeks still ends with the day",
    ),
    Example("looked_after_visit_later", "2026-03-02 16:00", "2026-04-13", "Easter lies between and moves nothing"),
    Example(
        "looked_after_visit_to_eighteen",
        "2026-05-31 16:00",
        "2026-08-31",
        "the same date, though it is the summer bank holiday",
    ),
    Example("looked_after_visit_to_eighteen", "2026-11-30 16:00", "2027-02-28", "February has no 30th: its last day"),
    Example("looked_after_review", "2026-09-01 22:15", "2026-09-29", "four plain weeks"),
    Example(
        "looked_after_review",
        "2025-12-10 22:15",
        "2026-01-12",
        "four weeks, and three bank holidays at Christmas and New Year",
    ),
    Example(
        "looked_after_second_review",
        "2026-01-12 14:00",
        "2026-04-12",
        "the same date, three months on: a Sunday, so the review is held before it",
    ),
    Example("looked_after_second_review", "2025-11-30 14:00", "2026-02-28", "February has no 30th: its last day"),
    Example("looked_after_later_review", "2026-04-10 14:00", "2026-10-10", "the same date, six months on"),
    Example("looked_after_later_review", "2025-08-31 14:00", "2026-02-28", "February has no 31st: its last day"),
)
