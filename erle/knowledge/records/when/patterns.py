"""The grammar as data: each pattern with the pieces that it says. The first that fits at a place is taken."""

import re
from collections.abc import Callable
from typing import Any

from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.times import ISH, between, clock, clock_said, figures, spoken, whole
from erle.knowledge.records.when.vocabulary import (
    EVENING,
    MONTHS,
    NUMBERS,
    PARTS,
    PARTS_OF_A_MONTH,
    WEEKDAYS,
    any_of,
)

Found = re.Match[str]
Pieces = Callable[[Found], dict[str, Any]]
WEEKDAY = rf"(?P<weekday>{any_of(WEEKDAYS)})"
MONTH = rf"(?P<month>{any_of(MONTHS)})"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d:.]\d)(?!\d)(?! ?h)"
PART = rf"(?P<part>{any_of(PARTS)})"
AGO = {
    "half an hour": (30, "minutes"),
    "an hour and a half": (90, "minutes"),
    "a fortnight": (2, "weeks"),
    "a moment": (1, "minutes"),
}


def _number(found: Found, group: str) -> int:
    said = found[group]
    return int(said) if said.isdigit() else NUMBERS[said]


def _ago(found: Found) -> dict[str, Any]:
    count, unit = AGO[found["whole"]] if found["whole"] else (_number(found, "count"), found["unit"].rstrip("s") + "s")
    if unit in {"minutes", "mins", "hours", "hrs"}:
        return {"past_hours": (count, unit), "about": True}
    if unit == "days":
        return {"days_back": count}
    return {"ago": (count, unit), "about": True}


def _date(found: Found) -> dict[str, Any]:
    groups = found.groupdict()
    month, year = groups["month"], groups.get("year") or ""
    number = int(month) if month.isdigit() else MONTHS[month]
    full = int(year) + 2000 if len(year) == 2 else int(year) if year else None
    return {"date": (full, number, int(groups["day"]))}


def _month(found: Found) -> dict[str, Any]:
    said: dict[str, Any] = {"month": MONTHS[found["month"]]}
    if found["of"]:
        said["part_of_month"] = PARTS_OF_A_MONTH[found["of"]]
    if found["which"]:
        said["last_named"] = found["which"] == "last"
    if found["year"]:
        said["year"] = int(found["year"])
    if found["years"]:
        said["year_back"] = int(found["years"] == "last")
    return said


def _weekday(found: Found) -> dict[str, Any]:
    return {"weekday": WEEKDAYS[found["weekday"]]}


def _last_weekday(found: Found) -> dict[str, Any]:
    return {**_weekday(found), "last_named": True}


COUNTED = rf"(?P<count>\d{{1,3}}|{any_of(NUMBERS)}) (?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)"
IN_A_MONTH = rf"(?:(?:the )?(?P<of>{any_of(PARTS_OF_A_MONTH)})(?:[ -](?:in|of))?[ -])?"
OF_A_YEAR = rf"(?: (?:of )?(?:{YEAR}|(?P<years>last|this) year))?"
_Row = tuple[str, Pieces]
DAYS: tuple[_Row, ...] = (
    (r"just now", lambda _: {"past_hours": (1, "minutes"), "about": True}),
    (rf"(?:(?P<whole>{any_of(AGO)})|{COUNTED}) ago(?: today)?", _ago),
    (r"the day before yesterday", lambda _: {"days_back": 2}),
    (r"yesterday", lambda _: {"days_back": 1}),
    (r"last evening", lambda _: {"days_back": 1, "part": EVENING}),
    (r"last night", lambda _: {"last_night": True}),
    (rf"this {PART}", lambda found: {"days_back": 0, "part": PARTS[found["part"]]}),
    (r"(?:earlier )?today", lambda _: {"days_back": 0}),
    (r"(?:earlier )?tonight", lambda _: {"days_back": 0, "part": EVENING}),
    (r"(?:the )?weekend before last", lambda _: {"weekend": "before last"}),
    (r"(?:last|this past|the past) weekend|(?:the )?weekend (?:just )?(?:gone|past)", lambda _: {"weekend": "last"}),
    (r"(?:the |this )?weekend", lambda _: {"weekend": "latest"}),
    (rf"(?:the )?{WEEKDAY} before last", lambda found: {**_last_weekday(found), "weeks_more": 1}),
    (rf"a week last {WEEKDAY}", lambda found: {**_last_weekday(found), "weeks_more": 1}),
    (rf"(?:last|this past|the past|past) {WEEKDAY}", _last_weekday),
    (rf"{WEEKDAY} (?:just )?(?:gone|past)", _last_weekday),
    (rf"this {WEEKDAY}", lambda found: {**_weekday(found), "week_back": 0}),
    (WEEKDAY, _weekday),
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _date),
    (r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)(?!\d)", _date),
    (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![/\d])", _date),
    (rf"(?:the )?{DAY}(?: of)? {MONTH}\b(?: {YEAR})?", _date),
    (rf"{MONTH} (?:the )?{DAY}(?![\d:./])(?! ?(?:[ap]\.?m\b|o'? ?clock))(?: {YEAR})?", _date),
    (r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)", lambda found: {"day_of_month": int(found["day"])}),
    (r"last month", lambda _: {"month_back": 1}),
    (r"(?:earlier )?this month", lambda _: {"month_back": 0}),
    (rf"{IN_A_MONTH}(?:(?P<which>last|this) )?{MONTH}\b{OF_A_YEAR}", _month),
    (r"(?:the )?week before last", lambda _: {"week_back": 2}),
    (r"last week", lambda _: {"week_back": 1}),
    (r"(?:earlier )?this week", lambda _: {"week_back": 0}),
    (r"last year", lambda _: {"year_back": 1}),
    (r"(?:earlier )?this year", lambda _: {"year_back": 0}),
    (YEAR, lambda found: {"year": int(found["year"])}),
)
NEAR = (
    r"on or about|about|around|approx(?:imately)?|circa|roughly|nearly|almost|round|or so|ish"
    r"|maybe|perhaps|probably|possibly|i think|(?:just|shortly|soon|right|straight) (?:after|before)"
)
IN_A_PART = rf" (?:(?:at|in the|this|last|yesterday) (?:{any_of(PARTS)})|tonight)"
AT = rf"(?:at|gone|by|{NEAR}|before|after)"


