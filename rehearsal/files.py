"""A return of looked-after children, written as the authority's own system would: three files, two planted faults.

The shape is that of the children looked after return (SSDA903): dates as day/month/year, children by number.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from rehearsal.reading import stories
from rehearsal.story import Story

CHILDREN = 30
RECENT, LONGEST_AWAY = 11, 2
KNOWN_TO_THE_RETURN = ("Ruairi", "Inês")
ETHNIC = ("WBRI", "WOTH", "APKN", "BAFR", "MWBC", "ABAN", "REFU")
TOOK_PART = ("PN1", "PN3", "PN5", "PN6")
NO_SUCH_DAY, NO_SUCH_CODE = "31/02/2026", "PN9"
Rows = list[list[str]]

HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
REVIEWS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")
MISSING = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")


def write_return(folder: Path, *, today: date, seed: int) -> None:
    """Write the three files into the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, (columns, rows) in content(today=today, seed=seed).items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)


def content(*, today: date, seed: int) -> dict[str, tuple[Sequence[str], Rows]]:
    """Return each file's columns and rows."""
    random = Random(seed)
    children = _children(random, today)
    return {
        "header.csv": (
            HEADER,
            [[number, sex, born, random.choice(ETHNIC), "UN1", "", ""] for number, sex, born in children],
        ),
        "reviews.csv": (REVIEWS, _reviews(random, children, today)),
        "missing.csv": (MISSING, _missing(random, children[len(KNOWN_TO_THE_RETURN) :], today)),
    }


def _children(random: Random, today: date) -> list[tuple[str, str, str]]:
    known = [_known(story, today) for story in stories() if story.given in KNOWN_TO_THE_RETURN]
    others = [
        (str(310_000 + place), random.choice("MF"), _day(today - timedelta(days=random.randint(8 * 365, 17 * 365))))
        for place in range(CHILDREN - len(known))
    ]
    return [*known, *others]


def _known(story: Story, today: date) -> tuple[str, str, str]:
    return story.number, story.sex.value, _day(story.born_on_day(today))


def _reviews(random: Random, children: Iterable[tuple[str, str, str]], today: date) -> Rows:
    rows = []
    for number, _, born in children:
        last = today - timedelta(days=random.randint(20, 170))
        rows += [[number, born, _day(last - timedelta(days=back)), random.choice(TOOK_PART)] for back in (182, 0)]
    rows[-1][3] = NO_SUCH_CODE
    return rows


def _missing(random: Random, children: Sequence[tuple[str, str, str]], today: date) -> Rows:
    """Return recent episodes, all of them ended, so that the interviews owed are owed now."""
    rows = []
    for number, _, born in random.sample(children, RECENT):
        left = today - timedelta(days=random.randint(3, 9))
        ended = min(left + timedelta(days=random.randint(0, LONGEST_AWAY)), today - timedelta(days=1))
        rows.append([number, born, random.choice("MMA"), _day(left), _day(ended)])
    rows[-1][3] = NO_SUCH_DAY
    return rows


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
