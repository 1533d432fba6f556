"""Writing the partnership's files into a folder, and apart from them the truth that none of them holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import chain
from pathlib import Path

from rehearsal.partnership.chance import stream
from rehearsal.partnership.days import THIS_MORNING, Days
from rehearsal.partnership.files import care, census, forces, hospitals, others, schools
from rehearsal.partnership.files.books import Books, Record
from rehearsal.partnership.files.faults import Fault, spoiled
from rehearsal.partnership.files.layouts import CSV, Layout
from rehearsal.partnership.files.sheets import write_csv, write_xlsx
from rehearsal.partnership.happenings import attendance, concerns, contacts, live, missing, ordinary, reports, steps
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.noting import CARE
from rehearsal.partnership.happenings.referrals import Referral, referrals_of
from rehearsal.partnership.hard_cases.cases import plan
from rehearsal.partnership.hard_cases.planting import HardCase
from rehearsal.partnership.truth import write_truth
from rehearsal.partnership.world import World, world_of

GENERIC, CENSUS, TRUTH = "generic", "cin", "truth"
Filed = list[tuple[Line, Record]]


@dataclass(frozen=True)
class FileWritten:
    """A file: whose it is, where it lies, where its mapping lies if it needs one, and the format to import it as."""

    agency: str
    path: Path
    mapping: Path | None
    format: str


@dataclass
class Partnership:
    """The town, everything that was written down of it, and the files' forms."""

    world: World
    lines: Sequence[Line]
    cases: Sequence[Referral]
    hard: Sequence[HardCase]
    episodes: Sequence[missing.Episode]


def write(folder: Path, seed: int, scale: float, today: date, *, until: time = THIS_MORNING) -> list[FileWritten]:
    """Write every agency's files, in the order in which they are best let in, and `truth/` beside them."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = partnership(seed, scale, today, until=until)
    filed = _filed(told)
    written, faults = [], []
    for layout in layouts():
        if rows := filed[layout.agency, layout.file]:
            found = _write(folder, layout, rows, told.world)
            faults += found
            written.append(FileWritten(layout.agency, folder / layout.path, folder / _mapping_name(layout), GENERIC))
    written.append(FileWritten(CARE, _census(folder, told, filed), None, CENSUS))
    write_truth(folder / TRUTH, told.world, filed, told.hard, told.episodes, faults)
    return written


def partnership(seed: int, scale: float, today: date, *, until: time = THIS_MORNING) -> Partnership:
    """Return the town and what was written of it, before it is put into files."""
    world = world_of(seed, scale, Days(today, until))
    hard = plan(world)
    episodes = missing.episodes_of(world)
    worried = list(concerns.lines_of(world, episodes))
    reported = list(reports.lines_of(world, episodes))
    referred = [*referrals_of(world), *(case for one in hard for case in one.referrals)]
    notified = sum(line.file == "contacts" for line in reported)
    lines = chain(
        worried,
        reported,
        contacts.lines_of(world, worried, notified),
        steps.lines_of(world, referred),
        contacts.away(world, episodes),
        ordinary.lines_of(world),
        attendance.lines_of(world, episodes),
        live.lines_of(world),
        (line for one in hard for line in one.lines),
    )
    return Partnership(world, _happened(world, lines), referred, hard, episodes)


def _happened(world: World, lines: Iterable[Line]) -> list[Line]:
    """Return what has been written down by now, in the order in which it was."""
    now = world.days.now
    found = [line for line in lines if line.happened_at <= now and line.recorded_at <= now]
    return sorted(found, key=lambda line: (line.recorded_at, line.agency, line.file, line.child, line.title))


def layouts() -> list[Layout]:
    """Return every form, children's services first: the picture of a child stands before others write."""
    return [*care.layouts(), *forces.layouts(), *schools.layouts(), *hospitals.layouts(), *others.layouts()]


def _filed(told: Partnership) -> dict[tuple[str, str], Filed]:
    """Give each row its reference and the record it is filed under."""
    books, filed = Books(told.world), defaultdict[tuple[str, str], Filed](list)
    forms = {(layout.agency, layout.file): layout for layout in layouts()}
    for line in told.lines:
        rows = filed[line.agency, line.file]
        layout = forms[line.agency, line.file]
        place = 1000 + len(rows) + 1
        line.reference = line.reference or layout.reference.format(place=place, year=f"{line.recorded_at:%y}")
        rows.append((line, books.record(line)))
    return filed


def _write(folder: Path, layout: Layout, rows: Filed, world: World) -> list[Fault]:
    """Write one file and its mapping; return the faults that were planted in it."""
    table = [[column.cell(line, record) for column in layout.columns] for line, record in rows]
    table, faults = spoiled(stream(world.seed, "faults", layout.path), layout, table)
    path = folder / layout.path
    if layout.suffix == CSV:
        write_csv(path, layout.headings, table, encoding=layout.encoding)
    else:
        write_xlsx(path, layout.headings, table, sheet=layout.sheet, made_on=world.days.today)
    (folder / _mapping_name(layout)).write_text(layout.mapping(), "utf-8")
    return faults


def _mapping_name(layout: Layout) -> str:
    return f"{layout.agency}--{layout.name}.mapping.json"


def _census(folder: Path, told: Partnership, filed: dict[tuple[str, str], Filed]) -> Path:
    """Write the census of the children whom children's services know by a number."""
    known = {line.child: record for file in ("contacts", "steps") for line, record in filed[CARE, file] if line.child}
    within = census.within_year(told.cases, census.reference_date(told.world.days.today))
    rows = [(case, told.world.children[case.child], known[case.child]) for case in within if case.child in known]
    path = folder / census.NAME
    census.write_census(path, told.world.seed, rows, told.world.days.today)
    return path
