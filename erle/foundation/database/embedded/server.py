"""Start the embedded database, use it together, and let the last user stop it."""

import atexit
import os
import time
from collections.abc import Sequence
from pathlib import Path

from erle.foundation.database.embedded import binaries, cluster, faults, locks, processes
from erle.foundation.database.embedded.places import SOCKET, Places, places_for
from erle.foundation.database.embedded.refusals import DidNotStop, NotADatabase, StillAtWork
from erle.foundation.database.roles import SUPERUSER, DatabaseRole

ROLES = (SUPERUSER, *DatabaseRole)
COMES_UP_WITHIN_SECONDS = 300.0
STOPS_WITHIN_SECONDS = 30
LARGEST_LOG_BYTES = 5_000_000
SHELL_SIGNS = '"$`\\\n'
PAUSE_SECONDS = 0.1


class Server:
    """A server in use by this process, until it lets go or ends."""

    def __init__(self, places: Places, programs: Path, socket_dir: Path) -> None:
        """Join the users; `start` does this, holding the lock."""
        self.home, self.socket_dir, self.programs = places.home, socket_dir, programs
        self._places, self._process = places, os.getpid()
        self._held: int | None = locks.share(places.keep / "users.lock")
        atexit.register(self.release)

    def release(self) -> None:
        """Stop using the server; the last user stops it. A process forked from the user's changes nothing."""
        if self._held is None or self._process != os.getpid():
            return
        atexit.unregister(self.release)
        if not self._places.data.is_dir():  # removed under the server, which sees that itself and ends
            os.close(self._held)
            self._held = None
            return
        with locks.exclusive(self._places.keep / "start.lock"):
            os.close(self._held)
            self._held = None
            if not locks.is_shared(self._places.keep / "users.lock"):
                _stop(self._places, self.programs)


def start(
    home: Path,
    *,
    durable: bool = True,
    roles: Sequence[str] = ROLES,
    patience: float = COMES_UP_WITHIN_SECONDS,
) -> Server:
    """Return the running server of this home, made and started where need be; `durable` is given up only by tests."""
    with faults.in_plain_words(home):
        places = places_for(home)
        with locks.exclusive(places.keep / "start.lock"):
            places.make()
            programs = binaries.programs_for(places)
            _check_names(places, programs)
            if not places.data.is_symlink() and not places.data.exists():
                cluster.make(places, programs, durable=durable)
            cluster.check(places, programs)
            socket_dir = _join(places, programs, durable=durable, patience=patience)
            if socket_dir is None:
                binaries.tidy(places, programs)
                cluster.configure(places, roles=roles, durable=durable)
                socket_dir = _come_up(places, programs, patience=patience)
            return Server(places, programs, socket_dir)


def _check_names(places: Places, programs: Path) -> None:
    for folder in (places.base, programs):
        if any(sign in str(folder) for sign in SHELL_SIGNS):
            raise NotADatabase(
                f"The folder {str(folder)!r} has a sign in its name that PostgreSQL's programs do not take "
                '(one of " $ ` \\): use another.'
            )


def _join(places: Places, programs: Path, *, durable: bool, patience: float) -> Path | None:
    """Return the socket's folder of a server at work; None where none is, and what a killed one left is cleared."""
    found = processes.server_at_work(places)
    if found is None:
        processes.clear_away(places)
        return None
    if durable and not cluster.is_durable(places):
        raise StillAtWork(f"The database in {places.base} writes nothing durably, for tests: end them and start again.")
    if not _ready(places, patience):
        raise faults.why_not_started("", places.log, since=0, seconds=patience)
    if (found.socket_dir / SOCKET).exists():
        return found.socket_dir
    if locks.is_shared(places.keep / "users.lock"):
        raise StillAtWork(
            f"The socket in {found.socket_dir} was removed under a server in use: end what uses it, and start again."
        )
    _stop(places, programs)
    return None


def _ready(places: Places, patience: float) -> bool:
    waited_until = time.monotonic() + patience
    while time.monotonic() < waited_until:
        found = processes.server_at_work(places)
        if found is not None and found.status == processes.READY:
            return True
        time.sleep(PAUSE_SECONDS)
    return False


def _come_up(places: Places, programs: Path, *, patience: float) -> Path:
    if faults.size(places.log) > LARGEST_LOG_BYTES:
        places.log.replace(places.log.with_suffix(".old"))
    since, seconds = faults.size(places.log), max(1, round(patience))
    called = places.account.run(
        programs / "pg_ctl", "-D", places.data, "-l", places.log, "-w", "-t", str(seconds), "-s", "start"
    )
    if called.returncode:
        still_trying = processes.server_at_work(places) is not None
        raise faults.why_not_started(called.stdout, places.log, since=since, seconds=patience if still_trying else None)
    return places.socket_dir


def _stop(places: Places, programs: Path) -> None:
    """Stop the server in order, or at once where it does not end: what is committed stands in its log either way.

    PostgreSQL 18 does not end in order when it is asked to while it recovers from the crash of one of its parts.
    """
    for mode in ("fast", "immediate"):
        if processes.server_at_work(places) is None:
            return
        seconds = str(STOPS_WITHIN_SECONDS)
        places.account.run(programs / "pg_ctl", "-D", places.data, "-m", mode, "-w", "-t", seconds, "-s", "stop")
    if processes.server_at_work(places) is not None:
        raise DidNotStop(f"The database in {places.base} does not stop; its log is {places.log}.")
