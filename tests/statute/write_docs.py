"""Make docs/statute.md from the clocks, their examples and the local settings: `python -m tests.statute.write_docs`."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from erle.foundation.statute.bases import LAWFUL_BASES
from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.clock import Clock
from erle.foundation.statute.clocks import CLOCKS
from erle.foundation.statute.moments import LONDON, last_day
from erle.foundation.statute.settings import LOCAL_SETTINGS
from tests.statute.examples.every import examples_of
from tests.statute.examples.example import Example

PAGE = Path(__file__).resolve().parents[2] / "docs" / "statute.md"

OPENING = f"""# The law as data

Made from `erle/foundation/statute` and the examples in `tests/statute` by `python -m tests.statute.write_docs`;
a test fails when this page and the code part. It says how Erle counts; it is not legal advice.

## How a limit is counted

- The day on which a clock starts is day 0: a limit of 15 working days ends with the fifteenth working day after it.
- A limit in days, weeks or months ends with its last day, at the midnight that ends it, by the clocks of England.
- Working days are Monday to Friday without bank holidays ({ENGLAND.version}, from the package, never fetched).
  A date that would need later bank holidays is refused, never guessed.
- Hours are hours that really pass, at night, at weekends and when summer time begins or ends.
- Months end on the same date, or on the month's last day where it has no such date.
- No clock stops for anything, a child being missing, bail and school holidays included. Only a request to see
  information (C16) stops while proof of identity or a needed clarification is awaited.
- A running clock keeps the rule and the calendar it was started under. It is computed anew only by somebody, with a
  reason, and what stood before is kept.
- Where the law gives no number the partnership sets one; the last section lists what it may set.
"""


def page() -> str:
    """Return the whole page."""
    clocks = sorted((_clock(key) for key in CLOCKS), key=_number)
    return "\n".join([OPENING, "## The clocks\n", *clocks, _settings(), _bases()])


def _number(section: str) -> int:
    return int(section.split(" ", 2)[1].strip("C."))


def _clock(key: str) -> str:
    latest = CLOCKS[key][-1]
    lines = [
        f"### {latest.number}. {latest.name}",
        "",
        f"- Limit: **{latest.limit.words()}**",
        f"- Starts: {latest.starts_at}",
        f"- Stops: {latest.stops_at}",
        f"- Who decides: {latest.decider}",
        *([f"- Take care: {latest.take_care}"] if latest.take_care else []),
        *([f"- Local setting: `{latest.local_setting}`"] if latest.local_setting else []),
        f"- In the code: `{key}`",
        "",
        *_table("In force", "Limit", "Source", "How sure"),
        *(_edition(clock) for clock in CLOCKS[key]),
        "",
        *_table("Started", "Due", "Why"),
        *(_example(example) for example in examples_of(key)),
        "",
    ]
    return "\n".join(lines)


def _table(*heads: str) -> Iterator[str]:
    yield _row(*heads)
    yield _row(*("---" for _ in heads))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _edition(clock: Clock) -> str:
    until = f", before {said_day(clock.in_force_until)}" if clock.in_force_until else ""
    dates = f"from {said_day(clock.in_force_from)}{until}"
    return _row(dates, clock.limit.words(), clock.source, clock.certainty.words)


def _example(example: Example) -> str:
    ends_with = last_day(example.due_at)
    due = f"end of {said_weekday(ends_with)}" if ends_with else said_moment(example.due_at)
    return _row(said_moment(example.started_at), due, example.because)


def _settings() -> str:
    rows = [
        _row(
            setting.words,
            f"{setting.usual} {setting.unit.words}",
            f"{setting.least} to {setting.most}",
            setting.source,
            f"`{setting.key}`",
        )
        for setting in LOCAL_SETTINGS.values()
    ]
    heads = _table("What the partnership sets", "Usual", "May be", "Why it is local", "In the code")
    return "\n".join(["## Local settings", "", *heads, *rows, ""])


def _bases() -> str:
    rows = [
        _row(basis.label, basis.source, _from(basis.in_force_from), basis.certainty.words, f"`{basis.key}`")
        for basis in LAWFUL_BASES
    ]
    heads = _table("Lawful basis for sharing", "Law", "Offered", "How sure", "In the code")
    return "\n".join(["## Lawful bases", "", *heads, *rows, ""])


def _from(day: date | None) -> str:
    return f"from {said_day(day)}" if day else "not offered"


def said_day(day: date) -> str:
    """Return the day as `4 July 2018`."""
    return f"{day.day} {day:%B} {day.year}"


def said_weekday(day: date) -> str:
    """Return the day as `Tue 13 Jan 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def said_moment(moment: datetime) -> str:
    """Return the moment as `Fri 23 Oct 2026, 20:00 BST`."""
    shown = moment.astimezone(LONDON)
    return f"{said_weekday(shown.date())}, {shown:%H:%M} {shown.tzname()}"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
