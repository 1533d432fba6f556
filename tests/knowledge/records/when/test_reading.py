"""Times as people write them: each is read as the one it can be; told on Wednesday 18 November 2026 at 17:00."""

from datetime import datetime

import pytest

from erle.foundation.statute.moments import LONDON
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.reading import understand
from erle.knowledge.records.when.saying import When

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=LONDON)

READ = [
    # to the minute, as it was said
    ("Mon 16 Nov 09:30", "2026-11-16 09:30", "minute", "Monday 16 November 2026, 09:30"),
    ("02/03/2026 at 16.05", "2026-03-02 16:05", "minute", "Monday 2 March 2026, 16:05"),
    ("2026-11-16 09:30", "2026-11-16 09:30", "minute", "Monday 16 November 2026, 09:30"),
    ("16/11/26 1605", "2026-11-16 16:05", "minute", "Monday 16 November 2026, 16:05"),
    ("1605 hrs yesterday", "2026-11-17 16:05", "minute", "Tuesday 17 November 2026, 16:05"),
    ("Sept 16th 2025, 4.30 p.m.", "2025-09-16 16:30", "minute", "Tuesday 16 September 2025, 16:30"),
    ("yesterday at 10:50", "2026-11-17 10:50", "minute", "Tuesday 17 November 2026, 10:50"),
    ("this morning at 10:50", "2026-11-18 10:50", "minute", "Wednesday 18 November 2026, 10:50"),
    ("half three yesterday afternoon", "2026-11-17 15:30", "minute", "Tuesday 17 November 2026, 15:30"),
    ("five to six yesterday evening", "2026-11-17 17:55", "minute", "Tuesday 17 November 2026, 17:55"),
    ("quarter to one in the afternoon", "2026-11-18 12:45", "minute", "Wednesday 18 November 2026, 12:45"),
    ("20 minutes past 3 in the afternoon", "2026-11-18 15:20", "minute", "Wednesday 18 November 2026, 15:20"),
    ("12 noon on Monday", "2026-11-16 12:00", "minute", "Monday 16 November 2026, 12:00"),
    ("16:05", "2026-11-18 16:05", "minute", "Wednesday 18 November 2026, 16:05"),
    ("8 at night", "2026-11-17 20:00", "minute", "Tuesday 17 November 2026, 20:00"),
    ("6 this morning", "2026-11-18 06:00", "minute", "Wednesday 18 November 2026, 06:00"),
    # about a time
    ("last Tuesday about 4pm", "2026-11-17 16:00", "about", "Tuesday 17 November 2026, about 16:00"),
    ("around 9 last night", "2026-11-17 21:00", "about", "Tuesday 17 November 2026, about 21:00"),
    ("3ish yesterday afternoon", "2026-11-17 15:00", "about", "Tuesday 17 November 2026, about 15:00"),
    ("an hour ago", "2026-11-18 16:00", "about", "Wednesday 18 November 2026, about 16:00"),
    ("half an hour ago", "2026-11-18 16:30", "about", "Wednesday 18 November 2026, about 16:30"),
    ("between 3 and 4pm yesterday", "2026-11-17 15:30", "about", "Tuesday 17 November 2026, between 15:00 and 16:00"),
    ("3-4pm", "2026-11-18 15:30", "about", "Wednesday 18 November 2026, between 15:00 and 16:00"),
    ("from 11 to 1pm on Monday", "2026-11-16 12:00", "about", "Monday 16 November 2026, between 11:00 and 13:00"),
    # a day, and a part of it
    ("16/11/2026", "2026-11-16 00:00", "day", "Monday 16 November 2026"),
    ("the day before yesterday", "2026-11-16 00:00", "day", "Monday 16 November 2026"),
    ("the 16th", "2026-11-16 00:00", "day", "Monday 16 November 2026"),
    ("1st of November", "2026-11-01 00:00", "day", "Sunday 1 November 2026"),
    ("25 December", "2025-12-25 00:00", "day", "Thursday 25 December 2025"),
    ("29 Feb", "2024-02-29 00:00", "day", "Thursday 29 February 2024"),
    ("Monday", "2026-11-16 00:00", "day", "Monday 16 November 2026"),
    ("this Monday", "2026-11-16 00:00", "day", "Monday 16 November 2026"),
    ("Tuesday last week", "2026-11-10 00:00", "day", "Tuesday 10 November 2026"),
    ("the Monday before last", "2026-11-09 00:00", "day", "Monday 9 November 2026"),
    ("two weeks ago", "2026-11-04 00:00", "day", "on or about Wednesday 4 November 2026"),
    ("a fortnight ago", "2026-11-04 00:00", "day", "on or about Wednesday 4 November 2026"),
    ("two weeks ago on Tuesday", "2026-11-03 00:00", "day", "on or about Tuesday 3 November 2026"),
    ("three days ago", "2026-11-15 00:00", "day", "Sunday 15 November 2026"),
    ("yesterday evening", "2026-11-17 19:00", "day", "Tuesday 17 November 2026, in the evening"),
    ("this morning", "2026-11-18 09:00", "day", "Wednesday 18 November 2026, in the morning"),
    ("at lunchtime", "2026-11-18 12:00", "day", "Wednesday 18 November 2026, at lunchtime"),
    ("Tuesday after school", "2026-11-17 16:00", "day", "Tuesday 17 November 2026, after school"),
    ("early hours of Sunday", "2026-11-15 02:00", "day", "Sunday 15 November 2026, in the early hours"),
    ("Saturday last weekend", "2026-11-14 00:00", "day", "Saturday 14 November 2026"),
    # nights and weekends span two days: the words say both
    ("last night", "2026-11-17 23:00", "day", "in the night of Tuesday 17 November 2026 to Wednesday 18 November 2026"),
    ("last night at 2", "2026-11-18 02:00", "minute", "Wednesday 18 November 2026, 02:00"),
    ("overnight", "2026-11-17 23:00", "day", "in the night of Tuesday 17 November 2026 to Wednesday 18 November 2026"),
    (
        "over the weekend", "2026-11-14 00:00", "day",
        "over the weekend of Saturday 14 November and Sunday 15 November 2026",
    ),
    # months and years
    ("in September", "2026-09-01 00:00", "month", "in September 2026"),
    ("late October", "2026-10-21 00:00", "month", "late in October 2026"),
    ("last December", "2025-12-01 00:00", "month", "in December 2025"),
    ("last month", "2026-10-01 00:00", "month", "in October 2026"),
    ("two months ago", "2026-09-01 00:00", "month", "in September 2026"),
    ("May 2026", "2026-05-01 00:00", "month", "in May 2026"),
    ("sometime in 2025", "2025-01-01 00:00", "year", "in 2025"),
    ("last year", "2025-01-01 00:00", "year", "in 2025"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "moment", "precision", "words"), READ)
