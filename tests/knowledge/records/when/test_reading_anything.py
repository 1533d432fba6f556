"""Whatever is typed, at whatever moment: a time that has come, or a question; and what is shown can be typed again."""

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from erle.foundation.statute.moments import LONDON
from erle.knowledge.records.rules import Precision
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.reading import understand
from erle.knowledge.records.when.saying import When, is_twice
from erle.knowledge.records.when.vocabulary import MONTHS, NUMBERS, PARTS, WEEKDAYS

MOMENTS = st.integers(min_value=1_577_836_800, max_value=2_051_222_400).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)
WORDS = [
    *WEEKDAYS, *MONTHS, *PARTS, *NUMBERS, "last", "this", "next", "the", "week", "weekend", "month", "year", "ago",
    "days", "hours", "minutes", "yesterday", "today", "tonight", "night", "midnight", "noon", "before", "after", "half",
    "past", "to", "quarter", "between", "and", "from", "at", "about", "on", "in", "am", "pm", "o'clock", "gone", "of",
    "16:05", "4pm", "0930", "12.30", "16/11/2026", "29/2", "31", "2026", "1930", "16th", "-", "ish", "every", "01:30",
]  # fmt: skip
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)


def read(text: str, now: datetime) -> tuple[When, ...]:
    """Return the time, or the readings of the question."""
    try:
        return (understand(text, now=now),)
    except Unclear as asked:
        return asked.readings


@given(text=st.one_of(st.text(max_size=140), PHRASES), now=MOMENTS)
@example(text="29 February at 1:30", now=datetime(2024, 2, 29, 2, tzinfo=UTC))
@example(text="the 31st", now=datetime(2026, 3, 30, tzinfo=UTC))
def test_anything_is_a_time_that_has_come_or_a_question(text: str, now: datetime) -> None:
    for when in read(text, now):
        assert when.at.astimezone(UTC) <= now
        assert when.words


@given(text=PHRASES, now=MOMENTS)
def test_what_is_shown_can_be_typed_again(text: str, now: datetime) -> None:
    for when in read(text, now):
        exact = when.precision in {Precision.MINUTE, Precision.MONTH, Precision.YEAR}
        if not exact or "midnight" in when.words or "between" in when.words or is_twice(when.at):
            continue
        again = understand(when.words, now=now)
        assert (again.words, again.precision, again.at) == (when.words, when.precision, when.at.astimezone(LONDON))


@given(now=MOMENTS, back=st.integers(min_value=0, max_value=6))
def test_a_day_of_the_week_is_one_of_the_last_seven_days(now: datetime, back: int) -> None:
    weekday = list(dict.fromkeys(WEEKDAYS.values()))[back]
    name = next(word for word, number in WEEKDAYS.items() if number == weekday)

    for when in read(f"last {name}", now):
        assert 1 <= (now.astimezone(LONDON).date() - when.at.date()).days <= 7
        assert when.at.weekday() == weekday
