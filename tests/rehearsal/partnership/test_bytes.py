"""The same seed, size and day give the same bytes; another seed gives others."""

import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import date, time
from pathlib import Path

import pytest

from rehearsal.partnership import write
from tests.rehearsal.partnership.conftest import TODAY, Written

SMALL = 0.1
CHECKOUT = Path(__file__).resolve().parents[3]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def by_another_process(folder: Path, *, hash_seed: str, seed: int = 7) -> dict[str, str]:
    words = ["--out", str(folder), "--seed", str(seed), "--scale", str(SMALL), "--today", f"{TODAY}"]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Asia/Tokyo"}
    subprocess.run(
        [sys.executable, "-m", "rehearsal.partnership", *words],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        capture_output=True,
    )
    return digests(folder)


def test_the_same_seed_size_and_day_give_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    write(tmp_path / "here", 7, SMALL, TODAY)
    here = digests(tmp_path / "here")

    assert len(here) > 50
    assert by_another_process(tmp_path / "there", hash_seed="1") == here
    assert by_another_process(tmp_path / "elsewhere", hash_seed="2") == here


def test_another_seed_gives_other_files_of_the_same_names(tmp_path: Path) -> None:
    write(tmp_path / "seven", 7, SMALL, TODAY)
    write(tmp_path / "eight", 8, SMALL, TODAY)
    seven, eight = digests(tmp_path / "seven"), digests(tmp_path / "eight")

    alike = {name for name in seven if seven[name] == eight.get(name)}

    assert seven.keys() == eight.keys()
    assert all(name.endswith(("mapping.json", "parameters.csv")) for name in alike)


def test_a_spreadsheet_says_nothing_of_when_it_was_made_but_the_day(city: Written) -> None:
    books = [file.path for file in city.files if file.path.suffix == ".xlsx"]

    assert len(books) == 3
    for book in books:
        with zipfile.ZipFile(book) as held:
            assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert f"{TODAY}T00:00:00Z" in held.read("docProps/core.xml").decode()


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 1, 2), time(8, 30)),
        (date(2026, 3, 29), time(3, 0)),  # the night in which clocks go forward
        (date(2026, 8, 31), time(0, 5)),  # a holiday, minutes after midnight
        (date(2026, 10, 26), time(12, 0)),
        (date(2028, 2, 29), time(23, 50)),
    ],
)
def test_it_is_written_on_any_day_and_at_any_hour(today: date, until: time, tmp_path: Path) -> None:
    files = write(tmp_path, 3, SMALL, today, until=until)

    assert len(files) == 24
    assert all(file.path.stat().st_size > 100 for file in files)
