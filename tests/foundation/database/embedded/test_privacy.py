"""Nobody else gets in, and no name gets out."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from erle.foundation.database.embedded.accounts import Account, may_enter, own_account, server_account
from tests.foundation.database.embedded.conftest import Connect, Use, rows, until_it_answers

CHECKOUT = Path(__file__).resolve().parents[4]
AS_ROOT = os.geteuid() == 0
NAME = "Žofia Krátka"
START = """
import sys
from pathlib import Path
from erle.foundation.database.embedded import start
server = start(Path(sys.argv[1]))
print(server.socket_dir)
"""


def stranger() -> Account:
    found = pwd.getpwnam("daemon")
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def python_for(account: Account) -> tuple[str, dict[str, str]] | None:
    """Return a Python of our version that the account may run, with the way to our packages."""
    packages = Path(psycopg.__file__).parents[1]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not (may_enter(account, packages) and may_enter(account, CHECKOUT)):
        return None
    for found in (sys.executable, shutil.which(version, path="/usr/bin:/usr/local/bin")):
        if found and may_enter(account, Path(found).resolve().parent):
            return str(Path(found).resolve()), {"PYTHONPATH": f"{packages}:{CHECKOUT}", "PYTHONDONTWRITEBYTECODE": "1"}
    return None


def run_as(account: Account, home: Path, script: str = START) -> subprocess.CompletedProcess[str]:
    python = python_for(account)
    if python is None:
        pytest.skip(f"the account {account.name} can reach neither this Python nor the machine's")
    how = account.running()
    return subprocess.run([python[0], "-c", script, home], capture_output=True, text=True, **how | {"env": python[1]})


def test_nothing_listens_on_the_network_and_the_folders_are_closed(standing: Path, use: Use, connect: Connect) -> None:
    server = use(standing)

    folders = [folder.stat() for folder in (server.socket_dir, standing / "postgres" / "data")]

    assert connect(server).execute("SHOW listen_addresses").fetchone() == ("",)
    assert {stat.S_IMODE(folder.st_mode) for folder in folders} == {0o700}
    assert {folder.st_uid for folder in folders} == {server_account().uid}


def test_only_listed_roles_come_in_and_none_by_trust(standing: Path, use: Use, connect: Connect) -> None:
    server = use(standing)
    connect(server).execute("CREATE ROLE unlisted LOGIN")

    with pytest.raises(psycopg.OperationalError, match=r"[Pp]eer authentication failed"):
        connect(server, "unlisted")
    assert (standing / "postgres" / "data" / "pg_hba.conf").read_text("utf-8") == "local all all peer map=erle\n"
    listed = (standing / "postgres" / "data" / "pg_ident.conf").read_text("utf-8")
    assert {line.split()[1].strip('"') for line in listed.splitlines()} == {own_account().name, server_account().name}


def test_no_name_reaches_the_log_by_an_error_or_by_a_crash(standing: Path, use: Use, connect: Connect) -> None:
    server = use(standing)
    connection = connect(server)
    with pytest.raises(psycopg.errors.InvalidTextRepresentation):
        connection.execute(f"SELECT '{NAME}'::int".encode())
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute("INSERT INTO kept VALUES (1, %s), (1, %s)", [NAME, NAME])
    with pytest.raises(psycopg.OperationalError):
        connect(server).execute(f"SELECT pg_terminate_backend(pg_backend_pid()), '{NAME}'".encode())

    sleeper = connect(server)
    killing = f"import os, time; time.sleep(0.5); os.kill({sleeper.info.backend_pid}, {int(signal.SIGKILL)})"
    with subprocess.Popen([sys.executable, "-c", killing]), pytest.raises(psycopg.OperationalError):
        sleeper.execute(f"SELECT pg_sleep(20), '{NAME}'".encode())

    until_it_answers(server)
    log = (standing / "postgres" / "log" / "server.log").read_text("utf-8")
    assert "was terminated by signal 9" in log
    assert "Krátka" not in log


@pytest.mark.skipif(not AS_ROOT, reason="only root can act as another account")
def test_an_ordinary_account_runs_its_own_server_as_itself(open_ground: Path) -> None:
    account, folder = stranger(), open_ground / "own"
    folder.mkdir()
    os.chown(folder, account.uid, account.gid)

    called = run_as(account, folder / "home")

    assert (called.returncode, called.stderr) == (0, "")
    assert (folder / "home" / "postgres" / "data").stat().st_uid == account.uid
    assert stat.S_IMODE((folder / "home").stat().st_mode) == 0o700


@pytest.mark.skipif(not AS_ROOT, reason="only root can act as another account")
def test_an_ordinary_account_is_told_that_a_home_is_not_its_own(standing: Path) -> None:
    called = run_as(stranger(), standing)

    assert called.returncode == 1
    assert "The account daemon may not use" in called.stderr
    assert "which belongs to root: start Erle as that account" in called.stderr


@pytest.mark.skipif(not AS_ROOT, reason="only root can act as another account")
def test_another_account_cannot_reach_the_socket(standing: Path, use: Use, connect: Connect) -> None:
    server = use(standing)
    asking = "import sys, psycopg; psycopg.connect(host=sys.argv[1], user='erle_root', dbname='postgres')"

    called = run_as(stranger(), server.socket_dir, asking)

    assert "Permission denied" in called.stderr
    assert rows(connect(server)) == 3
