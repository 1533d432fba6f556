"""A guess of a mapping from a table's headings, for the form on which somebody then looks at it and mends it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from erle.doors.exchange.generic.fields import SEVERAL, Field
from erle.doors.exchange.generic.words import tidy

GUESSES: tuple[tuple[Field, str], ...] = (
    (Field.UPN, r"upn|unique pupil (?:number|no|ref)"),
    (Field.NHS_NUMBER, r"nhs(?: ?(?:number|no|num))?"),
    (Field.ATTENDANCE_WEEK, r"week(?: (?:beginning|commencing|starting|of|ending))?|w/?c|wb"),
    (Field.ATTENDANCE_MARKS, r"(?:attendance )?marks|sessions|(?:mon|tue|wed|thu|fri)[a-z]* ?(?:am|pm)"),
    (Field.BORN_ON, r"dob|d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?"),
    (Field.KNOWN_AS, r"known as|preferred (?:fore|first )?name|called|nickname|alias"),
    (Field.GIVEN_NAMES, r"(?:child |pupil |legal )?(?:fore|first|given|christian) ?names?(?:\(s\))?|forename\(s\)"),
    (Field.FAMILY_NAME, r"(?:child |pupil |legal )?(?:sur|last|family) ?names?"),
    (Field.OTHER_RELATION, r"relation(?:ship)?(?: to (?:the )?child)?"),
    (Field.OTHER_PERSON, r"(?:other|associated) (?:person|people|adult|name)s?|associates?|parent|carer|adult"),
    (Field.FULL_NAME, r"(?:full |child(?:'s)? |pupil |student |patient |young person )?name|pupil|student|child|subject"),
    (Field.SEX, r"sex|gender|sex/gender"),
    (Field.HAPPENED_TIME, r"time|(?:incident|event|attendance|visit) time|time (?:of|from).*"),
    (Field.ENDED_AT, r"(?:date |time )?(?:returned|return|found|located|ended|end|closed)(?: (?:date|at|on|time))?|date to"),
    (Field.RECORDED_AT, r"(?:date |time )?(?:recorded|logged|created|entered|reported|notified)(?: (?:date|at|on))?"),
    (Field.HAPPENED_AT, (r"(?:incident |event )?date ?(?:and|&|/)? ?time|datetime|when|occurred(?: at| from)?|left(?: at)?"
                        r"|missing (?:from|since)|time left")),
    (Field.HAPPENED_ON, (r"date|(?:incident|event|contact|attendance|visit|inspection|concern|referral|start) date"
                        r"|date (?:of|from).*|happened(?: on)?")),
    (Field.ROW_REFERENCE, (r"(?:incident|occurrence|occ|crime|case|log|report|complaint|visit|inspection|contact) "
                          r"?(?:ref(?:erence)?|number|no|num|id)|ref(?:erence)?|urn|log")),
    (Field.NUMBER, (r"(?:child|person|pupil|client|nominal|tenant|patient|young person|local|la child|system|mis) "
                   r"?(?:ref(?:erence)?|number|no|num|id)|id|number|nominal|admission (?:number|no)")),
    (Field.SCHOOL, r"school(?: name)?|establishment|college|setting"),
    (Field.POSTCODE, r"post ?code|home postcode"),
    (Field.PLACE, r"(?:incident |event )?(?:location|place|venue|premises|where|scene|site)(?: address| name)?"),
    (Field.ADDRESS, r"(?:home )?address(?: ?line ?\d)?|lives|residence|street|town"),
    (Field.VEHICLE, r"vehicles?|vrm|vrn|car|(?:vehicle )?reg(?:istration)?(?: mark| number| plate)?|plate"),
    (Field.PHONE, r"(?:tele)?phone(?:s| number| no)?|mobile(?: number| no)?|msisdn|contact number"),
    (Field.ACCOUNT, r"(?:social media|online|snapchat|instagram)?(?: )?(?:account|handle|username|user name)s?"),
    (Field.ORGANISATION, r"organi[sz]ation|business|company|employer|firm|operator|hotel"),
    (Field.OPINION, r"(?:professional )?(?:opinion|analysis|assessment|judge?ment|view)|what .* thinks?"),
    (Field.OWN_WORDS, (r"(?:child'?s?|young person'?s?|own)?'?s? ?(?:words|voice|views?)|voice of (?:the )?child"
                      r"|(?:child|young person) said|in (?:their|her|his) (?:own )?words|quote")),
    (Field.WISHES, r"wish(?:es)?(?: and feelings)?|what .* wants?|asked for"),
    (Field.STRENGTH, r"strengths?|positives?|protective factors?|what(?:'s| is)? (?:going|working) well"),
    (Field.GRADE, (r"grad(?:e|ing)|3x5x2|source (?:evaluation|grade|grading)|(?:intelligence|information) assessment"
                  r"|handling(?: code)?|intel grade")),
    (Field.CONDITIONS, r"(?:handling )?conditions?|restrictions?"),
    (Field.URGENCY, r"urgency|priority|risk(?: level| grade)?"),
    (Field.SOURCE, (r"(?:reported|recorded|logged|entered|completed|seen) by|source|staff(?: member| name)?|author|officer"
                   r"|worker|interviewer|teacher|informant|clinician")),
    (Field.KIND, r"(?:event |incident |contact |record |concern |crime |occurrence )?(?:type|category|kind|class(?:ification)?)"),
    (Field.TITLE, r"title|summary|subject line|heading|reason(?: for .*)?|presenting complaint|complaint|headline"),
    (Field.TEXT, (r"details?|description|narrative|notes?|text|comments?|what happened|circumstances|free text|report"
                 r"|concern|account|observations?|findings?|body")),
)  # fmt: skip
"""What headings hold, the surer first."""
COMPILED = tuple((each, re.compile(pattern)) for each, pattern in GUESSES)
DAY_OR_MOMENT = re.compile(r"\d[T ]+\d{1,2}:\d{2}")


def guessed(header: Sequence[str], sample: Iterable[Sequence[str]] = ()) -> dict[str, Any]:
    """Return a mapping's document, as far as headings and some rows tell; what they do not tell is left out."""
    rows = [list(row) for row in sample]
    columns: dict[str, str] = {}
    for place, heading in enumerate(header):
        said = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        for each in _candidates(heading, said):
            if each.value not in columns.values() or each in SEVERAL:
                columns[heading] = each.value
                break
    return {"format": "generic", "version": 1, "columns": columns, "dates": _order(columns, header, rows)}


