"""Tables of a return for tests: written as text, read as the checks read them, and made at random by a seed."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

from erle.doors.exchange.returning.checks import Checked, checked
from erle.doors.exchange.returning.lines import Beside, care_of, header_of, left_open, lines_of
from erle.doors.exchange.returning.years import CollectionYear

MISSING, HEADER = "CHILD,DOB,MISSING,MIS_START,MIS_END", "CHILD,DOB"
EPISODES = "CHILD,DECOM,DEC,REC,LS"
HEADINGS = {"missing": MISSING, "last": MISSING, "header": HEADER, "episodes": EPISODES}


def check_folder(folder: Path, year: CollectionYear) -> Checked:
    """Check the missing table of a folder against the tables that are beside it."""
    there = {name: rows(folder / f"{name}.csv") for name in HEADINGS if (folder / f"{name}.csv").is_file()}
    beside = Beside(
        header=header_of(there["header"]) if "header" in there else None,
        care=care_of(enumerate(there["episodes"], 2)) if "episodes" in there else None,
        last_year=left_open(lines_of(there["last"])) if "last" in there else None,
    )
    return checked(lines_of(there["missing"]), year=year, beside=beside, file="missing.csv")


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write(folder: Path, **tables: str) -> Path:
    """Write tables, given as their rows without headings, into a folder."""
    for name, said in tables.items():
        (folder / f"{name}.csv").write_text(f"{HEADINGS[name]}\n{said}", "utf-8")
    return folder


def at_random(folder: Path, *, children: int, year: CollectionYear, seed: int) -> Path:
    """Write tables of made-up children in which each rule is kept here and broken there."""
    draw = Random(seed)
    tables: dict[str, list[str]] = {name: [] for name in HEADINGS}
    for child in range(1, children + 1):
        _child(f"{child:04}", tables, year, draw)
    return write(folder, **{name: "".join(f"{line}\n" for line in lines) for name, lines in tables.items()})


def _child(child: str, tables: dict[str, list[str]], year: CollectionYear, draw: Random) -> None:
    born = year.first + timedelta(days=draw.randint(-40, 360)) - timedelta(days=draw.choice([6574, 6575, 4000, 0]))
    if draw.random() < 0.9:
        other = born + timedelta(days=1)
        tables["header"].append(f"{child},{_said(other if draw.random() < 0.1 else born)}")
    care = _care(child, tables, year, born, draw)
    for _ in range(draw.randint(0, 3)):
        start = _near(care, draw)
        end = start + timedelta(days=draw.randint(-1, 40)) if draw.random() < 0.75 else None
        eighteen = date(born.year + 18, born.month, min(born.day, 28))
        end = eighteen if draw.random() < 0.25 else end
        kind = draw.choice(["M", "A", "M", "A", "M", "A", "m", "X", ""])
        said = [_said(start) if draw.random() < 0.93 else draw.choice(["", "31/02/2024"])]
        said.append(_said(end) if draw.random() < 0.95 else "31/11/2024")
        tables["missing"].append(",".join([child, _said(born), kind, *said]))
        if draw.random() < 0.2:
            tables["last"].append(",".join([child, _said(born), "M", _said(start), ""]))
    if draw.random() < 0.1:
        tables["last"].append(
            f"{child},{_said(born)},A,{_said(_near(care, draw))},{draw.choice(['', _said(year.first)])}"
        )


def _near(days: list[date], draw: Random) -> date:
    return draw.choice(days) + timedelta(days=draw.randint(-4, 4))


def _care(child: str, tables: dict[str, list[str]], year: CollectionYear, born: date, draw: Random) -> list[date]:
    """Write a child's episodes of care; return the days around which something happens."""
    days, began = [year.first, year.last, born], year.first - timedelta(days=draw.randint(0, 200))
    for _ in range(draw.randint(0, 4)):
        ended: date | None = began + timedelta(days=draw.randint(1, 120))
        if draw.random() < 0.3:
            ended = date(born.year + 18, born.month, min(born.day, 28))
        ended = None if draw.random() < 0.2 else ended
        tables["episodes"].append(",".join([child, _said(began), _said(ended), draw.choice(["X1", "E8", "E4A"]), "C2"]))
        days += [began, ended or began]
        began = (ended or began) + timedelta(days=draw.choice([0, 0, 1, 30]))
    return days


def _said(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""