def test_a_time_that_can_be_one_only_is_read(text: str, moment: str, precision: str, words: str) -> None:
    when = understand(text, now=NOW)

    assert (f"{when.at:%Y-%m-%d %H:%M}", when.precision, when.words) == (moment, precision, words)
    assert when.at.tzinfo is LONDON


@pytest.mark.parametrize(
    "text", ["  LAST   Tuesday, about 4 PM. ", "last tuesday (about 4pm)", "Last Tuesday – about 4pm"]
)
def test_letters_blanks_and_signs_make_no_difference(text: str) -> None:
    assert understand(text, now=NOW) == understand("last Tuesday about 4pm", now=NOW)


ASKED = [
    ("4 o'clock", ["Wednesday 18 November 2026, 16:00", "Wednesday 18 November 2026, 04:00"]),
    ("half past three", ["Wednesday 18 November 2026, 15:30", "Wednesday 18 November 2026, 03:30"]),
    ("on Tuesday at 4", ["Tuesday 17 November 2026, 16:00", "Tuesday 17 November 2026, 04:00"]),
    (
        "between 3 and 4",
        [
            "Wednesday 18 November 2026, between 15:00 and 16:00",
            "Wednesday 18 November 2026, between 03:00 and 04:00",
        ],
    ),
    ("at 6", ["Wednesday 18 November 2026, 06:00", "Tuesday 17 November 2026, 18:00"]),
    ("Wednesday", ["Wednesday 18 November 2026", "Wednesday 11 November 2026"]),
    ("last September", ["in September 2026", "in September 2025"]),
    ("Tuesday night at 2", ["Wednesday 18 November 2026, 02:00", "Tuesday 17 November 2026, 02:00"]),
    ("last weekend at 4pm", ["Sunday 15 November 2026, 16:00", "Saturday 14 November 2026, 16:00"]),
    ("Tue 16 Nov", ["Monday 16 November 2026", "Tuesday 17 November 2026"]),
    ("yesterday after 4pm", ["Tuesday 17 November 2026, about 16:00"]),
    (
        "midnight on Tuesday",
        [
            "midnight between Tuesday 17 November 2026 and Wednesday 18 November 2026",
            "midnight between Monday 16 November 2026 and Tuesday 17 November 2026",
        ],
    ),
]


