"""The week as a pattern: each thing stands on its day and at its hour; picture, words and table agree."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from erle.doors.staff.week.drawing import stretches
from erle.doors.staff.week.panel import everyday, hours
from erle.doors.staff.week.pattern import Attendance, Away, Pattern, attendance, pattern
from erle.doors.staff.week.words import period, sentences, standing_out, table
from erle.knowledge.records.queries import Week

NOW = datetime(2026, 11, 18, 17, 52, tzinfo=UTC)
FIRST = date(2026, 10, 8)
MONDAY, THURSDAY, FRIDAY = 0, 3, 4


def line(at: datetime, kind: str = "concern", **more: Any) -> dict[str, Any]:
    """Return a line."""
    return {"kind": kind, "nature": "fact", "happened_at": at, "precision": "minute", "title": "Football", **more}


def found(**given: Any) -> Pattern:
    """Return the pattern of six weeks."""
    return pattern(**{"first": FIRST, "now": NOW, **given})


def test_sessions_are_counted_by_weekday_and_half_day() -> None:
    weeks = [Week(date(2026, 11, 9), "L////O//-/"), Week(date(2026, 11, 2), "//////A/--")]

    monday, _, wednesday, thursday, friday, *_ = found(weeks=weeks).days

    assert [(one.present, one.missed) for one in monday.sessions] == [(1, 1), (2, 0)]
    assert [(one.present, one.missed) for one in wednesday.sessions] == [(2, 0), (1, 1)]
    assert [(one.present, one.missed) for one in thursday.sessions] == [(1, 1), (2, 0)]
    assert [(one.present, one.missed) for one in friday.sessions] == [(0, 0), (1, 0)]


def test_attendance_counts_the_late_as_there_and_the_agreed_absence_as_not() -> None:
    assert attendance([Week(FIRST, "/LAO------")]) == Attendance(2, 4)
    assert Attendance(2, 4).percent == 50
    assert attendance([Week(FIRST, "-" * 10)]) is None
    assert attendance([]) is None


def test_attendance_before_leaves_out_weeks_without_school() -> None:
    weeks = [Week(date(2026, 11, 9), "/////OOOOO")]
    weeks += [Week(date(2026, 9, 28) - timedelta(weeks=number), "/" * 10) for number in (1, 2, 3, 4, 5, 6)]
    weeks += [Week(date(2026, 9, 28), "-" * 10), Week(date(2026, 6, 1), "O" * 10)]

    pattern_found = found(weeks=weeks)

    assert pattern_found.before == Attendance(60, 60)
    assert "Attendance 50% of 10 sessions, 100% in the school weeks before: it has fallen." in sentences(pattern_found)


def test_a_night_belongs_to_the_evening_on_which_it_began() -> None:
    left, back = datetime(2026, 11, 12, 18, 45, tzinfo=UTC), datetime(2026, 11, 13, 1, 35, tzinfo=UTC)

    days = found(away=[Away(left, back)]).days

    [stretch] = days[THURSDAY].missing
    assert (stretch.start, round(stretch.end, 2)) == (12.75, 19.58)
    assert days[THURSDAY].left == 1
    assert not days[FRIDAY].missing


def test_time_missing_goes_on_over_days_and_until_now() -> None:
    left = datetime(2026, 11, 16, 20, tzinfo=UTC)

    days = found(away=[Away(left, None)]).days

    assert [(day.name, [(one.start, one.end) for one in day.missing]) for day in days if day.missing] == [
        ("Monday", [(14.0, 24.0)]),
        ("Tuesday", [(0.0, 24.0)]),
        ("Wednesday", [(0.0, 17 + 52 / 60 - 6)]),
    ]


def test_what_was_over_before_the_first_day_is_not_there() -> None:
    long_ago = datetime(2026, 9, 1, 20, tzinfo=UTC)
    over = Away(long_ago, long_ago + timedelta(hours=5))

    days = found(away=[over], lines=[line(long_ago), line(NOW + timedelta(days=2))]).days

    assert not any(day.missing or day.concerns for day in days)


def test_a_stretch_that_began_before_the_first_day_is_cut_there() -> None:
    days = found(away=[Away(datetime(2026, 10, 6, 20, tzinfo=UTC), datetime(2026, 10, 8, 9, tzinfo=UTC))]).days

    assert [(day.name, day.left, len(day.missing)) for day in days if day.missing] == [("Thursday", 0, 1)]


def test_concerns_stand_at_their_hour_and_those_without_one_are_counted_apart() -> None:
    concerns = [
        line(datetime(2026, 11, 12, 15, 30, tzinfo=UTC)),
        line(datetime(2026, 11, 5, 15, 20, tzinfo=UTC), "incident"),
        line(datetime(2026, 11, 13, 2, 0, tzinfo=UTC)),
        line(datetime(2026, 11, 12, 12, tzinfo=UTC), precision="day"),
        line(datetime(2026, 11, 12, 12, tzinfo=UTC), "contact"),
    ]

    told = found(lines=concerns)

    assert told.days[THURSDAY].concerns == {9: 1, 10: 1, 20: 1}
    assert (told.concerns, told.untimed) == (4, 1)
    assert "The hour of 1 is not known." in sentences(told)


def test_what_goes_well_is_drawn_by_its_hour() -> None:
    told = found(
        lines=[
            line(datetime(2026, 11, 10, 16, 30, tzinfo=UTC), "strength"),
            line(datetime(2026, 11, 3, 16, 30, tzinfo=UTC), "contact", nature="strength"),
        ]
    )

    assert [(one.start, one.label) for one in told.days[1].strengths] == [(10.5, "Football"), (10.5, "Football")]
    assert told.strengths == 2


def test_the_days_that_stand_out_are_named_and_no_others() -> None:
    thursdays = [line(datetime(2026, 11, day, 15, 30, tzinfo=UTC)) for day in (5, 12)]

    assert standing_out(found(lines=thursdays).days) == ["Thursday"]
    assert standing_out(found(lines=thursdays[:1]).days) == []
    assert sentences(found(lines=thursdays))[0] == "Thursdays stand out."
    assert sentences(found())[:2] == ["No day of the week stands out.", "No school has told of attendance."]


def test_the_table_says_what_the_picture_shows() -> None:
    told = found(
        weeks=[Week(date(2026, 11, 9), "LO////////")],
        away=[Away(datetime(2026, 11, 12, 18, 45, tzinfo=UTC), datetime(2026, 11, 13, 1, 35, tzinfo=UTC))],
        lines=[line(datetime(2026, 11, 12, 15, 0, tzinfo=UTC))] * 2,
    )

    rows = table(told)

    assert (rows[MONDAY].school, rows[MONDAY].other) == ("late or absent in 2 of 2 sessions", "nothing known")
    assert rows[THURSDAY].school == "in school"
    assert rows[THURSDAY].other == "concern about 15:00, 2 times; missing from 18:45 to 01:35"
    assert rows[6].school == "no school known"
    assert period(told) == "6 weeks to 18 Nov"


def test_the_picture_is_whole_without_a_style_and_says_what_it_is() -> None:
    shown = everyday(
        weeks=[Week(date(2026, 11, 9), "LO////////")],
        away=[Away(datetime(2026, 11, 12, 18, 45, tzinfo=UTC), None)],
        lines=[
            line(datetime(2026, 11, 12, 15, 0, tzinfo=UTC)),
            line(datetime(2026, 11, 10, 16, tzinfo=UTC), "strength"),
        ],
        over=6,
        now=NOW,
    )

    picture = ET.fromstring(shown["picture"])

    html = render_to_string("parts/week.html", {"week": shown})
    assert picture.find("title").text == "Everyday week"  # type: ignore[union-attr]
    assert picture.find("desc").text == " ".join(shown["sentences"])  # type: ignore[union-attr]
    assert "style" not in shown["picture"]
    legend = [text.text for group in picture.findall("g") for text in group.findall("text")]
    assert legend == ["In school", "Late or absent", "Goes well", "Missing", "Concern reported"]
    assert len(BeautifulSoup(html, "html.parser").select("tbody tr")) == 7


def test_a_picture_of_nothing_has_no_legend() -> None:
    picture = ET.fromstring(everyday(weeks=[], away=[], lines=[], over=6, now=NOW)["picture"])

    assert picture.findall("g") == []


def test_the_hours_of_a_thing_are_counted_in_blocks_of_three() -> None:
    lines = [line(datetime(2026, 11, 12, hour, 0, tzinfo=UTC), "contact") for hour in (7, 8, 19)]
    lines.append(line(datetime(2026, 11, 13, 5, 50, tzinfo=UTC)))

    shown = hours(lines=lines, now=NOW)

    told = pattern(lines=lines, first=FIRST, now=NOW, kinds=("contact", "concern"))
    assert stretches(told, THURSDAY) == [2, 0, 0, 0, 1, 0, 0, 1]
    numbers = [text.text for text in ET.fromstring(shown["picture"]).findall("text") if text.text in ("1", "2")]
    assert numbers == ["2", "1", "1"]
    assert not shown["school"]
    assert shown["sentences"][-1] == "4 lines."


def test_a_thing_told_of_at_no_known_hour_draws_an_empty_week() -> None:
    shown = hours(lines=[line(NOW - timedelta(days=3), precision="day")], now=NOW)

    assert "The hour of 1 is not known." in shown["sentences"]
    assert "<rect" not in shown["picture"]