def _clock(found: Found) -> dict[str, Any]:
    return {"clock": clock_said(found, "a")}


def _told(found: Found) -> dict[str, Any]:
    count, side = found["acount"] or "", found["aside"]
    if side == "to" and count in {"5", "10"} and "minute" not in found[0]:
        raise Unclear(
            f"“{found[0].strip()}” may be a time or a span."
            " Write the time in figures, like 5:55 pm, or “between 5 and 6 pm”."
        )
    return _clock(found)


def _end(*, first: bool) -> str:
    return clock("a" if first else "b", bare=True)


TIMES: tuple[_Row, ...] = (
    (PART, lambda found: {"part": PARTS[found["part"]]}),
    (r"(?:12 )?(?:noon|midday|mid-day)", lambda _: {"clock": (12, 0, "p", False)}),
    (r"(?:12 )?midnight", lambda _: {"midnight": True}),
    (spoken("a"), _told),
    (rf"between {_end(first=True)} and {_end(first=False)}", between),
    (rf"from {_end(first=True)} ?(?:-|to|till|until) ?{_end(first=False)}", between),
    (rf"{_end(first=True)} ?(?:-|to|till|until) ?{_end(first=False)}", between),
    (rf"(?P<side>before|after)(?= {clock('a', bare=True)})", lambda found: {"side": found["side"]}),
    (rf"{clock('a', bare=True)}{ISH}", lambda found: {**_clock(found), "about": True}),
    (figures("a"), _clock),
    (whole("a", bare=False), _clock),
    (rf"{whole('a', bare=True)}(?={IN_A_PART})", _clock),
    (rf"(?:{NEAR}|~)", lambda _: {"about": True}),
)
BARE_HOUR: _Row = (whole("a", bare=True), _clock)
"""An hour of which nothing but a word before it, such as `at`, tells that it is one."""


def _ready(rows: tuple[_Row, ...]) -> tuple[tuple[re.Pattern[str], Pieces], ...]:
    return tuple((re.compile(rf"(?:{pattern})(?!\w) ?"), pieces) for pattern, pieces in rows)


RULES = _ready((*DAYS, *TIMES))
AFTER_AT = _ready((BARE_HOUR,))
INTRODUCES = re.compile(rf"(?:.* )?(?:{AT}|~) ?")
NO_WEIGHT = re.compile(
    r"(?:it|that|this|was|is|happened|began|at|on|in|the|of|during|over|by|from|when|gone|some ?time|-)(?!\w) ?"
)
MANY_TIMES = (
    r"every|each|daily|weekly|often|frequently|regularly|always|usually|sometimes|most|many|repeatedly|ongoing"
    r"|on and off|all (?:day|week|weekend|month|year|the time)|since|for|more than once|twice|mondays|tuesdays"
    r"|wednesdays|thursdays|fridays|saturdays|sundays|weekends|evenings|nights|mornings|afternoons"
)
NOT_EXACT_ENOUGH = (
    r"a few|few|several|recently|lately|these days|the other (?:day|night|evening|week|morning)|a while(?: ago)?"
    r"|ages ago|long ago|some time ago|in the past"
)
NOT_KNOWN = r"don't know|do not know|not sure|unsure|unknown|not known|no idea|can't remember|cannot remember"
NOT_YET = rf"tomorrow|next|later today|later on|soon|(?:{any_of(WEEKDAYS)}) week|in \w+ (?:days?|weeks?|hours?|months?)"


def _asked(pattern: str, words: str) -> tuple[re.Pattern[str], str]:
    return re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)"), words


QUESTIONS = (
    _asked(NOT_KNOWN, "If nobody knows when it happened, choose “Nobody knows when” below."),
    _asked(
        MANY_TIMES,
        "This reads like more than one time. Write when it last happened; add the other times as items of their own.",
    ),
    _asked(NOT_EXACT_ENOUGH, "When was that, as near as you can tell? A day, like “last Tuesday”; or “in September”."),
    _asked(
        NOT_YET,
        "That is still to come. Write when you saw or heard it, and what is to come in the text;"
        " if a child may be in danger then, ring 999 or 101 now.",
    ),
)
