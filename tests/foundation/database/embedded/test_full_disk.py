"""A full disk, tried on a small one that is really full."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from erle.foundation.database.embedded.refusals import DiskFull
from tests.foundation.database.embedded.conftest import Connect, Use, copy, pid_of, rows

ENOUGH = 1_000_000
SENTENCE = r"is full \(\d+ MB are free\): make room.*Nothing that was saved is lost"


@pytest.fixture
def small_disk(open_ground: Path) -> Iterator[Path]:
    """A disk of 180 MB: the copy of the programs and a cluster fit, and not much more."""
    folder = open_ground / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=180m,mode=755", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("only root on a machine of its own can mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Write a file that leaves only so many bytes free."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        for _ in range((shutil.disk_usage(disk).free - leave) // 65_536):
            file.write(bytes(65_536))
    return filler


def insert_until_refused(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    """Insert five hundred rows at a time, and return how many stand when the server takes no more."""
    standing = 3
    try:
        while standing < ENOUGH:
            connection.execute(
                "INSERT INTO kept SELECT n, repeat(md5(n::text), 30) FROM generate_series(%s::int, %s::int) n",
                [standing + 1, standing + 500],
            )
            standing += 500
    except psycopg.Error:
        return standing
    return standing


@pytest.mark.parametrize("leave", [1_000_000, 55_000_000, 70_000_000])
def test_a_disk_too_full_to_make_a_database_is_said_and_nothing_half_made_stays(
    small_disk: Path, use: Use, connect: Connect, leave: int
) -> None:
    filler = fill(small_disk, leave)

    with pytest.raises(DiskFull, match=SENTENCE):
        use(small_disk / "home")

    assert not (small_disk / "home" / "postgres" / "data").exists()
    filler.unlink()
    assert connect(use(small_disk / "home")).execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("leave", [0, 4_000_000])
def test_a_disk_too_full_to_start_is_said_and_no_row_is_lost(
    small_disk: Path, made_once: Path, use: Use, connect: Connect, leave: int
) -> None:
    copy(made_once, small_disk / "home")
    connection = connect(use(small_disk / "home", durable=True))
    connection.execute("INSERT INTO kept SELECT n, repeat('x', 200) FROM generate_series(4, 20000) n")
    os.kill(pid_of(small_disk / "home"), 9)
    filler = fill(small_disk, leave)

    with pytest.raises(DiskFull, match=SENTENCE):
        use(small_disk / "home", durable=True)

    filler.unlink()
    assert rows(connect(use(small_disk / "home", durable=True))) == 20_000


def test_a_disk_that_fills_while_rows_are_written_loses_none_that_was_acknowledged(
    small_disk: Path, made_once: Path, use: Use, connect: Connect
) -> None:
    copy(made_once, small_disk / "home")
    connection = connect(use(small_disk / "home", durable=True))
    filler = fill(small_disk, 3_000_000)

    acknowledged = insert_until_refused(connection)

    filler.unlink()
    assert rows(connect(use(small_disk / "home", durable=True))) == acknowledged < ENOUGH
