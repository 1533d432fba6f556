"""What cannot be done is said in one clear sentence, and the data stay as they were."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from erle.foundation.database.embedded import accounts, binaries, places
from erle.foundation.database.embedded.refusals import (
    BelongsToAnother,
    DidNotStart,
    NoPrograms,
    NoSuchAccount,
    NotADatabase,
    OutOfReach,
    WrongMajorVersion,
)
from tests.foundation.database.embedded.conftest import Connect, Use, rows

CHECKOUT = Path(__file__).resolve().parents[4]
AS_ROOT = os.geteuid() == 0
only_as_root = pytest.mark.skipif(not AS_ROOT, reason="only root can make what belongs to another account")
STRANGER = "daemon"


def picture(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file with its size and time, to see that nothing was touched."""
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*")}


def test_data_of_another_major_version_are_left_alone(standing: Path, use: Use, connect: Connect) -> None:
    data = standing / "postgres" / "data"
    own = (data / "PG_VERSION").read_text("ascii")
    (data / "PG_VERSION").write_text("15\n", "ascii")
    before = picture(data)

    with pytest.raises(WrongMajorVersion, match=rf"made by PostgreSQL 15, and PostgreSQL {own.strip()} is installed"):
        use(standing)

    assert picture(data) == before
    (data / "PG_VERSION").write_text(own, "ascii")
    assert rows(connect(use(standing))) == 3


@pytest.mark.parametrize("version", ["", "eighteen"])
def test_a_damaged_version_file_is_said(standing: Path, use: Use, version: str) -> None:
    (standing / "postgres" / "data" / "PG_VERSION").write_text(version, "ascii")

    with pytest.raises(NotADatabase, match="is damaged"):
        use(standing)


def test_a_folder_that_is_no_database_is_not_taken_for_one(standing: Path, use: Use) -> None:
    data = standing / "postgres" / "data"
    (data / "PG_VERSION").unlink()
    before = picture(data)

    with pytest.raises(NotADatabase, match="is not a database"):
        use(standing)

    assert picture(data) == before


def test_a_cluster_that_was_half_made_is_made_anew(home: Path, use: Use, connect: Connect) -> None:
    half = home / "postgres" / "data-part"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", "ascii")
    home.chmod(0o755)
    (home / "postgres").chmod(0o755)

    assert connect(use(home)).execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.9])
def test_killed_while_it_makes_the_cluster_it_starts_the_next_time(
    home: Path, use: Use, connect: Connect, seconds: float
) -> None:
    making = "import sys, pathlib, erle.foundation.database.embedded as e; e.start(pathlib.Path(sys.argv[1]))"
    with subprocess.Popen([sys.executable, "-c", making, home], cwd=CHECKOUT) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()

    assert connect(use(home)).execute("SELECT 1").fetchone() == (1,)


@only_as_root
@pytest.mark.parametrize("owner", [STRANGER, "root"])
def test_data_of_another_account_are_left_alone(standing: Path, use: Use, owner: str) -> None:
    data = standing / "postgres" / "data"
    os.chown(data, pwd.getpwnam(owner).pw_uid, -1)

    with pytest.raises(BelongsToAnother, match=f"belongs to {owner}, and nobody would run it"):
        use(standing)


@only_as_root
def test_a_folder_of_the_socket_that_another_account_made_first_is_not_used(standing: Path, use: Use) -> None:
    os.chown(standing / "postgres" / "run", pwd.getpwnam(STRANGER).pw_uid, -1)

    with pytest.raises(BelongsToAnother, match=f"belongs to {STRANGER}, not to nobody"):
        use(standing)


def test_a_folder_of_the_socket_that_others_may_enter_is_not_used(standing: Path, use: Use) -> None:
    (standing / "postgres" / "run").chmod(0o755)

    with pytest.raises(OutOfReach, match="is open to other accounts"):
        use(standing)


def test_a_server_that_cannot_start_is_said_with_its_last_words(standing: Path, use: Use, connect: Connect) -> None:
    file = standing / "postgres" / "data" / "postgresql.conf"
    tuned = file.read_text("utf-8")
    file.write_text(f"{tuned}\nno_such_setting = 1\n", "utf-8")

    with pytest.raises(DidNotStart, match=r"Its log \(.*server.log\) ends: .*no_such_setting"):
        use(standing)

    file.write_text(tuned, "utf-8")
    assert rows(connect(use(standing))) == 3


