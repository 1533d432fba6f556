"""What was acknowledged is there after the server was killed, in the middle of whatever it did."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import psycopg
import pytest

from erle.foundation.database.embedded import processes
from erle.foundation.database.embedded.accounts import server_account
from erle.foundation.database.embedded.refusals import DidNotStart, StillAtWork
from erle.foundation.database.embedded.server import Server
from tests.foundation.database.embedded.conftest import Connect, Use, pid_of, rows

TRIALS = 3


def write_until_killed(server: Server, acknowledged: list[int]) -> None:
    """Insert row after row, each in its own transaction, noting those that the server said are committed."""
    address = {"host": str(server.socket_dir), "user": "erle_root", "dbname": "postgres"}
    with psycopg.connect(**address, autocommit=True) as connection:  # type: ignore[arg-type]
        row = max([3, *acknowledged]) + 1_000
        try:
            while True:
                row += 1
                connection.execute("INSERT INTO kept VALUES (%s, '')", [row])
                acknowledged.append(row)
        except psycopg.OperationalError:
            return


def kill(home: Path) -> int:
    pid = pid_of(home)
    os.kill(pid, signal.SIGKILL)
    return pid


def test_no_acknowledged_row_is_lost_when_the_server_is_killed_while_writing(
    standing: Path, use: Use, connect: Connect
) -> None:
    acknowledged: list[int] = []
    for _ in range(TRIALS):
        writer = threading.Thread(target=write_until_killed, args=(use(standing, durable=True), acknowledged))
        writer.start()
        time.sleep(0.4)
        kill(standing)
        writer.join()

    kept = {row for (row,) in connect(use(standing, durable=True)).execute("SELECT row FROM kept")}

    assert len(acknowledged) > TRIALS
    assert kept >= {1, 2, 3, *acknowledged}


def test_it_is_durable_unless_tests_ask_otherwise(standing: Path, use: Use, connect: Connect) -> None:
    server = use(standing, durable=True)

    answers = [connect(server).execute(f"SHOW {name}".encode()).fetchone() for name in ("fsync", "full_page_writes")]

    assert answers == [("on",), ("on",)]


def test_who_needs_durable_writes_is_not_given_a_server_without(standing: Path, use: Use) -> None:
    use(standing, durable=False)

    with pytest.raises(StillAtWork, match="writes nothing durably"):
        use(standing, durable=True)


@pytest.mark.parametrize("as_account_of_server", [True, False])
def test_a_stale_pid_file_whose_number_another_program_now_has_is_seen_through(
    standing: Path, use: Use, connect: Connect, as_account_of_server: bool
) -> None:
    use(standing)
    kill(standing)
    file = standing / "postgres" / "data" / "postmaster.pid"
    other = subprocess.Popen(["sleep", "60"], **(server_account().running() if as_account_of_server else {}))
    file.write_text("\n".join([str(other.pid), *file.read_text("utf-8").splitlines()[1:]]) + "\n", "utf-8")

    server = use(standing)

    assert rows(connect(server)) == 3
    assert other.poll() is None
    other.kill()
    other.wait()


@pytest.mark.parametrize("left", ["", "12"])
def test_half_a_pid_file_is_seen_through(standing: Path, use: Use, connect: Connect, left: str) -> None:
    (standing / "postgres" / "data" / "postmaster.pid").write_text(left, "utf-8")

    assert rows(connect(use(standing))) == 3


def test_a_part_of_a_killed_server_that_still_works_is_waited_for(
    standing: Path, use: Use, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = connect(use(standing)).info.backend_pid
    os.kill(backend, signal.SIGSTOP)
    kill(standing)
    monkeypatch.setattr(processes, "LEFTOVERS_END_WITHIN_SECONDS", 0.3)

    with pytest.raises(StillAtWork, match=rf"a part of it still works .*\b{backend}\b.*Nothing that was saved is lost"):
        use(standing)

    os.kill(backend, signal.SIGCONT)
    monkeypatch.undo()
    assert rows(connect(use(standing))) == 3


def test_a_socket_removed_under_a_server_that_nobody_uses_is_made_again(
    standing: Path, use: Use, connect: Connect
) -> None:
    forgotten = use(standing)
    os.close(forgotten._held or -1)
    forgotten._held = None
    (forgotten.socket_dir / ".s.PGSQL.5432").unlink()

    assert rows(connect(use(standing))) == 3


def test_a_socket_removed_under_a_server_in_use_is_said(standing: Path, use: Use) -> None:
    (use(standing).socket_dir / ".s.PGSQL.5432").unlink()

    with pytest.raises(StillAtWork, match="was removed under a server in use"):
        use(standing)


def test_a_server_that_does_not_become_ready_in_time_is_said_with_its_last_words(standing: Path, use: Use) -> None:
    use(standing)
    file = standing / "postgres" / "data" / "postmaster.pid"
    pid, ready = pid_of(standing), file.read_text("utf-8")
    os.kill(pid, signal.SIGSTOP)
    file.write_text(ready.replace("ready   ", "starting"), "utf-8")

    with pytest.raises(DidNotStart, match=r"did not come up within 1 seconds.*database system is ready"):
        use(standing, patience=1)

    file.write_text(ready, "utf-8")
    os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("seconds", [0, 0.02, 0.2])
def test_it_stops_even_while_it_recovers_from_the_crash_of_a_part(
    standing: Path, use: Use, connect: Connect, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erle.foundation.database.embedded.server.STOPS_WITHIN_SECONDS", 2)
    server = use(standing)
    os.kill(connect(server).info.backend_pid, signal.SIGKILL)
    time.sleep(seconds)

    server.release()

    assert not (standing / "postgres" / "data" / "postmaster.pid").exists()
    assert rows(connect(use(standing))) == 3
