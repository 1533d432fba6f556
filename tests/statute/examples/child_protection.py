"""C1 to C9 by example."""

from tests.statute.examples.example import Example

VISITS = "protection_visit_working_days"

EXAMPLES = (
    Example("referral_decision", "2026-11-18 09:20", "2026-11-19", "the next working day"),
    Example("referral_decision", "2025-10-10 16:45", "2025-10-13", "received on a Friday: a weekend lies between"),
    Example(
        "referral_decision",
        "2026-04-02 23:10",
        "2026-04-07",
        "late on Thursday before Easter: Good Friday, the weekend and Easter Monday lie between",
    ),
    Example(
        "referral_decision",
        "2026-12-26 11:00",
        "2026-12-29",
        "received on a Saturday; Monday 28 December is the bank holiday for Boxing Day",
    ),
    Example(
        "strategy_discussion",
        "2026-11-18 14:10",
        "2026-11-19 14:10",
        "the usual 24 hours, where the partnership has set none",
    ),
    Example(
        "strategy_discussion",
        "2026-03-28 15:00",
        "2026-03-29 16:00",
        "summer time begins in that night: 24 hours really pass",
    ),
    Example(
        "strategy_discussion",
        "2026-11-18 14:10",
        "2026-11-18 18:10",
        "the partnership has set 4 hours",
        local={"strategy_discussion_hours": 4},
    ),
    Example("single_assessment", "2026-09-18 11:00", "2026-11-20", "nine plain weeks"),
    Example(
        "single_assessment",
        "2025-11-03 11:00",
        "2026-01-08",
        "nine weeks, and three bank holidays at Christmas and New Year",
    ),
    Example("initial_conference", "2025-09-01 10:00", "2025-09-22", "three plain weeks"),
    Example("initial_conference", "2025-12-18 15:30", "2026-01-13", "weekends and three bank holidays"),
    Example(
        "initial_conference",
        "2026-05-23 21:00",
        "2026-06-15",
        "discussed on the Saturday before the spring bank holiday: the first working day is Tuesday",
    ),
    Example(
        "initial_conference",
        "2026-06-02 00:20",
        "2026-06-23",
        "twenty past midnight in summer time: 2 June in England, though still 1 June in Greenwich",
    ),
    Example("core_group", "2026-11-05 14:00", "2026-11-19", "two plain weeks"),
    Example("core_group", "2025-04-10 10:00", "2025-04-28", "Good Friday and Easter Monday lie between"),
    Example("first_review_conference", "2026-11-05 14:00", "2027-02-05", "the same date, three months on"),
    Example(
        "first_review_conference",
        "2025-11-28 10:00",
        "2026-02-28",
        "the last day of February, a Saturday: the review is held before it",
    ),
    Example(
        "first_review_conference",
        "2023-11-30 10:00",
        "2024-02-29",
        "February has no 30th: its last day, in a leap year",
    ),
    Example("later_review_conference", "2026-02-05 10:00", "2026-08-05", "the same date, six months on"),
    Example("later_review_conference", "2025-08-31 10:00", "2026-02-28", "February has no 31st: its last day"),
    Example("protection_visit", "2026-11-03 16:00", "2026-11-17", "the usual 10 working days"),
    Example("protection_visit", "2026-03-30 16:00", "2026-04-15", "Good Friday and Easter Monday lie between"),
    Example(
        "protection_visit",
        "2026-11-03 16:00",
        "2026-11-10",
        "the partnership has set 5 working days",
        local={VISITS: 5},
    ),
    Example("transfer_in_conference", "2026-09-14 09:00", "2026-10-05", "three plain weeks"),
    Example("transfer_in_conference", "2026-08-20 09:00", "2026-09-11", "the summer bank holiday lies between"),
)
