"""C10 and C14 to C16 by example."""

from tests.statute.examples.example import Example

FILES = "school_file_transfer_days"

EXAMPLES = (
    Example("lado_told", "2026-11-18 12:00", "2026-11-19", "the next working day"),
    Example("lado_told", "2025-12-24 17:30", "2025-12-29", "Christmas Day, Boxing Day and a weekend lie between"),
    Example("nrm_reasonable_grounds", "2026-11-16 09:00", "2026-11-23", "one plain week"),
    Example("nrm_reasonable_grounds", "2026-04-30 09:00", "2026-05-08", "the early May bank holiday lies between"),
    Example("nrm_reasonable_grounds_pilot", "2026-10-01 09:00", "2026-11-15", "calendar days: a Sunday"),
    Example(
        "nrm_reasonable_grounds_pilot", "2026-02-20 09:00", "2026-04-06", "calendar days: Easter Monday moves nothing"
    ),
    Example("school_file_transfer", "2026-11-11 15:30", "2026-11-16", "calendar days, the weekend among them"),
    Example("school_file_transfer", "2026-12-23 15:30", "2026-12-28", "calendar days: Christmas moves nothing"),
    Example(
        "school_file_transfer",
        "2026-11-11 15:30",
        "2026-11-18",
        "the partnership has set 7 days: five school days",
        local={FILES: 7},
    ),
    Example("school_file_transfer_new_term", "2026-01-05 08:40", "2026-01-09", "the first day of term counts"),
    Example(
        "school_file_transfer_new_term",
        "2026-09-02 08:40",
        "2026-09-08",
        "the partnership has set 7 days",
        local={FILES: 7},
    ),
    Example("subject_access", "2025-09-03 13:00", "2025-10-03", "the same date in the next month"),
    Example(
        "subject_access",
        "2026-01-31 13:00",
        "2026-03-02",
        "February has no 31st; its last day is a Saturday, so the Monday after",
    ),
    Example("subject_access", "2025-11-26 13:00", "2025-12-29", "26 December is a bank holiday and a weekend follows"),
    Example(
        "subject_access",
        "2026-06-15 13:00",
        "2026-07-20",
        "four days of waiting for a clarification move it to Sunday 19 July, so the Monday after",
        paused=(("2026-06-15 14:00", "2026-06-19 10:00"),),
    ),
    Example(
        "subject_access",
        "2026-06-01 13:00",
        "2026-07-10",
        "identity and clarification awaited together: nine days, none counted twice",
        paused=(("2026-06-03 09:00", "2026-06-10 09:00"), ("2026-06-08 09:00", "2026-06-12 09:00")),
    ),
    Example("subject_access_complex", "2026-01-15 13:00", "2026-04-15", "one month and two more"),
    Example("subject_access_complex", "2026-01-06 13:00", "2026-04-07", "6 April is Easter Monday, so the day after"),
)
