"""C13 and what follows it, by example."""

from tests.statute.examples.example import Example

EXAMPLES = (
    Example("return_interview", "2026-11-13 01:35", "2026-11-16 01:35", "the hours of a weekend count"),
    Example("return_interview", "2025-12-24 10:00", "2025-12-27 10:00", "the hours of Christmas count"),
    Example(
        "return_interview",
        "2026-03-27 20:00",
        "2026-03-30 21:00",
        "summer time begins between: the wall clock shows one hour more",
    ),
    Example(
        "return_interview",
        "2026-10-23 20:00",
        "2026-10-26 19:00",
        "summer time ends between: the wall clock shows one hour less",
    ),
    Example(
        "return_interview",
        "2026-10-22 01:30",
        "2026-10-25 01:30 BST",
        "the first of the two times that the night shows 01:30",
    ),
    Example(
        "return_interview",
        "2017-11-25 00:00",
        "2017-11-27",
        "the hour of return is not known: counted from the start of the day",
    ),
    Example("after_return_interview", "2025-09-01 15:00", "2025-09-08", "five working days over one weekend"),
    Example("after_return_interview", "2025-12-22 15:00", "2025-12-31", "two bank holidays and a weekend between"),
)
