"""The cluster: made whole or not at all, and configured anew at each start, because folders and accounts may move."""

import os
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from erle.foundation.database.embedded.accounts import Account, make_folder, name_of, own_account
from erle.foundation.database.embedded.binaries import major_version
from erle.foundation.database.embedded.faults import FULL_IN_WORDS, disk_full
from erle.foundation.database.embedded.memory import page_memory
from erle.foundation.database.embedded.places import Places
from erle.foundation.database.embedded.refusals import BelongsToAnother, DidNotStart, NotADatabase, WrongMajorVersion
from erle.foundation.database.roles import SUPERUSER

PRIVATE = 0o600
DRAFT = "data-part"
BUILTIN_LOCALES = {17: "C.UTF-8"}
BUILTIN_LOCALE = "PG_UNICODE_FAST"
OLDEST_BUILTIN = 17

# No names in the log: neither statements, nor their parameters, nor the details of an error, nor errors themselves,
# which the product hears of anyway; what stays is how the server fares.
CONFIGURATION = """\
listen_addresses = ''
port = 5432
unix_socket_directories = {socket_dir}
unix_socket_permissions = 0777  # the folder is 0700
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
log_destination = 'stderr'
logging_collector = off
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""
NOT_DURABLE = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""
SETTINGS = "postgresql.auto.conf"  # read last; `postgresql.conf` stays as it was made, for whoever tunes the server
HBA = "local all all peer map=erle\n"


def make(places: Places, programs: Path, *, durable: bool) -> None:
    """Make the cluster in a draft folder and move it into its place when it is whole.

    Each try has a folder of its own: a maker that was killed leaves an `initdb` behind, which writes on for a second.
    """
    for left in places.base.glob(f"{DRAFT}*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = places.base / f"{DRAFT}-{secrets.token_hex(4)}"
    make_folder(draft, 0o700, owner=places.account)
    locale = _locale(major_version(programs, places))
    syncing = [] if durable else ["--no-sync"]
    made = places.account.run(
        programs / "initdb", "-D", draft, "-U", SUPERUSER, "-A", "peer", "-E", "UTF8", "-k", *locale, *syncing
    )
    if made.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        if any(sign in made.stdout for sign in FULL_IN_WORDS):
            raise disk_full(places.base)
        raise DidNotStart(f"The database could not be made: {' / '.join(made.stdout.strip().splitlines()[-3:])}")
    draft.rename(places.data)
    _settle(places.base)


def check(places: Places, programs: Path) -> None:
    """Refuse data that are not this account's, not a database, or another major version's; touch nothing."""
    state = places.data.lstat()
    if state.st_uid != places.account.uid:
        raise BelongsToAnother(
            f"The database in {places.data} belongs to {name_of(state.st_uid)}, and {places.account.name} would run "
            "it: start Erle as the account that made it, or set ERLE_HOME to another folder."
        )
    try:
        made_by = (places.data / "PG_VERSION").read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotADatabase(f"What stands in {places.data} is not a database: put it back or move it away.") from error
    installed = major_version(programs, places)
    if not made_by.isdigit():
        raise NotADatabase(f"The file {places.data / 'PG_VERSION'} is damaged: put the database back from a backup.")
    if int(made_by) != installed:
        raise WrongMajorVersion(
            f"The database in {places.data} was made by PostgreSQL {made_by}, and PostgreSQL {installed} is installed. "
            f"It has not been touched: with PostgreSQL {made_by} run `erle backup`, then `erle restore` into a "
            "new ERLE_HOME."
        )


def configure(places: Places, *, roles: Sequence[str], durable: bool) -> None:
    """Write the server's configuration and who may be whom."""
    configuration = CONFIGURATION.format(socket_dir=_quoted(str(places.socket_dir))) + ("" if durable else NOT_DURABLE)
    configuration += page_memory(places.data / "postgresql.conf")
    names = sorted({own_account().name, places.account.name})
    who = "".join(f"erle {_double_quoted(name)} {role}\n" for name in names for role in roles)
    for name, words in ((SETTINGS, configuration), ("pg_hba.conf", HBA), ("pg_ident.conf", who)):
        _put(places.data / name, words, places)


def is_durable(places: Places) -> bool:
    """Whether the running server was told to keep what it acknowledges through a power cut."""
    return "fsync = off" not in (places.data / SETTINGS).read_text("utf-8")


def _locale(major: int) -> list[str]:
    """Return the locale whose case rules cover all of Unicode, as far as this version knows one of its own."""
    if major < OLDEST_BUILTIN:
        return ["--locale=C.UTF-8"]
    return ["--locale=C", "--locale-provider=builtin", f"--builtin-locale={BUILTIN_LOCALES.get(major, BUILTIN_LOCALE)}"]


def _put(path: Path, words: str, places: Places) -> None:
    """Replace a file in the account's folder; written outside it, so that a link put there is not followed."""
    draft = places.base / f"{path.name}.part"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
        _give(file.fileno(), places.account)
    draft.replace(path)


def _give(descriptor: int, account: Account) -> None:
    if account.is_another:
        os.fchown(descriptor, account.uid, account.gid)


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _quoted(word: str) -> str:
    """Quote for the configuration; a comma would part two folders, so the list's own quotes stand inside."""
    inner = word.replace('"', '""')
    return "'" + f'"{inner}"'.replace("\\", "\\\\").replace("'", "''") + "'"


def _double_quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
