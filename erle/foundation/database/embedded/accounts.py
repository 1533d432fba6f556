"""Which account of the operating system runs the server: one's own, or an unprivileged one where root asks."""

import os
import pwd
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from erle.foundation.database.embedded.refusals import NoSuchAccount

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_another(self) -> bool:
        """Whether this process must step down to it."""
        return self.uid != os.geteuid()

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this account to its end, and keep what it says."""
        return subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **self.running(),
        )

    def running(self) -> dict[str, Any]:
        """Return the arguments with which `subprocess` runs a program as this account, away from the terminal."""
        arguments: dict[str, Any] = {
            "cwd": "/",
            "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            "start_new_session": True,
        }
        if self.is_another:
            arguments |= {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}
        return arguments


def own_account() -> Account:
    """Return the account of this process; peer authentication needs it to have a name."""
    return _account(os.geteuid())


def server_account() -> Account:
    """Return the account that runs the server: PostgreSQL never runs as root."""
    if os.geteuid() != 0:
        return own_account()
    try:
        found = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise NoSuchAccount(
            f"PostgreSQL does not run as root, and this machine has no account {UNPRIVILEGED!r}: "
            "start Erle as another account."
        ) from error
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def name_of(uid: int) -> str:
    """Return an account's name, or its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"number {uid}"


def may_enter(account: Account, folder: Path) -> bool:
    """Whether the account may pass through the folder and everything above it."""
    return all(_lets_through(account, part) for part in (folder, *folder.parents))


def make_folder(folder: Path, mode: int, *, owner: Account | None = None) -> None:
    """Make a folder with exactly this mode, whatever the umask; one that stands already is left as it is.

    It comes into sight finished: who starts at the same moment must not find it closed and go elsewhere.
    """
    if os.path.lexists(folder):
        return
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    if owner is not None and owner.is_another:
        os.chown(made, owner.uid, owner.gid)
    made.chmod(mode)
    try:
        made.rename(folder)
    except OSError:
        made.rmdir()
        if not folder.is_dir():
            raise


def _account(uid: int) -> Account:
    try:
        found = pwd.getpwuid(uid)
    except KeyError as error:
        raise NoSuchAccount(
            f"The account number {uid} has no name on this machine, and PostgreSQL needs one: add it to the machine's "
            "accounts, or start Erle as an account that has a name."
        ) from error
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def _lets_through(account: Account, folder: Path) -> bool:
    state = folder.stat()
    if state.st_uid == account.uid:
        return bool(state.st_mode & stat.S_IXUSR)
    if state.st_gid == account.gid:
        return bool(state.st_mode & stat.S_IXGRP)
    return bool(state.st_mode & stat.S_IXOTH)