def test_programs_that_are_gone_from_their_package_are_said(
    home: Path, use: Use, open_ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_wheel", lambda: open_ground / "emptied")

    with pytest.raises(NoPrograms, match=r"The package emptied has lost .* run `python3 up.py` again"):
        use(home)


def test_programs_that_do_not_run_are_said(
    home: Path, use: Use, open_ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = open_ground / "damaged" / "pginstall" / "bin"
    folder.mkdir(parents=True)
    (folder / "postgres").write_bytes(b"\x7fELF and no more")
    (folder / "postgres").chmod(0o755)
    monkeypatch.setattr(binaries, "_wheel", lambda: open_ground / "damaged")

    with pytest.raises(NoPrograms, match="do not run"):
        use(home)


def test_a_machine_without_any_postgresql_is_told_what_to_install(
    home: Path, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "WHEELS", ("no_such_wheel",))
    monkeypatch.setattr(binaries, "SYSTEM", ())
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NoPrograms, match="install the extra `demo`"):
        use(home)


@pytest.mark.skipif(not list(Path("/").glob("usr/lib/postgresql/*/bin/initdb")), reason="the machine has no PostgreSQL")
def test_the_machines_own_programs_stand_in_for_a_wheel(
    home: Path, use: Use, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "WHEELS", ())

    connection = connect(use(home))

    assert connection.info.server_version // 10_000 >= binaries.OLDEST_MAJOR
    assert connection.execute("SELECT upper('žydrūnas')").fetchone() == ("ŽYDRŪNAS",)


@only_as_root
def test_changed_programs_are_copied_anew_and_the_old_copy_goes(
    standing: Path, use: Use, open_ground: Path, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = use(standing).programs
    changed = open_ground / "site"
    copy = old.parents[2]
    shutil.copytree(copy, changed, symlinks=True)
    os.utime(changed / old.parents[1].name / "pginstall" / "bin" / "postgres", (1, 1))
    monkeypatch.setattr(binaries, "_wheel", lambda: changed / old.parents[1].name)

    assert use(standing).programs != old
    assert old.exists()

    use(standing)
    subprocess.run(
        [old / "pg_ctl", "-D", standing / "postgres" / "data", "-m", "fast", "stop"],
        check=True,
        stdout=subprocess.DEVNULL,
        **accounts.server_account().running(),
    )
    assert rows(connect(use(standing))) == 3
    assert not old.exists()


@only_as_root
def test_a_home_that_the_servers_account_cannot_enter_keeps_its_data_elsewhere(
    open_ground: Path, use: Use, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = open_ground / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(places, "SYSTEM_STATE", open_ground / "state")
    connect(use(closed / "home")).execute("CREATE TABLE kept (row int)")
    use(closed / "home").release()

    pointer = closed / "home" / "postgres" / "elsewhere"
    base = Path(pointer.read_text("utf-8").strip())

    assert base.parent == open_ground / "state"
    assert (base / "data" / "PG_VERSION").exists()
    assert closed.stat().st_mode & 0o777 == 0o700
    assert rows(connect(use(closed / "home"))) == 0


@only_as_root
def test_a_home_made_anew_does_not_take_up_what_an_earlier_one_left_elsewhere(
    open_ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = open_ground / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(places, "SYSTEM_STATE", open_ground / "state")

    first = places.places_for(closed / "home").base
    shutil.rmtree(closed / "home")
    second = places.places_for(closed / "home").base

    assert second != first
    assert second == places.places_for(closed / "home").base


@only_as_root
def test_data_kept_elsewhere_that_are_gone_are_said(open_ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = open_ground / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(places, "SYSTEM_STATE", open_ground / "state")
    shutil.rmtree(places.places_for(closed / "home").base)

    with pytest.raises(NotADatabase, match="which is gone"):
        places.places_for(closed / "home")


@only_as_root
def test_a_home_that_was_closed_after_its_database_was_made_is_said_and_not_begun_anew(
    standing: Path, use: Use
) -> None:
    standing.chmod(0o700)

    with pytest.raises(OutOfReach, match="is out of reach of the account nobody"):
        use(standing)


def test_a_name_that_postgresql_cannot_take_is_said(open_ground: Path, use: Use) -> None:
    with pytest.raises(NotADatabase, match="has a sign in its name"):
        use(open_ground / "$(true)")


@only_as_root
def test_root_needs_an_account_to_step_down_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "UNPRIVILEGED", "nosuchaccount")

    with pytest.raises(NoSuchAccount, match="no account 'nosuchaccount'"):
        accounts.server_account()


def test_an_account_without_a_name_is_told_that_it_needs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 987_654)

    with pytest.raises(NoSuchAccount, match="number 987654 has no name"):
        accounts.own_account()