@pytest.mark.parametrize(("text", "readings"), ASKED)
def test_what_may_be_another_time_is_asked_with_the_readings_there_are(text: str, readings: list[str]) -> None:
    with pytest.raises(Unclear) as asked:
        understand(text, now=NOW)

    assert [one.words for one in asked.value.readings] == readings


FUTURE = ["18:05", "today at 6pm", "19/11/2026", "this Friday", "in 2027", "this December", "Wednesday at 9pm today"]


@pytest.mark.parametrize("text", FUTURE)
def test_what_has_not_happened_yet_is_refused_with_whom_to_ring(text: str) -> None:
    with pytest.raises(Unclear, match="in the future") as refused:
        understand(text, now=NOW)

    assert "999" in refused.value.words
    assert refused.value.readings == ()


@pytest.mark.parametrize("text", ["tomorrow", "next Tuesday", "Thursday week", "in two days", "later today"])
def test_what_is_to_come_is_refused_with_whom_to_ring(text: str) -> None:
    with pytest.raises(Unclear, match=r"still to come.*999"):
        understand(text, now=NOW)


QUESTIONS = [
    ("", "Write when it happened"),
    ("at the", "Write when it happened"),
    ("x" * 121, "Write here only when"),
    ("by the swings", "cannot read “the swings”|cannot read “swings”"),
    ("every day", "more than one time"),
    ("on Tuesdays", "more than one time"),
    ("since September", "more than one time"),
    ("a few days ago", "as near as you can tell"),
    ("the other day", "as near as you can tell"),
    ("don’t know", "Nobody knows when"),
    ("last week", "Monday 9 November 2026 to Sunday 15 November 2026"),
    ("in September at 4pm", "Which day in September 2026"),
    ("a Tuesday in September", "cannot read “a”"),
    ("Tuesday in September", "Which day was that"),
    ("11/16/2026", "day first"),
    ("31 February", "no such date"),
    ("32/1/2026", "no such date"),
    ("the 32nd", "no day 32"),
    ("16 Nov 1930", "a year, or a time"),
    ("yesterday 2015", "a year, or a time"),
    ("16/11/1826", "Check the year 1826"),
    ("24:00", "no time 24:00"),
    ("10:75", "no time 10:75"),
    ("13pm", "no time 13:00 pm"),
    ("11 in the afternoon", "does not lie in the afternoon"),
    ("5 to 6 yesterday", "a time or a span"),
    ("yesterday on Monday 9/11/2026", "do not fit"),
    ("yesterday today", "do not fit"),
    ("4pm 5pm", "do not fit"),
    ("yesterday an hour ago", "do not fit"),
    ("999 weeks ago", None),
    ("999 years ago", "Check the year"),
    ("between 4pm and 4pm", "ends when it begins"),
]


@pytest.mark.parametrize(("text", "words"), QUESTIONS)
def test_what_cannot_be_read_is_asked_in_words_that_help(text: str, words: str | None) -> None:
    if words is None:
        assert understand(text, now=NOW).at.year == 2007
        return
    with pytest.raises(Unclear, match=words):
        understand(text, now=NOW)


def test_a_date_on_another_weekday_than_was_said_is_asked_by_name() -> None:
    with pytest.raises(Unclear, match="16 November 2026 was a Monday, not a Tuesday"):
        understand("Tue 16 Nov", now=NOW)


def test_a_time_without_a_day_is_of_the_last_day_on_which_it_came() -> None:
    before_noon = datetime(2026, 11, 18, 11, 0, tzinfo=LONDON)

    assert at("4 in the afternoon", before_noon) == "2026-11-17 16:00"
    assert at("10:50", before_noon) == "2026-11-18 10:50"


def test_a_weekday_that_is_today_is_today_where_its_hour_can_only_have_been_today_or_is_asked() -> None:
    before_four = datetime(2026, 11, 18, 15, 0, tzinfo=LONDON)

    assert at("Wednesday 16:00", before_four) == "2026-11-11 16:00"
    with pytest.raises(Unclear):
        understand("Wednesday 14:00", now=before_four)


def at(text: str, now: datetime) -> str:
    when: When = understand(text, now=now)
    return f"{when.at:%Y-%m-%d %H:%M}"