def _candidates(heading: str, said: list[str]) -> Iterator[Field]:
    plain = tidy(re.sub(r"[_\-.:]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))).lower()
    for each, pattern in COMPILED:
        if pattern.fullmatch(plain):
            if each is Field.HAPPENED_ON and any(DAY_OR_MOMENT.search(text) for text in said):
                yield Field.HAPPENED_AT
            yield each


def _order(columns: dict[str, str], header: Sequence[str], rows: list[list[str]]) -> str:
    """Return the order of dates that every date of the sample fits, day first where more than one does."""
    dated = {Field.BORN_ON, Field.HAPPENED_ON, Field.HAPPENED_AT, Field.RECORDED_AT, Field.ENDED_AT}
    places = [place for place, heading in enumerate(header) if columns.get(heading) in dated]
    numbers = [
        [int(part) for part in found.groups()]
        for row in rows
        for place in places
        if place < len(row) and (found := re.match(r"(\d{1,4})[/. -](\d{1,2})[/. -](\d{1,4})", row[place].strip()))
    ]
    if numbers and all(first > 31 for first, _, _ in numbers):
        return "ymd"
    month_first = any(second > 12 for _, second, _ in numbers) and all(first <= 12 for first, _, _ in numbers)
    return "mdy" if month_first else "dmy"
