"""A school's concern log as its own system writes it: days are counted back from the demo; faults are planted."""

import csv
from datetime import date, timedelta
from io import StringIO

HEADINGS = ("Pupil", "DOB", "Year", "Date", "Time", "Category", "Details", "Child's words", "Logged by")
COLUMNS = {
    "Pupil": "full_name",
    "DOB": "born_on",
    "Date": "happened_on",
    "Time": "happened_time",
    "Category": "kind",
    "Details": "text",
    "Child's words": "own_words",
    "Logged by": "source",
}
KINDS = {"wellbeing": "concern", "attendance": "concern", "home contact": "contact", "positive": "strength"}
NO_SUCH_DAY, NOT_YET_KNOWN = "31/02/2026", "To be confirmed"
Logged = tuple[str, str, str, int, str, str, str, str, str]

ELSPETH, IDRIS = ("Greenhalgh, Elspeth", "14/03/2012", "9"), ("Wetherall, Idris", "02/11/2013", "8")
NAOISE, OTTO = ("Kilbride, Naoise", "27/06/2011", "10"), ("Pemble, Otto", "19/01/2014", "7")
SUNNIVA = ("Farrow, Sunniva", "08/08/2012", "9")

THIS_MONTH: tuple[Logged, ...] = (
    (*ELSPETH, 3, "08:50", "Wellbeing", "Came in without breakfast and was given some. Her aunt is in hospital.",
     "I am staying at my nan’s till Friday.", "Ms Okoro"),
    (*ELSPETH, 9, "", "Home contact", "Nan rang: she collects Elspeth this week and asks for one person to ring.", "",
     "Ms Okoro"),
    (*IDRIS, 4, "13:20", "Wellbeing", "Asked to sit near the office at lunch. Two older boys wait for him at the gate.",
     "They want me to carry something.", "Mr Tansley"),
    (*IDRIS, 4, "13:20", "Wellbeing", "Asked to sit near the office at lunch. Two older boys wait for him at the gate.",
     "They want me to carry something.", "Mr Tansley"),
    (*IDRIS, 2, "15:30", "Positive", "Went home with his cousin, as he had planned with Mr Tansley.", "", "Mr Tansley"),
    (*NAOISE, 6, "10:10", "Attendance", "Missed two Friday afternoons. Her work is as good.", "", "Ms Adeleke"),
    (*NAOISE, 5, "", NOT_YET_KNOWN, "Handed to the form tutor, who will write it down.", "", "Ms Adeleke"),
    (*OTTO, 7, "11:45", "Positive", "Reads to the younger group on Tuesdays. They ask for him.", "", "Mrs Lisle"),
    (*SUNNIVA, 0, "14:05", "Wellbeing", "A second phone rang in her bag. She turned it off and looked worried.", "",
     "Mrs Lisle"),
    ("", "", "", 8, "09:15", "Attendance", "Late three times this week; the bus was changed.", "", "Ms Okoro"),
)  # fmt: skip
"""Of ten rows one is there twice, two come back (no such day, a word not mapped), and one names no child."""
LAST_YEAR: tuple[Logged, ...] = (
    (*OTTO, 210, "", "Attendance", "Joined in the middle of term. Settled by the second week.", "", "Mrs Lisle"),
    (*SUNNIVA, 230, "12:00", "Positive", "Chosen as captain of the second team.", "", "Mr Tansley"),
)
TODAY: tuple[Logged, ...] = (
    (*SUNNIVA, 1, "08:40", "Wellbeing", "Asked whether the office can keep a phone for her until the end of the day.",
     "It’s not mine, I just have to answer it.", "Mrs Lisle"),
    (*OTTO, 1, "", "Home contact", "His father asked for a meeting about the way home.", "", "Mrs Lisle"),
    (*NAOISE, 1, "", NOT_YET_KNOWN, "Her mother will ring again after four.", "", "Ms Adeleke"),
)  # fmt: skip


def log(rows: tuple[Logged, ...], *, today: date) -> bytes:
    """Return the log as a file; a row of today is the one whose day was typed wrong."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for pupil, born, year, days, time, category, details, words, by in rows:
        on = f"{today - timedelta(days=days):%d/%m/%Y}" if days else NO_SUCH_DAY
        writer.writerow([pupil, born, year, on, time, category, details, words, by])
    return out.getvalue().encode("utf-8-sig")
