"""Where the embedded database lives: in ERLE_HOME, or beside it where the server's account could not come in."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from erle.foundation.database.embedded.accounts import Account, make_folder, may_enter, name_of, server_account
from erle.foundation.database.embedded.refusals import BelongsToAnother, NotADatabase, OutOfReach

SYSTEM_STATE = Path("/var/lib/erle")
SYSTEM_RUNTIME = Path("/run")
LONGEST_SOCKET_PATH = 100  # the system's own limit is 103 to 107 bytes
SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Places:
    """The folders of one home's database; `keep` is always in the home, the rest in `base`."""

    home: Path
    base: Path
    account: Account

    @property
    def keep(self) -> Path:
        """Where the locks are, and the pointer to a base elsewhere."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server says; never a name, see `cluster.CONFIGURATION`."""
        return self.base / "log" / "server.log"

    @property
    def socket_dir(self) -> Path:
        """The folder of the socket; short, as the system cuts long names off, and without a comma: it parts hosts."""
        beside = self.base / "run"
        if len(os.fsencode(beside / SOCKET)) <= LONGEST_SOCKET_PATH and "," not in str(beside):
            return beside
        return _runtime_dir(self.account) / f"erle-{_short_name(self.home)}"

    def make(self) -> None:
        """Make the folders that are missing, and see that the socket's is nobody else's."""
        make_folder(self.base / "log", 0o700, owner=self.account)
        make_folder(self.socket_dir, 0o700, owner=self.account)
        state = self.socket_dir.lstat()
        if not self.socket_dir.is_dir() or self.socket_dir.is_symlink() or state.st_uid != self.account.uid:
            raise BelongsToAnother(
                f"The socket's folder {self.socket_dir} belongs to {name_of(state.st_uid)}, not to "
                f"{self.account.name}: remove it and start Erle again."
            )
        if state.st_mode & 0o077:
            raise OutOfReach(
                f"The socket's folder {self.socket_dir} is open to other accounts: remove it and start Erle again."
            )


def places_for(home: Path) -> Places:
    """Return the places of a home's database, making the folders that hold them where they are missing."""
    account, home = server_account(), home.resolve()
    passing = 0o711 if account.is_another else 0o700
    home.parent.mkdir(parents=True, exist_ok=True)
    make_folder(home, passing)
    make_folder(home / "postgres", passing)
    return Places(home, _base(home / "postgres", account, _short_name(home)), account)


def _base(keep: Path, account: Account, name: str) -> Path:
    pointer = keep / "elsewhere"
    if pointer.exists():
        return _pointed_to(pointer)
    if not account.is_another or may_enter(account, keep):
        return keep
    if (keep / "data").exists():
        raise OutOfReach(
            f"The database in {keep / 'data'} is out of reach of the account {account.name}, which runs it: "
            f"let other accounts pass through the folders above it, as they could before."
        )
    return _make_elsewhere(pointer, name)


def _pointed_to(pointer: Path) -> Path:
    base = Path(pointer.read_text("utf-8").strip())
    if not base.is_dir():
        raise NotADatabase(
            f"The database of this home stood in {base}, which is gone: put it back, or remove {pointer} to begin anew."
        )
    return base


def _make_elsewhere(pointer: Path, name: str) -> Path:
    """Make a base that nobody used before: what an earlier home of the same name left is never taken up again."""
    make_folder(SYSTEM_STATE, 0o711)
    number = 1
    while (base := SYSTEM_STATE / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    make_folder(base, 0o711)
    draft = pointer.with_suffix(".part")
    draft.write_text(f"{base}\n", "utf-8")
    draft.replace(pointer)
    return base


def _runtime_dir(account: Account) -> Path:
    if account.is_another and SYSTEM_RUNTIME.is_dir():
        return SYSTEM_RUNTIME
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and not account.is_another and Path(given).is_dir() and Path(given).stat().st_uid == account.uid:
        return Path(given)
    return Path(tempfile.gettempdir())


def _short_name(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
